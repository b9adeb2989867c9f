package io.logcast.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a JSON body in terms of JSON; Jackson's messages use terms of Java. */
final class JsonMistakes {

    private static final String BODY = "body";

    private JsonMistakes() {}

    /** The field by its path, such as {@code binding.patterns[0]}, and what it must be. */
    static ProblemException problem(JsonMappingException e) {
        var field = e instanceof InvalidTypeIdException unknown ? field(e) + "." + discriminator(unknown) : field(e);
        var reason = e instanceof InvalidTypeIdException unknown ? "must be one of " + kinds(unknown) : reason(e);
        return new InvalidFieldException(field, reason);
    }

    /** The field that tells which kind of object it is. */
    private static String discriminator(InvalidTypeIdException e) {
        var info = e.getBaseType().getRawClass().getAnnotation(JsonTypeInfo.class);
        return info == null ? "type" : info.property();
    }

    private static String kinds(InvalidTypeIdException e) {
        var kinds = e.getBaseType().getRawClass().getAnnotation(JsonSubTypes.class);
        return kinds == null
                ? "its kinds"
                : Arrays.stream(kinds.value()).map(JsonSubTypes.Type::name).collect(Collectors.joining(", "));
    }

    private static String field(JsonMappingException e) {
        var path = new StringBuilder();
        for (var step : e.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.isEmpty() ? BODY : path.toString();
    }

    private static String reason(JsonMappingException e) {
        if (e instanceof UnrecognizedPropertyException) {
            return "unknown field";
        }
        if (e.getCause() instanceof InputCoercionException outOfRange) {
            return "must be " + expected(outOfRange.getTargetType());
        }
        return e instanceof MismatchedInputException mismatch
                ? "must be " + expected(mismatch.getTargetType())
                : "cannot be read";
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "of another type";
        } else if (CharSequence.class.isAssignableFrom(type)) {
            return "text";
        } else if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        } else if (type == double.class || type == Double.class || type == float.class || type == Float.class) {
            return "a number";
        } else if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a whole number in range";
        } else if (Collection.class.isAssignableFrom(type) || type.isArray()) {
            return "a list";
        }
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getFields())
                            .filter(Field::isEnumConstant)
                            .map(JsonMistakes::word)
                            .collect(Collectors.joining(", "));
        }
        return Map.class.isAssignableFrom(type) || type.isRecord() ? "an object" : "a value of another form";
    }

    private static String word(Field constant) {
        var named = constant.getAnnotation(JsonProperty.class);
        return named == null ? constant.getName() : named.value();
    }
}
