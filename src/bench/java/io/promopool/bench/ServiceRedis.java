package io.promopool.bench;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.promopool.testing.BundledRedis;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What the embedded Redis of the service reports. The configuration that the service wrote says where it is. */
final class ServiceRedis implements AutoCloseable {
    private static final long POLL_MILLIS = 100;

    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;

    private ServiceRedis(RedisClient client) {
        this.client = client;
        this.connection = client.connect();
    }

    static ServiceRedis in(Path dataFolder) throws IOException {
        return new ServiceRedis(RedisClient.create(BundledRedis.urlIn(dataFolder)));
    }

    String version() {
        return info("server", "redis_version");
    }

    long usedMemoryBytes() {
        return Long.parseLong(info("memory", "used_memory"));
    }

    /** Waits until Redis no longer rewrites its file. A large upload causes a rewrite. */
    void awaitQuiet() throws InterruptedException {
        while (!info("persistence", "aof_rewrite_in_progress").equals("0")
                || !info("persistence", "aof_rewrite_scheduled").equals("0")) {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private String info(String section, String name) {
        return connection
                .sync()
                .info(section)
                .lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        connection.close();
        client.shutdown(0, 2, TimeUnit.SECONDS);
    }
}
