package io.promopool.alerts;

import io.promopool.pool.StockBook;
import io.promopool.pool.StockBook.Sample;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How fast codes of a type go, from what was recorded of them and what is so now. */
final class GivenRate {
    private static final long HOUR = 60;

    /** A burst of a minute says little of the hour: where less is known, this is what it is taken to have taken. */
    private static final long LEAST_MINUTES = 10;

    /** Beyond this a date means nothing. */
    private static final Duration LONGEST = Duration.ofDays(3_650);

    private final List<Sample> samples;
    private final long total;
    private final Instant now;
    private final long minute;

    /**
     * @param samples the oldest first
     * @param total codes given out since ever, now
     */
    GivenRate(List<Sample> samples, long total, Instant now) {
        this.samples = samples;
        this.total = total;
        this.now = now;
        this.minute = now.getEpochSecond() / 60;
    }

    long lastHour() {
        return total - totalAt(minute - HOUR);
    }

    long lastDay() {
        return total - totalAt(minute - StockBook.HISTORY_MINUTES);
    }

    /** When so many codes will be gone at the rate of the last hour. */
    Optional<Instant> runsOutByHour(long available) {
        return runsOut(available, lastHour(), HOUR);
    }

    Optional<Instant> runsOutByDay(long available) {
        return runsOut(available, lastDay(), StockBook.HISTORY_MINUTES);
    }

    /** Codes given out in each of the last minutes, the oldest first; the last of them is under way. */
    List<Long> lastMinutes(int count) {
        List<Long> given = new ArrayList<>(count);
        for (long at = minute - count + 1; at < minute; at++) {
            given.add(totalAt(at) - totalAt(at - 1));
        }
        given.add(total - totalAt(minute - 1));
        return given;
    }

    /** Until something was recorded again, nothing had changed. Before the first record nothing is known to have. */
    private long totalAt(long at) {
        long known = samples.isEmpty() ? total : samples.get(0).total();
        for (Sample sample : samples) {
            if (sample.minute() > at) {
                break;
            }
            known = sample.total();
        }
        return known;
    }

    private Optional<Instant> runsOut(long available, long given, long minutes) {
        if (given <= 0 || available == 0) {
            return Optional.empty();
        }
        long known = minute - samples.get(0).minute();
        double perMinute = (double) given / Math.min(minutes, Math.max(known, LEAST_MINUTES));
        double seconds = Math.min(available / perMinute * 60, LONGEST.toSeconds());
        // To the minute: it is a forecast, and one that moved by the second would be news to listeners each time.
        return Optional.of(now.plusSeconds((long) seconds).truncatedTo(ChronoUnit.MINUTES));
    }
}
