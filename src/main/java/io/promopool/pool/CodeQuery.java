package io.promopool.pool;

import java.util.Optional;

/** Which codes a search lists; an absent part matches all. */
public record CodeQuery(Optional<String> type, Optional<CodeState> state) {
    public CodeQuery {
        type = type.map(Text::type);
    }

    public boolean matches(Lot codesLot, CodeState codesState) {
        return type.map(codesLot.type()::equals).orElse(true)
                && state.map(codesState::equals).orElse(true);
    }
}
