package io.promopool.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Rows in aligned columns. Widths only grow, so that rows can be printed before the last one is known. */
final class Table {
    private static final String GAP = "  ";

    private final List<String> titles;
    private final Collection<String> rightAligned;
    private final int[] widths;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param rightAligned the titles of the columns with numbers */
    Table(List<String> titles, Collection<String> rightAligned) {
        this.titles = List.copyOf(titles);
        this.rightAligned = rightAligned;
        this.widths = new int[titles.size()];
        add(this.titles);
    }

    void add(List<String> cells) {
        rows.add(cells);
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], length(cells.get(i)));
        }
    }

    /** The rows added since the last call. The titles come before the first row. */
    List<String> lines() {
        if (rows.size() == 1 && rows.get(0) == titles) {
            return List.of();
        }
        List<String> lines = rows.stream().map(this::line).toList();
        rows.clear();
        return lines;
    }

    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            String blanks = " ".repeat(widths[i] - length(cell));
            line.append(i == 0 ? "" : GAP);
            line.append(rightAligned.contains(titles.get(i)) ? blanks + cell : cell + blanks);
        }
        return line.toString().stripTrailing();
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
