package io.promopool;

import io.promopool.cli.Cli;
import io.promopool.cli.DoctorCommand;
import io.promopool.cli.Shell;
import io.promopool.doctor.ServiceDoctor;
import java.util.List;

/** The entry point: starts the service or runs a command. */
public final class Main {
    private Main() {}

    /** Without arguments the service starts, and no class of the command line is loaded. */
    public static void main(String[] args) {
        if (args.length == 0) {
            new ServeCommand().run();
            return;
        }
        if (!args[0].equals("serve")) {
            // Standard output is for the result of a command; config/logback.xml reads this property.
            System.setProperty("promopool.log.target", "System.err");
        }
        ServeCommand serve = new ServeCommand();
        Shell shell = Shell.ofProcess();
        int status = new Cli(shell, List.of(serve, new DoctorCommand(shell, ServiceDoctor::ofProcess))).run(args);
        if (!serve.isStarted()) {
            System.exit(status);
        }
    }
}
