package io.promopool.alerts;

import io.promopool.lang.DaemonThreads;
import io.promopool.pool.Alert;
import io.promopool.pool.AlertOutbox;
import io.promopool.pool.AlertOutbox.Delivery;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers alerts. They wait in the storage, and each is taken by one service at a time, so that of several services one
 * delivers it. A message that may have arrived is sent again with the same id.
 */
public final class Webhooks implements AutoCloseable {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    /** Longer than a message takes; a service that dies with an alert in hand holds it up for so long. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    private static final int ALERTS_AT_A_TIME = 20;

    /** The first wait; each later one is twice as long. */
    private static final Duration FIRST_WAIT = Duration.ofSeconds(5);

    private static final Duration MAX_WAIT = Duration.ofHours(1);

    /** After this nobody wants to be told any more. */
    private static final Duration GIVE_UP_AFTER = Duration.ofHours(24);

    private static final Logger log = LoggerFactory.getLogger(Webhooks.class);

    private final AlertOutbox outbox;
    private final List<Webhook> webhooks;
    private final AlertMessage message;
    private final InstantSource clock;
    private final DeliveryListener listener;
    private final ScheduledExecutorService looks =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("webhooks"));

    public Webhooks(AlertOutbox outbox, AlertSettings settings, InstantSource clock, DeliveryListener listener) {
        // A redirect would take a signed message to somebody else.
        HttpClient http = HttpClient.newBuilder()
                .followRedirects(Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        this.outbox = outbox;
        this.webhooks = settings.webhook().stream()
                .flatMap(webhook -> webhook.urls().stream().map(url -> new Webhook(http, url, webhook.signature())))
                .toList();
        this.message = new AlertMessage(settings.organisation());
        this.clock = clock;
        this.listener = listener;
    }

    /** Begins to deliver; where there are no webhooks, alerts stay for a service that has some. */
    public void start() {
        if (!webhooks.isEmpty()) {
            long millis = BETWEEN_LOOKS.toMillis();
            looks.scheduleWithFixedDelay(this::deliverQuietly, millis, millis, TimeUnit.MILLISECONDS);
        }
    }

    private void deliverQuietly() {
        try {
            deliver();
        } catch (RuntimeException e) {
            log.warn("alerts are not delivered now, and will be tried again: {}", e.getMessage());
        }
    }

    /** Delivers what is due, and waits for it. */
    void deliver() {
        List<Delivery> due = outbox.take(ALERTS_AT_A_TIME, LEASE);
        Map<Delivery, CompletableFuture<Set<String>>> sendings = new HashMap<>();
        due.forEach(delivery -> sendings.put(delivery, send(delivery)));
        sendings.forEach((delivery, sending) -> settle(delivery, sending.join()));
    }

    /** To all whom it has not reached; tells whom it has reached then. */
    private CompletableFuture<Set<String>> send(Delivery delivery) {
        Set<String> reached = ConcurrentHashMap.newKeySet();
        reached.addAll(delivery.delivered());
        if (isTooOld(delivery.alert())) {
            return CompletableFuture.completedFuture(reached);
        }
        byte[] body = message.of(delivery.alert());
        CompletableFuture<?>[] sent = webhooks.stream()
                .filter(webhook -> !reached.contains(webhook.name()))
                .map(webhook -> webhook.send("alert-" + delivery.alert().id(), clock.instant(), body)
                        .thenRun(() -> reached(webhook, reached))
                        .exceptionally(fault -> missed(delivery, webhook, fault)))
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(sent).thenApply(nothing -> reached);
    }

    private void reached(Webhook webhook, Set<String> reached) {
        reached.add(webhook.name());
        listener.delivered();
    }

    private Void missed(Delivery delivery, Webhook webhook, Throwable fault) {
        Throwable cause = fault.getCause() == null ? fault : fault.getCause();
        log.warn("alert {} did not reach {}: {}", delivery.alert().id(), webhook.host(), cause.toString());
        listener.missed();
        return null;
    }

    private boolean isTooOld(Alert alert) {
        return alert.at().plus(GIVE_UP_AFTER).isBefore(clock.instant());
    }

    private void settle(Delivery delivery, Set<String> reached) {
        Delivery done = new Delivery(delivery.alert(), delivery.attempts(), reached);
        Set<String> missing = new HashSet<>();
        webhooks.forEach(webhook -> missing.add(webhook.name()));
        missing.removeAll(reached);
        if (missing.isEmpty()) {
            outbox.settle(done);
        } else if (isTooOld(delivery.alert())) {
            log.error(
                    "alert {} was given up after {} attempts", delivery.alert().id(), delivery.attempts());
            listener.givenUp();
            outbox.settle(done);
        } else {
            outbox.postpone(done, waitAfter(delivery.attempts()));
        }
    }

    static Duration waitAfter(int attempts) {
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(attempts - 1, 20));
        return wait.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : wait;
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
