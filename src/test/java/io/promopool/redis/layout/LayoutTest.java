package io.promopool.redis.layout;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.redis.testing.PoolCase;
import org.junit.jupiter.api.Test;

/** A pool that another version stored, or that was stored with other settings, is refused at the start. */
class LayoutTest extends PoolCase {
    @Test
    void a_pool_of_an_older_layout_is_refused_and_not_changed() {
        server.raw().hset(keys.meta(), "layout", "1");
        IllegalStateException refusal = assertThrows(IllegalStateException.class, () -> open(clock));
        assertTrue(refusal.getMessage().contains("layout 1"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("supports only 2"), refusal.getMessage());
        assertTrue("1".equals(server.raw().hget(keys.meta(), "layout")));
        server.raw().hset(keys.meta(), "layout", "2");
    }
}
