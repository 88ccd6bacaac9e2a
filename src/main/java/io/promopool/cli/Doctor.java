package io.promopool.cli;

import java.util.List;

/** Looks after the service of this machine: its configuration, and the Redis that it uses. */
public interface Doctor {
    /** Looks at everything, and changes nothing. */
    List<Finding> examine();

    /** Rebuilds counters, live sets and hints from the index, while the service is stopped or running. */
    List<Finding> recount();

    /** How much a finding matters, the worst last. */
    enum Weight {
        FINE,
        WARNING,
        FAULT
    }

    /**
     * @param subject what was looked at, in a word or two
     * @param text how it is and, where it is not fine, what to do
     */
    record Finding(Weight weight, String subject, String text) {
        public static Finding fine(String subject, String text) {
            return new Finding(Weight.FINE, subject, text);
        }

        public static Finding warning(String subject, String text) {
            return new Finding(Weight.WARNING, subject, text);
        }

        public static Finding fault(String subject, String text) {
            return new Finding(Weight.FAULT, subject, text);
        }
    }
}
