package io.promopool.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** How a command ended, for the shell. The numbers are a contract; the larger of two is the worse. */
enum ExitStatus {
    DONE(0, "done; of an upload: every row was taken"),
    FAILED(1, "the command itself failed, such as when a file can't be written"),
    USAGE(2, "the command line is wrong, or a file that it names can't be read; nothing was sent"),
    PARTLY(3, "done in part: some rows were rejected, or some of the codes could not be changed"),
    REFUSED(4, "the service refused it: a wrong value, an unreadable file, a wrong key, something unknown"),
    NO_CODE(5, "claim: no code that fits is left, or none of that type was ever uploaded"),
    UNKNOWN(
            6,
            "the service can't be reached, can't serve now, or did not say how it ended; the same command again is safe");

    private final int number;
    private final String meaning;

    ExitStatus(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    int number() {
        return number;
    }

    ExitStatus worse(ExitStatus other) {
        return number >= other.number ? this : other;
    }

    /** For the help of every command. */
    static Map<String, String> meanings() {
        Map<String, String> meanings = new LinkedHashMap<>();
        for (ExitStatus status : values()) {
            meanings.put(" " + status.number, status.meaning);
        }
        return meanings;
    }
}
