package io.promopool.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.promopool.http.message.Answer;
import io.promopool.http.message.Json;
import io.promopool.http.message.Query;
import io.promopool.pool.CodeFilter;
import io.promopool.pool.CodePool;
import io.promopool.pool.InvalidFieldException;
import io.promopool.pool.LotCounts;
import io.promopool.pool.Page;
import io.promopool.pool.Text;
import io.promopool.pool.TypeCounts;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code /v1/types}: counts the codes of types, lots and filters. */
final class TypeHandler {
    private final CodePool pool;
    private final Renderer renderer;

    TypeHandler(CodePool pool, Renderer renderer) {
        this.pool = pool;
        this.renderer = renderer;
    }

    /** One type with its lots if the query names it, otherwise all types. */
    Answer list(Context ctx) {
        Query query = Query.of(ctx, "type", "cursor", "limit");
        if (query.text("type").isPresent()) {
            return get(query.required("type"), query);
        }
        if (!query.isEmpty()) {
            throw new InvalidFieldException(
                    "type",
                    "is missing; cursor and limit work only together with type, because they page through the lots of"
                            + " one type");
        }
        ArrayNode types = Json.array();
        pool.types().forEach(type -> types.add(renderer.type(type)));
        ObjectNode body = Json.object();
        body.set("types", types);
        return Answer.ok(body);
    }

    Answer getByPath(Context ctx) {
        return get(Paths.parameter(ctx), Query.of(ctx, "cursor", "limit"));
    }

    Answer count(Context ctx) {
        Query query = Query.of(ctx, "discount", "days");
        CodeFilter filter = ClaimBody.filter(Paths.parameter(ctx), query.text("discount"), query.text("days"));
        OptionalLong available = pool.count(filter);
        return available.isPresent()
                ? Answer.ok(Json.object().put("available", available.getAsLong()))
                : Answer.of(ClaimAnswers.unknownType(filter.type()));
    }

    private Answer get(String rawType, Query query) {
        String type = Text.type(rawType);
        int limit = query.limit();
        Optional<TypeCounts> counts = pool.type(type);
        if (counts.isEmpty()) {
            return Answer.of(ClaimAnswers.unknownType(type));
        }
        Page<LotCounts> page = pool.lots(type, query.text("cursor"), limit);
        ArrayNode lots = Json.array();
        page.items().forEach(lot -> lots.add(renderer.lot(lot)));
        ObjectNode body = renderer.type(counts.get());
        body.set("lots", lots);
        page.cursor().ifPresent(cursor -> body.put("cursor", cursor));
        return Answer.ok(body);
    }
}
