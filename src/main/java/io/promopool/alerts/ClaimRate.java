package io.promopool.alerts;

import io.promopool.pool.StockHistory;
import io.promopool.pool.StockHistory.Sample;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How fast codes of one type are claimed, from the recorded samples and the number of claimed codes now. */
final class ClaimRate {
    private static final long HOUR = 60;

    /**
     * The shortest time over which a rate is taken, in minutes. A burst in the first minute after the first record says
     * little about the hour.
     */
    private static final long MIN_MINUTES = 10;

    /** A forecast further ahead than this means nothing, so it is cut here. */
    private static final Duration MAX_FORECAST = Duration.ofDays(3_650);

    private final List<Sample> samples;
    private final long total;
    private final Instant now;
    private final long minute;

    /**
     * @param samples the oldest first
     * @param total codes claimed until now, since the type exists
     */
    ClaimRate(List<Sample> samples, long total, Instant now) {
        this.samples = samples;
        this.total = total;
        this.now = now;
        this.minute = now.getEpochSecond() / 60;
    }

    /** Codes claimed within the last 60 minutes. */
    long lastHour() {
        return total - totalAt(minute - HOUR);
    }

    /** Codes claimed within the last 24 hours. */
    long lastDay() {
        return total - totalAt(minute - StockHistory.HISTORY_MINUTES);
    }

    /** When this many codes will have been claimed at the rate of the last hour. */
    Optional<Instant> runsOutByHour(long available) {
        return runsOut(available, lastHour(), HOUR);
    }

    /** When this many codes will have been claimed at the rate of the last day. */
    Optional<Instant> runsOutByDay(long available) {
        return runsOut(available, lastDay(), StockHistory.HISTORY_MINUTES);
    }

    /** Codes claimed in each of the last minutes, the oldest first; the last minute is the one that is not over yet. */
    List<Long> lastMinutes(int count) {
        List<Long> claimed = new ArrayList<>(count);
        for (long at = minute - count + 1; at < minute; at++) {
            claimed.add(totalAt(at) - totalAt(at - 1));
        }
        claimed.add(total - totalAt(minute - 1));
        return claimed;
    }

    /**
     * The total at the end of a minute. A total is recorded only when it has changed, so it holds until the next
     * sample. Before the first sample nothing is known, and nothing counts as claimed.
     */
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

    private Optional<Instant> runsOut(long available, long claimed, long minutes) {
        if (claimed <= 0 || available == 0) {
            return Optional.empty();
        }
        long known = minute - samples.get(0).minute();
        double perMinute = (double) claimed / Math.min(minutes, Math.max(known, MIN_MINUTES));
        double seconds = Math.min(available / perMinute * 60, MAX_FORECAST.toSeconds());
        // To the minute: listeners get every change, and a forecast that moves by a second is not worth an event.
        return Optional.of(now.plusSeconds((long) seconds).truncatedTo(ChronoUnit.MINUTES));
    }
}
