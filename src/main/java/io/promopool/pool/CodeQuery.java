package io.promopool.pool;

import java.util.Optional;

/**
 * Which codes a search lists.
 *
 * @param type absent = codes of every type
 * @param state absent = codes in every state
 */
public record CodeQuery(Optional<String> type, Optional<CodeState> state) {
    public CodeQuery {
        type = type.map(Text::type);
    }

    /** Whether a code of this lot and in this state is listed. */
    public boolean matches(Lot codesLot, CodeState codesState) {
        return type.map(codesLot.type()::equals).orElse(true)
                && state.map(codesState::equals).orElse(true);
    }
}
