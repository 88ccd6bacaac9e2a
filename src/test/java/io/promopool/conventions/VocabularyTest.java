package io.promopool.conventions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * One word for one thing, and plain words: no text that a user reads has a {@link BannedWord} in it. Users read the
 * texts of the service (literals in Java, Lua and JavaScript), its pages, the settings, the examples and the
 * documentation. Comments in the code and tests are not checked.
 */
class VocabularyTest {
    private static final Pattern JAVA = Pattern.compile("src/main/java/.*\\.java");
    private static final Pattern SCRIPTS = Pattern.compile("src/main/resources/.*\\.(js|lua)");
    private static final Pattern PAGES =
            Pattern.compile("src/main/resources/web/.*\\.(html|yaml)|config/.*|docker-compose\\.yml"
                    + "|[A-Z]+\\.md|docs/.*\\.md|examples/.*");
    private static final Pattern BINARY = Pattern.compile(".*\\.(png|ico|jar)");

    private static final Pattern HTML_COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);
    /** A comment, or a text in quotes as group 1. */
    private static final Pattern LITERAL = Pattern.compile(
            "//[^\n]*|/\\*.*?\\*/|--[^\n]*|('(?:[^'\\\\\n]|\\\\.)*'|\"(?:[^\"\\\\\n]|\\\\.)*\"|`(?:[^`\\\\]|\\\\.)*`)",
            Pattern.DOTALL);
    /** A name of something, as opposed to a sentence or a label. */
    private static final Pattern NAME = Pattern.compile("(?![A-Z][a-z]+$)\\S*");

    @Test
    void no_text_that_users_read_has_a_banned_word() {
        List<String> found = Stream.of(
                        javaTexts().stream().flatMap(text -> findIn(text.place(), text.text())),
                        files(SCRIPTS).flatMap(path -> findInLines(path, VocabularyTest::onlyLiterals)),
                        files(PAGES).flatMap(path -> findInLines(path, VocabularyTest::withoutHtmlComments)))
                .flatMap(Function.identity())
                .toList();
        assertEquals("", String.join("\n", found));
    }

    @Test
    void each_banned_word_is_found_in_its_example() {
        for (BannedWord word : BannedWord.ALL) {
            String text = "Now: " + word.example();
            assertFalse(word.pattern().matcher(text).results().toList().isEmpty(), word.example());
        }
    }

    @Test
    void honest_english_passes() {
        List<String> sentences = List.of(
                "Each code is handed out once. A claimed code is never claimed again.",
                "If a type has no available code, the claim is answered with 404.",
                "The time spent in Redis, in seconds. In use: true",
                "If no key is given, the service chooses one. There is no setting for it.",
                "None of them is retired. The code has not been claimed. It is none of these.",
                "Send {\"threshold\": 100} to the webhook. Call it `threshold`.",
                "A ratio says more if both were measured. Try again later. Recommended: try to retry.",
                "As many as 10 uploads may run at once. Without a key a caller may not claim; it might not be allowed.",
                "The alert was given up after a day. The code was not claimed.",
                "The code that is in the left column is taken from the file.");
        assertEquals(
                List.of(),
                sentences.stream().flatMap(text -> findIn("docs/x.md:1", text)).toList());
    }

    @Test
    void a_word_is_found_where_users_read_it_and_with_its_line() {
        assertEquals(
                List.of("x.md:3: for ever → forever; ever"),
                findInText("x.md", "It\n\nis kept for\never.", text -> text).toList());
        String script = "// for ever\nconst name = 'anew';\nshow('Read' + ` it anew`); /* anew */\n-- anew\n";
        assertEquals(
                List.of("x.js:3: anew → again"),
                findInText("x.js", script, VocabularyTest::onlyLiterals).toList());
        String java =
                "class A {\n  // anew\n  String anew = \"kept \"\n    + count + \" of them for \" + \"ever\";\n}\n";
        assertEquals(
                List.of("A.java:3: for ever → forever; ever"),
                JavaSources.parsed("A.java", java).texts().stream()
                        .flatMap(text -> findIn(text.place(), text.text()))
                        .toList());
    }

    private static Stream<String> files(Pattern paths) {
        return ProjectFiles.matching(
                path -> paths.matcher(path).matches() && !BINARY.matcher(path).matches())
                .stream();
    }

    private static List<JavaSources.Text> javaTexts() {
        List<JavaSources.Text> texts = new ArrayList<>();
        JavaSources.parsed(files(JAVA).toList()).forEach(source -> texts.addAll(source.texts()));
        texts.removeIf(text -> NAME.matcher(text.text()).matches());
        return texts;
    }

    private static Stream<String> findInLines(String path, Function<String, String> visible) {
        return findInText(path, ProjectFiles.read(path), visible);
    }

    /** @param visible blanks out what users don't see and keeps the ends of lines */
    private static Stream<String> findInText(String path, String text, Function<String, String> visible) {
        String seen = visible.apply(text);
        return BannedWord.ALL.stream()
                .flatMap(word -> word.findIn(path, seen).stream()
                        .map(match -> report(path + ":" + lineOf(seen, match.start()), match, word)));
    }

    private static Stream<String> findIn(String place, String text) {
        String path = place.substring(0, place.lastIndexOf(':'));
        return BannedWord.ALL.stream()
                .flatMap(word -> word.findIn(path, text).stream().map(match -> report(place, match, word)));
    }

    private static String report(String place, MatchResult match, BannedWord word) {
        return place + ": " + match.group().replaceAll("[\\s#]+", " ") + " → " + word.instead();
    }

    private static long lineOf(String text, int position) {
        return 1 + text.substring(0, position).chars().filter(c -> c == '\n').count();
    }

    private static String onlyLiterals(String script) {
        StringBuilder visible = new StringBuilder();
        int end = 0;
        for (MatchResult match : LITERAL.matcher(script).results().toList()) {
            visible.append(blank(script.substring(end, match.start())));
            String literal = match.group(1);
            boolean isText = literal != null
                    && !NAME.matcher(literal.substring(1, literal.length() - 1)).matches();
            visible.append(isText ? literal : blank(match.group()));
            end = match.end();
        }
        return visible.append(blank(script.substring(end))).toString();
    }

    private static String withoutHtmlComments(String page) {
        return HTML_COMMENT.matcher(page).replaceAll(comment -> blank(comment.group()));
    }

    private static String blank(String text) {
        return text.replaceAll("[^\n]", " ");
    }
}
