package io.promopool.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition, and looks at it again every few milliseconds. */
public final class Await {
    private static final long POLL_NANOS = Duration.ofMillis(20).toNanos();

    private Await() {}

    /** A condition. An exception ends the wait, and fails the test. */
    public interface Condition {
        boolean holds() throws Exception;
    }

    /** @throws AssertionError if the condition does not hold within a minute */
    public static void until(String what, Condition condition) {
        until(what, Duration.ofMinutes(1), condition);
    }

    /** @throws AssertionError if the condition does not hold in time */
    public static void until(String what, Duration deadline, Condition condition) {
        long end = System.nanoTime() + deadline.toNanos();
        while (!holds(what, condition)) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not within " + deadline.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static boolean holds(String what, Condition condition) {
        try {
            return condition.holds();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("failed while waiting: " + what, e);
        }
    }
}
