package io.promopool.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.promopool.http.message.Answer;
import io.promopool.http.message.BodyReader;
import io.promopool.http.message.Json;
import io.promopool.http.message.JsonBody;
import io.promopool.http.message.JsonFields;
import io.promopool.http.message.Problem;
import io.promopool.http.message.ProblemType;
import io.promopool.http.message.Query;
import io.promopool.pool.CodePool;
import io.promopool.pool.CodeQuery;
import io.promopool.pool.CodeState;
import io.promopool.pool.InvalidFieldException;
import io.promopool.pool.Page;
import io.promopool.pool.PromoCode;
import io.promopool.pool.SetInUseOutcome;
import io.promopool.pool.StorageException;
import io.promopool.pool.Text;
import java.util.Set;

/** {@code /v1/codes}: looks codes up, retires them, and makes them available again. */
final class CodeHandler {
    private final CodePool pool;
    private final Renderer renderer;
    private final BodyReader bodyReader;

    CodeHandler(CodePool pool, Renderer renderer, BodyReader bodyReader) {
        this.pool = pool;
        this.renderer = renderer;
        this.bodyReader = bodyReader;
    }

    Answer getByPath(Context ctx) {
        Query.of(ctx);
        return get(Paths.parameter(ctx));
    }

    /** One code if the query names it, otherwise a page of the codes that match the query. */
    Answer list(Context ctx) {
        Query query = Query.of(ctx, "code", "type", "state", "cursor", "limit");
        if (query.text("code").isEmpty()) {
            return search(query);
        }
        Query.of(ctx, "code");
        return get(query.required("code"));
    }

    Answer patch(Context ctx) {
        Query.of(ctx);
        String code = Text.code(Paths.parameter(ctx));
        JsonFields fields = JsonBody.object(ctx, bodyReader);
        fields.check(Set.of("inUse"));
        boolean inUse = fields.flag("inUse")
                .orElseThrow(() -> new InvalidFieldException(
                        "inUse", "is missing; true retires the code, false makes it available again"));
        SetInUseOutcome outcome = setInUse(ctx, code, inUse);
        if (outcome instanceof SetInUseOutcome.Done done) {
            if (done.isChanged()) {
                AuditLog.inUseSet(ctx, done.code().lot().type(), inUse);
            }
            return Answer.ok(renderer.code(done.code()));
        }
        if (outcome instanceof SetInUseOutcome.UnknownCode) {
            return unknown(code);
        }
        return Answer.of(Problem.of(
                        ProblemType.ALREADY_CLAIMED,
                        "The code '" + code + "' is claimed. A claimed code stays claimed forever.")
                .with("field", "inUse"));
    }

    private SetInUseOutcome setInUse(Context ctx, String code, boolean inUse) {
        try {
            return pool.setInUse(code, inUse);
        } catch (StorageException fault) {
            if (fault.outcome() == StorageException.Outcome.UNKNOWN) {
                AuditLog.inUseMayBeSet(ctx, inUse);
            }
            throw fault;
        }
    }

    private Answer get(String rawCode) {
        String code = Text.code(rawCode);
        return pool.find(code).map(found -> Answer.ok(renderer.code(found))).orElseGet(() -> unknown(code));
    }

    private Answer search(Query query) {
        CodeQuery which = new CodeQuery(query.text("type"), query.text("state").map(CodeHandler::state));
        Page<PromoCode> page = pool.search(which, query.text("cursor"), query.limit());
        ArrayNode codes = Json.array();
        page.items().forEach(code -> codes.add(renderer.code(code)));
        ObjectNode body = Json.object();
        body.set("codes", codes);
        page.cursor().ifPresent(cursor -> body.put("cursor", cursor));
        return Answer.ok(body);
    }

    private static CodeState state(String label) {
        return CodeState.ofLabel(label)
                .orElseThrow(() -> new InvalidFieldException(
                        "state", "is '" + label + "'; it must be available, claimed, retired or expired"));
    }

    private static Answer unknown(String code) {
        return Answer.of(Problem.of(
                ProblemType.UNKNOWN_CODE,
                "The code '" + code + "' was never uploaded. Check the spelling; codes are case-sensitive."));
    }
}
