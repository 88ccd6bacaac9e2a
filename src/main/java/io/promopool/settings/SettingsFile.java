package io.promopool.settings;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/** Reads settings from the file. */
final class SettingsFile {
    /** The system property that names another file. It overrides the environment variable. */
    private static final String FILE_PROPERTY = "promopool.config";

    private static final String DEFAULT_NAME = "config/promopool.properties";

    private final Path workingDir;
    private final Optional<String> asked;

    /** The default file may be absent; a file named by the environment or a system property must exist. */
    SettingsFile(Map<String, String> env, Map<?, ?> system, Path workingDir) {
        this.workingDir = workingDir;
        this.asked = Optional.<Object>ofNullable(system.get(FILE_PROPERTY))
                .or(() -> Optional.ofNullable(env.get(SettingsEnvironment.FILE_VARIABLE)))
                .map(Object::toString)
                .filter(name -> !name.isBlank());
    }

    /**
     * Returns the settings by key.
     *
     * @throws SettingsException if the file can't be read, or if a key in it is unknown or set twice
     */
    Map<String, Setting> settings() {
        String name = asked.orElse(DEFAULT_NAME);
        Path file = path(name);
        if (asked.isEmpty() && Files.notExists(file)) {
            return Map.of();
        }
        Map<String, Setting> settings = new TreeMap<>();
        parse(name, read(name, file)).forEach((key, text) -> settings.put(key, new Setting(name, key, text)));
        return settings;
    }

    private Path path(String name) {
        try {
            return workingDir.resolve(name);
        } catch (InvalidPathException e) {
            throw new SettingsException("the settings file " + name + " can't be read: this is not a valid file name");
        }
    }

    private static String read(String name, Path file) {
        if (Files.notExists(file)) {
            throw new SettingsException("the settings file " + name + " does not exist");
        }
        try {
            String text = Files.readString(file);
            // Some editors start a UTF-8 file with a byte order mark, which would become part of the first key.
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new SettingsException(name + ": the file is not valid UTF-8; save it as UTF-8");
        } catch (IOException e) {
            throw new SettingsException("the settings file " + name + " can't be read: " + e);
        }
    }

    private static Map<String, String> parse(String name, String text) {
        Map<String, String> entries = new TreeMap<>();
        Properties reader = new Properties() {
            private static final long serialVersionUID = 1L;

            @Override
            public synchronized Object put(Object key, Object value) {
                if (entries.put((String) key, (String) value) != null) {
                    throw new SettingsException(name + ": " + key + " is set twice");
                }
                return null;
            }
        };
        try {
            reader.load(new StringReader(text));
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingsException(
                    name + ": \\u must be followed by four hexadecimal digits; write \\\\ for a backslash");
        }
        entries.keySet().stream()
                .filter(key -> !SettingKeys.DEFAULTS.containsKey(key))
                .findFirst()
                .ifPresent(key -> {
                    throw new SettingsException(name + ": unknown setting " + key + "; "
                            + SettingKeys.closest(key)
                                    .map(close -> "did you mean " + close + "?")
                                    .orElse(SettingKeys.known()));
                });
        return entries;
    }
}
