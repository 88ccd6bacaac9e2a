package io.promopool.redis.recount;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.promopool.pool.UploadRow;
import io.promopool.redis.testing.PoolCase;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LargeRecountIT extends PoolCase {
    @Test
    void a_type_may_have_more_lots_than_commands_may_be_in_flight() {
        int many = 20_500;
        for (int from = 0; from < many; from += 500) {
            List<UploadRow> rows = IntStream.range(from, from + 500)
                    .mapToObj(i -> row("C" + i).type("t").expires(Duration.ofDays(i + 1)))
                    .map(Row::row)
                    .toList();
            pool.load(rows, PLAIN).join();
        }

        RecountReport report = Recount.run(server.url(), settings(Duration.ofSeconds(10)), clock);

        assertEquals(List.of(), report.differences());
        assertEquals(many, report.lots());
    }
}
