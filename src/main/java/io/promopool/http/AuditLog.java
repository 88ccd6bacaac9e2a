package io.promopool.http;

import io.javalin.http.Context;
import io.promopool.auth.ApiKey;
import io.promopool.pool.AlertLevels;
import io.promopool.pool.UploadReport;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line of the log for each change that a person or a program has made, other than a claim: what was changed, how
 * much, and by whom. The lines have no codes, because more people read logs than may know codes. The id of the request
 * is in the line because its thread knows it.
 */
final class AuditLog {
    private static final Logger log = LoggerFactory.getLogger(AuditLog.class);

    private AuditLog() {}

    /** @param end empty, or how the upload ended early; what it has changed stays changed */
    static void uploaded(Context ctx, UploadReport report, String end) {
        log.info(
                "upload by {}{}; rows: {} read, {} added, {} updated, {} retired, {} reactivated, {} unchanged, "
                        + "{} rejected",
                who(ctx),
                end,
                report.read(),
                report.added(),
                report.updated(),
                report.retired(),
                report.reactivated(),
                report.unchanged(),
                report.rejected());
    }

    static void inUseSet(Context ctx, String type, boolean inUse) {
        log.info("1 code of type '{}' was {} by {}", type, inUse ? "retired" : "made available again", who(ctx));
    }

    /** Redis did not confirm the change, and may have made it. */
    static void inUseMayBeSet(Context ctx, boolean inUse) {
        log.info("1 code may have been {} by {}", inUse ? "retired" : "made available again", who(ctx));
    }

    static void levelsSet(Context ctx, String type, OptionalInt discount, AlertLevels levels) {
        log.info(
                "the levels of type '{}'{} were set by {}: warning {}, alarm {}",
                type,
                discount.isPresent() ? " with discount " + discount.getAsInt() : "",
                who(ctx),
                levels.warning(),
                levels.alarm());
    }

    private static String who(Context ctx) {
        return Caller.of(ctx)
                .key()
                .map(ApiKey::name)
                .map(name -> "API key '" + name + "'")
                .orElse("a caller without an API key");
    }
}
