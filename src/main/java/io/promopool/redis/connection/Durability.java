package io.promopool.redis.connection;

/**
 * How sure a write must be before it is answered, beyond the disk of the Redis that did it.
 *
 * @param replicas how many of them must have it, 0 to 10. A Redis that is replaced by one of its replicas takes what
 *     that one did not have with it, whatever was on its own disk
 */
public record Durability(int replicas) {
    private static final int MAX_REPLICAS = 10;

    /** @throws IllegalArgumentException outside of the bounds; the message says which value is allowed */
    public Durability {
        if (replicas < 0 || replicas > MAX_REPLICAS) {
            throw new IllegalArgumentException("takes a whole number from 0 to " + MAX_REPLICAS);
        }
    }

    /** For a Redis that nothing takes over from. */
    public static Durability ofOneNode() {
        return new Durability(0);
    }
}
