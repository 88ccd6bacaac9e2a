package io.promopool.settings;

/**
 * One value that somebody gave.
 *
 * @param source the file or the environment variable that it stands in
 * @param key as the file spells it
 */
record Setting(String source, String key, String text) {
    private static final int MAX_SHOWN = 100;

    Setting {
        text = text.strip();
    }

    /** That the value is not allowed. */
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
