package io.promopool.pool;

import java.util.Optional;

/** Which codes a search lists; an absent part matches all. */
public record CodeQuery(Optional<String> type, Optional<CodeState> state) {
    public CodeQuery {
        type = type.map(Text::type);
    }

    public boolean matches(PromoCode code) {
        return type.map(code.lot().type()::equals).orElse(true) && state.map(code.state()::equals).orElse(true);
    }
}
