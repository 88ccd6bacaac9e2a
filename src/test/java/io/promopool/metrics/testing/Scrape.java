package io.promopool.metrics.testing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The result of a scrape, parsed as Prometheus does. */
public final class Scrape {
    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]+)=\"((?:[^\"\\\\]|\\\\[\\\\\"n])*)\",?");

    private record Series(String name, Map<String, String> labels) {}

    private final Map<Series, Double> values = new LinkedHashMap<>();

    public Scrape(String text) {
        text.lines().filter(line -> !line.startsWith("#")).forEach(this::read);
    }

    private void read(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a line in Prometheus's format: " + line);
        }
        Series series = new Series(parts.group(1), labels(parts.group(2) == null ? "" : parts.group(2)));
        if (values.put(series, Double.valueOf(parts.group(3).replace("Inf", "Infinity"))) != null) {
            throw new IllegalArgumentException("the series occurs twice: " + line);
        }
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new TreeMap<>();
        Matcher label = LABEL.matcher(text);
        int end = 0;
        while (label.find() && label.start() == end) {
            String value =
                    label.group(2).replace("\\\"", "\"").replace("\\n", "\n").replace("\\\\", "\\");
            labels.put(label.group(1), value);
            end = label.end();
        }
        if (end != text.length()) {
            throw new IllegalArgumentException("not labels in Prometheus's format: " + text);
        }
        return labels;
    }

    /** The value of one series; NaN if it does not exist. */
    public double value(String name, String... labels) {
        Map<String, String> wanted = new TreeMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            wanted.put(labels[i], labels[i + 1]);
        }
        return values.getOrDefault(new Series(name, wanted), Double.NaN);
    }

    public boolean has(String name) {
        return names().contains(name);
    }

    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        values.keySet().forEach(series -> names.add(series.name()));
        return names;
    }

    public Set<String> valuesOf(String label) {
        Set<String> found = new TreeSet<>();
        values.keySet()
                .forEach(series -> found.addAll(
                        series.labels().containsKey(label)
                                ? List.of(series.labels().get(label))
                                : List.of()));
        return found;
    }

    /** The sum of all series with that name. */
    public double sum(String name) {
        return values.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(name))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    public int size() {
        return values.size();
    }
}
