package io.promopool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.promopool.redis.connection.LuaScript;
import io.promopool.redis.layout.Keys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of docs/architecture.md name exactly the keys and scripts that exist. */
class ArchitecturePageTest {
    private static final Path PAGE = Path.of("docs/architecture.md");
    private static final Path SCRIPTS = Path.of("src/main/resources/lua");
    private static final Path LIBRARIES = SCRIPTS.resolve("lib");

    /** Replaces each id in a key. The page writes an id as one capital letter. */
    private static final String ID = "7";

    private static final Pattern INCLUDE = Pattern.compile(" *-- include (\\w+)");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");
    private static final Pattern KEY_IN_SCRIPT = Pattern.compile("P \\.\\. '([a-z-]+)");
    private static final Pattern ID_ON_PAGE = Pattern.compile("\\b[A-Z]\\b");

    @Test
    void the_page_has_every_key_that_java_and_the_scripts_build_and_no_other() throws Exception {
        Set<String> built = keysOfJava();
        Set<String> namesInJava =
                built.stream().map(ArchitecturePageTest::nameOf).collect(Collectors.toSet());
        keysOfScripts().stream().filter(name -> !namesInJava.contains(name)).forEach(built::add);
        assertEquals(built, keysOnPage());
    }

    @Test
    void the_page_has_every_script_with_the_shared_files_that_are_put_into_it() throws IOException {
        Map<String, Set<String>> loaded = new TreeMap<>();
        for (LuaScript script : LuaScript.ALL) {
            loaded.put(script.name(), librariesIn(SCRIPTS.resolve(script.name() + ".lua")));
        }
        assertEquals(namesIn(SCRIPTS), loaded.keySet());
        Map<String, Set<String>> onPage = new TreeMap<>();
        for (List<String> row : table("Scripts")) {
            names(row.get(1)).forEach(script -> onPage.put(script.replace(".lua", ""), names(row.get(2))));
        }
        assertEquals(loaded, onPage);
    }

    @Test
    void every_key_that_a_script_writes_on_the_page_is_in_the_table_of_keys() throws IOException {
        Set<String> known =
                keysOnPage().stream().map(ArchitecturePageTest::nameOf).collect(Collectors.toSet());
        Set<String> written = new TreeSet<>();
        table("Scripts").forEach(row -> written.addAll(names(row.get(3))));
        assertFalse(written.isEmpty());
        written.removeAll(known);
        assertEquals(Set.of(), written);
    }

    /** Calls every method of Keys. The methods that build a bucket's name or a hint do not build a key. */
    private static Set<String> keysOfJava() throws ReflectiveOperationException {
        Keys keys = new Keys("pp", 0, 256);
        Set<String> built = new TreeSet<>();
        for (Method method : Keys.class.getDeclaredMethods()) {
            boolean buildsText = Modifier.isPublic(method.getModifiers())
                    && !Modifier.isStatic(method.getModifiers())
                    && method.getReturnType() == String.class;
            if (buildsText && !Set.of("bucket", "hint").contains(method.getName())) {
                Object[] ids = Arrays.stream(method.getParameterTypes())
                        .map(type -> type == int.class ? (Object) Integer.valueOf(ID) : ID)
                        .toArray();
                built.add(((String) method.invoke(keys, ids)).replace("pp:{0}:", ""));
            }
        }
        return built;
    }

    private static Set<String> keysOfScripts() throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path folder : List.of(SCRIPTS, LIBRARIES)) {
            for (String script : namesIn(folder)) {
                KEY_IN_SCRIPT
                        .matcher(Files.readString(folder.resolve(script + ".lua")))
                        .results()
                        .forEach(found -> names.add(found.group(1)));
            }
        }
        return names;
    }

    private static Set<String> keysOnPage() throws IOException {
        Set<String> keys = new TreeSet<>();
        for (List<String> row : table("Keys in Redis")) {
            names(row.get(0)).forEach(key -> keys.add(ID_ON_PAGE.matcher(key).replaceAll(ID)));
        }
        return keys;
    }

    private static String nameOf(String key) {
        return key.split(":", 2)[0];
    }

    private static Set<String> librariesIn(Path file) throws IOException {
        Set<String> libraries = new TreeSet<>();
        for (String line : Files.readAllLines(file)) {
            Matcher include = INCLUDE.matcher(line);
            if (include.matches()) {
                libraries.add(include.group(1));
                libraries.addAll(librariesIn(LIBRARIES.resolve(include.group(1) + ".lua")));
            }
        }
        return libraries;
    }

    /** The names of the Lua files in a folder, without the ending. */
    private static Set<String> namesIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".lua"))
                    .map(name -> name.replace(".lua", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rows of the first table of a section, without its head. */
    private static List<List<String>> table(String section) throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        List<List<String>> rows = lines.stream()
                .skip(lines.indexOf("## " + section) + 1L)
                .dropWhile(line -> !line.startsWith("|"))
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .map(line -> List.of(line.substring(1).split("\\|")))
                .toList();
        assertFalse(rows.isEmpty(), section);
        return rows;
    }

    /** The text in backticks in a cell. */
    private static Set<String> names(String cell) {
        return NAME.matcher(cell)
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
