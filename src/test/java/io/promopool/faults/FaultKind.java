package io.promopool.faults;

/** What can go wrong. A fault starts, lasts a while, and is over when the system has everything it needs again. */
enum FaultKind {
    SERVICE_KILLED("kill -9 of a service, then a start"),
    SERVICE_FROZEN("a service frozen for longer than every timeout"),
    REDIS_KILLED("kill -9 of Redis, then a start on its files"),
    WRITE_TORN("the same, with a torn last write at the end of the file"),
    REDIS_FROZEN("Redis frozen for longer than every timeout"),
    ANSWERS_LOST("connections cut between a script and its reply"),
    MEMORY_FULL("Redis out of memory"),
    DISK_FULL("a full disk under the append-only file"),
    MASTER_KILLED("kill -9 of a master, a replica promoted"),
    MASTER_FROZEN("a master frozen, a replica promoted, the old master resumed much later"),
    MASTER_RESUMED_EARLY("the same, the old master resumed at once, with its callers still connected"),
    REPLICA_FROZEN("the replica frozen for longer than every timeout"),
    REDIS_ORPHANED("kill -9 of a service whose embedded Redis stays, then a start"),
    EMBEDDED_REDIS_KILLED("kill -9 of an embedded Redis");

    private final String meaning;

    FaultKind(String meaning) {
        this.meaning = meaning;
    }

    String meaning() {
        return meaning;
    }
}
