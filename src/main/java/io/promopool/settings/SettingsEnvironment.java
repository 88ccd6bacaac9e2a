package io.promopool.settings;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads settings from environment variables. */
final class SettingsEnvironment {
    static final String FILE_VARIABLE = SettingKeys.ENVIRONMENT_PREFIX + "CONFIG";

    /**
     * Kubernetes adds variables with these names to every container if the name of a Kubernetes service begins with
     * "promopool". Nobody set them on purpose, so they are no errors.
     */
    private static final Pattern KUBERNETES = Pattern.compile("PROMOPOOL(_[A-Z0-9_]+)?_"
            + "(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

    private static final Pattern KUBERNETES_PORT = Pattern.compile("(tcp|udp|sctp)://.*");

    /** The variables that the command line reads. They may be set for the service too, which ignores them. */
    private static final Set<String> COMMAND_LINE_VARIABLES = Set.of("PROMOPOOL_URL", "PROMOPOOL_API_KEY");

    private static final Map<String, String> KEYS_BY_VARIABLE = SettingKeys.DEFAULTS.keySet().stream()
            .collect(Collectors.toUnmodifiableMap(SettingKeys::variable, Function.identity()));

    private SettingsEnvironment() {}

    /**
     * Returns the settings by key.
     *
     * @throws SettingsException if a variable has our prefix but sets nothing
     */
    static Map<String, Setting> settings(Map<String, String> env) {
        Map<String, Setting> settings = new TreeMap<>();
        // Sorted, so that the same one of several errors is reported each time.
        new TreeMap<>(env).forEach((name, text) -> {
            String key = KEYS_BY_VARIABLE.get(name);
            if (key != null) {
                settings.put(key, new Setting(name, key, text));
            } else if (isUnknown(name, text)) {
                throw new SettingsException("unknown environment variable " + name + "; "
                        + SettingKeys.closest(name.substring(SettingKeys.ENVIRONMENT_PREFIX.length()))
                                .map(close -> "did you mean " + SettingKeys.variable(close) + "?")
                                .orElse(SettingKeys.known() + "; PROMOPOOL_HTTP_PORT sets http.port, and so on"));
            }
        });
        return settings;
    }

    private static boolean isUnknown(String name, String text) {
        if (!name.startsWith(SettingKeys.ENVIRONMENT_PREFIX)
                || name.equals(FILE_VARIABLE)
                || COMMAND_LINE_VARIABLES.contains(name)) {
            return false;
        }
        boolean kubernetes = KUBERNETES.matcher(name).matches()
                || (name.endsWith("_PORT") && KUBERNETES_PORT.matcher(text).matches());
        return !kubernetes;
    }
}
