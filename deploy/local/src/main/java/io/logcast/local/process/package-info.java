/** Child processes that never outlive their owner, and what starting them needs: ports, folders, deadlines. */
@NullMarked
package io.logcast.local.process;

import org.jspecify.annotations.NullMarked;
