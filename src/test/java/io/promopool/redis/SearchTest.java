package io.promopool.redis;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.pool.CodeQuery;
import io.promopool.pool.CodeState;
import io.promopool.pool.InvalidFieldException;
import io.promopool.pool.Page;
import io.promopool.pool.PromoCode;
import io.promopool.redis.testing.PoolCase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SearchTest extends PoolCase {
    private static final CodeQuery ALL = new CodeQuery(Optional.empty(), Optional.empty());

    @Test
    void codes_are_found_by_type_and_state() {
        load(row("expiring").type("t").expires(Duration.ofDays(1)));
        add("t", "available", "retired");
        add("u", "other");
        pool.setInUse("retired", true);
        assertEquals("expiring", claimed("t", "k"));
        load(row("expired").type("t").expires(Duration.ofDays(1)));
        clock.forward(Duration.ofDays(1));

        assertEquals(Set.of("expiring", "available", "retired", "expired", "other"), codes(ALL, 100));
        assertEquals(Set.of("other"), codes(new CodeQuery(Optional.of("u"), Optional.empty()), 100));
        assertEquals(Set.of("available"), codes(query("t", CodeState.AVAILABLE), 1));
        assertEquals(Set.of("expiring"), codes(query("t", CodeState.CLAIMED), 1));
        assertEquals(Set.of("retired"), codes(query("t", CodeState.RETIRED), 1));
        assertEquals(Set.of("expired"), codes(query("t", CodeState.EXPIRED), 1));
        assertEquals(Set.of(), codes(new CodeQuery(Optional.of("unknown"), Optional.empty()), 1));
    }

    @Test
    void pages_of_any_size_list_every_code_once() {
        Row[] rows = new Row[500];
        for (int chunk = 0; chunk < 6; chunk++) {
            for (int i = 0; i < rows.length; i++) {
                rows[i] = row("C" + chunk + "-" + i).type("t");
            }
            load(PLAIN, rows);
        }
        for (int limit : new int[] {7, 1_000}) {
            assertEquals(3_000, codes(ALL, limit).size());
        }
        assertEquals(1, pool.search(ALL, Optional.empty(), 1).items().size());
    }

    @Test
    void codes_of_odd_text_survive_a_cursor() {
        Set<String> odd = Set.of("a:b", "😀", "\"quoted\"", "a b", "x".repeat(255), ".", "..", "Ключ");
        odd.forEach(code -> add("t", code));
        assertEquals(odd, codes(ALL, 1));
    }

    @Test
    void a_claimed_code_is_listed_with_its_claim() {
        add("t", "A");
        claimed("t", "key, with a comma");
        PromoCode code = pool.search(query("t", CodeState.CLAIMED), Optional.empty(), 10)
                .items()
                .get(0);
        assertEquals("key, with a comma", code.claim().orElseThrow().key());
        assertEquals(START, code.claim().orElseThrow().claimedAt());
    }

    @Test
    void an_unknown_cursor_is_refused() {
        for (String cursor : List.of("", "x", "AAAA", "OTk5OTk5OTo", "LTE6")) {
            assertThrows(InvalidFieldException.class, () -> pool.search(ALL, Optional.of(cursor), 10), cursor);
        }
    }

    private static CodeQuery query(String type, CodeState state) {
        return new CodeQuery(Optional.of(type), Optional.of(state));
    }

    private Set<String> codes(CodeQuery query, int limit) {
        List<String> seen = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Page<PromoCode> page = pool.search(query, cursor, limit);
            assertTrue(page.items().size() <= limit);
            page.items().forEach(code -> seen.add(code.code()));
            cursor = page.cursor();
        } while (cursor.isPresent());
        assertEquals(seen.size(), new HashSet<>(seen).size(), "each once");
        return seen.stream().collect(toSet());
    }
}
