package io.promopool.bench;

import java.util.ArrayDeque;
import java.util.Queue;

/** When the next request is sent, and on which connection. Used by the driver's one thread. */
sealed interface Pace {
    /** A connection is open and has nothing to do, at first or since its answer came. */
    void idle(Connection connection);

    /** Nothing more is sent. */
    boolean isOver();

    /** Each connection sends again at once. */
    final class Closed implements Pace {
        private final long endNanos;
        private long left;

        Closed(long endNanos, long most) {
            this.endNanos = endNanos;
            this.left = most;
        }

        @Override
        public void idle(Connection connection) {
            long now = System.nanoTime();
            if (left > 0 && now - endNanos < 0) {
                left--;
                connection.send(now);
            }
        }

        @Override
        public boolean isOver() {
            return left == 0 || System.nanoTime() - endNanos >= 0;
        }
    }

    /** One request every so many nanoseconds; those that find no idle connection wait, and their waiting counts. */
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

        /** Sends what is due, and answers how long until the next one is. */
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
