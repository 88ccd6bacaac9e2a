package io.promopool.cli;

import java.util.List;

/** Examines and repairs the service of this machine: its configuration, and the Redis that it uses. */
public interface Doctor {
    /** Checks everything, and changes nothing. */
    List<Finding> examine();

    /** Recounts all codes and repairs the counters and lists derived from them. The service may be running. */
    List<Finding> recount();

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
