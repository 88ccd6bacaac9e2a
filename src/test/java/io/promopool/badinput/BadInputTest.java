package io.promopool.badinput;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.promopool.badinput.GoodAndBadCalls.Faulty;
import io.promopool.model.ModelPool;
import io.promopool.model.ModelPool.Expected;
import io.promopool.model.Operation;
import io.promopool.model.RandomOperations;
import io.promopool.pool.ClaimOutcome;
import io.promopool.pool.ClaimRequest;
import io.promopool.pool.CodePool.Preview;
import io.promopool.pool.RowOutcome;
import io.promopool.pool.SetInUseOutcome;
import io.promopool.pool.TypeCounts;
import io.promopool.pool.UploadRow;
import io.promopool.testing.ManualClock;
import io.promopool.testing.RawConnection;
import io.promopool.testing.TestRedis;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sequences of calls, generated from a seed, to two services on one Redis. One service gets valid calls in many
 * spellings, and rows and calls with one mistake among them; it does what a plain model does. The other service gets
 * the same calls, damaged at random places. It answers each of them with a success or a problem, and its stored data
 * stays consistent.
 *
 * <p>The state is checked after each call, so that a failure is reported with the shortest sequence that leads to it.
 */
class BadInputTest {
    private static final Instant START = Instant.parse("2030-01-01T12:00:00Z");
    private static final int SEQUENCES = Integer.getInteger("badinput.sequences", 3);
    private static final Set<String> OUTCOMES =
            Set.of("added", "updated", "retired", "reactivated", "unchanged", "rejected");

    /** The request is not HTTP that the service understands. */
    private static final Set<Integer> OTHER_PROTOCOL = Set.of(501, 505);

    private final ManualClock clock = new ManualClock(START);
    private final ModelPool model = new ModelPool(clock);
    private final List<String> done = new ArrayList<>();
    private RunningService service;
    private RunningService battered;
    private Random random;
    private GoodAndBadCalls calls;

    static LongStream seeds() {
        return LongStream.range(1, SEQUENCES);
    }

    @BeforeEach
    void start() throws IOException {
        TestRedis redis = TestRedis.emptied();
        service = new RunningService(redis, "pp", clock);
        battered = new RunningService(redis, "bad", clock);
    }

