package io.promopool.testing;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.function.Function;

/** Commands to any Redis that has a URL. */
public final class RedisCall {
    private RedisCall() {}

    /** Opens a connection for this one call. */
    public static <T> T ask(String url, Function<RedisCommands<String, String>, T> question) {
        RedisURI uri = RedisURI.create(url);
        uri.setTimeout(Duration.ofSeconds(60));
        RedisClient client = RedisClient.create(uri);
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return question.apply(connection.sync());
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }
}
