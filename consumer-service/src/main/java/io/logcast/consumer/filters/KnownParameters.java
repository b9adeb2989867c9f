package io.logcast.consumer.filters;

import io.logcast.http.parameters.QueryParameters;
import jakarta.ws.rs.ext.Provider;

/** Each call of this service refuses the query parameters that it does not declare. */
@Provider
final class KnownParameters extends QueryParameters {}
