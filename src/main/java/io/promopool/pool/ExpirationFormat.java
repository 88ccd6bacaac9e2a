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
 * Reads and prints expiration dates in one time zone.
 *
 * <p>It reads {@code 2017-12-31T23:59}, optionally with seconds and with {@code Z} or an offset, and {@code never}. A
 * local time that a clock change skips is rejected. A local time that a clock change repeats means the earlier instant.
 * It prints the local time, with seconds unless they are 0.
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

    /** @param zone the zone of local times */
    public ExpirationFormat(ZoneId zone) {
        this.zone = Objects.requireNonNull(zone);
    }

    /** The zone of local times. */
    public ZoneId zone() {
        return zone;
    }

    /**
     * Reads a date.
     *
     * @param raw white space around the date is ignored
     * @throws InvalidFieldException if the text is not such a date; the field is {@code expirationDate}
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
                    "is not a date; write 2017-12-31T23:59 (seconds, Z and offsets are allowed, fractions are not),"
                            + " or never");
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
        // In a repeated hour two offsets are valid. The first is the offset before the change, so the earlier instant.
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
