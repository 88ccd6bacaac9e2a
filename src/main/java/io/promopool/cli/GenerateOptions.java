package io.promopool.cli;

import io.promopool.pool.Discount;
import io.promopool.pool.ExpirationFormat;
import io.promopool.pool.InvalidFieldException;
import io.promopool.pool.Text;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.ZoneOffset;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which codes to generate. */
final class GenerateOptions {
    static final int MAX_COUNT = 10_000_000;

    private static final int BUFFER_BYTES = 1 << 16;

    @Option(names = "--count", paramLabel = "N", required = true, description = "Number of codes, 1 to 10000000.")
    private int count;

    @Option(
            names = "--length",
            paramLabel = "L",
            description =
                    "Length of each code without the prefix. The minimum, which is also the default, ensures that at "
                            + "most one in a billion guesses hits a code: 8 for 1000 codes, 10 for a million.")
    private Optional<Integer> length;

    @Option(names = "--prefix", paramLabel = "P", description = "Start of each code, for example BDAY-.")
    private String prefix = "";

    @Option(names = "--type", paramLabel = "TYPE", required = true, description = "Type of the codes.")
    private String type;

    @Option(
            names = "--discount",
            paramLabel = "PERCENT",
            required = true,
            description = "Discount of the codes, 0 to 99.")
    private int discount;

    @Option(
            names = "--expires",
            paramLabel = "DATE",
            required = true,
            description = "Expiration date of the codes, for example 2030-12-31T23:59 (in the service's time zone), or "
                    + "never.")
    private String expires;

    int count() {
        return count;
    }

    /** Applies the rules of the service, so that it accepts every generated code. */
    void check() {
        if (count < 1 || count > MAX_COUNT) {
            throw CommandFailure.of(ExitStatus.USAGE, "--count must be a whole number from 1 to " + MAX_COUNT + ".");
        }
        checkedBy("--type", () -> Text.type(type));
        checkedBy("--discount", () -> Discount.check(discount));
        // Only the service knows its time zone, which might skip this local time. UTC skips none.
        checkedBy("--expires", () -> new ExpirationFormat(ZoneOffset.UTC).parse(expires));
        GuessabilityRule.check(count, length());
        checkedBy("A code (--prefix plus --length)", () -> Text.code(prefix + "A".repeat(length())));
        if (!prefix.equals(Text.trim(prefix + "-").replaceFirst("-$", ""))) {
            throw CommandFailure.of(
                    ExitStatus.USAGE, "--prefix must not begin with white space, which the service would trim.");
        }
    }

    RowFormat csv() {
        return RowFormat.csv(prefix, Text.trim(type), discount, Text.trim(expires));
    }

    RowFormat ndjson() {
        return RowFormat.ndjson(prefix, Text.trim(type), discount, Text.trim(expires));
    }

    void write(OutputStream to, RowFormat format, SecureRandom random) throws IOException {
        OutputStream out = new BufferedOutputStream(to, BUFFER_BYTES);
        CodeGenerator generator = new CodeGenerator(random, length(), count);
        format.writeHeader(out);
        for (int i = 0; i < count; i++) {
            format.writeRow(out, generator.next());
        }
        out.flush();
    }

    private int length() {
        return length.orElseGet(() -> GuessabilityRule.shortest(count));
    }

    private static void checkedBy(String option, Runnable rule) {
        try {
            rule.run();
        } catch (InvalidFieldException e) {
            throw CommandFailure.of(ExitStatus.USAGE, option + " " + e.reason() + ".");
        }
    }
}
