package io.promopool.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.promopool.metrics.testing.MeteredService;
import io.promopool.testing.TestRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The board, the rules and the page for operators use metrics that exist. */
class MonitoringFilesTest {
    private static final Path BOARD = Path.of("config/grafana/dashboards/promopool.json");
    private static final Path RULES = Path.of("config/prometheus/alerts.yml");
    private static final Path PAGE = Path.of("docs/operations.md");

    private static final Pattern METRIC = Pattern.compile("\\b(?:promopool|jvm|process|system|logback)_[a-z0-9_]+\\b");
    private static final Pattern OWN = Pattern.compile("`(promopool_[a-z0-9_]+)[`{]");
    private static final Pattern HISTOGRAM_PART = Pattern.compile("_(bucket|count|sum|max)$");

    private static Set<String> exported;

    /** After a call of each kind, because a metric may have no series before its first event. */
    @BeforeAll
    static void scrape() throws Exception {
        try (MeteredService service = new MeteredService(TestRedis.emptied().url())) {
            service.upload("/v1/codes?type=t", "code,expirationDate\nA,\nB,2099-01-01T00:00\n");
            service.claim("t", "1");
            service.claim("t", "2");
            System.gc(); // pauses have a series after the first one
            exported = service.scrapeUntil(now -> now.has("promopool_runs_out_seconds")
                            && now.has("promopool_http_answers_total")
                            && now.has("jvm_gc_pause_seconds_sum"))
                    .names();
            service.upload("/v1/codes?type=t", "code,expirationDate\nC,2098-01-01T00:00\n");
            exported.addAll(service.scrapeUntil(now -> now.has("promopool_lot_expires_timestamp_seconds"))
                    .names());
        }
    }

    @AfterAll
    static void forget() {
        exported = Set.of();
    }

    @Test
    void every_expression_of_the_board_uses_metrics_that_exist() throws IOException {
        List<String> expressions = new ArrayList<>();
        JsonNode board = new ObjectMapper().readTree(BOARD.toFile());
        board.findValuesAsText("expr").forEach(expressions::add);
        board.findValuesAsText("definition").forEach(expressions::add);
        assertTrue(expressions.size() > 20);
        for (String expression : expressions) {
            Set<String> metrics = metrics(expression);
            assertTrue(!metrics.isEmpty() && exported.containsAll(metrics), expression);
        }
    }

    @Test
    void no_panels_of_the_board_overlap() throws IOException {
        Set<Integer> ids = new HashSet<>();
        Set<String> taken = new HashSet<>();
        for (JsonNode panel : new ObjectMapper().readTree(BOARD.toFile()).get("panels")) {
            assertTrue(ids.add(panel.get("id").asInt()));
            JsonNode place = panel.get("gridPos");
            assertTrue(
                    place.get("x").asInt() + place.get("w").asInt() <= 24,
                    panel.get("title").asText());
            for (int x = 0; x < place.get("w").asInt(); x++) {
                for (int y = 0; y < place.get("h").asInt(); y++) {
                    assertTrue(
                            taken.add((place.get("x").asInt() + x) + ","
                                    + (place.get("y").asInt() + y)),
                            panel.get("title").asText());
                }
            }
        }
    }

    @Test
    void every_rule_uses_metrics_that_exist_and_is_explained_to_operators() throws IOException {
        String rules = Files.readString(RULES);
        assertTrue(exported.containsAll(metrics(rules)), metrics(rules).toString());
        Set<String> alerts = matches(Pattern.compile("alert: (\\w+)"), rules, 1);
        assertEquals(alerts, matches(Pattern.compile("`(Promopool\\w+)`"), Files.readString(PAGE), 1));
    }

    @Test
    void the_page_for_operators_explains_each_metric_and_no_other() throws IOException {
        Set<String> own = exported.stream()
                .filter(name -> name.startsWith("promopool_"))
                .map(name -> HISTOGRAM_PART.matcher(name).replaceFirst(""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(own, matches(OWN, Files.readString(PAGE), 1));
    }

    private static Set<String> metrics(String text) {
        return matches(METRIC, text, 0);
    }

    private static Set<String> matches(Pattern pattern, String text, int group) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(group));
        }
        return found;
    }
}
