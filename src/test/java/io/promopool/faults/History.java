package io.promopool.faults;

import io.promopool.faults.Call.Answer;
import io.promopool.faults.Call.Claim;
import io.promopool.faults.Call.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All calls of a run, in the order in which they ended. Safe for any number of threads. */
final class History {
    /** The watch looks once a second; the machine may be slow. */
    private static final long NOTICED_WITHIN_NANOS = 3_000_000_000L;

    private final List<Call> calls = new ArrayList<>(); // guarded by this
    private final List<Span> unsafe = new ArrayList<>(); // guarded by this
    private final List<Span> emptied = new ArrayList<>(); // guarded by this

    synchronized void add(Call call) {
        calls.add(call);
    }

    /** Notes a time in which every call had to be refused, because something underneath had changed. */
    synchronized void wasUnsafe(long startNanos) {
        unsafe.add(new Span(startNanos, System.nanoTime()));
    }

    /** Notes that Redis is emptied now over open connections, so that look-ups find nothing for up to a second. */
    synchronized void isEmptied() {
        emptied.add(new Span(System.nanoTime(), System.nanoTime() + NOTICED_WITHIN_NANOS));
    }

    synchronized List<Span> emptied() {
        return List.copyOf(emptied);
    }

    synchronized List<Span> unsafe() {
        return List.copyOf(unsafe);
    }

    synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    <T extends Call> Stream<T> all(Class<T> kind) {
        return calls().stream().filter(kind::isInstance).map(kind::cast);
    }

    /** How many calls had this kind of answer, from a position in the history on. */
    synchronized long answered(int from, Class<? extends Answer> like) {
        return calls.subList(from, calls.size()).stream()
                .filter(call -> like.isInstance(call.answer()))
                .count();
    }

    synchronized int size() {
        return calls.size();
    }

    /** One claim for each key whose last answer is not final. A retry of the claim will show the outcome. */
    List<Claim> unanswered() {
        Map<String, Claim> open = new LinkedHashMap<>();
        all(Claim.class)
                .filter(claim -> claim.answer() instanceof Answer.Unknown)
                .forEach(claim -> claim.knownKey().ifPresent(key -> open.put(key, claim)));
        all(Claim.class)
                .filter(claim -> claim.answer() instanceof Answer.Claimed)
                .forEach(claim -> open.remove(claim.knownKey().orElseThrow()));
        return List.copyOf(open.values());
    }
}
