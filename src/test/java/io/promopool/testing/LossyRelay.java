package io.promopool.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP relay in front of Redis that loses replies. It forwards a request that contains a marked word to Redis, and
 * cuts the connection before the reply gets back.
 */
public final class LossyRelay implements AutoCloseable {
    private final ServerSocket listener;
    private volatile int target;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final Set<String> marked = ConcurrentHashMap.newKeySet();
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile boolean refusing;

    public LossyRelay(int target) {
        this.target = target;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    public String url() {
        return "redis://127.0.0.1:" + listener.getLocalPort();
    }

    /** The reply to the next request that contains this word is lost. */
    public void loseReplyTo(String word) {
        marked.add(word);
    }

    /** How many connections were cut to lose a reply. */
    public int cuts() {
        return cuts.get();
    }

    /** Cuts all connections; new ones lead to another Redis. */
    public void leadTo(int otherTarget) {
        target = otherTarget;
        sockets.forEach(LossyRelay::close);
        sockets.clear();
    }

    /** Cuts all connections, and refuses new ones. */
    public void refuse() {
        refusing = true;
        sockets.forEach(LossyRelay::close);
    }

    private void accept() {
        while (true) {
            try {
                relay(listener.accept());
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void relay(Socket client) {
        if (refusing) {
            close(client);
            return;
        }
        Socket server;
        try {
            server = new Socket(InetAddress.getLoopbackAddress(), target);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        } catch (IOException redisIsAway) {
            close(client);
            return;
        }
        sockets.add(client);
        sockets.add(server);
        AtomicInteger lost = new AtomicInteger();
        start(() -> pump(client, server, lost, true));
        start(() -> pump(server, client, lost, false));
    }

    private void pump(Socket from, Socket to, AtomicInteger lost, boolean requests) {
        byte[] buffer = new byte[65_536];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (requests && !marked.isEmpty()) {
                    String text = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
                    if (marked.removeIf(text::contains)) {
                        lost.set(1);
                    }
                } else if (!requests && lost.get() == 1) {
                    cuts.incrementAndGet();
                    break;
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException cut) {
            // The other end is cut below.
        }
        close(from);
        close(to);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sockets.forEach(LossyRelay::close);
    }
}
