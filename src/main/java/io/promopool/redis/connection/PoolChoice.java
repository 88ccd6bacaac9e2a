package io.promopool.redis.connection;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which pool a start takes, and whether it may create one. The setting {@code redis.pool}, or the record in the data
 * folder of an embedded Redis.
 *
 * @param id of the only pool that is taken; if empty, the pool that is there is taken
 * @param mayCreate whether a pool is created if Redis holds none; never together with an id
 * @param source what made the choice, for messages
 */
public record PoolChoice(Optional<String> id, boolean mayCreate, String source) {
    public static final String SETTING = "redis.pool";

    private static final String CREATE = "create";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{16}");

    /** Takes the pool that is there, and never creates one. */
    public static PoolChoice existing() {
        return new PoolChoice(Optional.empty(), false, SETTING);
    }

    /** Takes the pool that is there, or creates one if Redis holds nothing of a pool. */
    public static PoolChoice create(String source) {
        return new PoolChoice(Optional.empty(), true, source);
    }

    /** Takes the pool with this id only. */
    public static PoolChoice only(String id, String source) {
        return new PoolChoice(Optional.of(id), false, source);
    }

    /**
     * Returns the choice for an embedded Redis. A folder that has held a pool must hold it still. A folder without a
     * record may get a new pool, unless the setting names one.
     *
     * @param recorded the pool that the data folder held
     * @param record the record's name, for messages
     * @throws IllegalStateException if the setting names another pool than the record
     */
    public PoolChoice inFolder(Optional<String> recorded, String record) {
        if (recorded.isEmpty()) {
            return id.isPresent() ? this : create(source);
        }
        if (id.isPresent() && !id.equals(recorded)) {
            throw new IllegalStateException("%s is %s, but %s is %s: the data folder belongs to another pool"
                    .formatted(source, id.get(), record, recorded.get()));
        }
        return only(recorded.get(), record);
    }

    /**
     * Reads the setting.
     *
     * @throws IllegalArgumentException if the value is not allowed; the message says which values are
     */
    public static PoolChoice parse(String text) {
        if (text.equals(CREATE)) {
            return create(SETTING);
        }
        if (!isId(text)) {
            throw new IllegalArgumentException("must be create, or the id of a pool: 16 digits 0-9 a-f");
        }
        return only(text, SETTING);
    }

    /** Returns whether a text has the form of a pool's id. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }
}
