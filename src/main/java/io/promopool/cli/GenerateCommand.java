package io.promopool.cli;

import io.promopool.lang.Quantity;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "generate",
        description = {
            "Generates codes that can't be guessed, from a secure random source. No two codes of one run are equal.",
            "Codes consist of 2-9 and A-Z without I and O, because 0 and O, 1 and I are easily confused. They are "
                    + "written as CSV to standard output or to a file, or uploaded directly."
        })
final class GenerateCommand implements Callable<Integer> {
    private final Shell shell;
    private final SecureRandom random;

    @Mixin
    private final ServiceOptions services;

    @Mixin
    private final OutputOptions outputs;

    @Mixin
    private final GenerateOptions codes = new GenerateOptions();

    @Spec
    private CommandSpec spec;

    @ArgGroup(exclusive = true)
    private Target target = new Target();

    /** Where the codes go. */
    static final class Target {
        @Option(names = "--out", paramLabel = "FILE", description = "Write the codes to a new file.")
        private Optional<Path> file = Optional.empty();

        @Option(names = "--upload", description = "Upload the codes directly.")
        private boolean upload;
    }

    GenerateCommand(Shell shell, SecureRandom random) {
        this.shell = shell;
        this.random = random;
        this.services = new ServiceOptions(shell);
        this.outputs = new OutputOptions(shell);
    }

    @Override
    public Integer call() throws IOException {
        codes.check();
        Output output = outputs.output();
        if (target.upload) {
            return toService(output).number();
        }
        if (target.file.isPresent()) {
            toFile(target.file.get(), output);
        } else {
            toStandardOutput(output);
        }
        return ExitStatus.DONE.number();
    }

    private void toStandardOutput(Output output) throws IOException {
        OutputStream out = new BufferedOutputStream(new FilterOutputStream(shell.out()) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                shell.out().write(bytes, offset, length);
                if (shell.out().checkError()) {
                    throw new IOException("standard output was closed");
                }
            }
        });
        codes.write(out, output.isJson() ? codes.ndjson() : codes.csv(), random);
        out.flush();
    }

    private void toFile(Path file, Output output) throws IOException {
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            throw CommandFailure.of(
                    ExitStatus.USAGE, file + " already exists; choose a new name, so that no codes are overwritten.");
        } catch (IOException e) {
            throw CommandFailure.of(
                    ExitStatus.USAGE, "Can't create " + file + "; check that its directory exists and is writable.");
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            codes.write(out, codes.csv(), random);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw CommandFailure.of(
                    ExitStatus.FAILED,
                    "Writing " + file + " failed (" + e.getMessage() + "); the incomplete file was deleted.");
        }
        output.line(file + ": " + Quantity.of(codes.count(), "code"));
        output.document(Json.object().put("file", file.toString()).put("codes", codes.count()));
    }

    /**
     * Writes the codes to a temporary file that only its owner can read, and uploads it. If the upload fails, the file
     * is kept, so that the codes can be sent again.
     */
    private ExitStatus toService(Output output) throws IOException {
        ServiceClient service = services.service(output);
        Path file = Files.createTempFile("promopool-codes-", ".csv");
        ExitStatus status = ExitStatus.UNKNOWN;
        try {
            try (OutputStream out = Files.newOutputStream(file)) {
                codes.write(out, codes.csv(), random);
            }
            UploadSource source =
                    UploadSource.of(file.toString(), Optional.empty(), shell).named("generated codes");
            status = new Uploads(service, output, shell, spec.usageMessage().width())
                    .send(source, new ApiPath("v1", "codes"));
            return status;
        } finally {
            if (status == ExitStatus.DONE || status == ExitStatus.PARTLY) {
                Files.delete(file);
            } else {
                output.note("The codes are in " + file + "; upload them with 'promopool upload " + file
                        + "', or delete the file.");
            }
        }
    }
}
