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
            "Uploads codes from files in CSV, JSON or NDJSON, in UTF-8 and optionally gzipped.",
            "The columns are code, type, discount, expirationDate and inUse, in any order. A bad row does not affect "
                    + "other rows; rejected rows are listed at the end. Sending a file again is safe: no code is added "
                    + "twice, and no claimed code becomes available."
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
            description = "The files, sent one after another; - is standard input.")
    private List<String> files;

    @Option(names = "--type", paramLabel = "TYPE", description = "Type for rows without one.")
    private Optional<String> type;

    @Option(names = "--discount", paramLabel = "PERCENT", description = "Discount for rows without one, 0 to 99.")
    private Optional<Integer> discount;

    @Option(
            names = "--expires",
            paramLabel = "DATE",
            description =
                    "Expiration date for rows without one, for example 2030-12-31T23:59 (in the service's time zone), "
                            + "or never.")
    private Optional<String> expires;

    @Option(names = "--dry-run", description = "Check each row against the stored codes, and change nothing.")
    private boolean dryRun;

    @Option(names = "--reactivate", description = "Make retired codes available again if their row has inUse=false.")
    private boolean reactivate;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "csv, json or ndjson. Default: taken from the file name, or else from the first character.")
    private Optional<UploadFormat.Kind> format;

    UploadCommand(Shell shell) {
        this.shell = shell;
        this.services = new ServiceOptions(shell);
        this.outputs = new OutputOptions(shell);
    }

    @Override
    public Integer call() {
        Output output = outputs.output();
        // All files are opened before the first is sent, so that a misspelled name does not leave the work half done.
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
