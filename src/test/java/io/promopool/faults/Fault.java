package io.promopool.faults;

/**
 * A fault of a plan.
 *
 * @param victim chooses among those that it can befall: the number of a service, from 0
 * @param quietMillis how long all goes well before it
 * @param millis how long it lasts, where it does not end by itself
 * @param share of a last write that got to the disk
 */
record Fault(FaultKind kind, int victim, long quietMillis, long millis, double share) {
    @Override
    public String toString() {
        return kind + "(victim " + victim + ", after " + quietMillis + " ms, for " + millis + " ms)";
    }
}
