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
 * {@code GET /v1/events}: how types stand, as server-sent events. The first event, {@code types}, has all of them; then
 * each second those that have changed, if any. {@code unavailable} says that the storage can't tell now.
 */
final class EventsHandler implements Handler, AutoCloseable {
    /** Each holds a connection and, on Java 17, a thread. */
    static final int MAX_LISTENERS = 50;

    private static final long BETWEEN_LOOKS_MILLIS = 1_000;

    /** A connection on which nothing is written is closed after 30 s. */
    private static final int LOOKS_BETWEEN_COMMENTS = 10;

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
        if (ctx.method() == HandlerType.HEAD) {
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

    /** Runs as long as the listener stays. */
    private void serve(SseClient listener) {
        try {
            Map<String, StockForecast> told = new HashMap<>();
            int looks = 0;
            do {
                if (!tell(listener, told) && looks++ % LOOKS_BETWEEN_COMMENTS == 0) {
                    listener.sendComment("");
                }
            } while (!listener.terminated() && !closed.await(BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            places.release();
        }
    }

    /** Whether there was anything to tell. */
    private boolean tell(SseClient listener, Map<String, StockForecast> told) {
        List<StockForecast> types;
        try {
            types = stocks.forecasts();
        } catch (StorageException e) {
            listener.sendEvent(
                    "unavailable",
                    Json.object().put("detail", "The storage can't be reached.").toString());
            told.clear();
            return true;
        }
        boolean isFirst = told.isEmpty();
        ArrayNode changed = Json.array();
        for (StockForecast type : types) {
            StockForecast seen = byTheMinute(type);
            if (!seen.equals(told.put(type.stock().type(), seen))) {
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

    /** A forecast moves on with the clock even where nothing happens, which is not worth telling each second. */
    static StockForecast byTheMinute(StockForecast type) {
        return new StockForecast(
                type.stock(),
                type.levels(),
                type.claimedLastHour(),
                type.claimedLastDay(),
                type.runsOutAt().map(at -> at.truncatedTo(ChronoUnit.MINUTES)),
                type.runsOutAtDailyRate().map(at -> at.truncatedTo(ChronoUnit.MINUTES)));
    }

    /** Ends all streams, which would hold up a stop. */
    @Override
    public void close() {
        closed.countDown();
    }
}
