package io.promopool.faults;

import io.promopool.faults.Call.Answer;
import io.promopool.faults.Call.Claim;
import io.promopool.faults.Call.LookUp;
import io.promopool.faults.Call.Retirement;
import io.promopool.faults.Call.Row;
import io.promopool.faults.Call.Span;
import io.promopool.faults.Call.Upload;
import io.promopool.faults.FinalState.Counts;
import io.promopool.faults.FinalState.StoredCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An invented history of calls, one after the other, all of one type, and what is stored afterwards. */
final class Story {
    static final String TYPE = "t";
    static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");

    final List<Call> calls = new ArrayList<>();
    final Map<String, StoredCode> codes = new HashMap<>();
    final Map<String, String> claims = new HashMap<>();
    final List<String> drained = new ArrayList<>();
    private final List<Span> unsafe = new ArrayList<>();
    Counts counts = new Counts(0, 0, 0, 0, 0);
    private long now;

    List<Violation> violations() {
        return HistoryChecker.check(
                calls, unsafe, List.of(), new FinalState(codes, claims, Map.of(TYPE, counts), drained));
    }

    Story upload(Answer answer, String... sent) {
        return upload(
                answer,
                Arrays.stream(sent)
                        .map(code -> new Row(code, false, Optional.empty()))
                        .toList());
    }

    /** While the next calls are made, every call must be refused. */
    Story unsafeFor(int calls) {
        unsafe.add(new Span(now + 1, now + 10L * calls + 9));
        return this;
    }

    Story uploadRetired(String code) {
        return upload(new Answer.Loaded(), List.of(new Row(code, true, Optional.empty())));
    }

    private Story upload(Answer answer, List<Row> rows) {
        calls.add(new Upload(TYPE, rows, answer, next()));
        return this;
    }

    Story claim(String key, Answer answer) {
        calls.add(new Claim(TYPE, 0, Optional.of(key), answer, next()));
        return this;
    }

    Story claimWithoutKey(Answer answer) {
        calls.add(new Claim(TYPE, 0, Optional.empty(), answer, next()));
        return this;
    }

    Story claimFor(int days, String key, Answer answer) {
        calls.add(new Claim(TYPE, days, Optional.of(key), answer, next()));
        return this;
    }

    Story lookUp(String key, Answer answer) {
        calls.add(new LookUp(key, answer, next()));
        return this;
    }

    Story retire(String code, Answer answer) {
        calls.add(new Retirement(code, answer, next()));
        return this;
    }

    Story stored(String state, String... names) {
        for (String code : names) {
            codes.put(code, new StoredCode(TYPE, state, Optional.empty()));
        }
        return this;
    }

    Story storedClaim(String key, String code) {
        codes.put(code, new StoredCode(TYPE, "claimed", Optional.of(key)));
        claims.put(key, code);
        return this;
    }

    Story counted(long added, long available, long claimed, long retired, long expired) {
        counts = new Counts(added, available, claimed, retired, expired);
        return this;
    }

    Story drained(String... claimed) {
        drained.addAll(List.of(claimed));
        return this;
    }

    private Span next() {
        now += 10;
        return new Span(now, now + 5);
    }

    static Answer claimed(String key, String code) {
        return new Answer.Claimed(key, code, TYPE, Optional.empty(), NOW);
    }

    static Answer claimedUntil(String key, String code, Instant expires) {
        return new Answer.Claimed(key, code, TYPE, Optional.of(expires), NOW);
    }

    static Answer unknown() {
        return new Answer.Unknown(Optional.empty(), "no answer");
    }

    static Answer unknown(String key) {
        return new Answer.Unknown(Optional.of(key), "503");
    }

    static Answer refused() {
        return new Answer.Refused("503");
    }
}
