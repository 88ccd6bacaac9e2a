package io.promopool.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "upload",
        description = {
            "Uploads codes: CSV, JSON or NDJSON in UTF-8, each also gzipped.",
            "The columns are code, type, discount, expirationDate and inUse, in any order. Bad rows are rejected alone "
                    + "and listed at the end. Sending a file again is safe: it gives nothing twice and frees nothing."
        })
final class UploadCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private final ServiceOptions services;

    @Mixin
    private final OutputOptions outputs;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "The files, sent one after the other; - is standard input.")
    private List<String> files;

    @Option(names = "--type", paramLabel = "TYPE", description = "The type of rows that name none.")
    private Optional<String> type;

    @Option(names = "--discount", paramLabel = "PERCENT", description = "The discount of rows that name none, 0 to 99.")
    private Optional<Integer> discount;

    @Option(
            names = "--expires",
            paramLabel = "DATE",
            description = "The date of rows that name none: 2030-12-31T23:59 in the service's zone, or never.")
    private Optional<String> expires;

    @Option(names = "--dry-run", description = "Judge each row against what is stored now, and change nothing.")
    private boolean dryRun;

    @Option(names = "--reactivate", description = "Let rows with inUse=false put retired codes back.")
    private boolean reactivate;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "csv, json or ndjson. Default: what the file's name says, else its first character.")
    private Optional<UploadFormat.Kind> format;

    UploadCommand(Shell shell) {
        this.shell = shell;
        this.services = new ServiceOptions(shell);
        this.outputs = new OutputOptions(shell);
    }

    @Override
    public Integer call() {
        Output output = outputs.output();
        // All are looked at before the first is sent: a misspelt name must not leave half of the work done.
        List<UploadSource> sources =
                files.stream().map(file -> UploadSource.of(file, format, shell)).toList();
        Uploads uploads = new Uploads(
                services.service(output), output, shell, spec.usageMessage().width());
        ExitStatus worst = ExitStatus.DONE;
        for (UploadSource source : sources) {
            ExitStatus status = send(uploads, source, output);
            worst = worst.worse(status);
            if (status == ExitStatus.UNKNOWN) {
                break;
            }
        }
        return worst.number();
    }

    private ExitStatus send(Uploads uploads, UploadSource source, Output output) {
        try {
            return uploads.send(source, path());
        } catch (CommandFailure failure) {
            return output.failed(failure);
        }
    }

    private ApiPath path() {
        ApiPath path = new ApiPath("v1", "codes");
        type.ifPresent(value -> path.with("type", value));
        discount.ifPresent(value -> path.with("discount", value));
        expires.ifPresent(value -> path.with("expirationDate", value));
        return path.with("dryRun", dryRun).with("reactivate", reactivate);
    }
}
