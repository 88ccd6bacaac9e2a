package io.promopool.redis.claims;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.pool.ClaimOutcome;
import io.promopool.pool.ClaimOutcome.Claimed;
import io.promopool.pool.CodePool;
import io.promopool.pool.PoolCounts;
import io.promopool.redis.testing.PoolCase;
import io.promopool.testing.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConcurrentClaimsIT extends PoolCase {
    private static final int CODES = 20_000;
    private static final int THREADS = 16;

    @Test
    void sixteen_threads_that_share_keys_over_two_services_get_each_code_once() throws Exception {
        loadMany("t", CODES);
        CodePool other = open(clock);
        Map<String, String> codes = new ConcurrentHashMap<>();
        AtomicInteger fresh = new AtomicInteger();

        // Every key is claimed by two threads, one on each service, at about the same time.
        inThreads(THREADS, thread -> {
            CodePool service = thread % 2 == 0 ? pool : other;
            int share = CODES / (THREADS / 2);
            for (int i = 0; i < share; i++) {
                String key = "key-" + (thread / 2 * share + i);
                Claimed claimed = assertInstanceOf(
                        Claimed.class, service.claim(request("t", key)).join());
                String before = codes.putIfAbsent(key, claimed.claim().code());
                assertTrue(before == null || before.equals(claimed.claim().code()), "one code for each key");
                fresh.addAndGet(claimed.replayed() ? 0 : 1);
            }
            return null;
        });

        assertEquals(CODES, codes.size());
        assertEquals(CODES, new HashSet<>(codes.values()).size(), "no code twice");
        assertEquals(CODES, fresh.get(), "each key was new once");
        assertEquals(new PoolCounts(0, CODES, 0, 0), counts("t"));
        assertInstanceOf(ClaimOutcome.Exhausted.class, claim(request("t", "one more")));
    }

    @Test
    void concurrent_claims_uploads_and_retirements_keep_the_sums() throws Exception {
        loadMany("t", 4_000);
        CodePool other = open(clock);
        Map<String, String> codes = new ConcurrentHashMap<>();
        inThreads(8, thread -> {
            Random random = new Random(thread);
            CodePool service = thread % 2 == 0 ? pool : other;
            for (int i = 0; i < 500; i++) {
                String code = "C" + random.nextInt(4_000);
                switch (thread % 4) {
                    case 0, 1 -> {
                        String key = thread + "-" + i;
                        if (service.claim(request("t", key)).join() instanceof Claimed claimed) {
                            assertEquals(null, codes.put(claimed.claim().code(), key), "no code twice");
                        }
                    }
                    case 2 -> service.setInUse(code, random.nextBoolean());
                    default ->
                        service.load(
                                        List.of(row(code)
                                                .discount(random.nextInt(3))
                                                .row()),
                                        REACTIVATE)
                                .join();
                }
            }
            return null;
        });
        assertEquals(4_000, counts("t").total());
        assertEquals(codes.size(), counts("t").claimed());
    }

    @Test
    void services_whose_clocks_differ_hand_out_each_code_once() throws Exception {
        ManualClock ahead = new ManualClock(START.plusSeconds(4));
        CodePool other = open(ahead);
        for (int i = 0; i < 200; i++) {
            load(row("soon" + i).type("t").expires(Duration.ofSeconds(4)));
            load(row("later" + i).type("t").expires(Duration.ofDays(4)));
        }
        Map<String, String> codes = new ConcurrentHashMap<>();
        inThreads(4, thread -> {
            for (int i = 0; i < 100; i++) {
                ClaimOutcome outcome = (thread % 2 == 0 ? pool : other)
                        .claim(request("t", thread + "-" + i))
                        .join();
                String code = assertInstanceOf(Claimed.class, outcome).claim().code();
                assertEquals(null, codes.put(code, "" + thread), "no code twice");
                assertTrue(
                        thread % 2 == 0 || code.startsWith("later"),
                        "never a code that is expired by the clock of its service");
            }
            return null;
        });
        assertEquals(400, counts("t").claimed());
    }

    private void loadMany(String type, int codes) {
        for (int first = 0; first < codes; first += 500) {
            Row[] rows = new Row[500];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = row("C" + (first + i)).type(type);
            }
            load(PLAIN, rows);
        }
    }

    private interface Work {
        Void in(int thread) throws Exception;
    }

    private static void inThreads(int threads, Work work) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                tasks.add(() -> work.in(thread));
            }
            for (Future<Void> done : executor.invokeAll(tasks, 120, TimeUnit.SECONDS)) {
                done.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }
}
