package io.promopool.redis.claims;

import io.promopool.lang.OncePerMinute;
import io.promopool.lang.Quantity;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what is wrong with the data that claims need: once a minute, because every further claim finds it too. */
final class ClaimLog {
    private static final Logger log = LoggerFactory.getLogger(ClaimLog.class);

    private final OncePerMinute findings = new OncePerMinute();

    /** @param lots at least one */
    void noHints(List<?> lots) {
        findings.run(
                "hints",
                repeated -> log.warn(
                        "available codes of {} have no hints, for example those of lot {}; run doctor --recount{}",
                        Quantity.of(lots.size(), "lot"),
                        lots.get(0),
                        repeated));
    }

    void inconsistent(String message) {
        findings.run(
                "data",
                repeated -> log.error("Redis holds inconsistent data that a claim needs: {}{}", message, repeated));
    }

    void unreadable(Throwable cause) {
        findings.run("reply", repeated -> log.error("Redis's reply to a claim can't be parsed{}", repeated, cause));
    }
}
