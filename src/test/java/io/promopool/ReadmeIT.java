package io.promopool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promopool.testing.Await;
import io.promopool.testing.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the README, run as they are written, and their output. */
class ReadmeIT {
    private static final Path PROJECT = Path.of("").toAbsolutePath();
    private static final Pattern BLOCK = Pattern.compile("```(sh|json)\n(.*?)```", Pattern.DOTALL);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The commands of the README that have been run when this test runs. */
    private static final List<String> DONE_BY_THE_BUILD =
            List.of("mvn verify\n", "mvn -q -B package -DskipTests\njava -jar target/promopool.jar\n");

    private static final String START = "mvn -q compile exec:java\n";

    @TempDir
    Path folder;

    private record Block(boolean isShell, String text) {}

    private static List<Block> blocks() throws IOException {
        List<Block> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(PROJECT.resolve("README.md")));
        while (block.find()) {
            blocks.add(new Block(block.group(1).equals("sh"), block.group(2)));
        }
        return blocks;
    }

    @Test
    void the_service_starts_with_the_first_command_and_the_tour_works_as_written() throws Exception {
        int port = ServerProcess.freePort();
        Map<String, String> environment = Map.of(
                "PROMOPOOL_HTTP_PORT", Integer.toString(port),
                "PROMOPOOL_DATA_DIR", folder.resolve("data").toString(),
                "PROMOPOOL_URL", "http://127.0.0.1:" + port);
        Process service = bash(START, PROJECT, environment, folder.resolve("service.log"));
        try {
            Await.until(
                    "the service listens; " + folder.resolve("service.log"),
                    Duration.ofMinutes(2),
                    () -> ServerProcess.answers(URI.create("http://127.0.0.1:" + port + "/health/ready")));
            walk(blocks(), port, environment);
        } finally {
            service.descendants().forEach(ProcessHandle::destroy);
            service.destroy();
            service.onExit().join();
        }
    }

    private void walk(List<Block> blocks, int port, Map<String, String> environment) throws Exception {
        assertEquals(START, blocks.get(0).text());
        Files.createSymbolicLink(folder.resolve("target"), PROJECT.resolve("target"));
        String said = "";
        int answers = 0;
        for (Block block : blocks.subList(1, blocks.size())) {
            if (DONE_BY_THE_BUILD.contains(block.text())) {
                continue;
            }
            if (block.isShell()) {
                said = run(block.text().replace("127.0.0.1:8080", "127.0.0.1:" + port), environment);
            } else {
                assertEquals(documents(block.text()), documents(said), block.text());
                answers++;
            }
        }
        assertTrue(answers >= 5, "the output is compared too");
        assertTrue(said.contains("xmas") && said.contains("birthday"), "the last command counts all types: " + said);
    }

    /** Each line, without the parts that change from day to day and from request to request. */
    private static List<JsonNode> documents(String lines) throws IOException {
        List<JsonNode> documents = new ArrayList<>();
        for (JsonNode document :
                JSON.readerFor(JsonNode.class).<JsonNode>readValues(lines).readAll()) {
            if (document.has("claimedAt")) {
                ((ObjectNode) document).put("claimedAt", "then");
            }
            if (document.has("requestId")) {
                ((ObjectNode) document).put("requestId", "another");
            }
            documents.add(document);
        }
        return documents;
    }

    private String run(String commands, Map<String, String> environment) throws Exception {
        Path output = Files.createTempFile(folder, "said", ".txt");
        // Without curl's progress meter, which it shows if it does not write to a terminal.
        Process shell =
                bash("set -e\ncurl() { command curl -sS \"$@\" && echo; }\n" + commands, folder, environment, output);
        assertEquals(0, shell.waitFor(), commands + Files.readString(output));
        return Files.readString(output);
    }

    private static Process bash(String commands, Path in, Map<String, String> environment, Path output)
            throws IOException {
        ProcessBuilder shell = new ProcessBuilder("bash", "-c", commands)
                .directory(in.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        shell.environment().putAll(environment);
        return shell.start();
    }
}
