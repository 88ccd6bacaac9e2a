package io.promopool.redis.layout;

import io.promopool.pool.StorageException;
import io.promopool.pool.StorageException.Outcome;
import io.promopool.redis.connection.LuaScript;
import io.promopool.redis.connection.PoolChoice;
import io.promopool.redis.connection.PoolIdentity;
import io.promopool.redis.connection.PoolSettings;
import io.promopool.redis.connection.RedisConnector;
import io.promopool.redis.connection.RedisLink;
import java.security.SecureRandom;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the pool in Redis at a start, and creates it if a person or a new data folder says so. The pool's record is the
 * hash {@code meta}: its id, and the settings that its data was written with. A service with other settings would look
 * for codes in the wrong place, or read dates in another time zone, so it must not start.
 */
public final class Layout {
    private static final Logger log = LoggerFactory.getLogger(Layout.class);

    private static final String VERSION = "2";
    private static final int ID_BYTES = 8;

    /** Fields of meta. The first is compared first, because an older layout explains every other difference. */
    private static final List<String> SETTINGS = List.of("layout", "shards", "buckets", "zone");

    private final RedisConnector redis;
    private final Keys keys;
    private final PoolChoice choice;
    private final List<String> configured;

    private Layout(RedisConnector redis, Keys keys, ZoneId zone, PoolChoice choice) {
        this.redis = redis;
        this.keys = keys;
        this.choice = choice;
        this.configured = List.of(VERSION, "1", Integer.toString(keys.buckets()), zone.getId());
    }

    /**
     * Opens the pool, and joins it: the connector names it in each call that follows. A new pool is confirmed by as
     * many replicas as the connector's durability requires. Its id is logged as a warning, because a pool that nobody
     * expected to be new is a loss. A retry is safe.
     *
     * @return the pool that is there now
     * @throws IllegalStateException if there is no pool and none may be created, if the pool is another than was
     *     chosen, if only a part of a pool is there, or if the pool was created with other settings; the message says
     *     what to do
     * @throws io.promopool.pool.StorageException if Redis does not answer, its user lacks a right, or the replicas do
     *     not confirm a new pool
     */
    public static PoolIdentity open(RedisConnector redis, Keys keys, ZoneId zone, PoolSettings settings) {
        PoolIdentity pool = new Layout(redis, keys, zone, settings.choice()).open();
        redis.join(keys.meta(), pool, settings.onRollback());
        return pool;
    }

    /**
     * Opens the pool in the same way, but never creates one. For a doctor, who must not change what it examines.
     *
     * @throws IllegalStateException as {@link #open}
     * @throws io.promopool.pool.StorageException as {@link #open}
     */
    public static PoolIdentity existing(RedisConnector redis, Keys keys, ZoneId zone, PoolSettings settings) {
        PoolChoice choice = settings.choice();
        return open(redis, keys, zone, choice.mayCreate() ? settings.with(PoolChoice.existing()) : settings);
    }

    /** Returns whether Redis holds nothing of a pool. Changes nothing. */
    public static boolean isEmpty(RedisConnector redis, Keys keys) {
        Layout layout = new Layout(redis, keys, ZoneOffset.UTC, PoolChoice.existing());
        return layout.ask(redis.watch(), Optional.empty()).get(0).equals("none");
    }

    private PoolIdentity open() {
        // Not confirmed by replicas, because the service may start before them. It is not ready until they are
        // connected.
        List<Object> opened = ask(redis.watch(), Optional.empty());
        if (opened.get(0).equals("none") && choice.mayCreate()) {
            opened = create();
        }
        if (opened.get(0).equals("none")) {
            throw new IllegalStateException(none());
        }
        if (opened.get(0).equals("lost")) {
            throw new IllegalStateException("Redis holds parts of a pool, but not its record, the key " + keys.meta()
                    + ": data was lost. Restore a backup of Redis; or, if all codes and claims may be lost, delete the "
                    + "other keys under the prefix too");
        }
        return checked(opened);
    }

