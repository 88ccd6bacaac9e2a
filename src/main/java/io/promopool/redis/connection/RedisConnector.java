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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections to Redis: one for claims, one for all other writes, one for reads, and one for health checks.
 * Separate connections keep a claim from waiting behind a chunk of an upload, and a health check from waiting behind a
 * search.
 *
 * <p>By default, lettuce resends unanswered commands after a reconnect, and queues commands without limit while it is
 * disconnected. The first could hand out a code twice, the second could hand out codes to callers that no longer wait.
 * Both are switched off here.
 */
public final class RedisConnector implements AutoCloseable {
    /**
     * The limit of commands in flight on one connection; more are refused. Claims have a lower limit of their own,
     * {@code claims.max-waiting}.
     */
    private static final int MAX_COMMANDS_IN_FLIGHT = 20_000;

    /**
     * The pause before each attempt to reconnect. lettuce's default grows to 30 s, so a restarted Redis would stay
     * unused for that long.
     */
    private static final Delay RECONNECT_DELAY =
            Delay.exponential(Duration.ofMillis(10), Duration.ofMillis(500), 2, TimeUnit.MILLISECONDS);

    private static final Logger log = LoggerFactory.getLogger(RedisConnector.class);

    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final ClientResources resources;
    private final RedisClient client;
    private final RedisLink claims;
    private final RedisLink writes;
    private final RedisLink reads;
    private final RedisLink watch;
    private final RedisTime time = new RedisTime();
    private final Guard guard = new Guard();
    private final Writer writer = new Writer();
    private final AtomicLong connectionsOpened = new AtomicLong();

    private RedisConnector(String url, Duration timeout, Durability durability, RedisListener listener) {
        // First, because an invalid URL throws here, and nothing needs to be closed yet.
        RedisURI uri = uri(url, timeout);
        resources = DefaultClientResources.builder()
                .reconnectDelay(RECONNECT_DELAY)
                .nettyCustomizer(new NettyCustomizer() {
                    @Override
                    public void afterChannelInitialized(Channel channel) {
                        // Before anything can be sent over it.
                        connectionsOpened.incrementAndGet();
                        channels.add(channel);
                    }
                })
                .build();
        client = RedisClient.create(resources, uri);
        client.setOptions(options(timeout));
        Runnable reconnect = channels::close;
        try {
            RedisLink.Checks writing = new RedisLink.Checks(guard::refusalOfWrite, writer, Optional.empty(), reconnect);
            claims = link(timeout, durability, listener, writing);
            writes = link(timeout, durability, listener, writing);
            Optional<FirstLook> firstLook = Optional.of(new FirstLook(writer, connectionsOpened::get));
            reads = link(
                    timeout,
                    Durability.ofOneNode(),
                    listener,
                    new RedisLink.Checks(guard::refusalOfRead, writer, firstLook, reconnect));
            // Without the listener: a health check every second would distort the metrics of the other calls. Without
            // the guard, because the checks decide what the guard refuses.
            watch = link(
                    timeout,
                    Durability.ofOneNode(),
                    RedisListener.NONE,
                    new RedisLink.Checks(Optional::empty, writer, Optional.empty(), reconnect));
        } catch (RuntimeException e) {
            shutDown();
            throw e;
        }
    }

    private static RedisURI uri(String url, Duration timeout) {
        RedisURI uri = RedisURI.create(url);
        // Without this, lettuce resolves the user and password of a URL asynchronously, and might return a connection
        // just before it is usable. A start or a recount then failed now and then with "not connected".
        uri.setCredentialsProvider(new StaticCredentialsProvider(
                uri.getCredentialsProvider().resolveCredentials().block()));
        uri.setTimeout(timeout);
        uri.setClientName("promopool");
        // Otherwise lettuce reports its own name with a command that a user with few rights may not run, and Redis logs
        // a refusal.
        uri.setLibraryName("");
        uri.setLibraryVersion("");
        return uri;
    }

