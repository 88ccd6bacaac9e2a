package io.promopool.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.promopool.alerts.DeliveryListener;

/** Counts messages to webhooks. */
final class WebhookMeters implements DeliveryListener {
    private final Counter delivered;
    private final Counter missed;
    private final Counter givenUp;

    WebhookMeters(MeterRegistry registry) {
        delivered = messages(registry, "delivered");
        missed = messages(registry, "missed");
        givenUp = messages(registry, "given-up");
    }

    private static Counter messages(MeterRegistry registry, String outcome) {
        return Counter.builder("promopool.webhook.messages")
                .description("Messages to webhooks by outcome, and alerts that were given up")
                .tag("outcome", outcome)
                .register(registry);
    }

    @Override
    public void delivered() {
        delivered.increment();
    }

    @Override
    public void missed() {
        missed.increment();
    }

    @Override
    public void givenUp() {
        givenUp.increment();
    }
}
