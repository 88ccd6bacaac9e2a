package io.promopool.redis.connection;

/**
 * Is notified of calls to Redis, for metrics. Its methods run on lettuce's threads, between a reply and the claims that
 * wait for it, so they must neither block nor throw.
 */
public interface RedisListener {
    /** A listener that does nothing. */
    RedisListener NONE = new RedisListener() {};

    /** Called when a batch of claims is sent to Redis in one call. */
    default void claimsSent(int claims) {}

    /**
     * Called when a call succeeded, including the confirmation by as many replicas as are required.
     *
     * @param call the name of a script, or {@link #COMMAND}
     * @param nanos from sending the call to its reply
     */
    default void answered(String call, long nanos) {}

    /** Called when a call was refused, got an error, or got no reply in time. */
    default void failed(String call) {}

    /** The name of every call that is a single command instead of a script. */
    String COMMAND = "command";
}
