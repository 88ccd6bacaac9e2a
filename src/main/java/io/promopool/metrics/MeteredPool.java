package io.promopool.metrics;

import io.promopool.pool.Claim;
import io.promopool.pool.ClaimOutcome;
import io.promopool.pool.ClaimRequest;
import io.promopool.pool.CodeFilter;
import io.promopool.pool.CodePool;
import io.promopool.pool.CodeQuery;
import io.promopool.pool.LoadMode;
import io.promopool.pool.LotCounts;
import io.promopool.pool.Page;
import io.promopool.pool.PromoCode;
import io.promopool.pool.RowOutcome;
import io.promopool.pool.SetInUseOutcome;
import io.promopool.pool.TypeCounts;
import io.promopool.pool.UploadRow;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** A pool whose claims are counted and measured. All other calls pass through. */
final class MeteredPool implements CodePool {
    private final CodePool pool;
    private final ClaimMeters meters;

    MeteredPool(CodePool pool, ClaimMeters meters) {
        this.pool = pool;
        this.meters = meters;
    }

    /**
     * Returns the pool's own futures, and observes them separately, so that an error in counting cannot become the
     * outcome of a claim.
     */
    @Override
    public List<CompletableFuture<ClaimOutcome>> claim(List<ClaimRequest> requests) {
        long askedNanos = System.nanoTime();
        meters.asked(requests.size());
        List<CompletableFuture<ClaimOutcome>> answers;
        try {
            answers = pool.claim(requests);
        } catch (RuntimeException e) {
            requests.forEach(request -> meters.failed(request.filter().type(), e));
            throw e;
        }
        for (int i = 0; i < answers.size(); i++) {
            String type = requests.get(i).filter().type();
            answers.get(i).whenComplete((outcome, fault) -> {
                if (fault == null) {
                    meters.answered(type, outcome, System.nanoTime() - askedNanos);
                } else {
                    meters.failed(type, fault);
                }
            });
        }
        return answers;
    }

    @Override
    public Preview preview(CodeFilter filter) {
        return pool.preview(filter);
    }

    @Override
    public CompletableFuture<List<RowOutcome>> load(List<UploadRow> rows, LoadMode mode) {
        return pool.load(rows, mode);
    }

    @Override
    public CompletableFuture<List<RowOutcome>> load(List<UploadRow> rows, LoadMode mode, CompletableFuture<?> before) {
        return pool.load(rows, mode, before);
    }

    @Override
    public SetInUseOutcome setInUse(String code, boolean inUse) {
        return pool.setInUse(code, inUse);
    }

    @Override
    public Optional<PromoCode> find(String code) {
        return pool.find(code);
    }

    @Override
    public Optional<Claim> findClaim(String key) {
        return pool.findClaim(key);
    }

    @Override
    public Page<PromoCode> search(CodeQuery query, Optional<String> cursor, int limit) {
        return pool.search(query, cursor, limit);
    }

    @Override
    public List<TypeCounts> types() {
        return pool.types();
    }

    @Override
    public Optional<TypeCounts> type(String type) {
        return pool.type(type);
    }

    @Override
    public Page<LotCounts> lots(String type, Optional<String> cursor, int limit) {
        return pool.lots(type, cursor, limit);
    }

    @Override
    public OptionalLong count(CodeFilter filter) {
        return pool.count(filter);
    }
}
