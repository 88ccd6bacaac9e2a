package io.promopool.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promopool.pool.CodePool;
import io.promopool.pool.CodeState;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "codes",
        description = {
            "Looks up one code, or lists all matching codes.",
            "A list scans all stored codes, page by page, and prints matches as it finds them."
        })
final class CodesCommand implements Callable<Integer> {
    @Mixin
    private final ServiceOptions services;

    @Mixin
    private final OutputOptions outputs;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "CODE", arity = "0..1", description = "The code to look up (case-sensitive).")
    private Optional<String> code;

    @Option(names = "--type", paramLabel = "TYPE", description = "List only codes of this type.")
    private Optional<String> type;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "List only codes in this state: available, claimed, retired or expired.")
    private Optional<CodeState> state;

    @Option(names = "--limit", paramLabel = "N", description = "Print at most this many codes. Default: all.")
    private Optional<Long> limit;

    CodesCommand(Shell shell) {
        this.services = new ServiceOptions(shell);
        this.outputs = new OutputOptions(shell);
    }

    @Override
    public Integer call() {
        Output output = outputs.output();
        if (code.isPresent() && (type.isPresent() || state.isPresent() || limit.isPresent())) {
            throw new ParameterException(
                    spec.commandLine(), "CODE can't be combined with --type, --state or --limit, which are for lists");
        }
        if (limit.isPresent() && limit.get() < 1) {
            throw new ParameterException(spec.commandLine(), "--limit must be at least 1");
        }
        ServiceClient service = services.service(output);
        if (code.isPresent()) {
            ObjectNode found = Problems.result(service.get(new ApiPath("v1", "codes").with("code", code.get())));
            Table table = CodeRow.table();
            table.add(CodeRow.of(found));
            table.lines().forEach(output::line);
            output.document(found);
        } else {
            list(service, output);
        }
        return ExitStatus.DONE.number();
    }

    /** A page can hold fewer codes than its limit, even none. The last page is the one without a cursor. */
    private void list(ServiceClient service, Output output) {
        Table table = CodeRow.table();
        long left = limit.orElse(Long.MAX_VALUE);
        Optional<String> cursor = Optional.empty();
        do {
            ObjectNode page = Problems.result(service.get(page(left, cursor)));
            for (JsonNode found : page.path("codes")) {
                output.document(found);
                table.add(CodeRow.of(found));
                left--;
            }
            table.lines().forEach(output::line);
            cursor = Optional.ofNullable(page.get("cursor")).map(JsonNode::asText);
        } while (cursor.isPresent() && left > 0 && !output.isGone());
        if (cursor.isPresent() && left == 0) {
            output.note("Stopped at --limit; there might be more codes.");
        } else if (left == limit.orElse(Long.MAX_VALUE)) {
            output.note("No codes match.");
        }
    }

    private ApiPath page(long left, Optional<String> cursor) {
        ApiPath path = new ApiPath("v1", "codes").with("limit", Math.min(left, CodePool.MAX_PAGE_SIZE));
        type.ifPresent(value -> path.with("type", value));
        state.ifPresent(value -> path.with("state", value.label()));
        cursor.ifPresent(value -> path.with("cursor", value));
        return path;
    }
}
