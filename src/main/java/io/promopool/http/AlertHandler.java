package io.promopool.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.promopool.alerts.StockForecast;
import io.promopool.http.message.Answer;
import io.promopool.http.message.BodyReader;
import io.promopool.http.message.Json;
import io.promopool.http.message.JsonBody;
import io.promopool.http.message.JsonFields;
import io.promopool.http.message.Query;
import io.promopool.pool.AlertLevelStore.TypeLevels;
import io.promopool.pool.AlertLevels;
import io.promopool.pool.AlertState;
import io.promopool.pool.Discount;
import io.promopool.pool.InvalidFieldException;
import io.promopool.pool.Text;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The stock of types, when they run out, their levels, and the latest alerts. */
final class AlertHandler {
    private static final int MINUTES = 60;

    private final AlertBackend alerts;
    private final Renderer renderer;
    private final BodyReader bodyReader;

    AlertHandler(AlertBackend alerts, Renderer renderer, BodyReader bodyReader) {
        this.alerts = alerts;
        this.renderer = renderer;
        this.bodyReader = bodyReader;
    }

    /** {@code /v1/alerts}: the types that are at a level now, and the latest alerts. */
    Answer list(Context ctx) {
        int limit = Query.of(ctx, "limit").limit();
        ObjectNode body = Json.object();
        body.set(
                "current",
                forecasts(alerts.stocks().forecasts().stream()
                        .filter(type -> type.state() != AlertState.OK)
                        .toList()));
        ArrayNode last = Json.array();
        alerts.log().last(limit).forEach(alert -> last.add(renderer.alert(alert)));
        body.set("last", last);
        return Answer.ok(body);
    }

    /** {@code /v1/overview}: the stock of each type, and the time zone of all expiration dates. */
    Answer overview(Context ctx) {
        Query.of(ctx);
        ObjectNode body = Json.object().put("zone", renderer.zone());
        body.set("types", forecasts(alerts.stocks().forecasts()));
        return Answer.ok(body);
    }

    private ArrayNode forecasts(List<StockForecast> forecasts) {
        ArrayNode nodes = Json.array();
        forecasts.forEach(type -> nodes.add(renderer.forecast(type)));
        return nodes;
    }

    /** {@code /v1/types/{type}/history}: codes claimed in each minute of the last hour. */
    Answer history(Context ctx) {
        Query.of(ctx);
        String type = Text.type(Paths.parameter(ctx));
        Optional<List<Long>> claimed = alerts.stocks().claimedByMinute(type, MINUTES);
        if (claimed.isEmpty()) {
            return Answer.of(ClaimAnswers.unknownType(type));
        }
        return Answer.ok(history(type, claimed.get()));
    }

    /** {@code /v1/history}: the same for all types of which any code was claimed. */
    Answer histories(Context ctx) {
        Query.of(ctx);
        ArrayNode types = Json.array();
        alerts.stocks()
                .claimedByMinute(MINUTES)
                .forEach(type -> types.add(history(type.type(), type.byMinute()).put("claimed", type.claimed())));
        ObjectNode body = Json.object();
        body.set("types", types);
        return Answer.ok(body);
    }

    private static ObjectNode history(String type, List<Long> claimedByMinute) {
        ArrayNode minutes = Json.array();
        claimedByMinute.forEach(minutes::add);
        ObjectNode node = Json.object().put("type", type);
        node.set("claimedByMinute", minutes);
        return node;
    }

    /** {@code /v1/types/{type}/alerts}: the levels of a type. */
    Answer levels(Context ctx) {
        Query.of(ctx);
        return levels(Text.type(Paths.parameter(ctx)));
    }

    Answer putLevels(Context ctx) {
        Query query = Query.of(ctx, "discount");
        String type = Text.type(Paths.parameter(ctx));
        OptionalInt discount = Discount.parse(query.text("discount"));
        JsonFields fields = JsonBody.object(ctx, bodyReader);
        fields.check(Set.of("warning", "alarm"));
        AlertLevels levels = new AlertLevels(level(fields, "warning"), level(fields, "alarm"));
        if (!alerts.levels().setLevels(type, discount, levels)) {
            return Answer.of(ClaimAnswers.unknownType(type));
        }
        AuditLog.levelsSet(ctx, type, discount, levels);
        return levels(type);
    }

    private static long level(JsonFields fields, String name) {
        return fields.digits(name)
                .map(Long::parseLong)
                .orElseThrow(() -> new InvalidFieldException(
                        name, "is missing; send the number of available codes at which the alert fires"));
    }

    private Answer levels(String type) {
        Optional<TypeLevels> set = alerts.levels().levelsOf(type);
        if (set.isEmpty()) {
            return Answer.of(ClaimAnswers.unknownType(type));
        }
        Optional<AlertLevels> own = set.get().own();
        ArrayNode discounts = Json.array();
        set.get()
                .ofDiscounts()
                .forEach((discount, levels) ->
                        discounts.add(renderer.levels(Json.object().put("discount", discount), levels)));
        ObjectNode body = renderer.levels(Json.object().put("type", type), own.orElse(alerts.serviceLevels()))
                .put("own", own.isPresent());
        body.set("discounts", discounts);
        return Answer.ok(body);
    }
}
