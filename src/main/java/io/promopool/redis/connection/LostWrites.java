package io.promopool.redis.connection;

import java.time.Instant;
import java.util.Optional;

/**
 * Writes that Redis had confirmed and no longer has, as the script that noticed it wrote them down in meta.
 *
 * @param text the field {@code stop} of meta
 * @param noticedAt by Redis's clock
 * @param expectedLife the life of the pool that the service had seen
 * @param life the life of the pool that Redis had then; a lower one shows that an old copy was put back
 * @param confirmed how many calls of that service were confirmed
 * @param calls how many of that service's calls Redis had then
 */
public record LostWrites(String text, Instant noticedAt, long expectedLife, long life, long confirmed, long calls) {

    /** Returns what meta says is lost; empty if nothing is. */
    public static Optional<LostWrites> read(RedisLink link, String meta) {
        return Optional.ofNullable(link.read(redis -> redis.hget(meta, "stop"))).map(LostWrites::parse);
    }

    /** Reads {@code time,name,expected life,life,confirmed,calls}, as head.lua writes it. */
    static LostWrites parse(String text) {
        String[] parts = text.split(",");
        try {
            return new LostWrites(
                    text,
                    Instant.ofEpochSecond(Long.parseLong(parts[0])),
                    Long.parseLong(parts[2]),
                    Long.parseLong(parts[3]),
                    Long.parseLong(parts[4]),
                    Long.parseLong(parts[5]));
        } catch (RuntimeException written) {
            // Somebody else wrote the field. Whatever it says, it stops the service.
            return new LostWrites(text, Instant.EPOCH, 0, 0, 0, 0);
        }
    }

    /** Returns at least how many confirmed calls of the service that noticed it are gone. */
    public long gone() {
        return life < expectedLife ? confirmed : confirmed - calls;
    }

    @Override
    public String toString() {
        if (noticedAt.equals(Instant.EPOCH)) {
            return "the field stop of the pool's record says '" + text + "'";
        }
        return life < expectedLife
                ? "Redis holds an old copy of the pool: life %d, after life %d was seen (noticed at %s)"
                        .formatted(life, expectedLife, noticedAt)
                : ("Redis has lost writes that it had confirmed: of %d confirmed calls of one service it has %d "
                                + "(noticed at %s)")
                        .formatted(confirmed, calls, noticedAt);
    }
}
