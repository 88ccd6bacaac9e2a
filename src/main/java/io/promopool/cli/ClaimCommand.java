package io.promopool.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "claim",
        description = {
            "Claims a code and prints it, alone, on standard output.",
            "The same key gets the same code, however often it is asked. Without --key one is made up and printed, so that "
                    + "the claim can be asked again where its answer was lost."
        })
final class ClaimCommand implements Callable<Integer> {
    private static final Set<String> NO_CODE = Set.of("pool-exhausted", "unknown-type");

    @Mixin
    private final ServiceOptions services;

    @Mixin
    private final OutputOptions outputs;

    @Option(names = "--type", paramLabel = "TYPE", required = true, description = "The type of the code.")
    private String type;

    @Option(names = "--discount", paramLabel = "PERCENT", description = "The discount, 0 to 99. Default: any.")
    private Optional<Integer> discount;

    @Option(
            names = "--days",
            paramLabel = "DAYS",
            description = "For more than how many days the code must be valid still, 0 to 36500. Default: 0.")
    private Optional<Integer> days;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "The name of the send that the code is for, 1 to 255 characters.")
    private Optional<String> key;

    @Option(names = "--test", description = "Try it out: a code that looks like one (TEST-...), and nothing is spent.")
    private boolean test;

    ClaimCommand(Shell shell) {
        this.services = new ServiceOptions(shell);
        this.outputs = new OutputOptions(shell);
    }

    @Override
    public Integer call() {
        Output output = outputs.output();
        ServiceClient service = services.service(output);
        ObjectNode claim = Json.object().put("type", type);
        discount.ifPresent(value -> claim.put("discount", value));
        days.ifPresent(value -> claim.put("days", value));
        claim.put("key", key.orElseGet(() -> newKey(output)));
        if (test) {
            claim.put("test", true);
        }
        Reply reply = service.post(new ApiPath("v1", "claims"), claim);
        if (NO_CODE.contains(Problems.name(reply))) {
            CommandFailure failure = Problems.failure(reply);
            throw new CommandFailure(ExitStatus.NO_CODE, failure.getMessage(), failure.problem());
        }
        ObjectNode result = Problems.result(reply);
        output.line(result.path("promocode").asText());
        output.document(result);
        return ExitStatus.DONE.number();
    }

    /** Told before the claim is sent: whatever happens then, it can be asked again. */
    private String newKey(Output output) {
        String made = "cli:" + UUID.randomUUID();
        if (!test) {
            output.note("key " + made + " (to get the same code again: --key " + made + ")");
        }
        return made;
    }
}
