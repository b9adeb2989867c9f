package io.logcast.http.parameters;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a bean of parameters that also takes all query parameters with this prefix. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface QueryParamPrefix {

    /** Such as {@code attr.}. */
    String value();
}
