package io.logcast.testing.oidc;

import org.jspecify.annotations.Nullable;

/** The answer of an endpoint. */
record Answer(
        int status, String type, String body, @Nullable String location) {

    static Answer json(String body) {
        return new Answer(200, "application/json", body, null);
    }

    static Answer redirect(String location) {
        return new Answer(302, "text/plain", "", location);
    }

    static Answer error(String error) {
        return new Answer(400, "application/json", "{\"error\":\"" + error + "\"}", null);
    }
}
