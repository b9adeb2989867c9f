package io.logcast.manifests;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.JSON;
import java.lang.reflect.InvocationTargetException;
import java.util.Locale;
import java.util.Objects;

/**
 * The Kubernetes API's own models, applied strictly: no unknown field, no missing required one, all of the right type.
 */
final class ApiModels {

    private static final String PACKAGE = "io.kubernetes.client.openapi.models.";

    private ApiModels() {}

    static boolean know(Manifest manifest) {
        var group = manifest.apiVersion();
        // The Gateway API's group looks like one of Kubernetes' own, but its definitions are installed separately.
        return !group.contains(".") || group.contains(".k8s.io/") && !group.startsWith("gateway.");
    }

    /** Throws {@link IllegalArgumentException} naming the field that is unknown, missing or of the wrong type. */
    static void validate(Manifest manifest) {
        var json = JsonParser.parseString(manifest.json().toString());
        var model = model(manifest);
        try {
            model.getMethod("validateJsonElement", JsonElement.class).invoke(null, json);
            // Gson checks numbers only when they are read.
            Objects.requireNonNull(JSON.getGson().fromJson(json, model));
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(
                    manifest + ": " + e.getTargetException().getMessage(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(manifest + ": " + e.getMessage(), e);
        }
    }

    private static Class<?> model(Manifest manifest) {
        var version = manifest.apiVersion().substring(manifest.apiVersion().indexOf('/') + 1);
        try {
            return Class.forName(PACKAGE + version.toUpperCase(Locale.ROOT) + manifest.kind());
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(
                    "the Kubernetes API has no " + manifest.kind() + " in " + manifest.apiVersion(), e);
        }
    }
}