    @AfterEach
    void stop() {
        service.close();
        battered.close();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatever_is_sent_is_answered_as_it_should_be(long seed) {
        run(seed);
    }

    @Test
    void whatever_is_sent_is_answered_as_it_should_be_with_a_new_seed_each_time() {
        run(new Random().nextLong());
    }

    private void run(long seed) {
        random = new Random(seed);
        calls = new GoodAndBadCalls(random);
        RandomOperations operations = new RandomOperations(seed, START);
        try {
            for (int i = 0; i < RandomOperations.USEFUL_LENGTH; i++) {
                step(operations.get());
                service.check();
                compareStates();
                battered.check();
            }
        } catch (AssertionError | RuntimeException | IOException e) {
            throw new AssertionError("seed " + seed + ", failed after:\n" + String.join("\n", done), e);
        }
    }

    private void step(Operation operation) throws IOException {
        if (operation instanceof Operation.Load load) {
            upload(load);
        } else if (operation instanceof Operation.AskForCode ask) {
            claim(ask.request());
            Faulty faulty = calls.faulty(ask.request());
            assertProblem(ask(faulty.call()), 400, Optional.of(faulty.field()));
        } else if (operation instanceof Operation.SetInUse set) {
            setInUse(set);
        } else if (operation instanceof Operation.LookAhead look) {
            lookAhead(look);
        } else if (operation instanceof Operation.Advance advance) {
            done.add(advance.toString());
            clock.forward(advance.by());
        }
    }

    private RawConnection.Reply ask(Call call) throws IOException {
        done.add(call.toString());
        RawConnection.Reply reply = service.ask(call).orElseThrow(() -> new AssertionError("no answer"));
        assertSound(reply, call);
        for (int i = 0; i < 5; i++) {
            batter(call.damaged(random));
        }
        return reply;
    }

    private void batter(Call damaged) throws IOException {
        done.add("damaged: " + damaged);
        Optional<RawConnection.Reply> reply = battered.ask(damaged);
        if (reply.isPresent()) {
            assertSound(reply.get(), damaged);
        }
        battered.check();
    }

    /** A success, or a problem that says what is wrong. A fault of the service is a failure of the test. */
    private static void assertSound(RawConnection.Reply reply, Call call) throws IOException {
        assertTrue(reply.status() < 500 || OTHER_PROTOCOL.contains(reply.status()), reply.toString());
        assertNotEquals(429, reply.status());
        if (reply.status() == 200 && isDashboard(call)) {
            assertEquals("text/html;charset=utf-8", reply.header("content-type"));
            return;
        }
        if (reply.status() >= 400) {
            assertProblem(reply, reply.status(), Optional.empty());
        } else if (reply.body().length > 0) {
            assertEquals("application/json", reply.header("content-type"));
        }
        JsonNode report = reply.body().length == 0
                ? null
                : reply.json().has("read") ? reply.json() : reply.json().get("report");
        if (report != null && call.target().startsWith("/v1/codes")) {
            assertEquals(
                    report.get("read").asLong(),
                    OUTCOMES.stream()
                            .mapToLong(name -> report.get(name).asLong())
                            .sum());
        }
    }

    /** Damage may remove everything from a URL except its first slash. */
    private static boolean isDashboard(Call call) {
        return call.target().split("\\?", 2)[0].equals("/");
    }

    private static void assertProblem(RawConnection.Reply reply, int status, Optional<String> field)
            throws IOException {
        assertEquals(status, reply.status(), reply.toString());
        assertEquals("application/problem+json", reply.header("content-type"), reply.toString());
        if (reply.body().length == 0) {
            return; // to a HEAD
        }
        JsonNode problem = reply.json();
        assertTrue(problem.get("type").asText().startsWith("urn:promopool:problem:"), reply.toString());
        assertEquals(status, problem.get("status").asInt());
        assertFalse(problem.get("detail").asText().isBlank());
        field.ifPresent(name -> assertEquals(name, problem.path("field").asText(), reply.toString()));
    }

    private void upload(Operation.Load load) throws IOException {
        List<WireRow> rows = new ArrayList<>();
        for (UploadRow row : load.rows()) {
            WireRow good = WireRow.of(row, random);
            rows.add(good);
            if (random.nextInt(6) == 0) {
                rows.add(good.spoilt(random));
            }
        }
        RawConnection.Reply reply = ask(calls.upload(load, rows));
        assertEquals(200, reply.status(), reply.toString());

        List<RowOutcome> outcomes = model.load(load.rows(), load.mode());
        Map<String, Integer> counts = new HashMap<>();
        List<String> wrongFields = new ArrayList<>();
        int next = 0;
        for (WireRow row : rows) {
            RowOutcome outcome =
                    row.row().isPresent() ? outcomes.get(next++) : new RowOutcome.Rejected(row.wrongField(), "");
            if (outcome instanceof RowOutcome.Rejected rejected) {
                wrongFields.add(rejected.field());
                counts.merge("rejected", 1, Integer::sum);
            } else {
                counts.merge(outcome.toString().toLowerCase(Locale.ROOT), 1, Integer::sum);
            }
        }
        JsonNode report = reply.json();
        OUTCOMES.forEach(name ->
                assertEquals(counts.getOrDefault(name, 0), report.get(name).asInt(), report.toString()));
        List<String> reported = new ArrayList<>();
        report.get("errors").forEach(error -> reported.add(error.get("field").asText()));
        assertEquals(wrongFields, reported, report.toString());
    }

    private void claim(ClaimRequest request) throws IOException {
        Expected expected = model.expectClaim(request);
        boolean alone = random.nextInt(4) > 0;
        RawConnection.Reply reply = ask(alone ? calls.claim(request) : calls.batch(List.of(request)));
        JsonNode answer = alone ? reply.json() : reply.json().get("results").get(0);
        int status = alone ? reply.status() : answer.get("status").asInt();
        if (expected instanceof Expected.Exactly exactly) {
            assertEquals(statusOf(exactly.outcome()), status, reply.toString());
            if (exactly.outcome() instanceof ClaimOutcome.Claimed claimed) {
                assertEquals(claimed.claim().code(), answer.get("promocode").asText());
            }
        } else {
            assertEquals(201, status, reply.toString());
            model.forceClaim(request, answer.get("promocode").asText());
        }
    }

    private static int statusOf(ClaimOutcome outcome) {
        if (outcome instanceof ClaimOutcome.Claimed) {
            return 200;
        }
        return outcome instanceof ClaimOutcome.UnknownType
                ? 404
                : outcome instanceof ClaimOutcome.Exhausted ? 409 : 422;
    }

    private void setInUse(Operation.SetInUse set) throws IOException {
        SetInUseOutcome outcome = model.setInUse(set.code(), set.inUse());
        int expected = outcome instanceof SetInUseOutcome.Done
                ? 200
                : outcome instanceof SetInUseOutcome.UnknownCode ? 404 : 409;
        RawConnection.Reply reply = ask(calls.setInUse(set));
        assertEquals(expected, reply.status(), reply.toString());
    }

    private void lookAhead(Operation.LookAhead look) throws IOException {
        RawConnection.Reply count = ask(calls.count(look.filter()));
        if (model.count(look.filter()).isPresent()) {
            assertEquals(
                    model.count(look.filter()).getAsLong(),
                    count.json().get("available").asLong());
        } else {
            assertEquals(404, count.status());
        }
        RawConnection.Reply preview = ask(calls.preview(look.filter()));
        int expected =
                model.preview(look.filter()) instanceof Preview.NotServed refusal ? statusOf(refusal.why()) : 201;
        assertEquals(expected, preview.status(), preview.toString());
    }

    /** No call has changed anything else. */
    private void compareStates() {
        List<TypeCounts> types = service.pool().types();
        assertEquals(model.types(), types);
        RandomOperations.CODES.forEach(
                code -> assertEquals(model.find(code), service.pool().find(code)));
        RandomOperations.KEYS.forEach(
                key -> assertEquals(model.findClaim(key), service.pool().findClaim(key)));
    }
}
