package io.promopool.alerts;

import io.promopool.lang.DaemonThreads;
import io.promopool.lang.OncePerMinute;
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
 * Delivers alerts to webhooks. Alerts wait in the storage. If there are several services, each alert is delivered by
 * one of them, because one service at a time takes it. A message that might have arrived is sent again with the same
 * id.
 */
public final class Webhooks implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /**
     * Longer than the delivery of an alert takes. If a service dies during the delivery, the alert is delayed by this
     * time.
     */
    private static final Duration LEASE = Duration.ofSeconds(30);

    private static final int MAX_ALERTS_AT_A_TIME = 20;

    /** The wait after the first attempt. After each further attempt it is twice as long. */
    private static final Duration FIRST_WAIT = Duration.ofSeconds(5);

    private static final Duration MAX_WAIT = Duration.ofHours(1);

    /** An alert that is older than this is of no use to anybody. */
    private static final Duration GIVE_UP_AFTER = Duration.ofHours(24);

    private static final Logger log = LoggerFactory.getLogger(Webhooks.class);

    private final AlertOutbox outbox;
    private final List<Webhook> webhooks;
    private final AlertMessage message;
    private final InstantSource clock;
    private final DeliveryListener listener;
    private final OncePerMinute failures = new OncePerMinute();
    private final ScheduledExecutorService schedule =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("webhooks"));

    public Webhooks(AlertOutbox outbox, AlertSettings settings, InstantSource clock, DeliveryListener listener) {
        // A redirect would send a signed message to another receiver.
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

    /**
     * Starts to deliver, and returns at once. Without webhooks nothing is delivered, and alerts wait for a service that
     * has webhooks.
     */
    public void start() {
        if (!webhooks.isEmpty()) {
            long millis = INTERVAL.toMillis();
            schedule.scheduleWithFixedDelay(this::deliverQuietly, millis, millis, TimeUnit.MILLISECONDS);
        }
    }

    private void deliverQuietly() {
        try {
            deliver();
        } catch (RuntimeException e) {
            failures.run(
                    "delivery",
                    repeated -> log.warn("delivering alerts failed and is retried: {}{}", e.getMessage(), repeated));
        }
    }

    /** Delivers the alerts that are due, and waits until they are delivered. */
    void deliver() {
        List<Delivery> due = outbox.take(MAX_ALERTS_AT_A_TIME, LEASE);
        Map<Delivery, CompletableFuture<Set<String>>> sendings = new HashMap<>();
        due.forEach(delivery -> sendings.put(delivery, send(delivery)));
        sendings.forEach((delivery, sending) -> settle(delivery, sending.join()));
    }

    /** Sends an alert to the webhooks that it has not reached; returns the names of all that it then has reached. */
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
        failures.run(
                webhook.host(),
                repeated -> log.warn(
                        "alert {} did not reach the webhook at {}: {}{}",
                        delivery.alert().id(),
                        webhook.host(),
                        cause.toString(),
                        repeated));
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
                    "alert {} was given up: it did not reach every webhook within a day (attempts: {})",
                    delivery.alert().id(),
                    delivery.attempts());
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
        schedule.shutdownNow();
    }
}
