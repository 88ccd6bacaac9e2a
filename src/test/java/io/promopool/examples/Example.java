package io.promopool.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program in {@code examples/} that claims a code for a contact and prints the message. */
enum Example {
    CURL("claim.sh", List.of("sh"), "curl", "jq"),
    PYTHON("claim.py", List.of("python3"), "python3"),
    JAVASCRIPT("claim.mjs", List.of("node"), "node"),
    JAVA(
            "Claim.java",
            List.of(Path.of(System.getProperty("java.home"), "bin/java").toString()));

    static final Path FOLDER = Path.of("examples").toAbsolutePath();

    private static final Duration ENDS_WITHIN = Duration.ofMinutes(2);

    private final String file;
    private final List<String> interpreter;
    private final List<String> needed;

    Example(String file, List<String> interpreter, String... needed) {
        this.file = file;
        this.interpreter = interpreter;
        this.needed = List.of(needed);
    }

    /** What a run printed, and its exit status. */
    record Result(int status, String output, String errors) {}

    String file() {
        return file;
    }

    boolean isRunnable() {
        return needed.stream().allMatch(Example::isInstalled);
    }

    /** Skips the test, and says why, if the machine lacks what the example needs. */
    void assumeRunnable() {
        needed.forEach(Example::assumeInstalled);
    }

    static void assumeInstalled(String program) {
        assumeTrue(isInstalled(program), "SKIPPED: " + program + " is not installed on this machine");
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** Starts it for a contact; {@link Run#end} waits for the result. */
    Run start(String contact, URI service, String apiKey) throws IOException {
        List<String> command = new ArrayList<>(interpreter);
        command.addAll(List.of(FOLDER.resolve(file).toString(), contact));
        return Run.of(command, service, apiKey);
    }

    Result run(String contact, URI service, String apiKey) throws Exception {
        return start(contact, service, apiKey).end();
    }

    /** A program that runs. Its output goes to files, so that a full pipe can't hold it up. */
    record Run(Process process, Path output, Path errors) {
        static Run of(List<String> command, URI service, String apiKey) throws IOException {
            Path output = Files.createTempFile("example", ".out");
            Path errors = Files.createTempFile("example", ".err");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
            builder.environment().put("PROMOPOOL_URL", service.toString());
            builder.environment().put("PROMOPOOL_API_KEY", apiKey);
            return new Run(builder.start(), output, errors);
        }

        Result end() throws Exception {
            return end(ENDS_WITHIN);
        }

        Result end(Duration within) throws Exception {
            try {
                assertTrue(process.waitFor(within.toSeconds(), TimeUnit.SECONDS), "it has not ended");
                return new Result(process.exitValue(), Files.readString(output), Files.readString(errors));
            } finally {
                process.destroyForcibly();
                Files.delete(output);
                Files.delete(errors);
            }
        }
    }
}
