package io.promopool.cli;

import java.util.List;
import java.util.function.Predicate;

/** Examines and repairs the service of this machine: its configuration, and the Redis that it uses. */
public interface Doctor {
    /** Checks everything, and changes nothing. */
    List<Finding> examine();

    /** Recounts all codes and repairs the counters and lists derived from them. The service may be running. */
    List<Finding> recount();

    /**
     * Ends the stop that lost writes have caused, if a person agrees. The services may be running.
     *
     * @param consent asked once with what is lost and what that means; returns whether to go on
     */
    List<Finding> acceptLoss(Predicate<String> consent);

    /**
     * Sets the latest time that the pool has seen to the present time, if a person agrees. The services may be running.
     *
     * @param consent asked once with both times and what that means; returns whether to go on
     */
    List<Finding> acceptClock(Predicate<String> consent);

    /** How serious a finding is, the most serious last. */
    enum Severity {
        OK,
        WARNING,
        ERROR
    }

    /**
     * @param subject what was checked, in a word or two
     * @param text the state and, if it is not OK, what to do
     */
    record Finding(Severity severity, String subject, String text) {
        public static Finding ok(String subject, String text) {
            return new Finding(Severity.OK, subject, text);
        }

        public static Finding warning(String subject, String text) {
            return new Finding(Severity.WARNING, subject, text);
        }

        public static Finding error(String subject, String text) {
            return new Finding(Severity.ERROR, subject, text);
        }
    }
}
