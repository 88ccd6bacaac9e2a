package io.promopool.conventions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each relative link of a page leads to a file, and each anchor to a heading, as GitHub names them. */
class LinksTest {
    private static final Pattern LINK =
            Pattern.compile("!?\\[[^\\]]*\\]\\(([^)\\s]+)\\)|^\\[[^\\]]+\\]:\\s*(\\S+)", Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("```.*?```|~~~.*?~~~|`[^`\n]*`", Pattern.DOTALL);
    private static final Pattern FENCED = Pattern.compile("^```.*?^```", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern HEADING = Pattern.compile("^#{1,6} +(.*?) *#*$", Pattern.MULTILINE);
    private static final Pattern HTML_ANCHOR = Pattern.compile("<a (?:id|name)=\"([^\"]+)\"");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*|//.*");

    @Test
    void every_relative_link_and_anchor_leads_somewhere() {
        List<String> broken = new ArrayList<>();
        for (String page : ProjectFiles.matching(path -> path.endsWith(".md"))) {
            broken.addAll(broken(page, ProjectFiles.read(page)));
        }
        assertEquals("", String.join("\n", broken));
    }

    @Test
    void a_link_to_a_missing_file_or_heading_is_found() {
        String page = """
                # One Page: its `name`
                [there](README.md) [here](#one-page-its-name) [web](https://example.com) `[code](nowhere)`
                [no file](docs/nowhere.md) [no heading](#nowhere) [neither](README.md#nowhere)
                """;
        assertEquals(
                List.of(
                        "x.md: docs/nowhere.md is no file",
                        "x.md: #nowhere is no heading",
                        "x.md: README.md#nowhere is no heading"),
                broken("x.md", page));
    }

    @Test
    void a_heading_that_is_repeated_is_numbered() {
        assertEquals(Set.of("a-b", "a-b-1", "c"), anchors("# A, b!\n## A b\n```\n# not one\n```\n## [C](c.md)\n"));
    }

    private static List<String> broken(String page, String text) {
        List<String> found = new ArrayList<>();
        Matcher link = LINK.matcher(CODE.matcher(text).replaceAll(""));
        while (link.find()) {
            String target = link.group(1) == null ? link.group(2) : link.group(1);
            if (!ELSEWHERE.matcher(target).matches()) {
                check(page, text, target, found);
            }
        }
        return found;
    }

    private static void check(String page, String text, String target, List<String> found) {
        int hash = target.indexOf('#');
        String path = hash < 0 ? target : target.substring(0, hash);
        String file = path.isEmpty() ? page : resolve(page, path);
        if (!path.isEmpty() && !ProjectFiles.exists(file)) {
            found.add(page + ": " + target + " is no file");
        } else if (hash >= 0 && file.endsWith(".md")) {
            String other = path.isEmpty() ? text : ProjectFiles.read(file);
            if (!anchors(other).contains(target.substring(hash + 1))) {
                found.add(page + ": " + target + " is no heading");
            }
        }
    }

    private static String resolve(String page, String path) {
        return java.nio.file.Path.of(page)
                .resolveSibling(path)
                .normalize()
                .toString()
                .replace('\\', '/');
    }

    private static Set<String> anchors(String text) {
        String prose = FENCED.matcher(text).replaceAll("");
        Set<String> anchors = new HashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        HEADING.matcher(prose).results().forEach(heading -> {
            String anchor = anchor(heading.group(1));
            int before = seen.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        });
        HTML_ANCHOR.matcher(prose).results().forEach(anchor -> anchors.add(anchor.group(1)));
        return anchors;
    }

    private static String anchor(String heading) {
        return heading.replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}\\p{M} _-]", "")
                .replace(' ', '-');
    }
}
