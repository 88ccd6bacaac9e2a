package io.promopool.bench;

import java.util.ArrayDeque;
import java.util.Queue;

/** When the next request is sent, and on which connection. Used by the driver's one thread. */
sealed interface Pace {
    /** A connection is idle: it was just opened, or has received its response. */
    void idle(Connection connection);

    /** Sends nothing more. */
    boolean isOver();

    /** Each connection sends again at once. */
    final class Closed implements Pace {
        private final long endNanos;
        private long toSend;

        Closed(long endNanos, long most) {
            this.endNanos = endNanos;
            this.toSend = most;
        }

        @Override
        public void idle(Connection connection) {
            long now = System.nanoTime();
            if (toSend > 0 && now - endNanos < 0) {
                toSend--;
                connection.send(now);
            }
        }

        @Override
        public boolean isOver() {
            return toSend == 0 || System.nanoTime() - endNanos >= 0;
        }
    }

    /** Sends one request per interval. A request that finds no idle connection waits, and its wait counts. */
    final class Constant implements Pace {
        private final long startNanos;
        private final double intervalNanos;
        private final long requests;
        private final Queue<Connection> idle = new ArrayDeque<>();
        private long sent;

        Constant(long startNanos, double intervalNanos, long requests) {
            this.startNanos = startNanos;
            this.intervalNanos = intervalNanos;
            this.requests = requests;
        }

        @Override
        public void idle(Connection connection) {
            idle.add(connection);
            sendDue();
        }

        /** Sends the requests that are due, and returns the time until the next one. */
        long sendDue() {
            while (!isOver()) {
                long planned = startNanos + (long) (sent * intervalNanos);
                long wait = planned - System.nanoTime();
                if (wait > 0) {
                    return wait;
                }
                if (idle.isEmpty()) {
                    return (long) intervalNanos;
                }
                sent++;
                idle.remove().send(planned);
            }
            return 0;
        }

        @Override
        public boolean isOver() {
            return sent >= requests;
        }
    }
}
