package io.promopool.redis.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SupervisorTest {
    @Test
    void pauses_between_starts_grow_to_ten_seconds() {
        List<Long> pauses = IntStream.of(0, 1, 2, 3, 4, 5, 6, Integer.MAX_VALUE)
                .mapToObj(Supervisor::pauseSeconds)
                .toList();

        assertEquals(List.of(0L, 1L, 2L, 4L, 8L, 10L, 10L, 10L), pauses);
    }
}
