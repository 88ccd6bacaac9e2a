package io.promopool.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "promopool",
        description = {
            "Hands out promo codes; each code is handed out once.",
            "Without a command, or with serve, the service starts. Most other commands talk to a running service, "
                    + "local or remote."
        },
        synopsisSubcommandLabel = "[COMMAND]",
        footer = {
            "",
            "Environment:",
            "  " + EnvironmentVariables.URL + "      the URL of the service; default: " + ServiceUrl.DEFAULT,
            "  " + EnvironmentVariables.API_KEY + "  the API key, if the service requires one",
            "",
            "'promopool help COMMAND' describes a command."
        },
        versionProvider = Version.class)
final class PromopoolCommand {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version.")
    private boolean version;
}
