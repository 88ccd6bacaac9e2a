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

/** The settings that stand in the file. */
final class SettingsFile {
    /** Names another file, and overrides the environment variable that does. */
    private static final String FILE_PROPERTY = "promopool.config";

    private static final String DEFAULT_NAME = "config/promopool.properties";

    private final Path workingDir;
    private final Optional<String> asked;

    /** The default file may be missing; one that the environment or the system properties name must be there. */
    SettingsFile(Map<String, String> env, Map<?, ?> system, Path workingDir) {
        this.workingDir = workingDir;
        this.asked = Optional.<Object>ofNullable(system.get(FILE_PROPERTY))
                .or(() -> Optional.ofNullable(env.get(SettingsEnvironment.FILE_VARIABLE)))
                .map(Object::toString)
                .filter(name -> !name.isBlank());
    }

    /**
     * By key.
     *
     * @throws SettingsException where the file can't be read, or has a key that is unknown or stands there twice
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
            throw new SettingsException("the settings file " + name + " can't be read: this is no name of a file");
        }
    }

    private static String read(String name, Path file) {
        if (Files.notExists(file)) {
            throw new SettingsException("the settings file " + name + " does not exist");
        }
        try {
            String text = Files.readString(file);
            // Some editors begin a UTF-8 file with a byte order mark, which would become part of the first key.
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new SettingsException(name + ": is not UTF-8; save it as UTF-8");
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
                    throw new SettingsException(name + ": " + key + " stands there twice");
                }
                return null;
            }
        };
        try {
            reader.load(new StringReader(text));
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingsException(
                    name + ": has a backslash-u that four hexadecimal digits don't follow; write \\\\ for a backslash");
        }
        entries.keySet().stream()
                .filter(key -> !SettingKeys.DEFAULTS.containsKey(key))
                .findFirst()
                .ifPresent(key -> {
                    throw new SettingsException(name + ": " + key + " is no setting; " + SettingKeys.known());
                });
        return entries;
    }
}
