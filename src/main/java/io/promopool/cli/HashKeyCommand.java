package io.promopool.cli;

import io.promopool.auth.ApiKey;
import io.promopool.auth.Role;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "hash-key",
        description = {
            "Generates an API key and its entry for the setting auth.keys.",
            "The key is random and is shown only once. With --stdin, your own key is read from standard input. No "
                    + "option takes the key, because the shell history and other users of the machine can see options."
        })
final class HashKeyCommand implements Callable<Integer> {
    private static final int KEY_BYTES = 24;
    private static final int SHORT_KEY_LENGTH = 20;

    private final Shell shell;

    @Mixin
    private final OutputOptions outputs;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            required = true,
            description = "Name of the caller. The name, but not the key, appears in the logs of the service.")
    private String name;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            required = true,
            split = "[+,]",
            splitSynopsisLabel = "+",
            description = "What the key may do: claim, upload, read or admin. Join several roles with +.")
    private List<Role> roles;

    @Option(names = "--stdin", description = "Hash the key that is read from standard input.")
    private boolean fromInput;

    HashKeyCommand(Shell shell) {
        this.shell = shell;
        this.outputs = new OutputOptions(shell);
    }

    @Override
    public Integer call() {
        if (!ApiKey.isName(name)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--name must be text without colons, commas, backslashes and control characters");
        }
        Output output = outputs.output();
        String key = fromInput ? given(output) : HexFormat.of().formatHex(random());
        String labels = roles.stream().distinct().map(Role::label).collect(Collectors.joining("+"));
        String entry = name.strip() + ":" + labels + ":" + HexFormat.of().formatHex(ApiKey.hash(key));
        if (!fromInput) {
            output.line("API key:   " + key);
        }
        output.line("auth.keys: " + entry);
        output.document(
                fromInput
                        ? Json.object().put("authKeys", entry)
                        : Json.object().put("key", key).put("authKeys", entry));
        return ExitStatus.DONE.number();
    }

    private static byte[] random() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private String given(Output output) {
        // The service also strips the white space around a key.
        String key = shell.hiddenInput().get().orElseGet(this::input).strip();
        if (key.isEmpty() || key.contains("\n")) {
            throw CommandFailure.of(ExitStatus.USAGE, "Standard input must contain exactly one line, the key.");
        }
        if (key.length() < SHORT_KEY_LENGTH) {
            output.note("This key is short: anyone who sees its hash can guess the key. Use a generated key instead.");
        }
        return key;
    }

    private String input() {
        BufferedReader in = new BufferedReader(new InputStreamReader(shell.in(), StandardCharsets.UTF_8));
        return in.lines().collect(Collectors.joining("\n"));
    }
}
