package io.promopool.cli;

import io.promopool.auth.Role;
import io.promopool.pool.CodeState;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line. */
public final class Cli {
    static final String URL_VARIABLE = "PROMOPOOL_URL";
    static final String KEY_VARIABLE = "PROMOPOOL_API_KEY";

    /** The environment variables that the commands read; they are no settings of the service. */
    public static final Set<String> VARIABLES = Set.of(URL_VARIABLE, KEY_VARIABLE);

    private final Shell shell;
    private final CommandLine commands;

    /** @param ofTheMachine commands, as picocli has them, that need more of this machine than a client has */
    public Cli(Shell shell, List<?> ofTheMachine) {
        this.shell = shell;
        this.commands = new CommandLine(new PromopoolCommand());
        ofTheMachine.forEach(commands::addSubcommand);
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
        commands.setOut(new PrintWriter(shell.out(), true));
        commands.setErr(new PrintWriter(shell.err(), true));
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

    /** Constants are written in lower case here; picocli itself would ask for their names in capitals. */
    private <E extends Enum<E>> void registerLabels(Class<E> kind) {
        Map<String, E> constants = new LinkedHashMap<>();
        for (E constant : kind.getEnumConstants()) {
            constants.put(constant.name().toLowerCase(Locale.ROOT), constant);
        }
        commands.registerConverter(kind, label -> {
            E constant = constants.get(label.toLowerCase(Locale.ROOT));
            if (constant == null) {
                throw new TypeConversionException(
                        "'" + label + "' is none of " + String.join(", ", constants.keySet()));
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

    /** Runs one command to its end. Returns its exit status, and does not throw. */
    public int run(String... args) {
        for (String arg : args) {
            if (arg.indexOf('\uFFFD') >= 0) {
                shell.err()
                        .println("promopool: '" + arg + "' has characters that the locale of this shell does not know, "
                                + "so that they were lost. Set LC_ALL=C.UTF-8 or another locale of UTF-8.");
                return ExitStatus.USAGE.number();
            }
        }
        int status = commands.execute(args);
        shell.out().flush();
        return status;
    }

    /** Says what is wrong in a line, what may be meant, and where the rest stands. */
    private int misused(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        boolean noCommand = e instanceof UnmatchedArgumentException && command == commands && !args[0].startsWith("-");
        err.println("promopool: " + (noCommand ? "There is no command '" + args[0] + "'." : e.getMessage()));
        if (!UnmatchedArgumentException.printSuggestions(e, err)) {
            err.print("Usage: " + command.getHelp().synopsis("Usage: ".length()));
        }
        err.println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitStatus.USAGE.number();
    }

    private int failed(Exception e, CommandLine command, ParseResult parsed) {
        boolean json = command.getParseResult().hasMatchedOption("--json");
        CommandFailure failure = e instanceof CommandFailure known ? known : unforeseen(e);
        return new Output(shell, json).failed(failure).number();
    }

    private static CommandFailure unforeseen(Exception e) {
        String what = e instanceof IOException ? e.getMessage() : "This is a fault of the command: " + e;
        return CommandFailure.of(ExitStatus.FAILED, what);
    }
}
