package io.logcast.http.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.logcast.http.ProblemException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BadRequestException;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Reads the JSON bodies of requests. A value of the wrong type is refused, never changed to the right one. */
@Singleton
public final class JsonBodies {

    private static final Set<CoercionInputShape> SCALARS = EnumSet.of(
            CoercionInputShape.Boolean,
            CoercionInputShape.Integer,
            CoercionInputShape.Float,
            CoercionInputShape.String,
            CoercionInputShape.EmptyString);
    private static final Map<LogicalType, Set<CoercionInputShape>> TAKEN = Map.of(
            LogicalType.Boolean, EnumSet.of(CoercionInputShape.Boolean),
            LogicalType.Integer, EnumSet.of(CoercionInputShape.Integer),
            LogicalType.Float, EnumSet.of(CoercionInputShape.Integer, CoercionInputShape.Float),
            LogicalType.Textual, EnumSet.of(CoercionInputShape.String, CoercionInputShape.EmptyString));

    private final ObjectMapper strict;

    JsonBodies(ObjectMapper json) {
        this.strict = json.copy()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
        TAKEN.forEach((type, taken) -> SCALARS.stream()
                .filter(shape -> !taken.contains(shape))
                .forEach(shape -> strict.coercionConfigFor(type).setCoercion(shape, CoercionAction.Fail)));
    }

    /**
     * The body as an object of that type.
     *
     * @throws BadRequestException if it is not JSON; also if it is not such an object: then the cause is a {@link
     *     JsonMappingException}, and the answer is 422 with the field's name
     * @throws RuntimeException if the body is missing, or the type itself refuses a value
     */
    public <T> T read(byte[] body, Class<T> type) throws IOException {
        try {
            var object = body.length == 0 ? null : strict.readValue(body, type);
            if (object == null) {
                throw ProblemException.badRequest("The body must be a JSON object");
            }
            return object;
        } catch (JsonMappingException e) {
            if (e.getCause() instanceof RuntimeException refused && !(refused instanceof IllegalArgumentException)) {
                throw refused;
            }
            throw new BadRequestException(e);
        } catch (JsonProcessingException e) {
            throw new BadRequestException(e);
        }
    }
}
