package io.promopool.http;

import io.javalin.http.Context;
import io.promopool.http.message.Answer;
import io.promopool.http.message.MinimumRateInput;
import io.promopool.http.message.Problem;
import io.promopool.http.message.ProblemMapper;
import io.promopool.http.message.ProblemType;
import io.promopool.http.message.Query;
import io.promopool.http.message.UnreadBody;
import io.promopool.pool.Discount;
import io.promopool.pool.ExpirationFormat;
import io.promopool.pool.LoadMode;
import io.promopool.pool.OverloadedException;
import io.promopool.pool.StorageException;
import io.promopool.pool.Text;
import io.promopool.pool.UploadReport;
import io.promopool.upload.RowDefaults;
import io.promopool.upload.UploadFailure;
import io.promopool.upload.UploadRequest;
import io.promopool.upload.Uploader;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** {@code POST /v1/codes}: loads a file of codes. The number of concurrent uploads is limited. */
final class UploadHandler {
    private static final String ENDED_BY_ERROR = ", ended by an error";

    private final Uploader uploader;
    private final ExpirationFormat dates;
    private final Renderer renderer;
    private final int maxUploads;
    private final Semaphore places;

    UploadHandler(HttpBackend backend, Renderer renderer, int maxUploads) {
        this.uploader = backend.uploader();
        this.dates = backend.dates();
        this.renderer = renderer;
        this.maxUploads = maxUploads;
        this.places = new Semaphore(maxUploads);
    }

    /** Holds the thread of the request from the first byte to the last. Rows that were loaded before a failure stay. */
    Answer post(Context ctx) {
        MinimumRateInput body = new MinimumRateInput(ctx.bodyInputStream(), System::nanoTime);
        Answer answer = upload(ctx, request(ctx, body), body);
        if (answer.status() != 200) {
            UnreadBody.discard(ctx);
        }
        return answer;
    }

    private Answer upload(Context ctx, UploadRequest request, MinimumRateInput body) {
        if (!places.tryAcquire()) {
            return Answer.of(ProblemMapper.tooMany(
                    "The limit of %d concurrent uploads is reached. Nothing was loaded; retry later."
                            .formatted(maxUploads)));
        }
        try {
            UploadReport report = uploader.upload(request);
            audit(ctx, request, report, "");
            return Answer.ok(renderer.report(report));
        } catch (UploadFailure failure) {
            audit(ctx, request, failure.report(), end(failure));
            return Answer.of(problem(failure, body.isTooSlow()));
        } catch (OverloadedException e) {
            return Answer.of(ProblemMapper.tooMany("The storage is overloaded, and part of the upload might have been "
                    + "loaded. Send the upload again later: no code is added twice."));
        } finally {
            places.release();
        }
    }

    private static void audit(Context ctx, UploadRequest request, UploadReport report, String end) {
        if (!request.mode().dryRun() && (report.read() > 0 || !end.equals(ENDED_BY_ERROR))) {
            AuditLog.uploaded(ctx, report, end);
        }
    }

    private static String end(UploadFailure failure) {
        return failure.unknownRows()
                .map(rows -> ENDED_BY_ERROR
                        + "; the rows at lines %d to %d may be loaded, and are not counted here"
                                .formatted(rows.firstLine(), rows.lastLine()))
                .orElse(ENDED_BY_ERROR);
    }

    private UploadRequest request(Context ctx, MinimumRateInput body) {
        Query query = Query.of(ctx, "type", "discount", "expirationDate", "dryRun", "reactivate");
        RowDefaults defaults = new RowDefaults(
                query.text("type").map(Text::type),
                Discount.parse(query.text("discount")),
                query.text("expirationDate").map(dates::parse));
        return new UploadRequest(
                body,
                // Not ctx.contentType(): Jetty fails with an internal error if the character set is unknown.
                Optional.ofNullable(ctx.header("Content-Type")),
                Optional.ofNullable(ctx.header("Content-Encoding")),
                defaults,
                new LoadMode(query.flag("dryRun"), query.flag("reactivate")));
    }

    private Problem problem(UploadFailure failure, boolean tooSlow) {
        Problem problem =
                switch (failure.kind()) {
                    case UNSUPPORTED_MEDIA_TYPE -> Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, failure.getMessage());
                    case MALFORMED ->
                        tooSlow
                                ? Problem.of(
                                        ProblemType.REQUEST_TIMEOUT,
                                        "The upload arrived too slowly. The report counts the rows that were loaded; "
                                                + "they stay loaded. Send the upload again: no code is added twice.")
                                : Problem.of(ProblemType.MALFORMED_UPLOAD, failure.getMessage());
                    case TOO_LARGE -> Problem.of(ProblemType.UPLOAD_TOO_LARGE, failure.getMessage());
                    case STORAGE -> storageProblem(failure.getCause());
                };
        if (failure.field().isPresent()) {
            problem = problem.with("field", failure.field().get());
        }
        if (failure.unknownRows().isPresent()) {
            problem = problem.with(
                    "unknownRows", renderer.rows(failure.unknownRows().get()));
        }
        return problem.with("report", renderer.report(failure.report()));
    }

    private static Problem storageProblem(Throwable cause) {
        String reason = cause instanceof StorageException storage
                ? storage.refusal().map(refusal -> ": " + refusal).orElse("")
                : "";
        return ProblemMapper.problemOf(cause)
                .withDetail("The storage failed during the upload" + reason + ". The report counts the rows that were "
                        + "loaded; they stay loaded. Send the upload again: no code is added twice.");
    }
}
