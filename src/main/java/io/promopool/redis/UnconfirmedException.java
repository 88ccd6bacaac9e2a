package io.promopool.redis;

/** A write was done, but too few replicas have said that they have it. Asking again at once would not help. */
final class UnconfirmedException extends Exception {
    private static final long serialVersionUID = 1L;

    UnconfirmedException(long replicas, Durability wanted) {
        super("it was done, but " + replicas + " of the " + wanted.replicas()
                + " replicas that durability.replicas asks for have confirmed it in time");
    }
}
