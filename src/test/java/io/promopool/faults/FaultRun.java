package io.promopool.faults;

import io.promopool.faults.Call.Answer;
import io.promopool.faults.Call.Claim;
import io.promopool.faults.Call.Upload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Carries out a plan: starts with an empty Redis, causes the faults while callers call everything, and checks the
 * result.
 */
final class FaultRun {
    private static final Duration FIRST_STOCK = Duration.ofMillis(500);

    private FaultRun() {}

    /**
     * The result of a run. The counts omit the claims that empty the pool. {@code unanswered} counts claims and
     * uploads.
     */
    record Result(FaultPlan plan, long claims, long uploads, long unanswered, List<Violation> violations) {}

    /** @param folder an empty folder for files and logs */
    static Result of(FaultPlan plan, Path folder) throws IOException, InterruptedException {
        System.out.println("\nfaults: " + plan + "\n    logs in " + folder);
        History history = new History();
        try (Rig rig = start(plan, folder)) {
            Workload workload = new Workload(new Caller(history), rig.services(), plan.seed());
            workload.start();
            try {
                pass(FIRST_STOCK);
                for (Fault fault : plan.faults()) {
                    pass(Duration.ofMillis(fault.quietMillis()));
                    inject(fault, rig, history);
                }
                pass(FIRST_STOCK);
            } finally {
                workload.stop();
            }
            long claims = history.all(Claim.class).count();
            long uploads = history.all(Upload.class).count();
            long unanswered = history.answered(0, Answer.Unknown.class);
            Settlement settlement = new Settlement(history, rig.services(), rig.redisUrl());
            List<Violation> violations =
                    plan.setup() == FaultPlan.Setup.LOSS ? settlement.afterLoss() : settlement.settle();
            System.out.print(FaultReport.summary(violations));
            return new Result(plan, claims, uploads, unanswered, violations);
        }
    }

    private static Rig start(FaultPlan plan, Path folder) throws IOException {
        return switch (plan.setup()) {
            case ONE_REDIS -> OneRedisRig.start(folder);
            case SENTINEL -> SentinelRig.start(folder, 1);
            case EMBEDDED -> EmbeddedRig.start(folder);
            case CHANGED -> ChangedRig.start(folder);
            case LOSS ->
                plan.faults().get(0).kind() == FaultKind.UNREPLICATED_FAILOVER
                        ? SentinelRig.start(folder, 0)
                        : LossyRig.start(folder);
        };
    }

    /**
     * A fault that no caller notices proves nothing. Only the service notices lost replies, because it retries by
     * itself.
     */
    private static void inject(Fault fault, Rig rig, History history) throws IOException {
        long start = System.nanoTime();
        int before = history.size();
        rig.inject(fault, history);
        long refused = history.answered(before, Answer.Refused.class);
        long unknown = history.answered(before, Answer.Unknown.class);
        System.out.printf(
                "    %-22s %,6d ms, %,5d calls, %,5d of them refused and %,4d with an unknown outcome%n",
                fault.kind(), (System.nanoTime() - start) / 1_000_000, history.size() - before, refused, unknown);
        if (refused + unknown == 0 && fault.kind() != FaultKind.ANSWERS_LOST) {
            throw new IllegalStateException("no caller has noticed " + fault);
        }
    }

    private static void pass(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }
}