    private RedisLink link(Duration timeout, Durability durability, RedisListener listener, RedisLink.Checks checks) {
        return new RedisLink(
                client.connect(StringCodec.UTF8), timeout, new Replication(durability, timeout), listener, checks);
    }

    /**
     * Opens all connections. Blocks until they are open.
     *
     * @param timeout of each call, and of the attempt to connect
     * @throws StorageException if Redis is unreachable or refuses the connection. Nothing stays open, and a retry is
     *     safe
     */
    public static RedisConnector connect(String url, Duration timeout, Durability durability, RedisListener listener) {
        try {
            return new RedisConnector(url, timeout, durability, listener);
        } catch (RedisException | IllegalArgumentException | IllegalStateException e) {
            throw new StorageException(Outcome.NONE, "can't connect to Redis: " + reasonOf(e), e);
        }
    }

    /** Returns the message of the innermost cause that has one. lettuce's own message says only that it failed. */
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
                .requestQueueSize(MAX_COMMANDS_IN_FLIGHT)
                .timeoutOptions(TimeoutOptions.enabled(timeout))
                .socketOptions(socketOptions(timeout))
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .build();
    }

    private static SocketOptions socketOptions(Duration timeout) {
        SocketOptions.Builder options =
                SocketOptions.builder().connectTimeout(timeout).keepAlive(true);
        if (EpollProvider.isAvailable()) {
            // A peer that vanished without closing the connection is noticed after this time. TCP's own default is many
            // minutes.
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

    /**
     * Notes which pool was opened. From then on each script that writes names it, and each new connection is looked at
     * before anything that was read over it is used.
     *
     * @param meta the key with the record of the pool
     */
    public void join(String meta, PoolIdentity pool, OnRollback onRollback) {
        writer.begin(meta, pool, onRollback);
    }

    Writer writer() {
        return writer;
    }

    /** Returns the guard that every call over {@link #claims()}, {@link #writes()} and {@link #reads()} asks first. */
    public Guard guard() {
        return guard;
    }

    /**
     * Returns the deadline of a caller that waits this long from now, in epoch milliseconds of Redis's clock.
     *
     * @throws IllegalStateException if Redis's clock was not sampled yet
     */
    public String deadlineAfter(Duration wait) {
        return time.deadlineAfter(wait);
    }

    /** Returns the deadline of a call over {@link #writes()} that is sent now; see {@link #deadlineAfter}. */
    public String writeDeadline() {
        return deadlineAfter(writes.timeout());
    }

    /**
     * Runs a script that changes something, over {@link #writes()}, and waits for its reply.
     *
     * @param key the script's first key, which decides the slot of a Redis Cluster
     * @param args the arguments behind the first one, which is the deadline
     * @throws StorageException if the call fails; its outcome says whether the script might have run
     */
    public List<Object> write(LuaScript script, String key, List<String> args) {
        List<String> all = new ArrayList<>(args.size() + 1);
        all.add(writeDeadline());
        all.addAll(args);
        return writes.call(script, key, all);
    }

    /**
     * Closes all connections, which makes lettuce open new ones. A machine that froze keeps its connections open. Only
     * a new connection reaches the machine that took over, because Sentinel, or a name with a new address, leads there.
     */
    void reconnect() {
        channels.close();
    }

    /** Drops the name under which calls are counted, if it was used, and closes all connections. Never throws. */
    @Override
    public void close() {
        leave();
        claims.close();
        writes.close();
        reads.close();
        watch.close();
        shutDown();
    }

    private void leave() {
        Optional<Writer.Term> term = writer.term();
        Optional<Writer.Call> last = writer.end();
        if (term.isPresent() && last.isPresent() && writer.confirmed(term.get()) > 0) {
            try {
                watch.await(
                        watch.run(last.get(), LuaScript.LEAVE, term.get().meta(), List.of(writeDeadline()), List.of()));
            } catch (RuntimeException e) {
                // The name stays. At most 1,000 of them do.
                log.debug("the name {} was not dropped", term.get().name(), e);
            }
        }
    }

    private void shutDown() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        resources.shutdown(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    }
}
