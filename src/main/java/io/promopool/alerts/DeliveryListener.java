package io.promopool.alerts;

/** Receives the result of each message to a webhook. Called on any thread; must not block, and must not throw. */
public interface DeliveryListener {
    /** A listener that does nothing. */
    DeliveryListener NONE = new DeliveryListener() {};

    /** A webhook has accepted a message. */
    default void delivered() {}

    /** An attempt to send a message to a webhook failed. It is retried later, unless {@link #givenUp} is called too. */
    default void missed() {}

    /** An alert has not reached every webhook in time, and is not sent again. */
    default void givenUp() {}
}
