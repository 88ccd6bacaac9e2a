package io.promopool;

import io.promopool.cli.Cli;
import io.promopool.cli.Shell;
import java.util.List;

/** The way in: the service, or a command. */
public final class Main {
    private Main() {}

    /** Without arguments the service starts, and nothing of the command line is loaded. */
    public static void main(String[] args) {
        if (args.length == 0) {
            new ServeCommand().run();
            return;
        }
        // More commands that need the settings or Redis, and so are none of a client's, have their place in this list.
        ServeCommand serve = new ServeCommand();
        int status = new Cli(Shell.ofProcess(), List.of(serve)).run(args);
        if (!serve.isStarted()) {
            System.exit(status);
        }
    }
}
