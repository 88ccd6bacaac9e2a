package io.promopool.auth;

import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * The API keys that the service accepts.
 *
 * @param keys with distinct names and hashes. If there are none, everyone can do everything, and the service listens
 *     only on loopback
 */
public record AuthSettings(List<ApiKey> keys) {
    /** @throws IllegalArgumentException if two keys have the same name or the same hash */
    public AuthSettings {
        keys = List.copyOf(keys);
        Set<String> names = new HashSet<>();
        Set<String> hashes = new HashSet<>();
        for (ApiKey key : keys) {
            if (!names.add(key.name())) {
                throw new IllegalArgumentException("two API keys have the name " + key.name());
            }
            if (!hashes.add(HexFormat.of().formatHex(key.sha256()))) {
                throw new IllegalArgumentException(
                        "the API key " + key.name() + " has the same hash as another API key");
            }
        }
    }

    /** Whether no API key is needed. */
    public boolean isOpen() {
        return keys.isEmpty();
    }
}
