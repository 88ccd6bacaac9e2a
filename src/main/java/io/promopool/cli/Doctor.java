package io.promopool.cli;

import java.util.List;

/** Looks after the service of this machine: its configuration, and the Redis that it uses. */
public interface Doctor {
    /** Looks at everything, and changes nothing. */
    List<Finding> examine();

    /** Rebuilds counters, live sets and hints from the index, while the service is stopped or running. */
    List<Finding> recount();

    /** How much a finding matters, the worst last. */
    enum Severity {
        OK,
        WARNING,
        ERROR
    }

    /**
     * @param subject what was looked at, in a word or two
     * @param text how it is and, where it is not fine, what to do
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
