package io.promopool.faults;

/**
 * A fault of a plan.
 *
 * @param victim which one it affects: the number of a service, from 0
 * @param quietMillis how long the system runs without a fault before it
 * @param millis how long it lasts, if it does not end by itself
 * @param share the part of the last write that reached the disk
 */
record Fault(FaultKind kind, int victim, long quietMillis, long millis, double share) {
    @Override
    public String toString() {
        return kind + "(victim " + victim + ", after " + quietMillis + " ms, for " + millis + " ms)";
    }
}
