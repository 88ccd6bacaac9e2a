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
            "Claims a code and prints it. Standard output contains nothing else.",
            "The same key always gets the same code. A repeat must have the same --type, and the same --discount if it "
                    + "has one; --days is not compared.",
            "Without --key, a new key is generated and printed to standard error before the claim is sent, so that "
                    + "the claim can be repeated with it if the response is lost."
        })
final class ClaimCommand implements Callable<Integer> {
    private static final Set<String> NO_CODE = Set.of("pool-exhausted", "unknown-type");

    @Mixin
    private final ServiceOptions services;

    @Mixin
    private final OutputOptions outputs;

    @Option(names = "--type", paramLabel = "TYPE", required = true, description = "Type of the code.")
    private String type;

    @Option(names = "--discount", paramLabel = "PERCENT", description = "Discount of the code, 0 to 99. Default: any.")
    private Optional<Integer> discount;

    @Option(
            names = "--days",
            paramLabel = "DAYS",
            description = "Only a code that is valid for more than DAYS days from now, 0 to 36500. Default: 0.")
    private Optional<Integer> days;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "Identifies the message that the code is for, 1 to 255 characters.")
    private Optional<String> key;

    @Option(
            names = "--test",
            description =
                    "Trial claim: checks the stock like a claim, prints a dummy code (TEST-...) and claims nothing.")
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

    /** Printed before the claim is sent, so that the claim can be repeated whatever happens. */
    private String newKey(Output output) {
        String generated = "cli:" + UUID.randomUUID();
        if (!test) {
            output.note("key " + generated + " (repeat the claim with --key " + generated + ")");
        }
        return generated;
    }
}
