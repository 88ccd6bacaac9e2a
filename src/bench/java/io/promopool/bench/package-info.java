/**
 * Measures the packaged service from outside, over HTTP: {@code mvn verify -Pbench}. It shares the machine with the
 * service, so its own cost counts against the service. It is kept cheap: one thread serves all connections.
 *
 * <p>{@link io.promopool.bench.Bench} says what is measured, and in which order. {@code src/bench/peers} compares the
 * service with other programs.
 */
package io.promopool.bench;
