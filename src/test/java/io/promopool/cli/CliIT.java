package io.promopool.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.promopool.App;
import io.promopool.cli.testing.CliRun;
import io.promopool.settings.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands against a running service. Each test uses its own types and codes. */
class CliIT {
    private static final String ADMIN_KEY = "an admin's key";
    private static final String CLAIM_KEY = "a workflow's key";

    @TempDir
    private static Path folder;

    private static App app;
    private static final Map<String, String> environment = new HashMap<>();

    @BeforeAll
    static void start() throws IOException {
        Map<String, String> settings = Map.of(
                "PROMOPOOL_HTTP_PORT",
                "0",
                "PROMOPOOL_DATA_DIR",
                folder.resolve("data").toString(),
                "PROMOPOOL_AUTH_KEYS",
                entry("boss", "admin", ADMIN_KEY) + "," + entry("flow", "claim", CLAIM_KEY));
        app = new App(Settings.load(settings, Map.of(), folder), InstantSource.system());
        app.start();
        environment.put("PROMOPOOL_URL", "http://127.0.0.1:" + app.port() + "/");
        environment.put("PROMOPOOL_API_KEY", ADMIN_KEY);
    }

    private static String entry(String name, String role, String key) {
        return CliRun.type(Map.of(), bytes(key), "hash-key", "--name", name, "--role", role, "--stdin", "--json")
                .document()
                .get("authKeys")
                .asText();
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void codes_are_uploaded_claimed_counted_listed_retired_and_made_available_again() throws Exception {
        Path file = file(
                "walk.csv",
                "code,discount,expirationDate\nW1,10,2099-12-31T23:59\nW2,10,2099-12-31T23:59\nW3,20,never\n");
        assertEquals(
                "  added                  3",
                type("upload", file.toString(), "--type", "walk")
                        .hasStatus(0)
                        .out()
                        .lines()
                        .toList()
                        .get(1));

        CliRun claimed = type("claim", "--type", "walk", "--discount", "10", "--days", "7", "--key", "k")
                .hasStatus(0);
        assertEquals("W1\n", claimed.out());
        assertEquals(
                "W1\n",
                type("claim", "--type", "walk", "--key", "k").hasStatus(0).out(),
                "same key, same code");
        assertEquals(
                "1\n",
                type("count", "--type", "walk", "--discount", "10").hasStatus(0).out());
        assertEquals("2\n", type("count", "--type", "walk").hasStatus(0).out());
        assertTrue(type("count").hasStatus(0).out().matches("(?s)type +available .*walk +2 +1 +0 +0 +3\n.*"));

        assertEquals(
                "W2  retired\nW3  retired\n",
                type("retire", "W2", "W3").hasStatus(0).out());
        assertEquals(
                "W2  available\n",
                type("retire", "W2", "--put-back").hasStatus(0).out());
        assertEquals(
                "retired",
                type("codes", "W3", "--json")
                        .hasStatus(0)
                        .document()
                        .get("state")
                        .asText());
        assertEquals(
                List.of(
                        "code  type  discount  expirationDate  state    claimedAt  key",
                        "W3    walk        20  never           retired"),
                type("codes", "--type", "walk", "--state", "retired")
                        .hasStatus(0)
                        .out()
                        .lines()
                        .toList());
    }

    @Test
    void each_format_is_detected_from_its_name_or_its_bytes() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes("code,type\nF1,format\n"));
        }
        Path gzip = Files.write(folder.resolve("a.csv.gz"), packed.toByteArray());
        Path json = file("b.json", "[{\"code\": \"F2\", \"type\": \"format\"}]");
        Path ndjson = file("c.ndjson", "{\"code\": \"F3\", \"type\": \"format\"}\n");
        List<JsonNode> reports = type("upload", "--json", gzip.toString(), json.toString(), ndjson.toString())
                .hasStatus(0)
                .documents();
        assertEquals(
                List.of(1, 1, 1),
                reports.stream().map(report -> report.get("added").asInt()).toList());
        assertEquals(json.toString(), reports.get(1).get("file").asText());
        assertEquals(
                1,
                input(packed.toByteArray(), "upload", "-", "--json")
                        .document()
                        .get("unchanged")
                        .asInt());
        assertEquals(
                1,
                input(bytes("[{\"code\":\"F4\"}]"), "upload", "-", "--json", "--type", "format")
                        .hasStatus(0)
                        .document()
                        .get("added")
                        .asInt());
    }

    @Test
    void rejected_rows_are_listed_and_the_status_says_so() throws Exception {
        String csv = "code,discount\nR1,5\nR2,500\n\u001B[31mR3,1\n";
        CliRun run = input(bytes(csv), "upload", "-", "--type", "reject").hasStatus(3);
        List<String> lines = run.out().lines().skip(1).toList();
        assertEquals("  added                  1", lines.get(0));
        assertEquals("  rejected               2", lines.get(1));
        assertEquals("    line 3, code R2: discount is 500; it must be a whole number from 0 to 99", lines.get(2));
        assertFalse(run.out().contains("\u001B"), "a terminal obeys nothing that a file holds");
        assertEquals(
                2,
                input(bytes(csv), "upload", "-", "--type", "reject", "--json")
                        .hasStatus(3)
                        .document()
                        .get("errors")
                        .size());
    }

    @Test
    void a_refused_file_does_not_stop_the_next_one() throws Exception {
        Path bad = file("bad.csv", "code,expirationDat\nB1,2099-12-31T23:59\n");
        Path good = file("good.csv", "code\nB2\n");
        CliRun run = type("upload", "--json", "--type", "refuse", bad.toString(), good.toString())
                .hasStatus(4);
        assertTrue(run.err().contains("unknown column \"expirationDat\""), run.err());
        assertEquals(
                "urn:promopool:problem:malformed-upload",
                run.documents().get(0).get("type").asText());
        assertEquals(1, run.documents().get(1).get("added").asInt());
    }

    @Test
    void a_dry_run_changes_nothing_and_reactivate_makes_codes_available_again() {
        byte[] csv = bytes("code,inUse\nD1,false\n");
        assertEquals(
                1,
                input(csv, "upload", "-", "--type", "dry", "--dry-run", "--json")
                        .document()
                        .get("added")
                        .asInt());
        type("codes", "D1").hasStatus(4);
        input(csv, "upload", "-", "--type", "dry", "--discount", "7", "--expires", "2099-01-01T00:00")
                .hasStatus(0);
        JsonNode code = type("retire", "D1", "--json").hasStatus(0).document();
        assertEquals(7, code.get("discount").asInt());
        assertEquals("2099-01-01T00:00", code.get("expirationDate").asText());
        input(csv, "upload", "-", "--type", "dry").hasStatus(3);
        assertEquals(
                1,
                input(csv, "upload", "-", "--type", "dry", "--reactivate", "--json")
                        .document()
                        .get("reactivated")
                        .asInt());
    }

    @Test
    void a_claim_without_a_key_can_be_repeated_with_the_generated_one() {
        input(bytes("code\nK1\nK2\n"), "upload", "-", "--type", "keys").hasStatus(0);
        CliRun first = type("claim", "--type", "keys").hasStatus(0);
        String key = first.err().replaceFirst("(?s).*--key (\\S+)\\).*", "$1");
        assertTrue(key.startsWith("cli:"), first.err());
        assertEquals(
                first.out(),
                type("claim", "--type", "keys", "--key", key).hasStatus(0).out());
        JsonNode test =
                type("claim", "--type", "keys", "--test", "--json").hasStatus(0).document();
        assertTrue(test.get("promocode").asText().startsWith("TEST-"));
        assertEquals("1\n", type("count", "--type", "keys").out());
    }

    @Test
    void a_claim_without_a_matching_code_has_its_own_status() {
        input(bytes("code\nE1\n"), "upload", "-", "--type", "empty").hasStatus(0);
        assertEquals(
                "promopool: No code of type 'empty' with discount 9 is available. "
                        + "Upload codes, then retry the claim.\n",
                type("claim", "--type", "empty", "--discount", "9", "--key", "e")
                        .hasStatus(5)
                        .err());
        CliRun unknown =
                type("claim", "--type", "Empty", "--key", "e", "--json").hasStatus(5);
        assertEquals(
                "urn:promopool:problem:unknown-type",
                unknown.document().get("type").asText());
        type("claim", "--type", "empty", "--discount", "100").hasStatus(4);
    }

    @Test
    void a_list_follows_the_pages_to_their_end_or_to_the_limit() {
        Set<String> uploaded = IntStream.range(0, 2_500).mapToObj(i -> "P" + i).collect(Collectors.toSet());
        input(bytes("code\n" + String.join("\n", uploaded)), "upload", "-", "--type", "pages")
                .hasStatus(0);
        List<JsonNode> listed =
                type("codes", "--type", "pages", "--json").hasStatus(0).documents();
        assertEquals(2_500, listed.size());
        assertEquals(
                uploaded, listed.stream().map(code -> code.get("code").asText()).collect(Collectors.toSet()));
        CliRun some =
                type("codes", "--type", "pages", "--json", "--limit", "1500").hasStatus(0);
        assertEquals(1_500, new HashSet<>(some.documents()).size());
        assertTrue(some.err().contains("--limit"), some.err());
        CliRun none = type("codes", "--type", "nothing like it").hasStatus(0);
        assertEquals("No codes match.\n", none.err());
    }

    @Test
    void one_unknown_code_does_not_stop_the_change_of_the_rest() {
        input(bytes("code\nC1\nC2\n"), "upload", "-", "--type", "change").hasStatus(0);
        CliRun run = type("retire", "C1", "unheard of", "C2").hasStatus(3);
        assertEquals("C1  retired\nC2  retired\n", run.out());
        assertEquals(
                "promopool: The code 'unheard of' was never uploaded. Check the spelling; codes are case-sensitive.\n",
                run.err());
        type("retire", "unheard of").hasStatus(4);
    }

    @Test
    void generated_codes_are_uploaded_and_every_one_is_new() {
        CliRun run = type(
                        "generate",
                        "--count",
                        "20000",
                        "--prefix",
                        "G,",
                        "--type",
                        "made \"here\", now",
                        "--discount",
                        "15",
                        "--expires",
                        "2099-12-31T23:59",
                        "--upload",
                        "--json")
                .hasStatus(0);
        assertEquals(20_000, run.document().get("added").asInt());
        JsonNode claim = type("claim", "--type", "made \"here\", now", "--key", "g", "--json")
                .hasStatus(0)
                .document();
        assertTrue(claim.get("promocode").asText().matches("G,[2-9A-HJ-NP-Z]{9}"), claim.toString());
    }

    @Test
    void a_generated_file_is_safe_in_a_spreadsheet_and_is_read_as_it_was_meant() {
        String file = type(
                        "generate",
                        "--count",
                        "3",
                        "--prefix=-N",
                        "--type",
                        "=t",
                        "--discount",
                        "0",
                        "--expires",
                        "never")
                .hasStatus(0)
                .out();
        assertTrue(file.lines().skip(1).allMatch(row -> row.matches("\"'-N\\w+\",\"'=t\",0,never")), file);
        input(bytes(file), "upload", "-").hasStatus(0);
        assertTrue(
                type("claim", "--type", "=t", "--key", "n").hasStatus(0).out().startsWith("-N"));
    }

    @Test
    void a_generated_key_is_printed_before_the_claim_is_sent() {
        CliRun lost = type("claim", "--type", "keys", "--url", "http://127.0.0.1:1");
        assertTrue(lost.err().startsWith("key cli:"), lost.err());
        assertTrue(lost.status() != 0);
    }

    @Test
    void generated_codes_are_kept_if_their_upload_is_refused() throws Exception {
        environment.put("PROMOPOOL_API_KEY", "wrong");
        try {
            CliRun refused = type(
                            "generate",
                            "--count",
                            "2",
                            "--type",
                            "kept",
                            "--discount",
                            "1",
                            "--expires",
                            "never",
                            "--upload")
                    .hasStatus(4);
            Path kept = Path.of(refused.err().replaceFirst("(?s).*The codes are in (\\S+);.*", "$1"));
            assertEquals(3, Files.readAllLines(kept).size());
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)));
            Files.delete(kept);
        } finally {
            environment.put("PROMOPOOL_API_KEY", ADMIN_KEY);
        }
    }

    @Test
    void a_wrong_key_and_one_without_the_role_are_reported() {
        for (String key : List.of("", "wrong", CLAIM_KEY)) {
            Map<String, String> other = new HashMap<>(environment);
            other.put("PROMOPOOL_API_KEY", key);
            String err = CliRun.type(other, bytes("code\nX\n"), "upload", "-", "--type", "x")
                    .hasStatus(4)
                    .err();
            String reason = key.equals(CLAIM_KEY) ? "requires the role upload or admin" : "PROMOPOOL_API_KEY";
            assertTrue(err.contains(reason), err);
        }
    }

    @Test
    void text_of_any_kind_comes_back_as_it_was_typed() {
        for (String text : List.of("a/b {c} ? Свято", "100%25", "a+b&c=d", "😀", "semi;colon", "--dashes")) {
            String row = Json.line(Json.object().put("code", text).put("type", text));
            assertEquals(
                    1,
                    input(bytes(row), "upload", "-", "--json")
                            .hasStatus(0)
                            .document()
                            .get("added")
                            .asInt());
            assertEquals(
                    text + "\n",
                    type("claim", "--type=" + text, "--key=" + text)
                            .hasStatus(0)
                            .out());
            assertEquals("0\n", type("count", "--type=" + text).hasStatus(0).out());
            assertEquals(
                    text,
                    type("codes", "--json", "--", text)
                            .hasStatus(0)
                            .document()
                            .get("key")
                            .asText());
            type("retire", "--", text).hasStatus(0);
        }
    }

    @Test
    void a_url_that_is_not_a_promopool_service_is_reported() {
        assertTrue(type("count", "--url", environment.get("PROMOPOOL_URL") + "elsewhere")
                .hasStatus(4)
                .err()
                .contains("The API has no such path"));
    }

    private static CliRun type(String... words) {
        return CliRun.type(environment, new byte[0], words);
    }

    private static CliRun input(byte[] input, String... words) {
        return CliRun.type(environment, input, words);
    }

    private static Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
