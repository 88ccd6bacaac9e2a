package io.promopool.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The names of all keys in Redis. {@code S} is the shard, in a hash tag, so that all that one script touches lives in one
 * slot of a cluster; {@code T} is a type's id, {@code L} a lot's, {@code D} a discount, {@code B} a bucket.
 *
 * <pre>
 * pp:{S}:meta      HASH  layout, buckets, shards, zone; nextType, nextLot
 * pp:{S}:types     HASH  type name → T
 * pp:{S}:type:T    HASH  added, claimed, retired, unspent; live, live:D: the unspent codes of the lots in those sets
 * pp:{S}:lot-ids   HASH  T:D:expiration → L
 * pp:{S}:lots:T    ZSET  all lots of a type, by expiration; members are padded, so that age breaks a tie
 * pp:{S}:lot:L     HASH  type, typeId, discount, expiration; unspent, claimed, retired; popped: hints taken off the list
 * pp:{S}:list:L    LIST  hints at the codes of a lot, oldest first
 * pp:{S}:live:T    ZSET  lots with unspent codes, by expiration
 * pp:{S}:live:T:D  ZSET  the same, of one discount
 * pp:{S}:retired:L SET   retired codes of a lot
 * pp:{S}:expired:T SET   lots that were swept: long past their date, their lists given back
 * pp:{S}:codes:B   HASH  code → L (unspent), Lc (claimed), LrN (retired)
 * pp:{S}:claimed:B HASH  code → claimed at (epoch s), claim key
 * pp:{S}:claims:B  HASH  claim key → code
 * </pre>
 */
final class Keys {
    private final String base;
    private final int buckets;

    /** @param buckets over how many hashes codes and claims are spread; a power of two */
    Keys(String prefix, int shard, int buckets) {
        this.base = prefix + ":{" + shard + "}:";
        this.buckets = buckets;
    }

    String meta() {
        return base + "meta";
    }

    String types() {
        return base + "types";
    }

    String lots(String typeId) {
        return base + "lots:" + typeId;
    }

    String lot(String lotId) {
        return base + "lot:" + lotId;
    }

    String live(String typeId) {
        return base + "live:" + typeId;
    }

    String live(String typeId, int discount) {
        return live(typeId) + ":" + discount;
    }

    String codes(int bucket) {
        return base + "codes:" + bucket;
    }

    String claimed(int bucket) {
        return base + "claimed:" + bucket;
    }

    String claims(int bucket) {
        return base + "claims:" + bucket;
    }

    int buckets() {
        return buckets;
    }

    /** The bucket of a code or of a claim key; {@code bucket_of} in claim.lua is the same function. */
    int bucket(String text) {
        byte[] hash = sha1().digest(text.getBytes(StandardCharsets.UTF_8));
        int head = (hash[0] & 0xff) << 24 | (hash[1] & 0xff) << 16 | (hash[2] & 0xff) << 8 | (hash[3] & 0xff);
        return Integer.remainderUnsigned(head, buckets);
    }

    static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
