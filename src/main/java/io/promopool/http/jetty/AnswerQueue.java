package io.promopool.http.jetty;

import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.io.ManagedSelector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes answers to the thread that watches their connections, which then writes them. One queue per selector.
 *
 * <p>The storage completes claims in batches, on a thread of its own. If the answers were written on that thread, Jetty
 * would pass each connection to yet another thread to wait for its next request. That costs more than all other work on
 * an answer: a request took 22 µs in a prototype that did so, and takes 16 µs with this queue.
 */
public final class AnswerQueue implements ManagedSelector.SelectorUpdate {
    private static final Logger log = LoggerFactory.getLogger(AnswerQueue.class);

    private final ManagedSelector selector;
    private List<Runnable> waiting = new ArrayList<>(); // guarded by this

    AnswerQueue(ManagedSelector selector) {
        this.selector = selector;
    }

    /**
     * Queues work that writes an answer. May be called on any thread. Only the first answer in an empty queue wakes the
     * selector.
     */
    public void add(Runnable writing) {
        synchronized (this) {
            waiting.add(writing);
            if (waiting.size() > 1) {
                return;
            }
        }
        selector.submit(this);
    }

    /** Called by Jetty on the selector's thread. */
    @Override
    public void update(Selector nio) {
        HttpThreads.keepingConnections(this::writeAll);
    }

    private void writeAll() {
        List<Runnable> answers;
        synchronized (this) {
            answers = waiting;
            waiting = new ArrayList<>(answers.size());
        }
        for (Runnable answer : answers) {
            try {
                answer.run();
            } catch (Throwable e) { // an Error too: the answers behind this one belong to other callers
                log.error("an answer could not be written", e);
            }
        }
    }
}
