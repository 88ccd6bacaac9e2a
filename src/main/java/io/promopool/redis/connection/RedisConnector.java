package io.promopool.redis.connection;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.TcpUserTimeoutOptions;
import io.lettuce.core.StaticCredentialsProvider;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.EpollProvider;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.promopool.pool.StorageException;
import io.promopool.pool.StorageException.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The connections to Redis: one for claims, one for all other writes, one for reading, and one to watch it, so that a
 * claim never stands behind a chunk of an upload on its way there, nor the watch behind a search.
 *
 * <p>lettuce as it comes re-sends unanswered commands after a reconnect and queues without bound while disconnected.
 * Both would give codes out twice or to callers who have gone, so both are switched off here.
 */
public final class RedisConnector implements AutoCloseable {
    /** Above this, commands are refused. Claims are bounded before, by {@code claims.max-waiting}. */
    private static final int MAX_COMMANDS_UNDER_WAY = 20_000;

    /** How often a lost connection is tried anew; lettuce's own 30 s would keep a restarted Redis waiting. */
    private static final Delay RECONNECT_DELAY =
            Delay.exponential(Duration.ofMillis(10), Duration.ofMillis(500), 2, TimeUnit.MILLISECONDS);

    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final ClientResources resources;
    private final RedisClient client;
    private final RedisLink claims;
    private final RedisLink writes;
    private final RedisLink reads;
    private final RedisLink watch;
    private final RedisTime time = new RedisTime();

    private RedisConnector(String url, Duration timeout, Durability durability, RedisListener listener) {
        // First: where the URL is none, there is nothing to be closed.
        RedisURI uri = uri(url, timeout);
        resources = DefaultClientResources.builder()
                .reconnectDelay(RECONNECT_DELAY)
                .nettyCustomizer(new NettyCustomizer() {
                    @Override
                    public void afterChannelInitialized(Channel channel) {
                        channels.add(channel);
                    }
                })
                .build();
        client = RedisClient.create(resources, uri);
        client.setOptions(options(timeout));
        try {
            claims = link(timeout, durability, listener);
            writes = link(timeout, durability, listener);
            reads = link(timeout, Durability.ofOneNode(), listener);
            // What it asks once a second, whatever goes on, would only blur what is heard of the others.
            watch = link(timeout, Durability.ofOneNode(), RedisListener.NONE);
        } catch (RuntimeException e) {
            shutDown();
            throw e;
        }
    }

    private static RedisURI uri(String url, Duration timeout) {
        RedisURI uri = RedisURI.create(url);
        // lettuce takes a user and password of a URL for something that must be waited for, and then may give out a
        // connection just before it can be used: a start or a recount failed now and then with "not connected".
        uri.setCredentialsProvider(new StaticCredentialsProvider(
                uri.getCredentialsProvider().resolveCredentials().block()));
        uri.setTimeout(timeout);
        uri.setClientName("promopool");
        // Else lettuce tells its own name by a command that users with few rights may not run, and Redis notes a
        // refusal.
        uri.setLibraryName("");
        uri.setLibraryVersion("");
        return uri;
    }

    private RedisLink link(Duration timeout, Durability durability, RedisListener listener) {
        return new RedisLink(client.connect(StringCodec.UTF8), timeout, new Replication(durability, timeout), listener);
    }

    /**
     * Connects.
     *
     * @throws StorageException where Redis can't be reached or refuses us; nothing is left behind
     */
    public static RedisConnector connect(String url, Duration timeout, Durability durability, RedisListener listener) {
        try {
            return new RedisConnector(url, timeout, durability, listener);
        } catch (RedisException | IllegalArgumentException | IllegalStateException e) {
            throw new StorageException(Outcome.NONE, "can't connect to Redis: " + reasonOf(e), e);
        }
    }

    /** What the innermost cause that says anything says; lettuce's own message is only that it did not work. */
    private static String reasonOf(Throwable fault) {
        String reason = fault.toString();
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            reason = cause.getMessage() == null ? reason : cause.getMessage();
        }
        return reason;
    }

    private static ClientOptions options(Duration timeout) {
        return ClientOptions.builder()
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(MAX_COMMANDS_UNDER_WAY)
                .timeoutOptions(TimeoutOptions.enabled(timeout))
                .socketOptions(socketOptions(timeout))
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .build();
    }

    private static SocketOptions socketOptions(Duration timeout) {
        SocketOptions.Builder options =
                SocketOptions.builder().connectTimeout(timeout).keepAlive(true);
        if (EpollProvider.isAvailable()) {
            // A peer that is gone without a word is noticed after this, not after the many minutes of TCP's own.
            options.tcpUserTimeout(TcpUserTimeoutOptions.builder()
                    .enable()
                    .tcpUserTimeout(timeout.multipliedBy(2))
                    .build());
        }
        return options.build();
    }

    public RedisLink claims() {
        return claims;
    }

    public RedisLink writes() {
        return writes;
    }

    public RedisLink reads() {
        return reads;
    }

    public RedisLink watch() {
        return watch;
    }

    public RedisTime time() {
        return time;
    }

    /** When a caller gives up that waits so long from now, in epoch milliseconds of Redis's clock. */
    public String deadlineAfter(Duration wait) {
        return time.deadlineAfter(wait);
    }

    /** The deadline of a call over {@link #writes()} that is sent now. */
    public String writeDeadline() {
        return deadlineAfter(writes.timeout());
    }

    /**
     * Runs a script that changes something, over {@link #writes()}, and waits for it.
     *
     * @param key its first key, which decides the slot
     * @param args what comes after the deadline, which is the first argument
     * @throws StorageException if it fails
     */
    public List<Object> write(LuaScript script, String key, List<String> args) {
        List<String> all = new ArrayList<>(args.size() + 1);
        all.add(writeDeadline());
        all.addAll(args);
        return writes.call(script, key, all);
    }

    /**
     * Cuts all connections, which are then made anew. A machine that has stopped keeps its connections open; only who
     * connects anew is sent to the one that has taken over (by Sentinel, or by a name that means another address now).
     */
    void connectAnew() {
        channels.close();
    }

    @Override
    public void close() {
        claims.close();
        writes.close();
        reads.close();
        watch.close();
        shutDown();
    }

    private void shutDown() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        resources.shutdown(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    }
}
