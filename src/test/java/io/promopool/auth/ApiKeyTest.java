package io.promopool.auth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTest {
    /** The output of {@code printf test | sha256sum}. */
    private static final String HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    @Test
    void a_key_is_a_name_and_roles_and_a_hash() {
        ApiKey key = ApiKey.parse(" shop : claim + READ : " + HASH.toUpperCase(Locale.ROOT) + " ");
        assertEquals("shop", key.name());
        assertEquals(Set.of(Role.CLAIM, Role.READ), key.roles());
        assertArrayEquals(HexFormat.of().parseHex(HASH), key.sha256());
        assertArrayEquals(ApiKey.hash("test"), key.sha256());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "shop",
                "shop:claim",
                ":claim:" + HASH,
                "shop::" + HASH,
                "shop:boss:" + HASH,
                "shop:claim+:" + HASH,
                "shop:claim:",
                "shop:claim:9f86",
                "shop:claim:" + HASH + "00",
                "shop:claim:z" + HASH,
                "shop:claim:" + HASH + ":x"
            })
    void anything_else_is_refused(String text) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> ApiKey.parse(text));
        assertFalse(refused.getMessage().contains("9f86"), refused.getMessage());
    }

    @Test
    void the_hash_is_not_printed() {
        assertEquals("shop:[CLAIM]", ApiKey.parse("shop:claim:" + HASH).toString());
    }

    @Test
    void two_keys_differ_in_name_and_in_hash() {
        ApiKey one = ApiKey.parse("shop:claim:" + HASH);
        ApiKey sameHash = ApiKey.parse("other:read:" + HASH);
        assertThrows(IllegalArgumentException.class, () -> new AuthSettings(List.of(one, sameHash)));
        assertThrows(IllegalArgumentException.class, () -> new AuthSettings(List.of(one, one)));
    }
}
