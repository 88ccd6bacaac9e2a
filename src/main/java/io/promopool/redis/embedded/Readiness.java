package io.promopool.redis.embedded;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Checks whether a starting Redis can serve yet, with a short-lived client of its own. */
final class Readiness implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int THREADS = 2;

    private final ClientResources resources;
    private final RedisClient client;

    Readiness(RedisEndpoint endpoint) {
        RedisURI uri = RedisURI.create(endpoint.url());
        uri.setTimeout(TIMEOUT);
        resources = DefaultClientResources.builder()
                .ioThreadPoolSize(THREADS)
                .computationThreadPoolSize(THREADS)
                .build();
        client = RedisClient.create(resources, uri);
        client.setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .socketOptions(SocketOptions.builder().connectTimeout(TIMEOUT).build())
                .build());
    }

    /**
     * Checks once; takes up to a few seconds. True means that it is the Redis that was started, because it accepted the
     * password, and that it has loaded its data, because it refuses a PING until then.
     */
    boolean isServing() {
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return "PONG".equals(connection.sync().ping());
        } catch (RedisException e) {
            return false;
        }
    }

    @Override
    public void close() {
        client.shutdown(0, TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        resources.shutdown(0, TIMEOUT.toSeconds(), TimeUnit.SECONDS).awaitUninterruptibly(TIMEOUT.toMillis());
    }
}
