package io.promopool.http.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MinimumRateInputTest {
    private long nanos;

    /** Each read takes this long, and returns as many bytes as requested. */
    private MinimumRateInput body(Duration ofARead) {
        return new MinimumRateInput(
                new InputStream() {
                    @Override
                    public int read() {
                        throw new UnsupportedOperationException();
                    }

                    @Override
                    public int read(byte[] target, int offset, int length) {
                        nanos += ofARead.toNanos();
                        return length;
                    }
                },
                () -> nanos);
    }

    @Test
    void a_body_that_trickles_in_is_ended_after_the_grace_period() throws IOException {
        MinimumRateInput body = body(Duration.ofSeconds(1));
        for (int i = 0; i < 30; i++) {
            assertEquals(0, body.read());
        }
        assertFalse(body.isTooSlow());
        assertThrows(IOException.class, body::read);
        assertTrue(body.isTooSlow());
    }

    @Test
    void a_body_at_the_minimum_rate_is_read_to_its_end() throws IOException {
        MinimumRateInput body = body(Duration.ofSeconds(1));
        for (int i = 0; i < 10_000; i++) {
            assertEquals(1_000, body.read(new byte[1_000]));
        }
        assertFalse(body.isTooSlow());
    }

    @Test
    void the_time_that_the_reader_takes_does_not_count() throws IOException {
        MinimumRateInput body = body(Duration.ZERO);
        for (int i = 0; i < 100; i++) {
            body.read();
            nanos += Duration.ofMinutes(1).toNanos();
        }
        assertFalse(body.isTooSlow());
    }
}
