package io.promopool.redis.layout;

import io.promopool.redis.connection.LuaScript;
import io.promopool.redis.connection.RedisSettings;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The names of all keys in Redis. {@code docs/architecture.md} lists every key and its fields.
 *
 * <p>A key is {@code pp:{S}:NAME}, or {@code pp:{S}:NAME:ID}. {@code pp} is the setting {@code redis.prefix}, and
 * {@code S} is the shard. The braces make the shard a hash tag, so that all keys of a shard are in one slot of a Redis
 * Cluster. A script may only touch keys of one slot.
 */
public final class Keys {
    private static final int BITS_PER_DIGIT = 4;
    private static final int ONLY_SHARD = 0;

    private final String base;
    private final int digits;

    /** @param buckets number of hashes that codes and claims are spread over; a power of 16 */
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

    public String staleHints(String lotId) {
        return base + "stale-hints:" + lotId;
    }

    public String expired(String typeId) {
        return base + "expired:" + typeId;
    }

    public String rebuilding() {
        return base + "rebuilding";
    }

    public String claimed(String bucket) {
        return base + "claimed:" + bucket;
    }

    public String claims(String bucket) {
        return base + "claims:" + bucket;
    }

    public int buckets() {
        return 1 << (digits * BITS_PER_DIGIT);
    }

    /** Returns the name of the bucket with this number, from 0. */
    public String bucket(int number) {
        return HexFormat.of().toHexDigits(number, digits);
    }

    /** Returns how many hexadecimal digits the name of a bucket has. */
    public int bucketDigits() {
        return digits;
    }

    /**
     * Returns the name of the bucket of a code or of a claim key: the first digits of its SHA-1. The scripts take the
     * same digits of {@code redis.sha1hex}. The name is made of digits because Lua in Redis is slow at turning a number
     * into text.
     */
    public String bucket(String text) {
        return bucket(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the hint of a code: its bucket, then the code. */
    public String hint(String code) {
        return bucket(code) + code;
    }

    /** Returns the same as {@link #bucket(String)}, for a text that is encoded in UTF-8 already. */
    public String bucket(byte[] text) {
        byte[] hash = LuaScript.sha1Of(text);
        return HexFormat.of().formatHex(hash, 0, (digits + 1) / 2).substring(0, digits);
    }
}
