package io.promopool.alerts;

/** Hears how it went with messages to webhooks. Called on any thread; it does not wait, and does not throw. */
public interface DeliveryListener {
    /** For those who don't want to know. */
    DeliveryListener NONE = new DeliveryListener() {};

    /** A webhook has a message. */
    default void delivered() {}

    /** An attempt did not reach a webhook. There will be another, unless this was the last one. */
    default void missed() {}

    /** An alert that did not reach all webhooks will not be sent to them again. */
    default void givenUp() {}
}