    /** Logs the id also if it is not known whether the pool was created, because the next start may find it. */
    private List<Object> create() {
        byte[] random = new byte[ID_BYTES];
        new SecureRandom().nextBytes(random);
        String id = HexFormat.of().formatHex(random);
        String created = "was created";
        try {
            List<Object> opened = ask(redis.writes(), Optional.of(id));
            created = opened.get(0).equals("created") ? created : "";
            return opened;
        } catch (StorageException fault) {
            created = fault.outcome() == Outcome.UNKNOWN ? "may have been created" : "";
            throw fault;
        } finally {
            if (!created.isEmpty()) {
                log.warn(
                        "Redis held no pool, so a new one {}: pool {}. Set {}={}, so that no other pool is ever used "
                                + "in its place",
                        created,
                        id,
                        PoolChoice.SETTING,
                        id);
            }
        }
    }

    /** @param newId of the pool that is created if there is none; empty = create none */
    private List<Object> ask(RedisLink link, Optional<String> newId) {
        List<String> args = new ArrayList<>();
        args.add(newId.isPresent() ? "1" : "0");
        args.addAll(List.of("pool", newId.orElse(""), "life", "1"));
        for (int i = 0; i < SETTINGS.size(); i++) {
            args.addAll(List.of(SETTINGS.get(i), configured.get(i)));
        }
        return link.call(LuaScript.OPEN, keys.meta(), args);
    }

    /** @param opened state, pool, life, then the settings */
    private PoolIdentity checked(List<Object> opened) {
        String layout = (String) opened.get(3);
        if (layout != null && !VERSION.equals(layout)) {
            throw new IllegalStateException(otherLayout(layout));
        }
        String id = (String) opened.get(1);
        String life = (String) opened.get(2);
        if (layout == null || id == null || life == null) {
            throw new IllegalStateException("the key " + keys.meta()
                    + " in Redis has no layout or no pool id: it is damaged. Restore a backup of Redis");
        }
        Optional<String> expected = choice.id().filter(chosen -> !chosen.equals(id));
        if (expected.isPresent()) {
            throw new IllegalStateException("Redis holds pool %s, but %s is %s: this is another Redis, or another data "
                            .formatted(id, choice.source(), expected.get())
                    + "folder, than before. Codes of one pool are unknown to the other. Correct redis.url, or restore "
                    + "the data; change " + choice.source() + " only if this pool is the one to serve");
        }
        for (int i = 1; i < SETTINGS.size(); i++) {
            String stored = (String) opened.get(3 + i);
            if (!configured.get(i).equals(stored)) {
                throw new IllegalStateException(mismatch(SETTINGS.get(i), configured.get(i), stored));
            }
        }
        return new PoolIdentity(id, Long.parseLong(life));
    }

    private String none() {
        return choice.id()
                .map(id -> ("Redis holds no pool, but %s is %s: Redis was emptied or has lost its files, or this is "
                                + "another Redis, or another data folder, than before. Correct redis.url, or restore a "
                                + "backup. Only if all codes and claims may be lost, %s and start again")
                        .formatted(
                                choice.source(),
                                id,
                                choice.source().equals(PoolChoice.SETTING)
                                        ? "set redis.pool=create"
                                        : "delete that file"))
                .orElse("Redis holds no pool. If it is to get its first one, set redis.pool=create. If it had one, "
                        + "Redis was emptied or has lost its files, or redis.url leads to another Redis");
    }

    private static String otherLayout(String stored) {
        return "the codes in Redis were stored with layout " + stored + ", but this version of Promopool supports only "
                + VERSION + "; use the version that stored them, or an empty Redis and upload the codes again";
    }

    private static String mismatch(String name, String configured, String stored) {
        return switch (name) {
            case "buckets" ->
                "redis.buckets is " + configured + ", but the codes in Redis were stored with " + stored
                        + "; set redis.buckets=" + stored + " (it can't be changed later)";
            case "zone" ->
                "time.zone is " + configured + ", but the codes in Redis were uploaded with dates in " + stored
                        + "; set time.zone=" + stored;
            default ->
                "the codes in Redis were stored with " + name + " " + stored
                        + ", but this version of Promopool supports only " + configured
                        + "; use the version that stored them";
        };
    }
}
