package io.promopool.settings;

/**
 * One value that was set by a person.
 *
 * @param source the file or the environment variable that sets it
 * @param key as spelled in the file
 * @param text the value, without the white space around it
 */
record Setting(String source, String key, String text) {
    private static final int MAX_SHOWN = 100;

    Setting {
        text = text.strip();
    }

    /** The error for a value that is not allowed. Secret values are not shown, and long ones are cut. */
    SettingsException refused(String reason) {
        return new SettingsException("%s: %s = %s: %s".formatted(source, key, shown(), reason));
    }

    private String shown() {
        if (SettingKeys.SECRET.contains(key)) {
            return "(not shown)";
        }
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= MAX_SHOWN ? line : line.substring(0, MAX_SHOWN) + "…";
    }
}
