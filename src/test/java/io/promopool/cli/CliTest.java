package io.promopool.cli;

import static io.promopool.cli.testing.CliRun.type;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.promopool.auth.ApiKey;
import io.promopool.auth.Role;
import io.promopool.cli.testing.CliRun;
import io.promopool.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line without a service. */
class CliTest {
    /** Nothing listens there. */
    private static final String NOWHERE = "http://127.0.0.1:1";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"upload", "claim", "count", "codes", "retire", "generate", "hash-key"})
    void each_command_has_a_help_that_names_every_exit_status(String command) {
        CliRun help = type(command, "--help").hasStatus(0);
        assertTrue(help.out().startsWith("Usage: promopool " + command + " "), help.out());
        assertTrue(help.out().contains("--json"), help.out());
        for (ExitStatus status : ExitStatus.values()) {
            assertTrue(help.out().contains("\n   " + status.number() + "   "), help.out());
        }
        assertTrue(type("--help").hasStatus(0).out().contains("\n  " + command), "the list of commands");
    }

    @Test
    void what_is_not_understood_is_answered_with_what_was_probably_meant() {
        CliRun command = type("uplod").hasStatus(2);
        assertTrue(command.err().contains("Did you mean: promopool upload"), command.err());
        CliRun option = type("upload", "--typ", "x", "f").hasStatus(2);
        assertTrue(option.err().contains("Unknown option: '--typ'\nPossible solutions: --type"), option.err());
        assertTrue(option.err().contains("See 'promopool upload --help'."), option.err());
        CliRun missing = type("claim").hasStatus(2);
        assertTrue(missing.err().contains("'--type=TYPE'\nUsage: promopool claim "), missing.err());
        assertEquals("", command.out() + option.out() + missing.out());
        CliRun state = type("codes", "--state", "new").hasStatus(2);
        assertTrue(state.err().contains("is not one of available, claimed, retired, expired"), state.err());
    }

    @Test
    void a_service_starts_beside_the_variables_of_the_command_line() {
        for (String variable : EnvironmentVariables.ALL) {
            assertDoesNotThrow(() -> Settings.load(Map.of(variable, "x"), Map.of(), folder));
        }
    }

    @Test
    void version_and_completion_are_there() {
        assertTrue(type("--version").hasStatus(0).out().startsWith("promopool "));
        assertTrue(type("completion").hasStatus(0).out().contains("complete -F _complete_promopool"));
    }

    @Test
    void an_unreachable_service_is_reported_with_its_url_and_what_to_do() {
        for (String[] words : List.of(
                new String[] {"count"},
                new String[] {"claim", "--type", "t", "--key", "k"},
                new String[] {"codes"},
                new String[] {"retire", "A"},
                new String[] {"upload", "-"},
                "generate --count 1 --type t --discount 1 --expires never --upload".split(" "))) {
            String[] withJson = Arrays.copyOf(words, words.length + 1);
            withJson[words.length] = "--json";
            CliRun run = type(Map.of("PROMOPOOL_URL", NOWHERE), "code\nA\n".getBytes(StandardCharsets.UTF_8), withJson);
            run.hasStatus(6);
            assertTrue(run.err().contains("Can't reach a service at " + NOWHERE + ". Start one"), run.err());
            assertEquals(
                    "urn:promopool:command:unreachable",
                    run.document().get("type").asText());
            deleteKept(run.err());
        }
    }

    /** The command keeps the codes if their upload fails. */
    private static void deleteKept(String err) {
        err.lines().filter(line -> line.startsWith("The codes are in ")).forEach(line -> {
            Path kept = Path.of(line.replaceFirst("The codes are in ", "").replaceFirst(";.*", ""));
            assertTrue(kept.toFile().delete(), line);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost:8080", "ftp://x", "http://", "http://a b", "http://user:key@host", "http://h/?q", ""})
    void an_invalid_service_url_is_refused(String url) {
        type("count", "--url=" + (url.isEmpty() ? "x" : url)).hasStatus(2);
    }

    @Test
    void text_that_the_locale_has_damaged_is_refused() {
        assertTrue(type("count", "--type", "\uFFFD\uFFFD").hasStatus(2).err().contains("LC_ALL=C.UTF-8"));
    }

    @Test
    void nothing_is_sent_if_one_of_the_files_can_not_be_read() throws Exception {
        Path there = Files.writeString(folder.resolve("there.csv"), "code\nA\n");
        String missing = folder.resolve("missing.csv").toString();
        CliRun run = type("upload", "--url", NOWHERE, there.toString(), missing).hasStatus(2);
        assertEquals("promopool: File '" + missing + "' does not exist. Nothing was sent.\n", run.err());
        assertTrue(type("upload", folder.toString()).hasStatus(2).err().contains("is a directory"));
    }

    @Test
    void generated_codes_are_csv_with_a_header_and_the_code_first() {
        CliRun run = type(
                        "generate",
                        "--count",
                        "1000",
                        "--length",
                        "9",
                        "--prefix",
                        "X-",
                        "--type",
                        "black friday",
                        "--discount",
                        "5",
                        "--expires",
                        "2099-12-31T23:59")
                .hasStatus(0);
        List<String> lines = run.out().lines().toList();
        assertEquals("code,type,discount,expirationDate", lines.get(0));
        assertEquals(1001, Set.copyOf(lines).size());
        assertTrue(
                lines.stream()
                        .skip(1)
                        .allMatch(line -> line.matches("X-[2-9A-HJ-NP-Z]{9},black friday,5,2099-12-31T23:59")),
                lines.get(1));
    }

    @Test
    void generated_codes_are_json_if_requested() {
        List<JsonNode> rows =
                generate("--json", "--prefix", "\"a,\\").hasStatus(0).documents();
        assertEquals(3, rows.size());
        assertTrue(rows.get(0).get("code").asText().matches("\"a,\\\\[2-9A-Z]{7}"), rows.toString());
        assertEquals("never", rows.get(0).get("expirationDate").asText());
    }

    @Test
    void cells_with_commas_and_quotes_are_quoted() {
        String row =
                generate("--prefix", "a,").hasStatus(0).out().lines().toList().get(1);
        assertTrue(row.matches("\"a,[2-9A-Z]{7}\",t,1,never"), row);
    }

    @Test
    void a_file_with_codes_is_not_overwritten() throws Exception {
        Path file = folder.resolve("codes.csv");
        assertEquals(
                3,
                generate("--json", "--out", file.toString())
                        .hasStatus(0)
                        .document()
                        .get("codes")
                        .asInt());
        byte[] before = Files.readAllBytes(file);
        assertEquals(4, new String(before, StandardCharsets.UTF_8).lines().count());
        assertTrue(generate("--out", file.toString()).hasStatus(2).err().contains("already exists"));
        assertEquals(new String(before, StandardCharsets.UTF_8), Files.readString(file));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--count=0",
                "--count=10000001",
                "--length=5",
                "--length=256",
                "--prefix= a",
                "--prefix=a\tb",
                "--discount=100",
                "--expires=2030-01-01",
                "--type= ",
                "--upload --out=x"
            })
    void codes_that_the_service_would_not_accept_are_not_generated(String options) {
        CliRun run = generate(options.split(" (?=--)")).hasStatus(2);
        assertEquals("", run.out());
        assertTrue(run.err().contains(options.split("[= ]")[0]), run.err());
    }

    /** Generates three codes by default. Given options replace the defaults, because an option must not be repeated. */
    private static CliRun generate(String... options) {
        List<String> words = new ArrayList<>(List.of(options));
        for (String option : List.of("--count=3", "--type=t", "--discount=1", "--expires=never")) {
            String name = option.substring(0, option.indexOf('=') + 1);
            if (words.stream().noneMatch(word -> word.startsWith(name))) {
                words.add(option);
            }
        }
        words.add(0, "generate");
        return type(words.toArray(String[]::new));
    }

    @Test
    void a_new_key_comes_with_its_entry_for_the_settings() throws Exception {
        JsonNode made = type("hash-key", "--name", "shop", "--role", "upload+read", "--json")
                .hasStatus(0)
                .document();
        String key = made.get("key").asText();
        assertTrue(key.matches("[0-9a-f]{48}"), key);
        ApiKey entry = ApiKey.parse(made.get("authKeys").asText());
        assertEquals(new ApiKey("shop", Set.of(Role.UPLOAD, Role.READ), ApiKey.hash(key)), entry);
        JsonNode another =
                type("hash-key", "--name", "shop", "--role", "read", "--json").document();
        assertFalse(another.get("key").asText().equals(key));
    }

    @Test
    void a_key_of_your_own_is_read_from_standard_input_and_not_printed() throws Exception {
        byte[] input = "  мій ключ, довгий і випадковий\r\n".getBytes(StandardCharsets.UTF_8);
        CliRun run = type(Map.of(), input, "hash-key", "--name", "a", "--role", "admin", "--stdin")
                .hasStatus(0);
        String entry = run.out().replaceFirst("auth.keys: ", "").strip();
        assertEquals(
                new ApiKey("a", Set.of(Role.ADMIN), ApiKey.hash("мій ключ, довгий і випадковий")), ApiKey.parse(entry));
        assertFalse(run.out().contains("ключ") || run.err().contains("ключ"));
        type("hash-key", "--name", "a", "--role", "admin", "--stdin").hasStatus(2);
        type(
                        Map.of(),
                        "a\nb\n".getBytes(StandardCharsets.UTF_8),
                        "hash-key",
                        "--name",
                        "a",
                        "--role",
                        "admin",
                        "--stdin")
                .hasStatus(2);
    }

    @Test
    void each_role_of_the_service_can_be_chosen() {
        for (Role role : Role.values()) {
            JsonNode made = type("hash-key", "--name", "a", "--role", role.label(), "--json")
                    .hasStatus(0)
                    .document();
            assertEquals(
                    Set.of(role), ApiKey.parse(made.get("authKeys").asText()).roles());
        }
    }
}
