package io.promopool.redis.connection;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.AclSetuserArgs;
import io.promopool.testing.TestRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisConnectorTest {
    private static final int AT_ONCE = 3;
    private static final int TIMES = 60;

    private final TestRedis server = TestRedis.emptied();

    @BeforeEach
    void addUser() {
        server.raw()
                .aclSetuser(
                        "somebody",
                        AclSetuserArgs.Builder.on()
                                .addPassword("secret")
                                .allCommands()
                                .allKeys()
                                .allChannels());
    }

    @AfterEach
    void removeUser() {
        server.raw().aclDeluser("somebody");
    }

    @Test
    void a_connection_of_a_user_with_a_password_can_be_used_at_once() {
        String url = server.url().replace("redis://", "redis://somebody:secret@");
        List<Thread> threads = IntStream.range(0, AT_ONCE)
                .mapToObj(i -> new Thread(() -> connect(url)))
                .toList();
        List<Throwable> faults = Collections.synchronizedList(new ArrayList<>());
        threads.forEach(thread -> thread.setUncaughtExceptionHandler((one, fault) -> faults.add(fault)));
        threads.forEach(Thread::start);
        threads.forEach(thread -> {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertTrue(faults.isEmpty(), faults.toString());
    }

    private static void connect(String url) {
        for (int i = 0; i < TIMES; i++) {
            try (RedisConnector redis =
                    RedisConnector.connect(url, Duration.ofSeconds(5), Durability.ofOneNode(), RedisListener.NONE)) {
                Stream.of(redis.watch(), redis.reads(), redis.writes())
                        .forEach(link -> link.read(commands -> commands.time()));
            }
        }
    }
}
