package io.promopool.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promopool.lang.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Formats the report of an upload for a person. */
final class ReportText {
    private static final List<String> OUTCOMES =
            List.of("added", "updated", "retired", "reactivated", "unchanged", "rejected");

    /** With fewer rows, the fixed cost of a request dominates the time. */
    private static final long MIN_ROWS_FOR_A_RATE = 10_000;

    private static final double NANOS_PER_SECOND = 1e9;

    private final ObjectNode report;

    ReportText(ObjectNode report) {
        this.report = report;
    }

    /** The number of rows and the rate, then the count of each outcome, then the rejected rows. */
    List<String> lines(String name, Duration took) {
        List<String> lines = new ArrayList<>();
        long read = report.path("read").asLong();
        double seconds = took.toNanos() / NANOS_PER_SECOND;
        lines.add(String.format(Locale.ROOT, "%s: %s in %.1f s", name, Quantity.of(read, "row"), seconds)
                + (read < MIN_ROWS_FOR_A_RATE ? "" : String.format(Locale.ROOT, " (%,.0f/s)", read / seconds)));
        for (String outcome : OUTCOMES) {
            long count = report.path(outcome).asLong();
            if (count > 0) {
                lines.add(String.format(Locale.ROOT, "  %-11s %,12d", outcome, count));
            }
        }
        long duplicates = report.path("duplicates").asLong();
        if (duplicates > 0) {
            lines.add("  the codes of " + Quantity.of(duplicates, "row") + " are in earlier rows too");
        }
        report.path("errors").forEach(error -> lines.add(rejected(error)));
        if (report.path("errorsTruncated").asBoolean()) {
            long unlisted =
                    report.path("rejected").asLong() - report.path("errors").size();
            lines.add("    and " + Quantity.of(unlisted, "more rejected row") + ", not listed");
        }
        return lines;
    }

    private static String rejected(JsonNode error) {
        String code = error.path("code").asText();
        return "    line %d%s: %s %s"
                .formatted(
                        error.path("line").asLong(),
                        code.isEmpty() ? "" : ", code " + code,
                        error.path("field").asText(),
                        error.path("reason").asText());
    }
}
