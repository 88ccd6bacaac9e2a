package io.promopool.redis.layout;

import io.promopool.redis.connection.LuaScript;
import io.promopool.redis.connection.RedisSettings;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The names of all keys in Redis. {@code S} is the shard, in a hash tag, so that all that one script touches lives in
 * one slot of a cluster; {@code T} is a type's id, {@code L} a lot's, {@code D} a discount, {@code B} a bucket in
 * hexadecimal.
 *
 * <pre>
 * pp:{S}:meta      HASH  layout, buckets, shards, zone; nextType, nextLot, nextAlert; warning, alarm: levels of alerts
 * pp:{S}:types     HASH  type name → T
 * pp:{S}:type:T    HASH  added, claimed, retired, unspent; live, live:D: the unspent codes of the lots in those sets;
 *                        alert, alert:D: see alerts.lua; running-out: since when it was known to run out soon
 * pp:{S}:lot-ids   HASH  T:D:expiration → L
 * pp:{S}:lots:T    ZSET  all lots of a type, by expiration; members are padded, so that age breaks a tie
 * pp:{S}:lot:L     HASH  type, typeId, discount, expiration; unspent, claimed, retired; alerted: when its end was near
 * pp:{S}:list:L    LIST  hints at the codes of a lot, oldest first
 * pp:{S}:live:T    ZSET  lots with unspent codes, by expiration
 * pp:{S}:live:T:D  ZSET  the same, of one discount
 * pp:{S}:retired-hints:L SET retired codes of a lot whose hints are still in its list
 * pp:{S}:expired:T SET   lots that were swept: long past their date, their lists given back
 * pp:{S}:codes:B   HASH  code → L and a mark: unspent, claimed (with when and by which key), retired
 * pp:{S}:claimed:B HASH  code → when and by which key, where that is too long for an entry of the index
 * pp:{S}:claims:B  HASH  claim key → code
 * pp:{S}:history:T HASH  m0…, q0…: a minute and how many codes had been given out at its end
 * pp:{S}:alert:A   HASH  an alert: kind, type, discount, at, level, available, by; attempts, delivered
 * pp:{S}:alerts    ZSET  ids of alerts, in their order
 * pp:{S}:alerts-due ZSET ids of alerts that are to be delivered, by when
 * </pre>
 */
public final class Keys {
    private static final int BITS_PER_DIGIT = 4;
    private static final int ONLY_SHARD = 0;

    private final String base;
    private final int digits;

    /** @param buckets over how many hashes codes and claims are spread; a power of 16 */
    public Keys(String prefix, int shard, int buckets) {
        this.base = prefix + ":{" + shard + "}:";
        this.digits = Integer.numberOfTrailingZeros(buckets) / BITS_PER_DIGIT;
    }

    public static Keys of(RedisSettings settings) {
        return new Keys(settings.prefix(), ONLY_SHARD, settings.buckets());
    }

    public String meta() {
        return base + "meta";
    }

    public String types() {
        return base + "types";
    }

    public String lots(String typeId) {
        return base + "lots:" + typeId;
    }

    public String lot(String lotId) {
        return base + "lot:" + lotId;
    }

    public String type(String typeId) {
        return base + "type:" + typeId;
    }

    public String history(String typeId) {
        return base + "history:" + typeId;
    }

    public String alert(String id) {
        return base + "alert:" + id;
    }

    public String alerts() {
        return base + "alerts";
    }

    public String alertsDue() {
        return base + "alerts-due";
    }

    public String live(String typeId) {
        return base + "live:" + typeId;
    }

    public String live(String typeId, int discount) {
        return live(typeId) + ":" + discount;
    }

    public String codes(String bucket) {
        return base + "codes:" + bucket;
    }

    public String list(String lotId) {
        return base + "list:" + lotId;
    }

    public String retiredHints(String lotId) {
        return base + "retired-hints:" + lotId;
    }

    public String expired(String typeId) {
        return base + "expired:" + typeId;
    }

    public String claimed(String bucket) {
        return base + "claimed:" + bucket;
    }

    public String claims(String bucket) {
        return base + "claims:" + bucket;
    }

    public int buckets() {
        return 1 << digits * BITS_PER_DIGIT;
    }

    /** The name of a bucket by its number, from 0. */
    public String bucket(int number) {
        return HexFormat.of().toHexDigits(number, digits);
    }

    /** How many hexadecimal digits name a bucket. */
    public int bucketDigits() {
        return digits;
    }

    /**
     * The bucket of a code or of a claim key: the first digits of its SHA-1. The scripts take the same digits of {@code
     * redis.sha1hex}; digits, and not a number, since Lua in Redis is slow at turning numbers into text.
     */
    public String bucket(String text) {
        return bucket(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The bucket of a text that is in UTF-8 already. */
    public String bucket(byte[] text) {
        byte[] hash = LuaScript.sha1Of(text);
        return HexFormat.of().formatHex(hash, 0, (digits + 1) / 2).substring(0, digits);
    }
}
