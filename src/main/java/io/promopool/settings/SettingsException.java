package io.promopool.settings;

/** The settings are invalid, so the service can't start. The message is one line for a person, and holds no secret. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SettingsException(String message) {
        super(message);
    }
}
