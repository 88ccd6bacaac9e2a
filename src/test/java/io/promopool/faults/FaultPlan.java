package io.promopool.faults;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The faults of a run, in order. The same seed makes the same plan, and the same calls in each thread. Which call meets
 * which fault depends on the machine.
 */
record FaultPlan(Setup setup, long seed, List<Fault> faults) {
    /** Longer than the timeouts of {@link io.promopool.testing.RestartableService} and of {@link Caller}. */
    private static final int SHORTEST_MILLIS = 2_300;

    private static final int MAX_MILLIS_MORE = 1_000;
    private static final int SHORTEST_QUIET_MILLIS = 300;
    private static final int MAX_QUIET_MILLIS_MORE = 600;

    /** What the services run on, and which faults it can have. */
    enum Setup {
        /** Two services, one Redis; the first service reaches it through a relay. */
        ONE_REDIS(EnumSet.range(FaultKind.SERVICE_KILLED, FaultKind.DISK_FULL)),
        /** Two services, a master, a replica and three sentinels. */
        SENTINEL(EnumSet.range(FaultKind.MASTER_KILLED, FaultKind.REPLICA_FROZEN)),
        /** One service with its embedded Redis. */
        EMBEDDED(EnumSet.range(FaultKind.REDIS_ORPHANED, FaultKind.EMBEDDED_REDIS_KILLED)),
        /** Two services that reach one Redis through a relay, and what changes underneath them and comes back. */
        CHANGED(EnumSet.range(FaultKind.POOL_FLUSHED, FaultKind.CLOCK_AHEAD)),
        /** One fault for each run, because confirmed writes are lost for good. See {@link LossyRig}. */
        LOSS(EnumSet.range(FaultKind.SETTINGS_WEAKENED, FaultKind.UNREPLICATED_FAILOVER));

        private final Set<FaultKind> kinds;

        Setup(Set<FaultKind> kinds) {
            this.kinds = kinds;
        }
    }

    /** Every fault that the setup can have, once, in a random order. */
    static FaultPlan ofSeed(Setup setup, long seed) {
        Random random = new Random(seed);
        List<FaultKind> kinds = new ArrayList<>(setup.kinds);
        Collections.shuffle(kinds, random);
        List<Fault> faults = kinds.stream()
                .map(kind -> new Fault(
                        kind,
                        random.nextInt(2),
                        SHORTEST_QUIET_MILLIS + random.nextInt(MAX_QUIET_MILLIS_MORE),
                        SHORTEST_MILLIS + random.nextInt(MAX_MILLIS_MORE),
                        random.nextDouble()))
                .toList();
        return new FaultPlan(setup, seed, faults);
    }

    /** The plans of a setup with this seed: one, or one for each fault if the setup outlives only one. */
    static List<FaultPlan> allOfSeed(Setup setup, long seed) {
        FaultPlan all = ofSeed(setup, seed);
        return setup == Setup.LOSS
                ? all.faults.stream()
                        .map(fault -> new FaultPlan(setup, seed, List.of(fault)))
                        .toList()
                : List.of(all);
    }

    @Override
    public String toString() {
        return setup + " with seed " + seed
                + faults.stream().map(fault -> "\n    " + fault).collect(Collectors.joining());
    }
}
