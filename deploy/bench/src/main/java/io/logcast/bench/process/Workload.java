package io.logcast.bench.process;

import io.logcast.bench.Measurement;

/**
 * How a candidate does its work. An implementation has a public constructor without parameters; it lives in the
 * candidate's process, for many runs.
 */
public interface Workload {

    /** Does the work once. Connecting and disconnecting are not measured. */
    Measurement run(int messages) throws Exception;
}
