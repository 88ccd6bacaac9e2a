package io.promopool.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/** Sends files and prints the reports about their rows. */
final class Uploads {
    private final ServiceClient service;
    private final Output output;
    private final Shell shell;
    private final int columns;

    /** @param columns the width of the terminal */
    Uploads(ServiceClient service, Output output, Shell shell, int columns) {
        this.service = service;
        this.output = output;
        this.shell = shell;
        this.columns = columns;
    }

    /** Prints the report. If a file is refused halfway, prints what was loaded before. */
    ExitStatus send(UploadSource source, ApiPath path) {
        long start = System.nanoTime();
        Reply reply;
        try (Progress progress = Progress.of(source, shell, columns)) {
            reply = service.upload(path, source, progress);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        if (reply.isOk()) {
            return accepted(source, reply.body().orElseThrow(), took);
        }
        throw refused(source, Problems.failure(reply), took);
    }

    private ExitStatus accepted(UploadSource source, ObjectNode report, Duration took) {
        new ReportText(report).lines(source.name(), took).forEach(output::line);
        output.document(named(source, report));
        return report.path("rejected").asLong() == 0 ? ExitStatus.DONE : ExitStatus.PARTLY;
    }

    private CommandFailure refused(UploadSource source, CommandFailure failure, Duration took) {
        if (failure.problem().path("report") instanceof ObjectNode report
                && report.path("read").asLong() > 0) {
            new ReportText(report).lines(source.name(), took).forEach(output::line);
        }
        if (failure.problem().path("unknownRows") instanceof ObjectNode rows) {
            output.line("  outcome unknown: lines %s to %s"
                    .formatted(
                            Table.number(rows.path("firstLine").asLong()),
                            Table.number(rows.path("lastLine").asLong())));
        }
        return new CommandFailure(
                failure.status(), source.name() + ": " + failure.getMessage(), named(source, failure.problem()));
    }

    private static ObjectNode named(UploadSource source, ObjectNode answer) {
        ObjectNode named = Json.object().put("file", source.name());
        return named.setAll(answer);
    }
}
