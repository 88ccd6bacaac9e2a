package io.promopool.redis.connection;

import java.util.Arrays;
import java.util.Locale;

/** What happens when Redis has lost writes that it had confirmed. Setting {@code redis.on-rollback}. */
public enum OnRollback {
    /** Nothing is served by any service, until a person accepts the loss. */
    STOP,
    /** The service that notices it logs a warning, and goes on. */
    WARN;

    /** @throws IllegalArgumentException if the text is neither {@code stop} nor {@code warn} */
    public static OnRollback parse(String text) {
        return Arrays.stream(values())
                .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be stop or warn"));
    }
}
