package io.promopool.bench;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** One load, from its first request to its last response. Everything happens in the thread of its event loop. */
final class LoadRun {
    private final Load load;
    private final EventLoop loop;
    private final CompletableFuture<LoadResult> result = new CompletableFuture<>();
    private final Histogram latencies = new Histogram(TimeUnit.MINUTES.toNanos(2), 3);
    private final List<Connection> connections = new ArrayList<>();
    private Pace pace;
    private long startNanos;
    private long answers;
    private int underWay;

    LoadRun(Load load, EventLoop loop) {
        this.load = load;
        this.loop = loop;
    }

    CompletableFuture<LoadResult> result() {
        return result;
    }

    /** The load begins when all connections are open. */
    void opened(Connection connection) {
        connections.add(connection);
        if (connections.size() == load.connections()) {
            // Not in the event of the last connection, so that all connections start in the same way.
            loop.execute(this::begin);
        }
    }

    private void begin() {
        startNanos = System.nanoTime();
        if (load.ratePerSecond() == 0) {
            pace = new Pace.Closed(startNanos + load.time().toNanos(), load.most());
            connections.forEach(pace::idle);
        } else {
            double requests = Math.min(load.most(), load.time().toNanos() / 1e9 * load.ratePerSecond());
            Pace.Constant constant = new Pace.Constant(startNanos, 1e9 / load.ratePerSecond(), (long) requests);
            pace = constant;
            connections.forEach(pace::idle);
            sendDue(constant);
        }
    }

    private void sendDue(Pace.Constant constant) {
        long waitNanos = constant.sendDue();
        if (!constant.isOver() && !result.isDone()) {
            loop.schedule(() -> sendDue(constant), waitNanos, TimeUnit.NANOSECONDS);
        }
    }

    void sent() {
        underWay++;
    }

    void answered(Connection connection, long nanos) {
        underWay--;
        answers++;
        latencies.recordValue(Math.min(nanos, latencies.getHighestTrackableValue()));
        if (!result.isDone()) {
            pace.idle(connection);
            if (underWay == 0 && pace.isOver()) {
                result.complete(new LoadResult(answers, (System.nanoTime() - startNanos) / 1e9, latencies));
            }
        }
    }

    /** A server may close an idle connection, but not one with a request in flight. */
    void closed(boolean waiting) {
        if (waiting || !result.isDone()) {
            fail(new IllegalStateException("the server closed a connection"));
        }
    }

    void fail(Throwable cause) {
        result.completeExceptionally(cause);
    }
}
