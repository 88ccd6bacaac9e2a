package io.promopool.alerts;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promopool.pool.Alert;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The JSON message that webhooks get for an alert.
 *
 * <p>The events of the two levels, and their fields, have the names of the marketing platform that this service is
 * modeled on, so that workflows that listen to that platform can listen to this service.
 */
final class AlertMessage {
    private final Optional<String> organisation;

    AlertMessage(Optional<String> organisation) {
        this.organisation = organisation;
    }

    /** The message, in UTF-8. */
    byte[] of(Alert alert) {
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("event", event(alert.kind()));
        if (alert.kind() == Alert.Kind.WARNING || alert.kind() == Alert.Kind.ALARM) {
            message.put("alertLevel", alert.kind().name());
        }
        message.put("threshold", alert.threshold())
                .put("alertTrackingSourceType", "PROMOCODE")
                .put("alertTrackingSourceName", alert.type())
                .put("actualCount", alert.available())
                .put("organisationName", organisation.orElse(""))
                .put("at", alert.at().toString());
        alert.discount().ifPresent(discount -> message.put("discount", discount));
        alert.by()
                .ifPresent(by -> message.put(
                        alert.kind() == Alert.Kind.EXPIRING ? "expirationDate" : "runsOutAt", by.toString()));
        return message.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String event(Alert.Kind kind) {
        return switch (kind) {
            case WARNING -> "alertSettingsWarningTriggerEvent";
            case ALARM -> "alertSettingsAlarmTriggerEvent";
            case EXHAUSTED -> "promopool.exhausted";
            case EXPIRING -> "promopool.lot.expiring";
            case RUNNING_OUT -> "promopool.running-out";
        };
    }
}
