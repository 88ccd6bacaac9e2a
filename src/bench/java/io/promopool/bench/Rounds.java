package io.promopool.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The same figure, measured several times: the median counts, the lowest and the highest show how reliable it is. */
final class Rounds {
    private final List<Double> figures = new ArrayList<>();

    void add(double figure) {
        figures.add(figure);
    }

    double median() {
        List<Double> sorted = sorted();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    /** Lowest to highest. */
    String spread(String format) {
        List<Double> sorted = sorted();
        return String.format(Locale.ROOT, format + "–" + format, sorted.get(0), sorted.get(sorted.size() - 1));
    }

    private List<Double> sorted() {
        return figures.stream().sorted().toList();
    }
}
