package io.promopool.redis.sweep;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.Range.Boundary;
import io.promopool.lang.Quantity;
import io.promopool.redis.connection.Chunks;
import io.promopool.redis.connection.LuaScript;
import io.promopool.redis.connection.RedisConnector;
import io.promopool.redis.connection.RedisLink;
import io.promopool.redis.layout.Keys;
import io.promopool.redis.layout.LotEncoding;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Undoes sweeps that a wrong clock has caused: gives the lists of swept lots back whose dates lie ahead. One walk over
 * the index finds the codes of all these lots. Its progress is in Redis, so any service goes on with a walk that
 * another one has begun. Claims, uploads and sweeps may run meanwhile.
 */
public final class Rebuild {
    /** A walk keeps the ids of its lots in one set, and reads it in each step. Other lots wait for the next walk. */
    private static final int MAX_LOTS_PER_WALK = 1_000;

    /** Most buckets of a small pool are empty; a call for this many empty ones takes about 4 ms. */
    private static final int BUCKETS_PER_CALL = 4_096;

    /** A call stops behind the bucket in which it has read this many codes, which takes some milliseconds. */
    private static final int CODES_PER_CALL = 2_000;

    private static final Logger log = LoggerFactory.getLogger(Rebuild.class);

    private final RedisConnector redis;
    private final Keys keys;
    private final InstantSource clock;

    public Rebuild(RedisConnector redis, Keys keys, InstantSource clock) {
        this.redis = redis;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Ends the walk that another service has begun, if there is one, then walks until no swept lot has a date ahead. A
     * retry goes on where this call ended.
     *
     * @return how many lots were found to rebuild
     * @throws io.promopool.pool.StorageException if Redis fails
     */
    public int run() {
        int lots = 0;
        walk();
        List<String> before = List.of();
        for (List<String> waiting = waiting(); !waiting.isEmpty(); waiting = waiting()) {
            if (waiting.equals(before)) {
                log.error(
                        "{} could not be rebuilt, because their records are damaged, such as that of lot {}",
                        Quantity.of(waiting.size(), "swept lot"),
                        LotEncoding.idOf(waiting.get(0)));
                return lots - waiting.size();
            }
            before = waiting;
            log.warn(
                    "{} swept although the expiration date lies ahead, because a clock was wrong; rebuilding",
                    waiting.size() == 1 ? "1 lot was" : Quantity.of(waiting.size(), "lot") + " were");
            begin(waiting);
            walk();
            lots += waiting.size();
        }
        return lots;
    }

    /** Returns members of the sets of swept lots, of lots whose dates lie ahead; at most as many as one walk takes. */
    private List<String> waiting() {
        RedisLink reads = redis.reads();
        String now = now();
        List<String> waiting = new ArrayList<>();
        for (String typeId : reads.read(commands -> commands.hvals(keys.types()))) {
            if (reads.read(commands -> commands.scard(keys.expired(typeId))) == 0) {
                continue;
            }
            // Lots that never expire are never swept.
            Range<Double> ahead =
                    Range.from(Boundary.excluding(Double.valueOf(now)), Boundary.excluding(Double.POSITIVE_INFINITY));
            List<String> members =
                    reads.read(commands -> commands.zrangebyscore(keys.lots(typeId), ahead, Limit.unlimited()));
            for (List<String> chunk : Chunks.of(members, MAX_LOTS_PER_WALK)) {
                List<Boolean> swept =
                        reads.read(commands -> commands.smismember(keys.expired(typeId), chunk.toArray(new String[0])));
                for (int i = 0; i < chunk.size() && waiting.size() < MAX_LOTS_PER_WALK; i++) {
                    if (swept.get(i)) {
                        waiting.add(chunk.get(i));
                    }
                }
            }
        }
        return waiting;
    }

    private void begin(List<String> members) {
        List<String> args = new ArrayList<>(List.of(now(), "begin", "0", "0", "0"));
        args.addAll(members);
        redis.write(LuaScript.REBUILD, keys.meta(), args);
    }

    private void walk() {
        String cursor = redis.reads().read(commands -> commands.hget(keys.meta(), "rebuild"));
        while (cursor != null && !cursor.isEmpty()) {
            List<Object> reply = redis.write(
                    LuaScript.REBUILD,
                    keys.meta(),
                    List.of(
                            now(),
                            cursor,
                            Integer.toString(keys.bucketDigits()),
                            Integer.toString(BUCKETS_PER_CALL),
                            Integer.toString(CODES_PER_CALL)));
            cursor = (String) reply.get(0);
        }
    }

    private String now() {
        return Long.toString(clock.instant().getEpochSecond());
    }
}
