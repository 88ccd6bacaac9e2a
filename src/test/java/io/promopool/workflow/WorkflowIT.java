package io.promopool.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.promopool.workflow.MailServer.Mail;
import io.promopool.workflow.Promopool.Counts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.flowable.engine.delegate.JavaDelegate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of a workflow that get codes and send them. The test compares the mail that the mail server has received. */
class WorkflowIT {
    private static final Pattern MESSAGE_WITH_CODE = Pattern.compile("for you alone:(.*)");

    @TempDir
    Path folder;

    private final AtomicInteger tries = new AtomicInteger();
    private final Map<String, String> runs = new HashMap<>(); // contact -> run
    private MailServer mail;
    private Promopool promopool;
    private GetPromoCode getPromoCode;
    private WorkflowEngine engine;

    @BeforeEach
    void start() throws Exception {
        mail = new MailServer();
        promopool = new Promopool(folder);
        getPromoCode = new GetPromoCode(promopool.url(), Promopool.API_KEY);
        engine = new WorkflowEngine(counted(getPromoCode), mail.port());
    }

    @AfterEach
    void stop() {
        engine.close();
        promopool.close();
        mail.close();
    }

    @Test
    void a_thousand_runs_on_several_threads_send_a_thousand_codes() throws Exception {
        promopool.upload(codes(1_100));

        startRuns(1_000);

        awaitAll();
        assertEquals(new Counts(100, 1_000), promopool.counts());
        eachContactHasTheCodeOfItsRun(1_000);
    }

    @Test
    void a_message_that_the_mail_server_refuses_is_sent_again_with_the_same_code() throws Exception {
        promopool.upload(codes(100));
        mail.refuseTheFirst();

        startRuns(40);

        awaitAll();
        assertEquals(new Counts(60, 40), promopool.counts());
        eachContactHasTheCodeOfItsRun(40);
        assertTrue(tries.get() >= 80, "the engine has no record of the first try, so it claims again");
    }

    @Test
    void a_step_that_fails_after_the_claim_gets_the_same_code_at_the_next_try() throws Exception {
        promopool.upload(codes(100));
        Set<String> failed = ConcurrentHashMap.newKeySet();
        restartEngine(step -> {
            getPromoCode.execute(step);
            if (failed.add(step.getProcessInstanceId())) {
                throw new IllegalStateException("fails between the claim and the end of the step");
            }
        });

        startRuns(40);

        awaitAll();
        assertEquals(new Counts(60, 40), promopool.counts());
        eachContactHasTheCodeOfItsRun(40);
        assertTrue(tries.get() >= 80);
    }

    @Test
    void an_empty_pool_leads_to_its_branch_and_no_message_has_an_empty_code() throws Exception {
        promopool.upload(codes(30));

        startRuns(50);

        awaitAll();
        List<Mail> mails = mail.mails();
        assertEquals(runs.keySet(), new HashSet<>(mails.stream().map(Mail::to).toList()));
        assertEquals(50, mails.size());
        assertEquals(30, sentCodes().size());
        assertEquals(
                20,
                mails.stream()
                        .filter(one -> !one.text().contains("for you alone"))
                        .count());
        assertEquals(new Counts(0, 30), promopool.counts());
        assertEquals(List.of(), engine.waitingForAPerson());
    }

    @Test
    void while_the_service_is_down_runs_wait_and_get_their_codes_when_it_is_back() throws Exception {
        promopool.upload(codes(100));
        promopool.stop();

        startRuns(20);
        await(() -> engine.waitingForRetry().size() == 20);
        assertEquals(List.of(), mail.mails());
        promopool.start();

        awaitAll();
        assertEquals(new Counts(80, 20), promopool.counts());
        eachContactHasTheCodeOfItsRun(20);
    }

    @Test
    void while_its_redis_does_not_answer_runs_wait_and_each_run_gets_one_code() throws Exception {
        promopool.stop();
        promopool.answerWithin(Duration.ofMillis(300));
        promopool.start();
        promopool.upload(codes(100));
        promopool.freeze();
        try {
            startRuns(20);
            await(() -> engine.waitingForRetry().size() == 20);
            assertTrue(
                    engine.waitingForRetry().get(0).contains("503"),
                    engine.waitingForRetry().get(0));
        } finally {
            promopool.thaw();
        }

        awaitAll();
        assertEquals(new Counts(80, 20), promopool.counts());
        eachContactHasTheCodeOfItsRun(20);
    }

    @Test
    void a_mistake_is_not_retried_and_waits_for_a_person() throws Exception {
        startRuns(1); // of a type that was never uploaded, as if it were misspelled
        await(() -> engine.waitingForAPerson().size() == 1);
        restartEngine(new GetPromoCode(promopool.url(), "an unknown key"));
        promopool.upload(codes(10));
        startRuns(1);

        await(() -> engine.waitingForAPerson().size() == 1);
        assertTrue(
                engine.waitingForAPerson().get(0).contains("unauthorized"),
                engine.waitingForAPerson().get(0));
        assertEquals(2, tries.get());
        assertEquals(List.of(), mail.mails());
        assertEquals(new Counts(10, 0), promopool.counts());
    }

    private JavaDelegate counted(JavaDelegate step) {
        return execution -> {
            tries.incrementAndGet();
            step.execute(execution);
        };
    }

    private void restartEngine(JavaDelegate step) {
        engine.close();
        engine = new WorkflowEngine(counted(step), mail.port());
    }

    private static List<String> codes(int count) {
        return IntStream.range(0, count).mapToObj("BDAY-%05d"::formatted).toList();
    }

    private void startRuns(int count) {
        for (int i = 0; i < count; i++) {
            String email = "contact-" + i + "@example.com";
            runs.put(email, engine.start(email, "Contact " + i));
        }
    }

    private void eachContactHasTheCodeOfItsRun(int count) throws Exception {
        Map<String, String> sent = sentCodes();
        assertEquals(runs.keySet(), sent.keySet());
        assertEquals(count, mail.mails().size(), "one message for each run");
        assertEquals(count, new HashSet<>(sent.values()).size(), "each message has a different code");
        for (Map.Entry<String, String> run : runs.entrySet()) {
            assertEquals(promopool.codeOf(run.getValue() + ":getPromoCode"), sent.get(run.getKey()));
        }
    }

    /** The codes in the messages, by contact. */
    private Map<String, String> sentCodes() {
        Map<String, String> codes = new HashMap<>();
        for (Mail one : mail.mails()) {
            Matcher code = MESSAGE_WITH_CODE.matcher(one.text());
            if (code.find()) {
                assertFalse(code.group(1).isBlank(), one.toString());
                codes.put(one.to(), code.group(1).strip());
            }
        }
        return codes;
    }

    private void awaitAll() {
        await(() -> engine.running() == 0);
    }

    private void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(
                    System.nanoTime() < end,
                    () -> engine.running() + " runs: " + engine.waitingForRetry() + engine.waitingForAPerson());
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos()); // each check is a query to the engine's database
        }
    }
}
