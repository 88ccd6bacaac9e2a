package io.promopool.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promopool.alerts.StockForecast;
import io.promopool.http.message.Json;
import io.promopool.pool.Alert;
import io.promopool.pool.AlertLevels;
import io.promopool.pool.Claim;
import io.promopool.pool.Expiration;
import io.promopool.pool.ExpirationFormat;
import io.promopool.pool.Lot;
import io.promopool.pool.LotCounts;
import io.promopool.pool.PoolCounts;
import io.promopool.pool.PromoCode;
import io.promopool.pool.Stock.Expiring;
import io.promopool.pool.TypeCounts;
import io.promopool.pool.UploadReport;
import io.promopool.pool.UploadReport.RowError;
import io.promopool.upload.RowSpan;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Renders the records of the domain as JSON. */
final class Renderer {
    private final ExpirationFormat dates;

    Renderer(ExpirationFormat dates) {
        this.dates = dates;
    }

    /** The time zone of all expiration dates in answers. */
    String zone() {
        return dates.zone().getId();
    }

    ObjectNode claim(Claim claim) {
        return claim(claim.code(), claim.lot(), claim.claimedAt()).put("key", claim.key());
    }

    /** A claim that was only a test, with a dummy code. */
    ObjectNode testClaim(String dummyCode, Lot lot, Instant now, Optional<String> key) {
        return claim(dummyCode, lot, now).put("key", key.orElse(null)).put("test", true);
    }

    private ObjectNode claim(String code, Lot lot, Instant claimedAt) {
        return putLot(Json.object().put("promocode", code).put("type", lot.type()), lot)
                .put("claimedAt", claimedAt.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    ObjectNode code(PromoCode code) {
        ObjectNode node = putLot(
                        Json.object()
                                .put("code", code.code())
                                .put("type", code.lot().type()),
                        code.lot())
                .put("inUse", code.inUse())
                .put("state", code.state().label());
        code.claim()
                .ifPresent(claim -> node.put(
                                "claimedAt",
                                claim.claimedAt()
                                        .truncatedTo(ChronoUnit.SECONDS)
                                        .toString())
                        .put("key", claim.key()));
        return node;
    }

    ObjectNode type(TypeCounts type) {
        return putCounts(Json.object().put("type", type.type()), type.counts());
    }

    ObjectNode lot(LotCounts lot) {
        return putCounts(putLot(Json.object(), lot.lot()), lot.counts());
    }

    ObjectNode forecast(StockForecast type) {
        ObjectNode node = putCounts(
                        Json.object().put("type", type.stock().type()),
                        type.stock().counts())
                .put("state", type.state().label())
                .put("claimedLastHour", type.claimedLastHour())
                .put("claimedLastDay", type.claimedLastDay())
                .put("runsOutAt", instant(type.runsOutAt()))
                .put("runsOutAtDailyRate", instant(type.runsOutAtDailyRate()));
        node.set("nextExpiration", type.stock().next().map(this::next).orElse(null));
        return levels(node, type.levels());
    }

    private ObjectNode next(Expiring next) {
        return Json.object().put("expirationDate", date(next.expiration())).put("codes", next.codes());
    }

    ObjectNode levels(ObjectNode node, AlertLevels levels) {
        return node.put("warning", levels.warning()).put("alarm", levels.alarm());
    }

    ObjectNode alert(Alert alert) {
        ObjectNode node = Json.object()
                .put("id", alert.id())
                .put("alert", alert.kind().label())
                .put("type", alert.type())
                .put("threshold", alert.threshold())
                .put("available", alert.available())
                .put("at", alert.at().toString());
        alert.discount().ifPresent(discount -> node.put("discount", discount));
        alert.by().ifPresent(by -> node.put("by", by.toString()));
        return node;
    }

    private static String instant(Optional<Instant> instant) {
        return instant.map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString()).orElse(null);
    }

    ObjectNode report(UploadReport report) {
        ArrayNode errors = Json.array();
        report.errors().forEach(error -> errors.add(rowError(error)));
        ObjectNode node = Json.object()
                .put("read", report.read())
                .put("added", report.added())
                .put("updated", report.updated())
                .put("retired", report.retired())
                .put("reactivated", report.reactivated())
                .put("unchanged", report.unchanged())
                .put("rejected", report.rejected());
        report.duplicates().ifPresent(rows -> node.put("duplicates", rows));
        node.set("errors", errors);
        return node.put("errorsTruncated", report.errorsTruncated());
    }

    ObjectNode rows(RowSpan rows) {
        ObjectNode node = Json.object();
        rows.file().ifPresent(file -> node.put("file", file));
        return node.put("firstLine", rows.firstLine()).put("lastLine", rows.lastLine());
    }

    private static ObjectNode rowError(RowError error) {
        ObjectNode node = Json.object();
        error.file().ifPresent(file -> node.put("file", file));
        return node.put("line", error.line())
                .put("code", error.code())
                .put("field", error.field())
                .put("reason", error.reason());
    }

    private ObjectNode putLot(ObjectNode node, Lot lot) {
        return node.put("discount", lot.discount()).put("expirationDate", date(lot.expiration()));
    }

    private String date(Expiration expiration) {
        return expiration.isNever() ? null : dates.print(expiration);
    }

    private static ObjectNode putCounts(ObjectNode node, PoolCounts counts) {
        return node.put("available", counts.available())
                .put("claimed", counts.claimed())
                .put("retired", counts.retired())
                .put("expired", counts.expired())
                .put("total", counts.total());
    }
}
