package io.logcast.consumer.security;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** {@code GET /ui/session}: who is signed in on the web page. */
@Path("/ui/session")
@Produces(MediaType.APPLICATION_JSON)
public class SessionResource {

    private final SecurityIdentity caller;
    private final Operators operators;
    private final Optional<String> signOut;

    SessionResource(
            SecurityIdentity caller,
            Operators operators,
            @ConfigProperty(name = "quarkus.oidc.logout.path") Optional<String> signOut) {
        this.caller = caller;
        this.operators = operators;
        this.signOut = signOut;
    }

    /**
     * Who is signed in.
     *
     * @param name absent if nobody has to sign in
     * @param signOut the path that signs out, if the issuer offers that
     * @param operator whether dead letters may be replayed and discarded
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Session(@Nullable String name, @Nullable String signOut, boolean operator) {}

    @GET
    @Operation(hidden = true)
    public Session session() {
        return caller.isAnonymous()
                ? new Session(null, null, true)
                : new Session(
                        caller.getPrincipal().getName(), isSignedIn() ? signOut.orElse(null) : null, operators.isOne());
    }

    /** Whether the caller is signed in at the issuer; a key has no session. */
    private boolean isSignedIn() {
        return caller.getPrincipal() instanceof JsonWebToken;
    }
}
