package io.promopool.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "retire",
        description = {
            "Retires codes, so that they are not handed out, or makes retired codes available again.",
            "A claimed code stays claimed. For many codes, upload a file with the columns code,inUse; that is faster."
        })
final class RetireCommand implements Callable<Integer> {
    @Mixin
    private final ServiceOptions services;

    @Mixin
    private final OutputOptions outputs;

    @Parameters(paramLabel = "CODE", arity = "1..*", description = "The codes (case-sensitive).")
    private List<String> codes;

    @Option(names = "--put-back", description = "Make retired codes available again.")
    private boolean putBack;

    RetireCommand(Shell shell) {
        this.services = new ServiceOptions(shell);
        this.outputs = new OutputOptions(shell);
    }

    /** A code that can't be changed does not stop the rest, unless the service is away or refuses the API key. */
    @Override
    public Integer call() {
        Output output = outputs.output();
        ServiceClient service = services.service(output);
        ObjectNode change = Json.object().put("inUse", !putBack);
        int done = 0;
        ExitStatus worst = ExitStatus.DONE;
        for (String code : codes) {
            Reply reply = service.patch(new ApiPath("v1", "codes", code), change);
            if (reply.isOk()) {
                ObjectNode changed = reply.body().orElseThrow();
                output.line(changed.path("code").asText() + "  "
                        + changed.path("state").asText());
                output.document(changed);
                done++;
                continue;
            }
            CommandFailure failure = Problems.failure(reply);
            worst = worst.worse(output.failed(failure));
            if (failure.status() == ExitStatus.UNKNOWN || reply.status() == 401 || reply.status() == 403) {
                break;
            }
        }
        return (worst == ExitStatus.REFUSED && done > 0 ? ExitStatus.PARTLY : worst).number();
    }
}
