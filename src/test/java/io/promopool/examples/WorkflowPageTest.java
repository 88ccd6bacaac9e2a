package io.promopool.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** docs/workflows.md and examples/README.md are true of the code that they describe. */
class WorkflowPageTest {
    private static final Path PAGE = Path.of("docs/workflows.md");
    private static final Path TABLE = Path.of("examples/README.md");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)[^)]*\\)");

    private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
    private static final String BODY = "{\"event\":\"promopool.exhausted\",\"name\":\"Свято\"}";

    @Test
    void both_pages_link_to_each_example() throws IOException {
        for (Path page : List.of(PAGE, TABLE)) {
            Set<Path> unlinked = examples();
            unlinked.removeAll(links(page));
            assertEquals(Set.of(), unlinked, "not linked in " + page);
        }
    }

    private static Set<Path> links(Path page) throws IOException {
        return LINK.matcher(Files.readString(page))
                .results()
                .map(link -> link.group(1))
                .filter(link -> !link.startsWith("http"))
                .map(link -> page.resolveSibling(link).normalize())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<Path> examples() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("examples"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.equals(TABLE))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void the_python_on_the_page_accepts_only_signed_messages() throws Exception {
        Example.assumeInstalled("python3");
        String program = block("python", "def is_from_promopool") + """
                import sys
                headers = dict(zip(("webhook-id", "webhook-timestamp", "webhook-signature"), sys.argv[1:4]))
                print(is_from_promopool(headers, sys.argv[4].encode(), sys.argv[5]))
                """;
        assertTellsMessagesApart(List.of("python3", "-c", program), "True\n", "False\n");
    }

    @Test
    void the_javascript_on_the_page_accepts_only_signed_messages() throws Exception {
        Example.assumeInstalled("node");
        String program = block("js", "function isFromPromopool") + """
                const [id, timestamp, signature, body, secret] = process.argv.slice(1);
                const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
                console.log(isFromPromopool(headers, Buffer.from(body), secret));
                """;
        assertTellsMessagesApart(List.of("node", "-e", program, "--"), "true\n", "false\n");
    }

    private static void assertTellsMessagesApart(List<String> program, String yes, String no) throws Exception {
        long now = Instant.now().getEpochSecond();
        String signature = sign("alert-1." + now + "." + BODY);
        assertEquals(yes, run(program, "alert-1", now, signature, BODY));
        assertEquals(yes, run(program, "alert-1", now, "v1,AAAA " + signature, BODY), "one of several is enough");
        assertEquals(no, run(program, "alert-2", now, signature, BODY));
        assertEquals(no, run(program, "alert-1", now, signature, BODY + " "));
        long before = now - 3_600;
        assertEquals(no, run(program, "alert-1", before, sign("alert-1." + before + "." + BODY), BODY), "too old");
    }

    /** The signature of the service. WebhooksTest checks it against the example in the specification. */
    private static String sign(String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(new byte[32], "HmacSHA256"));
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String run(List<String> program, String id, long timestamp, String signature, String body)
            throws Exception {
        List<String> command = Stream.concat(
                        program.stream(), Stream.of(id, Long.toString(timestamp), signature, body, SECRET))
                .toList();
        Example.Result result =
                Example.Run.of(command, URI.create("http://127.0.0.1"), "").end();
        assertEquals(0, result.status(), result.errors());
        return result.output();
    }

    private static String block(String language, String with) throws IOException {
        Matcher block =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
        String found = "";
        while (block.find()) {
            found = block.group(1).contains(with) ? block.group(1) : found;
        }
        assertTrue(found.contains(with), "no such block: " + with);
        return found;
    }
}
