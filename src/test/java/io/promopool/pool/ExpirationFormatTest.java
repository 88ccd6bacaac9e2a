package io.promopool.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each date that is printed is read as the same instant. */
class ExpirationFormatTest {
    private static final ExpirationFormat KYIV = new ExpirationFormat(ZoneId.of("Europe/Kyiv"));

    private static Expiration at(String instant) {
        return new Expiration(Instant.parse(instant).getEpochSecond());
    }

    @ParameterizedTest
    @CsvSource({
        "2030-10-27T00:30:00Z, 2030-10-27T03:30+03:00",
        "2030-10-27T01:30:00Z, 2030-10-27T03:30+02:00",
        "2030-10-27T01:30:05Z, 2030-10-27T03:30:05+02:00",
        "2030-10-26T23:59:59Z, 2030-10-27T02:59:59",
        "2030-10-27T02:00:00Z, 2030-10-27T04:00",
        "1970-01-01T00:00:00Z, 1970-01-01T03:00",
    })
    void a_time_that_occurs_twice_has_an_offset_and_any_other_has_none(String instant, String printed) {
        assertEquals(printed, KYIV.print(at(instant)));
        assertEquals(at(instant), KYIV.parse(printed));
    }

    @Test
    void a_time_that_occurs_twice_means_the_earlier_if_it_is_sent_without_an_offset() {
        assertEquals(at("2030-10-27T00:30:00Z"), KYIV.parse("2030-10-27T03:30"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Europe/Kyiv", "America/New_York", "Africa/Monrovia", "Asia/Kathmandu", "Z", "Pacific/Apia"})
    void any_instant_comes_back(String zone) {
        ExpirationFormat dates = new ExpirationFormat(ZoneId.of(zone));
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            double range = i % 2 == 0 ? 253_402_200_000.0 : 3_000_000_000.0;
            Expiration date = new Expiration((long) (random.nextDouble() * range));
            assertEquals(date, dates.parse(dates.print(date)), zone + " " + date);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1969-12-31T23:59:59Z", "1970-01-01T02:59", "9999-12-31T23:59:59-01:00", "9999-12-31T23:00Z"})
    void dates_that_could_not_be_printed_are_rejected(String text) {
        InvalidFieldException fault = assertThrows(InvalidFieldException.class, () -> KYIV.parse(text));
        assertEquals("is outside of the years 1970 to 9999", fault.reason());
    }

    @Test
    void the_first_and_the_last_second_are_taken() {
        ExpirationFormat utc = new ExpirationFormat(ZoneOffset.UTC);
        assertEquals(0, utc.parse("1970-01-01T00:00").epochSecond());
        assertEquals("9999-12-31T23:59:59", utc.print(utc.parse("9999-12-31T23:59:59Z")));
        assertTrue(utc.parse("never").isNever());
    }
}
