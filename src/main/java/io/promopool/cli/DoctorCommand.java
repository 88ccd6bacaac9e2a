package io.promopool.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promopool.cli.Doctor.Finding;
import io.promopool.cli.Doctor.Severity;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "doctor",
        description = {
            "Looks at the configuration of the service on this machine, its Redis, the clocks and the disk, and says what to "
                    + "mend. It needs the settings that the service has: run it in the same directory, with the same "
                    + "environment.",
            "Ends with 1 where something must be mended."
        })
public final class DoctorCommand implements Callable<Integer> {
    private final Supplier<Doctor> doctor;

    @Mixin
    private final OutputOptions outputs;

    @Option(
            names = "--recount",
            description =
                    "Rebuild counters, live sets and hints from the index of codes, and say what differed. The service "
                            + "may run; claims and uploads wait for some seconds a million codes.")
    private boolean recount;

    /** @param doctor asked for when the command runs, and not for its help */
    public DoctorCommand(Shell shell, Supplier<Doctor> doctor) {
        this.doctor = doctor;
        this.outputs = new OutputOptions(shell);
    }

    @Override
    public Integer call() {
        Output output = outputs.output();
        List<Finding> findings = recount ? doctor.get().recount() : doctor.get().examine();
        for (Finding finding : findings) {
            output.line("%-8s %s: %s".formatted(label(finding), finding.subject(), finding.text()));
            ObjectNode document = Json.object()
                    .put("severity", label(finding))
                    .put("subject", finding.subject())
                    .put("text", finding.text());
            output.document(document);
        }
        boolean faulty = findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
        return (faulty ? ExitStatus.FAILED : ExitStatus.DONE).number();
    }

    private static String label(Finding finding) {
        return finding.severity().name().toLowerCase(Locale.ROOT);
    }
}
