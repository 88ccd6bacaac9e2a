package io.promopool.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promopool.cli.Doctor.Finding;
import io.promopool.cli.Doctor.Severity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Checks settings, storage and service, and reports what to fix. */
@Command(
        name = "doctor",
        description = {
            "Checks the configuration of the service on this machine, its Redis, the clocks and the disk, and reports "
                    + "what to fix. Run it in the directory of the service, with the same environment, so that it "
                    + "reads the same settings.",
            "Exits with status 1 if something must be fixed."
        })
public final class DoctorCommand implements Callable<Integer> {
    private final Shell shell;
    private final Supplier<Doctor> doctor;

    @Spec
    private CommandSpec spec;

    @Mixin
    private final OutputOptions outputs;

    @Option(
            names = "--recount",
            description =
                    "Recount all codes, repair the stored counters and lists, and report what was wrong. The service "
                            + "may keep running; claims and uploads are paused for a few seconds per million codes.")
    private boolean recount;

    @Option(
            names = "--accept-loss",
            description =
                    "Continue after Redis has lost writes that it had confirmed. Reports how many are gone and what "
                            + "that means, and asks before it changes anything. The services may keep running.")
    private boolean acceptLoss;

    @Option(
            names = "--accept-clock",
            description =
                    "Continue after a wrong clock ran ahead for a while, and services with the right time are refused. "
                            + "Reports both times and what that means, and asks before it changes anything. The "
                            + "services may keep running.")
    private boolean acceptClock;

    @Option(names = "--yes", description = "With --accept-loss or --accept-clock: don't ask.")
    private boolean yes;

    /** @param doctor called only when the command runs, not for its help */
    public DoctorCommand(Shell shell, Supplier<Doctor> doctor) {
        this.shell = shell;
        this.doctor = doctor;
        this.outputs = new OutputOptions(shell);
    }

    @Override
    public Integer call() {
        Output output = outputs.output();
        List<Finding> findings = findings();
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

    private List<Finding> findings() {
        if (Stream.of(recount, acceptLoss, acceptClock).filter(chosen -> chosen).count() > 1) {
            throw new ParameterException(
                    spec.commandLine(), "give only one of --recount, --accept-loss and --accept-clock");
        }
        if (yes && !acceptLoss && !acceptClock) {
            throw new ParameterException(spec.commandLine(), "--yes needs --accept-loss or --accept-clock");
        }
        if (acceptLoss) {
            return doctor.get().acceptLoss(loss -> yes || agreesTo(loss));
        }
        if (acceptClock) {
            return doctor.get().acceptClock(times -> yes || agreesTo(times));
        }
        return recount ? doctor.get().recount() : doctor.get().examine();
    }

    private boolean agreesTo(String meaning) {
        shell.err().println(meaning);
        shell.err().print("Type yes to accept this: ");
        shell.err().flush();
        try {
            String answer = new BufferedReader(new InputStreamReader(shell.in(), StandardCharsets.UTF_8)).readLine();
            return "yes".equals(answer);
        } catch (IOException e) {
            return false;
        }
    }

    private static String label(Finding finding) {
        return finding.severity().name().toLowerCase(Locale.ROOT);
    }
}
