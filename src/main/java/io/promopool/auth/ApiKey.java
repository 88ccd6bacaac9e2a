package io.promopool.auth;

import io.promopool.lang.Sha256;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/**
 * An API key of a caller: its name, its roles and its hash. The key itself is not stored.
 *
 * @param name the caller; appears in the settings and in problems
 * @param roles what the key allows; at least one
 * @param sha256 the SHA-256 of the key's UTF-8 bytes: 32 bytes
 */
public record ApiKey(String name, Set<Role> roles, byte[] sha256) {
    private static final String FORM = "NAME:ROLE[+ROLE]:SHA256HEX with the roles claim, upload, read, admin";

    public ApiKey {
        if (name.isBlank()) {
            throw new IllegalArgumentException("an API key has no name; write it as " + FORM);
        }
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("the API key " + name + " has no role; write it as " + FORM);
        }
        if (sha256.length != Sha256.BYTES) {
            throw new IllegalArgumentException("the SHA-256 of the API key " + name + " is not 64 hexadecimal digits");
        }
        roles = Set.copyOf(roles);
        sha256 = sha256.clone();
    }

    @Override
    public byte[] sha256() {
        return sha256.clone();
    }

    /**
     * Reads {@code NAME:ROLE[+ROLE]:SHA256HEX}, such as {@code shop:claim+read:9f86d0…}.
     *
     * @throws IllegalArgumentException if the text has another form, or names an unknown role; the message does not
     *     repeat the hash
     */
    public static ApiKey parse(String text) {
        String[] parts = text.strip().split(":", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("an API key has a wrong form; write it as " + FORM);
        }
        String name = parts[0].strip();
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String label : parts[1].split("\\+", -1)) {
            roles.add(parseRole(name, label.strip()));
        }
        return new ApiKey(name, roles, parseHex(name, parts[2].strip()));
    }

    /** Whether this key has the hash. Takes the same time for every hash, so that timing reveals nothing. */
    public boolean hasHash(byte[] otherSha256) {
        return MessageDigest.isEqual(sha256, otherSha256);
    }

    /** Returns the SHA-256 of the key's UTF-8 bytes. */
    public static byte[] hash(String key) {
        return Sha256.of(key);
    }

    /**
     * Whether a new key can have this name. In the settings a comma would end the entry {@code NAME:ROLES:HASH}, a
     * colon would end the name, and a backslash is an escape character of properties files.
     */
    public static boolean isName(String name) {
        return !name.isBlank()
                && name.codePoints().noneMatch(c -> c == ':' || c == ',' || c == '\\' || Character.isISOControl(c));
    }

    private static Role parseRole(String name, String label) {
        return Role.ofLabel(label.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> new IllegalArgumentException("the API key " + name + " names the unknown role '"
                        + label + "'; write the API key as " + FORM));
    }

    private static byte[] parseHex(String name, String hex) {
        try {
            return HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the SHA-256 of the API key " + name + " is not 64 hexadecimal digits");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ApiKey key
                && name.equals(key.name)
                && roles.equals(key.roles)
                && Arrays.equals(sha256, key.sha256);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sha256);
    }

    /** Without the hash, which must not appear in a log. */
    @Override
    public String toString() {
        return name + ":" + roles;
    }
}
