package io.promopool.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.sse.SseClient;
import io.javalin.http.sse.SseHandler;
import io.promopool.alerts.StockForecast;
import io.promopool.alerts.StockMonitor;
import io.promopool.http.message.Json;
import io.promopool.http.message.Problem;
import io.promopool.http.message.ProblemException;
import io.promopool.http.message.ProblemType;
import io.promopool.http.message.Query;
import io.promopool.pool.StorageException;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * {@code GET /v1/events}: the stock of types, as server-sent events. The first event {@code types} has all types. After
 * that, each second, an event {@code types} has those that have changed, if any. The event {@code unavailable} reports
 * that the storage can't be read now.
 */
final class EventsHandler implements Handler, AutoCloseable {
    /** Each listener holds a connection and, before Java 21, a thread. */
    static final int MAX_LISTENERS = 50;

    private static final long INTERVAL_MILLIS = 1_000;

    /** A comment is sent every 10 s if nothing changes, because an idle connection is closed after 30 s. */
    private static final int READS_PER_COMMENT = 10;

    private final StockMonitor stocks;
    private final Renderer renderer;
    private final SseHandler sse = new SseHandler(this::serve);
    private final Semaphore places = new Semaphore(MAX_LISTENERS);
    private final CountDownLatch closed = new CountDownLatch(1);

    EventsHandler(StockMonitor stocks, Renderer renderer) {
        this.stocks = stocks;
        this.renderer = renderer;
    }

    @Override
    public void handle(Context ctx) {
        Query.of(ctx);
        if (!Optional.ofNullable(ctx.header("Accept")).orElse("").contains("text/event-stream")) {
            throw ProblemException.of(
                    ProblemType.INVALID_REQUEST,
                    "This URL is a stream of events; send the header Accept: text/event-stream.");
        }
        if (ctx.method().equals(HandlerType.HEAD)) {
            ctx.contentType("text/event-stream");
            return;
        }
        if (!places.tryAcquire()) {
            throw new ProblemException(Problem.of(
                            ProblemType.TOO_MANY_REQUESTS,
                            "All " + MAX_LISTENERS + " live connections are in use; close a dashboard page, or poll "
                                    + Paths.OVERVIEW + " instead.")
                    .withHeader("Retry-After", "10"));
        }
        sse.handle(ctx);
    }

    /** Runs until the listener closes the connection or the service stops. */
    private void serve(SseClient listener) {
        try {
            Map<String, StockForecast> sent = new HashMap<>();
            int reads = 0;
            do {
                if (!sendChanges(listener, sent) && reads++ % READS_PER_COMMENT == 0) {
                    listener.sendComment("");
                }
            } while (!listener.terminated() && !closed.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            places.release();
        }
    }

    /**
     * Sends an event if there is anything new.
     *
     * @param sent by type, what the listener has received last; updated here
     * @return whether an event was sent
     */
    private boolean sendChanges(SseClient listener, Map<String, StockForecast> sent) {
        List<StockForecast> types;
        try {
            types = stocks.forecasts();
        } catch (StorageException e) {
            listener.sendEvent(
                    "unavailable",
                    Json.object().put("detail", "The storage can't be reached.").toString());
            sent.clear();
            return true;
        }
        boolean isFirst = sent.isEmpty();
        ArrayNode changed = Json.array();
        for (StockForecast type : types) {
            StockForecast shown = byTheMinute(type);
            if (!shown.equals(sent.put(type.stock().type(), shown))) {
                changed.add(renderer.forecast(type));
            }
        }
        if (changed.isEmpty() && !isFirst) {
            return false;
        }
        ObjectNode event = Json.object();
        event.set("types", changed);
        listener.sendEvent("types", event.toString());
        return true;
    }

    /**
     * Rounds the forecast times to minutes: they change with the clock, which alone is not worth an event each second.
     */
    static StockForecast byTheMinute(StockForecast type) {
        return new StockForecast(
                type.stock(),
                type.levels(),
                type.claimedLastHour(),
                type.claimedLastDay(),
                type.runsOutAt().map(at -> at.truncatedTo(ChronoUnit.MINUTES)),
                type.runsOutAtDailyRate().map(at -> at.truncatedTo(ChronoUnit.MINUTES)));
    }

    /** Ends all streams, which would otherwise delay the stop of the service. */
    @Override
    public void close() {
        closed.countDown();
    }
}
