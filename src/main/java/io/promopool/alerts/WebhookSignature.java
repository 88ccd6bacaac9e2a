package io.promopool.alerts;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs messages by the Standard Webhooks specification (symmetric signatures, {@code v1}), so that a receiver can
 * verify who sent a message and when. See <a href="https://github.com/standard-webhooks/standard-webhooks">the
 * specification</a>.
 */
final class WebhookSignature {
    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MIN_BYTES = 24;
    private static final int MAX_BYTES = 64;

    private final SecretKeySpec key;

    private WebhookSignature(byte[] secret) {
        this.key = new SecretKeySpec(secret, ALGORITHM);
    }

    /**
     * Signs with a secret.
     *
     * @param secret {@code whsec_}, then 24 to 64 bytes in Base64
     * @throws IllegalArgumentException if the secret has another form; the message does not repeat it
     */
    static WebhookSignature of(String secret) {
        try {
            byte[] bytes =
                    Base64.getDecoder().decode(secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : "");
            if (bytes.length >= MIN_BYTES && bytes.length <= MAX_BYTES) {
                return new WebhookSignature(bytes);
            }
        } catch (IllegalArgumentException e) {
            // Its message contains a part of the secret.
        }
        throw new IllegalArgumentException("must be whsec_ and 24 to 64 random bytes in Base64, such as the output of:"
                + " echo whsec_$(openssl rand -base64 32)");
    }

    /** The value of the header {@code webhook-signature}. */
    String sign(String id, Instant sentAt, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((id + "." + sentAt.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
