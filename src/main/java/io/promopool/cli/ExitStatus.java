package io.promopool.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** How a command ended, for the shell. The numbers are a contract; a larger number is more severe. */
enum ExitStatus {
    DONE(0, "success; for an upload: every row was accepted"),
    FAILED(1, "the command itself failed, such as when a file can't be written; for doctor: something must be fixed"),
    USAGE(2, "the command line is wrong, or a file named in it can't be read; nothing was sent"),
    PARTLY(3, "partial success: some rows were rejected, or some codes could not be changed"),
    REFUSED(4, "the service refused the request: an invalid value or file, an unknown code, or a wrong API key"),
    NO_CODE(5, "claim: no matching code is available, or the type does not exist"),
    UNKNOWN(
            6,
            "the service can't be reached or can't serve now, or the outcome is unknown; "
                    + "retry a claim with the same key");

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

    /** The list in the help of every command. */
    static Map<String, String> meanings() {
        Map<String, String> meanings = new LinkedHashMap<>();
        for (ExitStatus status : values()) {
            meanings.put(" " + status.number, status.meaning);
        }
        return meanings;
    }
}
