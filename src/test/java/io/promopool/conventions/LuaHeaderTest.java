package io.promopool.conventions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.promopool.redis.connection.LuaScript;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The header of each script names the keys and arguments that the script uses, in their order, and the errors that it
 * can return. Callers are written by these headers; a script that reads another argument than its header says corrupts
 * data and raises no error.
 */
class LuaHeaderTest {
    private static final Pattern KEY = Pattern.compile("KEYS\\[(\\d+)]");
    private static final Pattern ARGUMENT = Pattern.compile("ARGV\\[(\\d+)]");
    private static final Pattern LOCALS = Pattern.compile("^ *local ([\\w, ]+) = (.*)$", Pattern.MULTILINE);
    /** An argument that a local variable is given as it is, as a number or as a flag. */
    private static final Pattern ITSELF = Pattern.compile("(?:tonumber\\()?ARGV\\[(\\d+)]\\)?(?: == '1'| or nil)?");

    private static final Pattern LOOP = Pattern.compile("for \\w+ = ([^,\n]+), #ARGV(?:, (\\d+))? do");
    private static final Pattern ENDS_COUNTED = Pattern.compile("\\nreturn counted\\(.*\\)\\s*$");
    /** Local variables that are not called by a word of their argument's description. */
    private static final Map<String, String> SYNONYMS = Map.of("name", "type", "limit", "how many", "by", "when");

    @Test
    void every_header_names_the_keys_and_arguments_that_its_script_uses() {
        List<String> wrong = new ArrayList<>();
        for (LuaScript script : LuaScript.ALL) {
            String text = ProjectFiles.read("src/main/resources/lua/" + script.name() + ".lua");
            check(text, script.source()).forEach(fault -> wrong.add(script.name() + ".lua: " + fault));
        }
        assertEquals("", String.join("\n", wrong));
    }

    @Test
    void every_script_is_checked() {
        List<String> files = ProjectFiles.matching(path -> path.matches("src/main/resources/lua/\\w+\\.lua"));
        Set<String> checked = LuaScript.ALL.stream()
                .map(script -> "src/main/resources/lua/" + script.name() + ".lua")
                .collect(Collectors.toCollection(TreeSet::new));
        assertFalse(files.isEmpty());
        assertEquals(new TreeSet<>(files), checked);
    }

    private static final String RIGHT = """
            #!lua
            -- Does something.
            --
            -- KEYS[1]  meta
            -- ARGV     the head (head.lua), the type's id, dry run (0 | 1), '' = no;
            --          for each code: code, bucket, from 1
            -- Returns  { 1 }
            -- Errors   those of refusal, UNTOUCHED
            -- Cost     O(1)

            local refused = refusal()
            local id, dry_run = ARGV[6], ARGV[7] == '1'
            if not id then
              return untouched('no id')
            end
            for at = 8, #ARGV, 2 do
              call('HSET', KEYS[1], ARGV[at], ARGV[at + 1])
            end
            return counted({ 1 })
            """;

    @Test
    void a_right_header_passes() {
        assertEquals(List.of(), check(RIGHT, RIGHT));
    }

    @Test
    void a_wrong_header_is_found() {
        assertWrong("the type's id, dry run", "dry run, the type's id", "id = ARGV[6] is described as: dry run");
        assertWrong("the head (head.lua), ", "", "the head does not come first");
        assertWrong("the type's id, ", "", "ARGV[7] is used and not described");
        assertWrong("the type's id,", "the type's id, now,", "ARGV[8] is described and not used: dry run");
        assertWrong("counted({ 1 })", "{ 1 }", "the script does not end with counted");
        assertWrong("code, bucket,", "code,", "the loop takes 2 arguments at a time; the header names 1");
        assertWrong("for at = 8", "for at = 9", "the loop starts at 9; 7 arguments come before it");
        assertWrong(
                "for each code: code, bucket,",
                "code, bucket,",
                "the loop takes 2 arguments at a time; the header names 0");
        assertWrong("KEYS[1]  meta", "KEYS[2]  meta", "keys [1] are used; the header names [2]");
        assertWrong(
                "those of refusal, UNTOUCHED",
                "those of refusal",
                "the script returns [UNTOUCHED, refusal]; the header names [refusal]");
        assertWrong("-- Cost     O(1)\n", "", "sections are [KEYS[1], ARGV, Returns, Errors]");
    }

    private static void assertWrong(String right, String wrong, String fault) {
        String script = RIGHT.replace(right, wrong);
        List<String> found = check(script, script);
        assertEquals(fault, found.stream().filter(fault::equals).findFirst().orElse(found.toString()));
    }

