package io.promopool.redis.connection;

/**
 * What a write needs before it is answered.
 *
 * @param replicas how many replicas must have confirmed the write, 0 to 10. If a replica takes over, every write that
 *     it does not have is lost, even if the old master had it on disk
 * @param require what else Redis must be set up for
 */
public record Durability(int replicas, Require require) {
    private static final int MAX_REPLICAS = 10;

    /** What a Redis must be set up for. If it is not, claims and uploads are refused. */
    public enum Require {
        /** All that the guarantees need: each write is on the disk before it is answered, and is never deleted. */
        ALL,
        /** Nothing. Weak settings are only reported. */
        NONE;

        /** @throws IllegalArgumentException if the text names no value; the message says which values are allowed */
        public static Require parse(String text) {
            return switch (text) {
                case "all" -> ALL;
                case "none" -> NONE;
                default -> throw new IllegalArgumentException("must be all or none");
            };
        }
    }

    /** @throws IllegalArgumentException if a value is out of bounds; the message says which values are allowed */
    public Durability {
        if (replicas < 0 || replicas > MAX_REPLICAS) {
            throw new IllegalArgumentException("must be a whole number from 0 to " + MAX_REPLICAS);
        }
    }

    /** For a Redis without a replica that could take over. */
    public static Durability ofOneNode() {
        return new Durability(0, Require.ALL);
    }
}
