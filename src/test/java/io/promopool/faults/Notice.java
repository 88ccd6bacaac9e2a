package io.promopool.faults;

import io.promopool.faults.Call.Answer;
import io.promopool.testing.Await;
import io.promopool.testing.RestartableService;
import java.time.Duration;
import java.util.List;

/** Waits until services have noticed that something underneath them has changed. */
final class Notice {
    private static final Duration NOTICED_WITHIN = Duration.ofSeconds(30);
    private static final int REFUSALS_TO_SEE = 20;

    private Notice() {}

    /**
     * Waits until every service says why it is not ready, and callers were refused.
     *
     * @param reason a part of the reason
     */
    static void await(List<RestartableService> services, String reason, History history) {
        int before = history.size();
        for (RestartableService service : services) {
            Await.until(
                    service.url() + " says: " + reason,
                    NOTICED_WITHIN,
                    () -> service.answer("/health/ready").contains(reason));
        }
        Await.until(
                "callers are refused",
                NOTICED_WITHIN,
                () -> history.answered(before, Answer.Refused.class) >= REFUSALS_TO_SEE);
    }
}