    /**
     * What is wrong with a header.
     *
     * @param whole the script with the files that it builds on
     */
    private static List<String> check(String script, String whole) {
        LuaScriptHeader header = LuaScriptHeader.of(script);
        String code = withoutComments(script);
        List<String> wrong = new ArrayList<>();
        checkSections(header, code, wrong);
        checkKeys(header, withoutComments(whole), wrong);
        checkArguments(header.arguments(), code, wrong);
        checkLocals(header.arguments(), code, wrong);
        checkLoop(header, code, wrong);
        return wrong;
    }

    private static void checkSections(LuaScriptHeader header, String code, List<String> wrong) {
        Set<String> errors = new TreeSet<>();
        if (code.contains("refusal(")) {
            errors.add("refusal");
        }
        if (code.contains("missing_right(") && !code.contains("refusal(")) {
            errors.add("FORBIDDEN");
        }
        if (code.contains("untouched(")) {
            errors.add("UNTOUCHED");
        }
        Set<String> named = Pattern.compile("\\b([A-Z]{4,}|refusal)\\b")
                .matcher(header.sections().getOrDefault("Errors", ""))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!errors.equals(named)) {
            wrong.add("the script returns %s; the header names %s".formatted(errors, named));
        }
        List<String> expected = new ArrayList<>(List.of("ARGV", "Returns", "Errors", "Cost"));
        if (errors.isEmpty()) {
            expected.remove("Errors");
        }
        List<String> sections = new ArrayList<>(header.sections().keySet());
        sections.removeIf(section -> section.startsWith("KEYS"));
        if (!sections.equals(expected)) {
            wrong.add("sections are " + header.sections().keySet());
        }
    }

    private static void checkKeys(LuaScriptHeader header, String code, List<String> wrong) {
        Set<Integer> used = indexes(KEY, code);
        Set<Integer> named = indexes(KEY, String.join(" ", header.sections().keySet()));
        if (!used.equals(named)) {
            wrong.add("keys %s are used; the header names %s".formatted(used, named));
        }
    }

    private static void checkArguments(List<String> described, String code, List<String> wrong) {
        Set<Integer> used = indexes(ARGUMENT, code);
        used.stream()
                .filter(index -> index > described.size())
                .forEach(index -> wrong.add("ARGV[" + index + "] is used and not described"));
        boolean hasHead = code.contains("refusal(");
        int head = hasHead ? LuaScriptHeader.HEAD.size() : 0;
        if (hasHead && !described.subList(0, Math.min(head, described.size())).equals(LuaScriptHeader.HEAD)) {
            wrong.add("the head does not come first");
        }
        for (int i = head + 1; i <= described.size(); i++) {
            if (!used.contains(i)) {
                wrong.add("ARGV[" + i + "] is described and not used: " + described.get(i - 1));
            }
        }
        // leave.lua ends the count instead.
        if (hasHead
                && !code.contains("HDEL', KEYS[1], ARGV[3]")
                && !ENDS_COUNTED.matcher(code).find()) {
            wrong.add("the script does not end with counted");
        }
    }

    /** A local variable is called by a word of its argument's description. */
    private static void checkLocals(List<String> described, String code, List<String> wrong) {
        LOCALS.matcher(code).results().forEach(locals -> {
            String[] names = locals.group(1).split(", *");
            String[] values = locals.group(2).split(", *");
            for (int i = 0; i < Math.min(names.length, values.length); i++) {
                Matcher value = ITSELF.matcher(values[i].strip());
                if (value.matches() && !describes(description(described, value.group(1)), names[i])) {
                    wrong.add("%s = ARGV[%s] is described as: %s"
                            .formatted(names[i], value.group(1), description(described, value.group(1))));
                }
            }
        });
    }

    private static boolean describes(String description, String name) {
        return description.contains(SYNONYMS.getOrDefault(name, name))
                || Arrays.stream(name.split("_")).anyMatch(word -> word.length() > 2 && description.contains(word));
    }

    /** The loop to the end of the arguments, if there is one. */
    private static void checkLoop(LuaScriptHeader header, String code, List<String> wrong) {
        Matcher loop = LOOP.matcher(code);
        int step = 0;
        int before = header.arguments().size();
        while (loop.find()) {
            step = loop.group(2) == null ? 1 : Integer.parseInt(loop.group(2));
            if (loop.group(1).matches("\\d+") && Integer.parseInt(loop.group(1)) != before + 1) {
                wrong.add("the loop starts at %s; %d arguments come before it".formatted(loop.group(1), before));
            }
        }
        if (step != header.repeatedAtEnd()) {
            wrong.add("the loop takes %d arguments at a time; the header names %d"
                    .formatted(step, header.repeatedAtEnd()));
        }
    }

    private static String description(List<String> described, String index) {
        int i = Integer.parseInt(index);
        return i <= described.size() ? described.get(i - 1) : "nothing";
    }

    private static Set<Integer> indexes(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> Integer.valueOf(match.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String withoutComments(String script) {
        return script.replaceAll("(?m)(^| )--.*$", "");
    }
}
