package io.logcast.testing.oidc;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;

/** An RSA key that signs tokens as RS256 (RFC 7518), and its public half as a JSON Web Key. */
final class SigningKey {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final String ID = "test";
    private static final int BITS = 2048;

    private final KeyPair pair;

    SigningKey() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("No RSA key could be made", e);
        }
    }

    String publicKeys() {
        var key = (RSAPublicKey) pair.getPublic();
        return """
                {"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"%s","n":"%s","e":"%s"}]}""".formatted(ID, number(key.getModulus()), number(key.getPublicExponent()));
    }

    /** A signed token with these claims, a JSON object. */
    String sign(String claims) {
        var head = text("""
                {"alg":"RS256","typ":"JWT","kid":"%s"}""".formatted(ID));
        var unsigned = head + "." + text(claims);
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(pair.getPrivate());
            signature.update(unsigned.getBytes(StandardCharsets.US_ASCII));
            return unsigned + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A token could not be signed", e);
        }
    }

    private static String text(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String number(BigInteger number) {
        var bytes = number.toByteArray();
        // The sign byte is not part of the number.
        return BASE64.encodeToString(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }
}
