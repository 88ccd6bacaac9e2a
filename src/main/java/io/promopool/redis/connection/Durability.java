package io.promopool.redis.connection;

/**
 * What a write needs before it is answered, besides being on the disk of the Redis that made it.
 *
 * @param replicas how many replicas must have confirmed the write, 0 to 10. If a replica takes over, every write that
 *     it does not have is lost, even if the old master had it on disk
 */
public record Durability(int replicas) {
    private static final int MAX_REPLICAS = 10;

    /** @throws IllegalArgumentException if a value is out of bounds; the message says which values are allowed */
    public Durability {
        if (replicas < 0 || replicas > MAX_REPLICAS) {
            throw new IllegalArgumentException("must be a whole number from 0 to " + MAX_REPLICAS);
        }
    }

    /** For a Redis without a replica that could take over. */
    public static Durability ofOneNode() {
        return new Durability(0);
    }
}
