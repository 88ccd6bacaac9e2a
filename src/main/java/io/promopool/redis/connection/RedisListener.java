package io.promopool.redis.connection;

/**
 * Hears how Redis is called. Called on lettuce's threads, between a reply and the claims that wait for it: it does not
 * wait, and does not throw.
 */
public interface RedisListener {
    /** For those who don't want to know. */
    RedisListener NONE = new RedisListener() {};

    /** So many claims go to Redis in one call. */
    default void claimsSent(int claims) {}

    /**
     * A call was answered, and what it wrote is where it is to be: on as many replicas as are asked for.
     *
     * @param call the name of a script, or {@link #COMMAND}
     * @param nanos since it was sent
     */
    default void answered(String call, long nanos) {}

    /** A call was refused, got an error for an answer, or none in time. */
    default void failed(String call) {}

    /** The name of every call that is no script but a single command. */
    String COMMAND = "command";
}
