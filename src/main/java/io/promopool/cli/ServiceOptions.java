package io.promopool.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** Which service a command talks to. */
final class ServiceOptions {
    /** A bar may stand there, which is drawn again below what is said. */
    private static final String ERASE_LINE = "\r\u001B[K";

    private final Shell shell;

    @Option(
            names = "--url",
            order = OutputOptions.LAST - 1,
            paramLabel = "URL",
            description = "Where the service is. Default: the variable " + Cli.URL_VARIABLE + ", else "
                    + ServiceUrl.DEFAULT + ". The API key is taken from the variable " + Cli.KEY_VARIABLE + ".")
    private Optional<String> url = Optional.empty();

    ServiceOptions(Shell shell) {
        this.shell = shell;
    }

    /** @throws CommandFailure where the URL can't be used */
    Service service(Output output) {
        String where = url.or(() -> variable(Cli.URL_VARIABLE)).orElse(ServiceUrl.DEFAULT);
        Patience patience = new Patience(duration -> Thread.sleep(duration.toMillis()), text -> {
            if (shell.watched().getAsBoolean()) {
                shell.err().print(ERASE_LINE);
            }
            output.note(text);
        });
        return new Service(ServiceUrl.parse(where), variable(Cli.KEY_VARIABLE), patience);
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(shell.environment().get(name))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }
}
