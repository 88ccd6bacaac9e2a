package io.promopool.redis.connection;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A script of {@code resources/lua}. Each line {@code -- include NAME} in it stands for a file of {@code lua/lib}. The
 * first line is always {@code #!lua}, which makes Redis refuse the whole script when its memory is full.
 *
 * @param name of the file, without {@code .lua}
 * @param source what Redis runs
 * @param sha1 the hash of the source, by which {@code EVALSHA} runs it
 * @param hasHead whether its first arguments are the head (head.lua), which says what the caller expects to find
 */
public record LuaScript(String name, String source, String sha1, boolean hasHead) {
    private static final Pattern INCLUDE = Pattern.compile("(?m)^ *-- include (\\w+)$");

    public static final LuaScript OPEN = load("open");
    public static final LuaScript CLAIM = load("claim");
    public static final LuaScript LOAD = load("load");
    public static final LuaScript SET_IN_USE = load("set_in_use");
    public static final LuaScript SWEEP = load("sweep");
    public static final LuaScript COUNT = load("count");
    public static final LuaScript STOCK = load("stock");
    public static final LuaScript NEXT_LOTS = load("next_lots");
    public static final LuaScript RECORD_CLAIMED = load("record_claimed");
    public static final LuaScript SET_LEVELS = load("set_levels");
    public static final LuaScript EXPIRING = load("expiring");
    public static final LuaScript RUNNING_OUT = load("running_out");
    public static final LuaScript TAKE_ALERTS = load("take_alerts");
    public static final LuaScript RECOUNT_LOT = load("recount_lot");
    public static final LuaScript RECOUNT_TYPE = load("recount_type");
    public static final LuaScript SETTLE_ALERT = load("settle_alert");
    public static final LuaScript SEARCH = load("search");
    public static final LuaScript CHECK = load("check");
    public static final LuaScript LEAVE = load("leave");
    public static final LuaScript ACCEPT_LOSS = load("accept_loss");
    public static final LuaScript LATEST = load("latest");
    public static final LuaScript ACCEPT_CLOCK = load("accept_clock");
    public static final LuaScript REBUILD = load("rebuild");

    public static final List<LuaScript> ALL = List.of(
            OPEN,
            CLAIM,
            LOAD,
            SET_IN_USE,
            SWEEP,
            COUNT,
            SEARCH,
            STOCK,
            NEXT_LOTS,
            RECORD_CLAIMED,
            SET_LEVELS,
            EXPIRING,
            RUNNING_OUT,
            TAKE_ALERTS,
            SETTLE_ALERT,
            RECOUNT_LOT,
            RECOUNT_TYPE,
            CHECK,
            LEAVE,
            ACCEPT_LOSS,
            LATEST,
            ACCEPT_CLOCK,
            REBUILD);

    /** Returns whether a reply confirms the call. The watch sends the others, and does not wait for replicas. */
    boolean isConfirmable() {
        return hasHead && !Set.of("check", "leave").contains(name);
    }

    private static LuaScript load(String name) {
        String script = read(name);
        String source = withIncludes(script);
        byte[] hash = sha1Of(source.getBytes(StandardCharsets.UTF_8));
        return new LuaScript(name, source, HexFormat.of().formatHex(hash), script.contains("refusal("));
    }

    private static String withIncludes(String script) {
        return INCLUDE.matcher(script)
                .replaceAll(line -> Matcher.quoteReplacement(withIncludes(read("lib/" + line.group(1)))));
    }

    /** Returns the hash that {@code redis.sha1hex} computes in a script, as 20 bytes. */
    public static byte[] sha1Of(byte[] text) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(text);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-1", e);
        }
    }

    private static String read(String name) {
        try (InputStream in = LuaScript.class.getResourceAsStream("/lua/" + name + ".lua")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
