package io.promopool.faults;

/** What can go wrong. A fault starts, lasts a while, and is over when the system has everything it needs again. */
enum FaultKind {
    SERVICE_KILLED("kill -9 of a service, then a start"),
    SERVICE_FROZEN("a service frozen for longer than every timeout"),
    REDIS_KILLED("kill -9 of Redis, then a start on its files"),
    WRITE_TORN("the same, with a torn last write at the end of the file, which a person cuts off"),
    REDIS_FROZEN("Redis frozen for longer than every timeout"),
    ANSWERS_LOST("connections cut between a script and its reply"),
    MEMORY_FULL("Redis out of memory"),
    DISK_FULL("a full disk under the append-only file"),
    MASTER_KILLED("kill -9 of a master, a replica promoted"),
    MASTER_FROZEN("a master frozen, a replica promoted, the old master resumed much later"),
    MASTER_RESUMED_EARLY("the same, the old master resumed at once, with its callers still connected"),
    REPLICA_FROZEN("the replica frozen for longer than every timeout"),
    REDIS_ORPHANED("kill -9 of a service whose embedded Redis stays, then a start"),
    EMBEDDED_REDIS_KILLED("kill -9 of an embedded Redis"),
    POOL_FLUSHED("FLUSHALL under the services, then a start without it"),
    FILES_MISSING("a restart of Redis without its files, then one with them"),
    POOL_SWAPPED("the address leads to another pool, then back"),
    CLOCK_BEHIND("services whose clock is an hour behind, then right again"),
    CLOCK_AHEAD("services whose clock is an hour ahead, then right again"),
    SETTINGS_WEAKENED("appendonly no under the services, then kill -9 of Redis; a person accepts the loss"),
    OLD_COPY("an old copy of the files put back; a person accepts the loss"),
    UNREPLICATED_FAILOVER("a failover that loses confirmed writes; a person accepts the loss");

    private final String meaning;

    FaultKind(String meaning) {
        this.meaning = meaning;
    }

    String meaning() {
        return meaning;
    }
}
