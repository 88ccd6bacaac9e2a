package io.promopool.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "promopool",
        description = {
            "Hands out promo codes, each one once, ever.",
            "Without a command the service starts. The other commands talk to a service, here or elsewhere."
        },
        synopsisSubcommandLabel = "[COMMAND]",
        footer = {
            "",
            "Environment:",
            "  " + EnvironmentVariables.URL + "      where the service is; default " + ServiceUrl.DEFAULT,
            "  " + EnvironmentVariables.API_KEY + "  the API key, where the service wants one",
            "",
            "'promopool help COMMAND' says more about one."
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
