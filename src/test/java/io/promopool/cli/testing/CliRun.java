package io.promopool.cli.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.promopool.cli.Cli;
import io.promopool.cli.Shell;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The result of a command.
 *
 * @param out standard output
 * @param err standard error
 */
public record CliRun(int status, String out, String err) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static CliRun type(Map<String, String> environment, byte[] input, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Shell shell = new Shell(
                environment,
                new ByteArrayInputStream(input),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                () -> false,
                Optional::empty);
        int status = new Cli(shell, List.of()).run(words);
        return new CliRun(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    public static CliRun type(String... words) {
        return type(Map.of(), new byte[0], words);
    }

    public CliRun hasStatus(int expected) {
        assertEquals(expected, status, out + err);
        return this;
    }

    /** Each line of standard output. */
    public List<JsonNode> documents() {
        return out.lines().map(CliRun::parse).toList();
    }

    public JsonNode document() {
        assertEquals(1, out.lines().count(), out);
        return parse(out);
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + line, e);
        }
    }
}
