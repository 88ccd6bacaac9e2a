package io.promopool.model;

import io.promopool.pool.ClaimRequest;
import io.promopool.pool.CodeFilter;
import io.promopool.pool.Expiration;
import io.promopool.pool.LoadMode;
import io.promopool.pool.UploadRow;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Random operations over so few codes, lots, keys and dates that they affect each other. Dates pass while they run. The
 * same seed and start produce the same operations.
 */
public final class RandomOperations implements Supplier<Operation> {
    /** In a much longer sequence, most keys are used and most codes are claimed, so that little happens any more. */
    public static final int USEFUL_LENGTH = 150;

    public static final List<String> CODES = List.of(
            "A1", "A2", "A3", "A4", "A5", "A6", "a1", "with blank", "Знижка", "{0}:*?", "\uD83C\uDF81", "\"q\",;");

    public static final List<String> TYPES = List.of("birthday", "black friday", "Свято {0}");

    public static final List<String> KEYS =
            List.of("k1", "k2", "k3", "run 7:step 3", "ключ", "{0}", "auto:00000000000000000000000000000000", "K1");

    private static final int[] DISCOUNTS = {0, 5, 99};
    private static final int DATES = 4;

    private final Random random;
    private Instant now;

    /** @param start the time before the first operation; only {@link Operation.Advance} may move the clock */
    public RandomOperations(long seed, Instant start) {
        this.random = new Random(seed);
        this.now = start;
    }

    /** Returns the next operation. The sequence never ends. */
    @Override
    public Operation get() {
        int dice = random.nextInt(100);
        if (dice < 35) {
            return load();
        }
        if (dice < 62) {
            return new Operation.AskForCode(new ClaimRequest(filter(), oneOf(KEYS)));
        }
        if (dice < 78) {
            return new Operation.SetInUse(oneOf(CODES), random.nextBoolean());
        }
        if (dice < 90) {
            return new Operation.LookAhead(filter());
        }
        return advance();
    }

    private Operation load() {
        List<UploadRow> rows = IntStream.rangeClosed(1, 1 + random.nextInt(6))
                .mapToObj(this::row)
                .toList();
        return new Operation.Load(rows, new LoadMode(chance(15), chance(30)));
    }

    private UploadRow row(int line) {
        int code = random.nextInt(CODES.size());
        // Mostly the same type for a code; otherwise nearly every row would be rejected for its type.
        String type = chance(90) ? TYPES.get(code % TYPES.size()) : oneOf(TYPES);
        return new UploadRow(
                line,
                CODES.get(code),
                chance(75) ? Optional.of(type) : Optional.empty(),
                chance(60) ? OptionalInt.of(discount()) : OptionalInt.empty(),
                chance(65) ? Optional.of(date()) : Optional.empty(),
                chance(50) ? Optional.of(chance(35)) : Optional.empty());
    }

    private CodeFilter filter() {
        return new CodeFilter(
                oneOf(TYPES),
                chance(40) ? OptionalInt.of(discount()) : OptionalInt.empty(),
                chance(40) ? random.nextInt(DATES) : 0);
    }

    /** A midnight, the last one or one of the next few, or never. A few moves of the clock reach every date. */
    private Expiration date() {
        int day = random.nextInt(DATES + 1);
        return day == DATES
                ? Expiration.NEVER
                : new Expiration(midnight().plus(day, ChronoUnit.DAYS).getEpochSecond());
    }

    private Operation advance() {
        Duration toMidnight = Duration.between(now, midnight().plus(1, ChronoUnit.DAYS));
        Duration by =
                switch (random.nextInt(6)) {
                    case 0 -> Duration.ofMillis(1_500);
                    case 1 -> Duration.ofHours(1);
                    case 2 ->
                        toMidnight.minusSeconds(1).isNegative() ? Duration.ofSeconds(1) : toMidnight.minusSeconds(1);
                    case 3 -> Duration.ofDays(1 + random.nextInt(3));
                    // To the exact instant of a date.
                    default -> toMidnight;
                };
        now = now.plus(by);
        return new Operation.Advance(by);
    }

    private Instant midnight() {
        return now.truncatedTo(ChronoUnit.DAYS);
    }

    private int discount() {
        return DISCOUNTS[random.nextInt(DISCOUNTS.length)];
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
