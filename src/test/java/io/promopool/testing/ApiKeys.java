package io.promopool.testing;

import io.promopool.auth.ApiKey;
import java.util.HexFormat;

/** API keys in the form of the setting {@code auth.keys}. */
public final class ApiKeys {
    private ApiKeys() {}

    public static String entry(String name, String roles, String key) {
        return name + ":" + roles + ":" + sha256(key);
    }

    public static String sha256(String key) {
        return HexFormat.of().formatHex(ApiKey.hash(key));
    }
}
