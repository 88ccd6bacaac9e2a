package io.promopool.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "count",
        description = {
            "Counts codes.",
            "Without --type: a table of all types. With --type: one number, the codes that a claim with these options "
                    + "could get."
        })
final class CountCommand implements Callable<Integer> {
    private static final List<String> COUNTS = List.of("available", "claimed", "retired", "expired", "total");

    @Mixin
    private final ServiceOptions services;

    @Mixin
    private final OutputOptions outputs;

    @Spec
    private CommandSpec spec;

    @Option(names = "--type", paramLabel = "TYPE", description = "The type to count.")
    private Optional<String> type;

    @Option(names = "--discount", paramLabel = "PERCENT", description = "Count only codes of this discount, 0 to 99.")
    private Optional<Integer> discount;

    @Option(
            names = "--days",
            paramLabel = "DAYS",
            description = "Count only codes that are valid for more than DAYS days from now, 0 to 36500.")
    private Optional<Integer> days;

    CountCommand(Shell shell) {
        this.services = new ServiceOptions(shell);
        this.outputs = new OutputOptions(shell);
    }

    @Override
    public Integer call() {
        Output output = outputs.output();
        if (type.isEmpty() && (discount.isPresent() || days.isPresent())) {
            throw new ParameterException(spec.commandLine(), "--discount and --days require --type");
        }
        ServiceClient service = services.service(output);
        if (type.isPresent()) {
            one(service, output, type.get());
        } else {
            all(service, output);
        }
        return ExitStatus.DONE.number();
    }

    private void one(ServiceClient service, Output output, String name) {
        ApiPath path = new ApiPath("v1", "types", name, "count");
        discount.ifPresent(value -> path.with("discount", value));
        days.ifPresent(value -> path.with("days", value));
        ObjectNode count = Problems.result(service.get(path));
        output.line(count.path("available").asText());
        output.document(count);
    }

    private static void all(ServiceClient service, Output output) {
        ObjectNode answer = Problems.result(service.get(new ApiPath("v1", "types")));
        output.document(answer);
        JsonNode types = answer.path("types");
        if (types.isEmpty()) {
            output.line("No codes have been uploaded yet.");
            return;
        }
        Table table = new Table(List.of("type", "available", "claimed", "retired", "expired", "total"), COUNTS);
        types.forEach(counts -> table.add(Stream.concat(
                        Stream.of(counts.path("type").asText()),
                        COUNTS.stream()
                                .map(name -> Table.number(counts.path(name).asLong())))
                .toList()));
        table.lines().forEach(output::line);
    }
}
