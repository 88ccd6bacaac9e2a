package io.promopool.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table: what was measured, the figure with its unit, and a note. */
final class Report {
    private record Row(String what, String figure, String unit, String remark) {}

    private final List<String> head = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();

    void head(String name, String text) {
        head.add(String.format("%-10s %s", name, text));
    }

    void add(String what, String format, double figure, String unit, String remark) {
        Row row = new Row(what, String.format(Locale.ROOT, format, figure), unit, remark);
        rows.add(row);
        // The whole run takes minutes, so each line is printed as soon as it is known.
        System.out.println(line(row, 0, 0, 0));
    }

    String text() {
        int what = rows.stream().mapToInt(row -> row.what().length()).max().orElse(0);
        int figure = rows.stream().mapToInt(row -> row.figure().length()).max().orElse(0);
        int unit = rows.stream().mapToInt(row -> row.unit().length()).max().orElse(0);
        StringBuilder text = new StringBuilder();
        head.forEach(line -> text.append(line).append('\n'));
        text.append('\n');
        rows.forEach(row -> text.append(line(row, what, figure, unit)).append('\n'));
        return text.toString();
    }

    private static String line(Row row, int what, int figure, int unit) {
        return (pad(row.what(), -what) + "  " + pad(row.figure(), figure) + "  " + pad(row.unit(), -unit) + "  "
                        + row.remark())
                .stripTrailing();
    }

    private static String pad(String text, int width) {
        return width == 0 ? text : String.format("%" + width + "s", text);
    }
}
