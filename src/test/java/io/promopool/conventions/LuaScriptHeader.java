package io.promopool.conventions;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The comment at the head of a script, in sections: {@code KEYS[1]}, {@code ARGV}, {@code Returns}, {@code Errors} (if
 * there are any) and {@code Cost}.
 *
 * <p>ARGV names the arguments in their order, with commas in between, and explains them in parentheses. "The head"
 * stands for the arguments of {@link #HEAD}. Semicolons separate groups of arguments. A group is repeated any number
 * of times if it begins with "for each" or "then", if it begins with the noun of an earlier "number of …", or if it
 * ends with an ellipsis.
 *
 * @param sections by their names, in their order
 */
record LuaScriptHeader(Map<String, String> sections) {
    private static final Pattern SECTION = Pattern.compile("-- (KEYS\\[\\d+]|ARGV|Returns|Errors|Cost) +(.*)");
    private static final Pattern CONTINUED = Pattern.compile("-- {6,}(.*)");
    private static final Pattern REPEATED = Pattern.compile("(?:for each [^:]*:|then) *(.*)", Pattern.DOTALL);
    /** What explains an argument and is none: {@code '' = any}, {@code from 1}. */
    private static final Pattern REMARK = Pattern.compile("'[^']*' =.*|from \\d+|…", Pattern.DOTALL);

    /** What head.lua checks, before the arguments that a script has of its own. */
    static final List<String> HEAD = List.of("pool", "life", "name", "confirmed", "deadline");

    private static final Pattern NUMBER_OF = Pattern.compile("number of (\\w+)");

    static LuaScriptHeader of(String script) {
        Map<String, String> sections = new LinkedHashMap<>();
        String name = null;
        for (String line : script.split("\n")) {
            Matcher section = SECTION.matcher(line);
            Matcher continued = CONTINUED.matcher(line);
            if (section.matches()) {
                name = section.group(1);
                sections.put(name, section.group(2));
            } else if (name != null && continued.matches()) {
                sections.merge(name, continued.group(1), (before, more) -> before + " " + more);
            } else if (name != null) {
                break;
            }
        }
        return new LuaScriptHeader(sections);
    }

    /** The arguments that are always there, the first at 0. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        for (String group : groups()) {
            if (isRepeated(group, arguments)) {
                break;
            }
            arguments.addAll(items(group));
        }
        return arguments;
    }

    /** How many arguments the group has with which the list ends, if it comes any number of times; otherwise 0. */
    int repeatedAtEnd() {
        List<String> before = arguments();
        int size = 0;
        for (String group : groups()) {
            Matcher repeated = REPEATED.matcher(group);
            if (repeated.matches()) {
                size = items(repeated.group(1)).size();
            } else if (group.endsWith("…")) {
                size = (int) items(group).stream().distinct().count();
            } else if (isRepeated(group, before)) {
                size = 1;
            }
        }
        return size;
    }

    private static boolean isRepeated(String group, List<String> before) {
        return REPEATED.matcher(group).matches()
                || group.endsWith("…")
                || before.stream()
                        .map(NUMBER_OF::matcher)
                        .anyMatch(number -> number.matches() && group.startsWith(number.group(1)));
    }

    private List<String> groups() {
        String list = sections.getOrDefault("ARGV", "").replaceAll("\\([^)]*\\)", "");
        String sentence = list.split("\\. ", 2)[0];
        return List.of(sentence.split(";")).stream().map(String::strip).toList();
    }

    private static List<String> items(String group) {
        return List.of(group.split(",")).stream()
                .map(String::strip)
                .filter(item -> !item.isEmpty() && !REMARK.matcher(item).matches())
                .flatMap(item -> item.equals("the head") ? HEAD.stream() : Stream.of(item))
                .toList();
    }
}
