package io.promopool.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.protocol.CommandType;
import io.promopool.pool.ClaimOutcome;
import io.promopool.pool.StorageException;
import io.promopool.pool.StorageException.Outcome;
import io.promopool.redis.testing.PoolCase;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A Redis user who may not run all commands of the scripts, and a Redis whose memory is full. Redis checks the rights
 * command by command, in the middle of a script, and rolls nothing back.
 */
class DeniedCommandsTest extends PoolCase {
    private static final List<CommandType> WRITING = List.of(
            CommandType.HSET,
            CommandType.HSETNX,
            CommandType.HDEL,
            CommandType.RPUSH,
            CommandType.LPOP,
            CommandType.ZADD,
            CommandType.ZREM,
            CommandType.SADD,
            CommandType.SREM,
            CommandType.UNLINK);

    private static final List<CommandType> READING = List.of(
            CommandType.TIME,
            CommandType.HGET,
            CommandType.HMGET,
            CommandType.HLEN,
            CommandType.LRANGE,
            CommandType.LINDEX,
            CommandType.LLEN,
            CommandType.ZRANGEBYSCORE,
            CommandType.ZCARD,
            CommandType.SISMEMBER,
            CommandType.SMISMEMBER,
            CommandType.SCARD);

    private static final Set<CommandType> IN_ORDINARY_CLAIMS =
            Set.of(CommandType.HSET, CommandType.HSETNX, CommandType.LPOP);

    private final Map<String, Runnable> changes = new LinkedHashMap<>();

    /** Each change takes a different path through its script. */
    @BeforeEach
    void listChanges() {
        changes.put("a claim", () -> claim(request("t", "k")));
        changes.put("a claim with a long key", () -> claim(request("t", "k".repeat(200))));
        changes.put("a claim of a lot's last code", () -> claim(request("one", "k")));
        changes.put("a claim past retired codes", () -> claim(request("retired", "k")));
        changes.put("a load of a new code", () -> load(row("N").type("t")));
        changes.put("a load into a new lot", () -> load(row("N").type("t").discount(9)));
        changes.put("a load of a new type", () -> load(row("N").type("new")));
        changes.put("a load that retires", () -> load(row("A").inUse(true)));
        changes.put("a load that moves", () -> load(row("B").discount(8)));
        changes.put(
                "a load that makes a code available again",
                () -> load(REACTIVATE, row("R1").inUse(false)));
        changes.put("a retirement of a lot's last code", () -> pool.setInUse("O", true));
        changes.put("making a code available again", () -> pool.setInUse("R2", false));
        changes.put("a sweep", () -> sweep());
    }

    private void stock() {
        clock.set(START);
        server.raw().flushall();
        pool = open(clock);
        load(row("S").type("swept").expires(Duration.ofHours(1)));
        clock.forward(Duration.ofDays(3));
        add("t", "A", "B", "C");
        add("one", "O");
        add("retired", "R1", "R2", "R3");
        pool.setInUse("R2", true);
        pool.setInUse("R1", true);
    }

    @Test
    void a_write_that_is_denied_changes_nothing_and_is_named() {
        changes.forEach((name, change) -> {
            stock();
            for (CommandType command : WRITING) {
                String what = name + " without " + command;
                if (name.equals("a claim") && !IN_ORDINARY_CLAIMS.contains(command)) {
                    continue;
                }
                Map<String, byte[]> before = dump();
                StorageException fault = denied(command, () -> failure(change));
                assertEquals(Outcome.NONE, fault.outcome(), what);
                assertTrue(fault.getMessage().contains(command.name()), what + ": " + fault.getMessage());
                assertSame(before, dump(), what);
            }
            change.run();
            raw.check();
        });
    }

    @Test
    void an_ordinary_claim_needs_no_other_rights_and_the_claims_behind_it_are_refused() {
        for (CommandType command : WRITING) {
            if (!IN_ORDINARY_CLAIMS.contains(command)) {
                stock();
                List<CompletableFuture<ClaimOutcome>> answers = denied(
                        command,
                        () -> pool.claim(List.of(request("t", "1"), request("t", "k".repeat(200)))).stream()
                                .peek(answer ->
                                        answer.exceptionally(fault -> null).join())
                                .toList());
                ClaimOutcome.Claimed first = assertInstanceOf(
                        ClaimOutcome.Claimed.class, answers.get(0).join());
                assertEquals("A", first.claim().code());
                StorageException refused = failure(() -> answers.get(1).join());
                assertEquals(Outcome.NONE, refused.outcome());
                assertTrue(refused.getMessage().contains("may not run " + command), refused.getMessage());
                raw.check();
            }
        }
    }

    @Test
    void a_reading_that_is_denied_leaves_a_consistent_state() {
        changes.forEach((name, change) -> {
            for (CommandType command : READING) {
                stock();
                denied(command, () -> {
                    try {
                        change.run();
                    } catch (StorageException | CompletionException fault) {
                        assertEquals(
                                Outcome.NONE,
                                failure(() -> {
                                            throw fault;
                                        })
                                        .outcome(),
                                name + " without " + command);
                    }
                    return null;
                });
                raw.check();
            }
        });
    }

    @Test
    void a_service_does_not_start_if_a_write_is_denied_and_says_which() {
        for (CommandType command : WRITING) {
            StorageException fault = denied(command, () -> failure(() -> open(clock)));
            assertTrue(fault.getMessage().contains("may not run " + command), fault.getMessage());
        }
    }

    @Test
    void full_memory_changes_nothing() {
        changes.forEach((name, change) -> {
            stock();
            Map<String, byte[]> before = dump();
            server.raw().configSet("maxmemory", "1");
            try {
                assertEquals(Outcome.NONE, failure(change).outcome(), name);
            } finally {
                server.raw().configSet("maxmemory", "0");
            }
            assertSame(before, dump(), name);
            change.run();
        });
    }

    private <T> T denied(CommandType command, Supplier<T> action) {
        server.raw().aclSetuser("default", AclSetuserArgs.Builder.removeCommand(command));
        try {
            return action.get();
        } finally {
            server.raw().aclSetuser("default", AclSetuserArgs.Builder.addCommand(command));
        }
    }
}
