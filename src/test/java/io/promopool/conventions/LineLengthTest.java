package io.promopool.conventions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Lines of at most 120 characters, in every text that people edit. */
class LineLengthTest {
    private static final int MAX_COLUMNS = 120;

    /** Not JSON: Grafana and n8n write their exports with lines of any length. */
    private static final Pattern EDITED =
            Pattern.compile(".*\\.(java|lua|js|mjs|css|html|ya?ml|sh|properties|conf|xml|bpmn"
                    + "|vm|env|service|md|py)|(.*/)?(Dockerfile|run|targets|\\.env\\.example)");
    /** Copied from others as it is. */
    private static final Pattern COPIED = Pattern.compile("src/test/resources/compose/compose-spec\\.json");
    /** A URL, alone in its line or after a key, a bullet or the sign of a comment: it can't be broken. */
    private static final Pattern ONLY_A_URL = Pattern.compile("\\s*(\\S+\\s+)?\\S*https?://\\S+\\s*");

    @Test
    void no_line_is_longer_than_120_columns() {
        List<String> longer = new ArrayList<>();
        for (String path : ProjectFiles.matching(LineLengthTest::isEdited)) {
            longer.addAll(longLines(path, ProjectFiles.read(path)));
        }
        assertEquals("", String.join("\n", longer));
    }

    @Test
    void a_longer_line_is_found_and_reported_with_its_length() {
        assertEquals(List.of("a.lua:2: 121 columns"), longLines("a.lua", "x\n" + "a".repeat(121) + "\n"));
        assertEquals(List.of(), longLines("a.lua", "a".repeat(120)));
    }

    @Test
    void columns_are_characters_not_bytes_or_halves_of_them() {
        assertEquals(List.of(), longLines("a.md", "ä…😀".repeat(40)));
    }

    @Test
    void only_what_can_not_be_broken_may_be_longer() {
        String url = "https://example.com/" + "a".repeat(120);
        assertEquals(List.of(), longLines("a.md", "- " + url));
        assertEquals(List.of(), longLines("a.yaml", "    # " + url));
        assertEquals(1, longLines("a.md", "See also " + url).size());
        assertEquals(List.of(), longLines("a.md", "| " + "cell ".repeat(40) + "|"));
        assertEquals(1, longLines("a.lua", "| " + "cell ".repeat(40) + "|").size());
    }

    private static boolean isEdited(String path) {
        return EDITED.matcher(path).matches() && !COPIED.matcher(path).matches();
    }

    private static List<String> longLines(String path, String text) {
        List<String> found = new ArrayList<>();
        String[] lines = text.split("\n");
        for (int i = 0; i < lines.length; i++) {
            int columns = lines[i].codePointCount(0, lines[i].length());
            if (columns > MAX_COLUMNS && !isUnbreakable(path, lines[i])) {
                found.add("%s:%d: %d columns".formatted(path, i + 1, columns));
            }
        }
        return found;
    }

    private static boolean isUnbreakable(String path, String line) {
        return (path.endsWith(".md") && line.startsWith("|"))
                || ONLY_A_URL.matcher(line).matches();
    }
}
