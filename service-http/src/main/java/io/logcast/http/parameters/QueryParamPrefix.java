package io.logcast.http.parameters;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Of a bean of parameters: it also takes all query parameters whose name begins so. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface QueryParamPrefix {

    /** Such as {@code attr.}. */
    String value();
}
