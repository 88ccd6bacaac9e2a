package io.promopool.auth;

import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Who may call.
 *
 * @param keys where there are none, everyone may do everything, and the service listens on loopback alone
 */
public record AuthSettings(List<ApiKey> keys) {
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

    public boolean isOpen() {
        return keys.isEmpty();
    }
}
