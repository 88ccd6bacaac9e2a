package io.promopool.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that select the service. */
final class ServiceOptions {
    /** A progress bar might be on the line. It is drawn again below the message. */
    private static final String ERASE_LINE = "\r\u001B[K";

    private final Shell shell;

    @Option(
            names = "--url",
            order = OutputOptions.LAST - 1,
            paramLabel = "URL",
            description = "URL of the service. Default: the variable " + EnvironmentVariables.URL + ", or else "
                    + ServiceUrl.DEFAULT + ". The API key is read from the variable " + EnvironmentVariables.API_KEY
                    + ".")
    private Optional<String> url = Optional.empty();

    ServiceOptions(Shell shell) {
        this.shell = shell;
    }

    /** @throws CommandFailure if the URL is not valid */
    ServiceClient service(Output output) {
        String where = url.or(() -> variable(EnvironmentVariables.URL)).orElse(ServiceUrl.DEFAULT);
        RetryPolicy retries = new RetryPolicy(duration -> Thread.sleep(duration.toMillis()), text -> {
            if (shell.watched().getAsBoolean()) {
                shell.err().print(ERASE_LINE);
            }
            output.note(text);
        });
        return new ServiceClient(ServiceUrl.parse(where), variable(EnvironmentVariables.API_KEY), retries);
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(shell.environment().get(name))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }
}
