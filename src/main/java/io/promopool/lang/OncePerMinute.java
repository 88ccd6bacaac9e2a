package io.promopool.lang;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Lets one of many equal events through each minute, and counts the others, so that a failure that repeats with every
 * request does not fill the log. Safe for any number of threads.
 */
public final class OncePerMinute {
    private static final long MINUTE_NANOS = 60_000_000_000L;
    private static final int MAX_KINDS = 100;
    private static final String OTHERS = "";

    private final LongSupplier nanoTime;
    private final Map<String, Kind> kinds = new HashMap<>(); // guarded by this

    public OncePerMinute() {
        this(System::nanoTime);
    }

    /** @param nanoTime the time, as System.nanoTime returns it */
    OncePerMinute(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Runs {@code line} for the first event of a kind, and then for at most one event a minute.
     *
     * @param kind events of different kinds don't hold each other back. At most 100 kinds a minute are told apart;
     *     further kinds count as one
     * @param line gets the text to put at the end of the line: how many events of this kind there were since the last
     *     line, or nothing if it was this one only
     */
    public void run(String kind, Consumer<String> line) {
        long events = eventsToReport(kind, nanoTime.getAsLong());
        if (events > 0) {
            line.accept(suffix(kind, events));
        }
    }

    private synchronized String suffix(String kind, long events) {
        String number = Quantity.of(events, "time");
        if (!kinds.containsKey(kind)) {
            return " (" + number + ", in several kinds, since the last such line)";
        }
        return events == 1 ? "" : " (" + number + " since the last such line)";
    }

    private synchronized long eventsToReport(String name, long now) {
        if (kinds.size() >= MAX_KINDS && !kinds.containsKey(name)) {
            kinds.values().removeIf(kind -> kind.events == 0 && kind.mayReport(now));
        }
        String known = kinds.size() >= MAX_KINDS && !kinds.containsKey(name) ? OTHERS : name;
        return kinds.computeIfAbsent(known, any -> new Kind(now)).count(now);
    }

    private static final class Kind {
        private long reportedNanos;
        private long events;

        private Kind(long now) {
            reportedNanos = now - MINUTE_NANOS;
        }

        private boolean mayReport(long now) {
            return now - reportedNanos >= MINUTE_NANOS;
        }

        private long count(long now) {
            events++;
            if (!mayReport(now)) {
                return 0;
            }
            long counted = events;
            events = 0;
            reportedNanos = now;
            return counted;
        }
    }
}
