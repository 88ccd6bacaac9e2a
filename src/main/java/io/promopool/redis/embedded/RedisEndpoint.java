package io.promopool.redis.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;

/** The port that the embedded Redis listens on, and its password. */
record RedisEndpoint(int port, String password) {
    static final String HOST = "127.0.0.1";

    // Below the ports that Linux and macOS use for outgoing connections. Such a connection could take a higher port
    // while Redis restarts, and one that tries to reach Redis meanwhile could even connect to itself.
    private static final int FIRST_PORT = 20_000;
    private static final int LAST_PORT = 32_767;

    private static final int MAX_TRIES = 200;
    private static final int PASSWORD_BYTES = 24;

    RedisEndpoint {
        Objects.requireNonNull(password);
    }

    /**
     * Chooses a free port and a password. Another program might take the port before Redis does.
     *
     * @throws EmbeddedRedisException if no free port was found
     */
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

    @SuppressWarnings("AddressSelection") // HOST is an address, not a name that could have several.
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

    /** Leaves out the password, because this text is logged. */
    @Override
    public String toString() {
        return HOST + ":" + port;
    }
}
