package io.promopool.http.jetty;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;

/** A connector of Jetty whose connections know the answer queue of the selector that watches them. */
public final class SelectorConnector extends ServerConnector {
    private final Map<ManagedSelector, AnswerQueue> queues = new ConcurrentHashMap<>();

    private final ConnectionLimit limit;

    SelectorConnector(Server server, HttpConnectionFactory http, int maxConnections) {
        super(server, http);
        limit = new ConnectionLimit(this, SelectorConnector::waitsForCaller, maxConnections);
    }

    /** Returns the queue of the selector that watches the connection of a request. */
    public static AnswerQueue answersOf(Request request) {
        return ((QueuedEndPoint) request.getConnectionMetaData().getConnection().getEndPoint()).answers;
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        AnswerQueue answers = queues.computeIfAbsent(selector, AnswerQueue::new);
        SocketChannelEndPoint endPoint = new QueuedEndPoint(channel, selector, key, getScheduler(), answers);
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }

    /**
     * Checks the limit after the new connection is counted: several connections can open at the same time, and the last
     * of them must see all others.
     */
    @Override
    protected void onEndPointOpened(EndPoint opened) {
        super.onEndPointOpened(opened);
        limit.ensureRoom();
    }

    /** Whether nothing can happen on a connection until its caller sends or reads something. */
    private static boolean waitsForCaller(EndPoint connection) {
        return connection instanceof QueuedEndPoint endPoint && endPoint.waitsForCaller();
    }

    private static final class QueuedEndPoint extends SocketChannelEndPoint {
        private final AnswerQueue answers;

        QueuedEndPoint(
                SocketChannel channel,
                ManagedSelector selector,
                SelectionKey key,
                Scheduler scheduler,
                AnswerQueue answers) {
            super(channel, selector, key, scheduler);
            this.answers = answers;
        }

        private boolean waitsForCaller() {
            return isFillInterested() || getWriteFlusher().isPending();
        }
    }
}
