package io.promopool.pool;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Reads and prints dates in one zone.
 *
 * <p>Read are {@code 2017-12-31T23:59}, with seconds too, with {@code Z} or an offset too, and {@code never}. A local
 * time that a clock change skips is refused, one that it repeats is the earlier. Printed is the local time, with
 * seconds only where there are any.
 */
public final class ExpirationFormat {
    private static final String FIELD = "expirationDate";
    private static final DateTimeFormatter LOCAL = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.YEAR, 4)
            .appendPattern("-MM-dd'T'HH:mm")
            .optionalStart()
            .appendPattern(":ss")
            .optionalEnd()
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter READ = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(LOCAL)
            .optionalStart()
            .appendOffset("+HH:MM", "Z")
            .optionalEnd()
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm", Locale.ROOT);
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

    private final ZoneId zone;

    public ExpirationFormat(ZoneId zone) {
        this.zone = Objects.requireNonNull(zone);
    }

    /** In which local times are read and printed. */
    public ZoneId zone() {
        return zone;
    }

    /**
     * @param raw the text, white space around it is ignored
     * @throws InvalidFieldException where it is no such date; the field is {@code expirationDate}
     */
    public Expiration parse(String raw) {
        String text = Text.trim(raw);
        if (text.equalsIgnoreCase("never")) {
            return Expiration.NEVER;
        }
        TemporalAccessor read;
        try {
            read = READ.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
        } catch (DateTimeException e) {
            throw new InvalidFieldException(
                    FIELD,
                    "is not a date; write 2017-12-31T23:59 (seconds, Z and offsets are fine, fractions are not), or never");
        }
        if (read instanceof OffsetDateTime exact) {
            return new Expiration(exact.toEpochSecond());
        }
        LocalDateTime local = (LocalDateTime) read;
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (offsets.isEmpty()) {
            throw new InvalidFieldException(
                    FIELD, "is skipped by a clock change in " + zone + "; choose a time before or after it");
        }
        // Both offsets of a repeated hour are valid; the first is the one before the change, so the earlier instant.
        return new Expiration(local.toEpochSecond(offsets.get(0)));
    }

    /** The local time in this zone, or {@code never}. */
    public String print(Expiration expiration) {
        if (expiration.isNever()) {
            return "never";
        }
        ZonedDateTime time = Instant.ofEpochSecond(expiration.epochSecond()).atZone(zone);
        return (time.getSecond() == 0 ? MINUTES : SECONDS).format(time);
    }
}
