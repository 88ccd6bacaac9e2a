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
 * <p>It reads {@code 2017-12-31T23:59}, optionally with seconds and with {@code Z} or an offset, and {@code never}. The
 * date must be in the years 1970 to 9999, in UTC and in the zone. A local time that a clock change skips is rejected. A
 * local time that a clock change repeats means the earlier instant. It prints the local time, with seconds unless they
 * are 0, and with the offset if a clock change repeats this time. So each date that is printed is read as the same
 * instant.
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
            .appendOffset("+HH:MM:ss", "Z")
            .optionalEnd()
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm", Locale.ROOT);
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

    private static final DateTimeFormatter OFFSET =
            new DateTimeFormatterBuilder().appendOffset("+HH:MM:ss", "+00:00").toFormatter(Locale.ROOT);

    /** 9999-12-31T23:59:59Z. */
    private static final long MAX_EPOCH_SECOND = 253_402_300_799L;

    private static final int MAX_YEAR = 9_999;

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
            return checked(exact.toEpochSecond());
        }
        LocalDateTime local = (LocalDateTime) read;
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (offsets.isEmpty()) {
            throw new InvalidFieldException(
                    FIELD, "is skipped by a clock change in " + zone + "; choose a time before or after it");
        }
        // In a repeated hour two offsets are valid. The first is the offset before the change, so the earlier instant.
        return checked(local.toEpochSecond(offsets.get(0)));
    }

    private Expiration checked(long epochSecond) {
        if (epochSecond < 0
                || epochSecond > MAX_EPOCH_SECOND
                || Instant.ofEpochSecond(epochSecond).atZone(zone).getYear() > MAX_YEAR) {
            throw new InvalidFieldException(FIELD, "is outside of the years 1970 to 9999");
        }
        return new Expiration(epochSecond);
    }

    /** The local time in this zone, with an offset if this time occurs twice, or {@code never}. */
    public String print(Expiration expiration) {
        if (expiration.isNever()) {
            return "never";
        }
        ZonedDateTime time = Instant.ofEpochSecond(expiration.epochSecond()).atZone(zone);
        String local = (time.getSecond() == 0 ? MINUTES : SECONDS).format(time);
        boolean occursTwice =
                zone.getRules().getValidOffsets(time.toLocalDateTime()).size() > 1;
        return occursTwice ? local + OFFSET.format(time) : local;
    }
}
