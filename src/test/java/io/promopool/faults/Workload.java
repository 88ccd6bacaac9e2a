package io.promopool.faults;

import io.promopool.faults.Call.Answer;
import io.promopool.faults.Call.Row;
import io.promopool.faults.Caller.Wish;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** Callers that claim, look up, upload and retire at the same time, each at its own pace, until they are stopped. */
final class Workload {
    private static final int CLAIMERS = 6;
    private static final int UPLOADERS = 2;
    private static final int RECENT = 500;
    private static final int LARGEST_BATCH = 40;
    private static final int MAX_LISTED_ERRORS = 100;

    /** It never runs out, and some of its codes are valid for a month. */
    static final String STEADY = "steady";

    /** Runs out again and again. */
    static final String SCARCE = "scarce";

    /** Expires within seconds. */
    static final String BRIEF = "brief";

    static final List<String> TYPES = List.of(STEADY, SCARCE, BRIEF);

    private final Caller caller;
    private final List<URI> services;
    private final long seed;
    private final List<Wish> recent = new ArrayList<>(); // guarded by itself
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> workers = new ArrayList<>();
    private volatile boolean stopped;

    Workload(Caller caller, List<URI> services, long seed) {
        this.caller = caller;
        this.services = services;
        this.seed = seed;
    }

    void start() {
        for (int i = 0; i < CLAIMERS; i++) {
            start(new Claimer(i, new Random(seed + i)), 12);
        }
        for (int i = 0; i < UPLOADERS; i++) {
            start(new Uploader(i, new Random(~seed + i)), 80);
        }
        Random random = new Random(seed);
        start(() -> recent(random).flatMap(Wish::key).ifPresent(key -> caller.lookUp(service(0, random), key)), 12);
    }

    private void start(Runnable step, int pauseMillis) {
        Random random = new Random(seed);
        workers.add(threads.submit(() -> {
            while (!stopped) {
                step.run();
                LockSupport.parkNanos(
                        Duration.ofMillis(random.nextInt(pauseMillis)).toNanos());
            }
        }));
    }

    /** Returns when the last caller has its response, or has given up. */
    void stop() {
        stopped = true;
        try {
            for (Future<?> worker : workers) {
                worker.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a caller failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            threads.shutdown();
        }
    }

    /** Mostly the same service for a caller, so that not all callers wait for one that is frozen. */
    private URI service(int home, Random random) {
        return services.get((random.nextInt(20) == 0 ? home + 1 : home) % services.size());
    }

    private void remember(Wish wish) {
        synchronized (recent) {
            if (recent.size() == RECENT) {
                recent.remove(0);
            }
            recent.add(wish);
        }
    }

    private Optional<Wish> recent(Random random) {
        synchronized (recent) {
            return recent.isEmpty() ? Optional.empty() : Optional.of(recent.get(random.nextInt(recent.size())));
        }
    }

    /** Sends claims: with new keys, with keys that other callers use at the same time, without keys, and in batches. */
    private final class Claimer implements Runnable {
        private final int number;
        private final Random random;
        private int keys;

        Claimer(int number, Random random) {
            this.number = number;
            this.random = random;
        }

        @Override
        public void run() {
            if (random.nextInt(20) == 0) {
                int size = 1 + random.nextInt(LARGEST_BATCH);
                caller.claim(
                        service(number, random),
                        random.ints(size).mapToObj(i -> wish()).toList());
            } else {
                caller.claim(service(number, random), wish());
            }
        }

        private Wish wish() {
            int die = random.nextInt(100);
            if (die < 20) {
                return recent(random).orElseGet(this::newWish);
            }
            return die < 30 ? new Wish(type(), 0, Optional.empty()) : newWish();
        }

        private Wish newWish() {
            String type = type();
            // The record of a long key is stored in another place.
            String key = "run-" + number + "-" + keys++ + (random.nextInt(10) == 0 ? "-" + "x".repeat(150) : "");
            Wish wish = new Wish(type, type.equals(STEADY) && random.nextInt(4) == 0 ? 7 : 0, Optional.of(key));
            remember(wish);
            return wish;
        }

        private String type() {
            int die = random.nextInt(10);
            return die < 7 ? STEADY : die < 9 ? SCARCE : BRIEF;
        }
    }

    /**
     * Sends files. A file with an unknown outcome is sent again or not, at random. Some codes are retired afterwards.
     */
    private final class Uploader implements Runnable {
        private final int number;
        private final Random random;
        private int codes;
        private String lastType = STEADY;
        private List<Row> last = List.of();

        Uploader(int number, Random random) {
            this.number = number;
            this.random = random;
        }

        @Override
        public void run() {
            if (last.isEmpty()) {
                prepare();
            }
            Answer answer = caller.upload(service(number, random), lastType, last);
            if (random.nextInt(4) == 0) {
                caller.retire(
                        service(number, random),
                        last.get(random.nextInt(last.size())).code());
            }
            boolean isDone = answer instanceof Answer.Loaded;
            // The report lists at most a hundred rejected rows, so a larger file is sent only once.
            if (isDone || last.size() > MAX_LISTED_ERRORS || random.nextBoolean()) {
                last = List.of();
            }
        }

        private void prepare() {
            int die = random.nextInt(100);
            lastType = die < 60 ? STEADY : die < 80 ? SCARCE : BRIEF;
            int rows =
                    switch (lastType) {
                        case STEADY -> die < 3 ? 1_700 : 20 + random.nextInt(60);
                        case SCARCE -> 1 + random.nextInt(4);
                        default -> 5 + random.nextInt(10);
                    };
            Optional<Instant> expires = expiry();
            last = random.ints(rows)
                    .mapToObj(i -> new Row(code(), random.nextInt(50) == 0, expires))
                    .toList();
        }

        private Optional<Instant> expiry() {
            Instant second = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            if (lastType.equals(BRIEF)) {
                return Optional.of(second.plusSeconds(2 + random.nextInt(3)));
            }
            boolean isForAMonth = lastType.equals(STEADY) && random.nextInt(3) == 0;
            return isForAMonth
                    ? Optional.of(second.truncatedTo(ChronoUnit.DAYS).plus(30, ChronoUnit.DAYS))
                    : Optional.empty();
        }

        private String code() {
            return "PROMO-" + number + "-" + codes++;
        }
    }
}
