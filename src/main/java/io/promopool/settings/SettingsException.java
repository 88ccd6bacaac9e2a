package io.promopool.settings;

/** The settings don't allow a start. The message is one line for the person who wrote them, without secrets. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SettingsException(String message) {
        super(message);
    }
}
