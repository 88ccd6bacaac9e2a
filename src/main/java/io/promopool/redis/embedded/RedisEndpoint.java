package io.promopool.redis.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;

/** Where the embedded Redis listens, and the password that it asks for. */
record RedisEndpoint(int port, String password) {
    static final String HOST = "127.0.0.1";

    // Below the ports that Linux and macOS give to outgoing connections. Above, such a connection could take our port
    // while Redis is being restarted; one that tries to reach Redis meanwhile could even connect to itself.
    private static final int FIRST_PORT = 20_000;
    private static final int LAST_PORT = 32_767;

    private static final int MAX_TRIES = 200;
    private static final int PASSWORD_BYTES = 24;

    RedisEndpoint {
        Objects.requireNonNull(password);
    }

    /** A port that is free at this moment, and may be another's at the next. */
    static RedisEndpoint random(SecureRandom random) throws IOException {
        for (int i = 0; i < MAX_TRIES; i++) {
            int port = random.nextInt(FIRST_PORT, LAST_PORT + 1);
            if (isFree(port)) {
                byte[] password = new byte[PASSWORD_BYTES];
                random.nextBytes(password);
                return new RedisEndpoint(port, HexFormat.of().formatHex(password));
            }
        }
        throw new EmbeddedRedisException(
                "No free port was found for Redis on %s from %d to %d.".formatted(HOST, FIRST_PORT, LAST_PORT));
    }

    private static boolean isFree(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), port), 1);
            return true;
        } catch (BindException e) {
            return false;
        }
    }

    String url() {
        return "redis://:%s@%s:%d".formatted(password, HOST, port);
    }

    /** Without the password, because such text ends in logs. */
    @Override
    public String toString() {
        return HOST + ":" + port;
    }
}
