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

/** Which codes to make. */
final class GenerateOptions {
    static final int MAX_COUNT = 10_000_000;

    private static final int BUFFER_BYTES = 1 << 16;

    @Option(names = "--count", paramLabel = "N", required = true, description = "How many codes, 1 to 10000000.")
    private int count;

    @Option(
            names = "--length",
            paramLabel = "L",
            description =
                    "Characters of a code, without the prefix. The least is such that of a billion guesses at most "
                            + "one hits a code: 8 for 1000 codes, 10 for a million. Default: the least.")
    private Optional<Integer> length;

    @Option(names = "--prefix", paramLabel = "P", description = "What each code begins with, such as BDAY-.")
    private String prefix = "";

    @Option(names = "--type", paramLabel = "TYPE", required = true, description = "The type of the codes.")
    private String type;

    @Option(names = "--discount", paramLabel = "PERCENT", required = true, description = "Their discount, 0 to 99.")
    private int discount;

    @Option(
            names = "--expires",
            paramLabel = "DATE",
            required = true,
            description = "Their date: 2030-12-31T23:59 in the service's zone, or never.")
    private String expires;

    int count() {
        return count;
    }

    /** The rules of the service, so that what is made here is taken there. */
    void check() {
        if (count < 1 || count > MAX_COUNT) {
            throw CommandFailure.of(ExitStatus.USAGE, "--count takes a whole number from 1 to " + MAX_COUNT + ".");
        }
        checkedBy("--type", () -> Text.type(type));
        checkedBy("--discount", () -> Discount.check(discount));
        // Whether the zone of the service has that time only the service knows; UTC has every one.
        checkedBy("--expires", () -> new ExpirationFormat(ZoneOffset.UTC).parse(expires));
        GuessabilityRule.check(count, length());
        checkedBy("--length with --prefix", () -> Text.code(prefix + "A".repeat(length())));
        if (!prefix.equals(Text.trim(prefix + "-").replaceFirst("-$", ""))) {
            throw CommandFailure.of(
                    ExitStatus.USAGE, "--prefix begins with a blank, which the service would take away.");
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
