package io.promopool.settings;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The settings that stand in environment variables. */
final class SettingsEnvironment {
    static final String FILE_VARIABLE = SettingKeys.ENVIRONMENT_PREFIX + "CONFIG";

    /**
     * Kubernetes puts variables of these names into every container where a service's name begins with promopool;
     * nobody wrote them.
     */
    private static final Pattern KUBERNETES = Pattern.compile("PROMOPOOL(_[A-Z0-9_]+)?_"
            + "(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

    private static final Pattern KUBERNETES_PORT = Pattern.compile("(tcp|udp|sctp)://.*");

    /** What the command line reads, which the service may find in its environment too. */
    private static final Set<String> COMMAND_LINE_VARIABLES = Set.of("PROMOPOOL_URL", "PROMOPOOL_API_KEY");

    private static final Map<String, String> KEYS_BY_VARIABLE = SettingKeys.DEFAULTS.keySet().stream()
            .collect(Collectors.toUnmodifiableMap(SettingKeys::variable, Function.identity()));

    private SettingsEnvironment() {}

    /**
     * By key.
     *
     * @throws SettingsException where a variable begins like ours and is none
     */
    static Map<String, Setting> settings(Map<String, String> env) {
        Map<String, Setting> settings = new TreeMap<>();
        // Sorted, so that of several faults the same one is told each time.
        new TreeMap<>(env).forEach((name, text) -> {
            String key = KEYS_BY_VARIABLE.get(name);
            if (key != null) {
                settings.put(key, new Setting(name, key, text));
            } else if (isUnknown(name, text)) {
                throw new SettingsException("the environment variable " + name
                        + " is no setting; a key is written like PROMOPOOL_HTTP_PORT; " + SettingKeys.known());
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
