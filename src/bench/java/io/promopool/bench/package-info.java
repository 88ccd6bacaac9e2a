/**
 * Measures the packaged service from outside, over HTTP: {@code mvn verify -Pbench}. It shares the machine with the
 * service, so what it costs itself counts against the service; it is kept cheap, one thread for all connections.
 *
 * <p>{@link io.promopool.bench.Bench} is the order of the measures and what each of them means. {@code src/bench/peers}
 * sets the service beside others.
 */
package io.promopool.bench;
