package io.promopool.cli;

import io.promopool.auth.Role;
import io.promopool.pool.CodeState;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: parses the arguments, runs one command, and reports how it ended. */
public final class Cli {
    private final Shell shell;
    private final CommandLine commands;

    /** @param localCommands picocli commands that need more than a client of the service has */
    public Cli(Shell shell, List<?> localCommands) {
        this.shell = shell;
        this.commands = new CommandLine(new PromopoolCommand());
        localCommands.forEach(commands::addSubcommand);
        commands.addSubcommand(new UploadCommand(shell));
        commands.addSubcommand(new ClaimCommand(shell));
        commands.addSubcommand(new CountCommand(shell));
        commands.addSubcommand(new CodesCommand(shell));
        commands.addSubcommand(new RetireCommand(shell));
        commands.addSubcommand(new GenerateCommand(shell, new SecureRandom()));
        commands.addSubcommand(new HashKeyCommand(shell));
        commands.addSubcommand(new HelpCommand());
        commands.addSubcommand("completion", new AutoComplete.GenerateCompletion());
        configure();
    }

    private void configure() {
        commands.setOut(new PrintWriter(shell.out(), true, StandardCharsets.UTF_8));
        commands.setErr(new PrintWriter(shell.err(), true, StandardCharsets.UTF_8));
        registerLabels(CodeState.class);
        registerLabels(Role.class);
        registerLabels(UploadFormat.Kind.class);
        commands.setExpandAtFiles(false);
        commands.setUsageHelpAutoWidth(true);
        commands.setAbbreviatedOptionsAllowed(false);
        commands.setParameterExceptionHandler(this::misused);
        commands.setExecutionExceptionHandler(this::failed);
        layOut(commands);
        commands.getSubcommands().values().forEach(Cli::layOut);
    }

    /** Makes the constants of an enum lower case on the command line; picocli expects their Java names. */
    private <E extends Enum<E>> void registerLabels(Class<E> kind) {
        Map<String, E> constants = new LinkedHashMap<>();
        for (E constant : kind.getEnumConstants()) {
            constants.put(constant.name().toLowerCase(Locale.ROOT), constant);
        }
        commands.registerConverter(kind, label -> {
            E constant = constants.get(label.toLowerCase(Locale.ROOT));
            if (constant == null) {
                throw new TypeConversionException(
                        "'" + label + "' is not one of " + String.join(", ", constants.keySet()));
            }
            return constant;
        });
    }

    private static void layOut(CommandLine command) {
        command.getCommandSpec()
                .usageMessage()
                .parameterListHeading("%n")
                .optionListHeading("%nOptions:%n")
                .commandListHeading("%nCommands:%n")
                .exitCodeListHeading("%nExit status:%n")
                .exitCodeList(ExitStatus.meanings())
                .sortOptions(false);
    }

    /** Runs one command and returns its exit status. It throws nothing. */
    public int run(String... args) {
        for (String arg : args) {
            if (arg.indexOf('\uFFFD') >= 0) {
                shell.err()
                        .println("promopool: '" + arg + "' contains characters that were lost, because the locale of "
                                + "this shell can't represent them. Set LC_ALL=C.UTF-8 or another UTF-8 locale.");
                return ExitStatus.USAGE.number();
            }
        }
        int status = commands.execute(args);
        shell.out().flush();
        return status;
    }

    /** Prints what is wrong in one line, what was probably meant, and where to find help. */
    private int misused(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        boolean noCommand = e instanceof UnmatchedArgumentException && command == commands && !args[0].startsWith("-");
        err.println("promopool: " + (noCommand ? "Unknown command '" + args[0] + "'." : e.getMessage()));
        if (!UnmatchedArgumentException.printSuggestions(e, err)) {
            err.print("Usage: " + command.getHelp().synopsis("Usage: ".length()));
        }
        err.println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitStatus.USAGE.number();
    }

    private int failed(Exception e, CommandLine command, ParseResult parsed) {
        boolean json = command.getParseResult().hasMatchedOption("--json");
        CommandFailure failure = e instanceof CommandFailure known ? known : unexpected(e);
        return new Output(shell, json).failed(failure).number();
    }

    private static CommandFailure unexpected(Exception e) {
        String what = e instanceof IOException ? e.getMessage() : "Internal error: " + e;
        return CommandFailure.of(ExitStatus.FAILED, what);
    }
}
