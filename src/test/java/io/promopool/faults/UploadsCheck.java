package io.promopool.faults;

import io.promopool.faults.Call.Answer;
import io.promopool.faults.Call.Claim;
import io.promopool.faults.Call.Retirement;
import io.promopool.faults.Call.Row;
import io.promopool.faults.Call.Upload;
import io.promopool.faults.FinalState.StoredCode;
import io.promopool.faults.Violation.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Loaded codes are stored, retired codes stay retired, and every stored code was sent by a caller. */
final class UploadsCheck {
    private final List<Call> calls;
    private final FinalState state;
    private final Map<String, Row> sent = new HashMap<>();
    private final Set<String> loaded = new HashSet<>();
    private final Set<String> perhapsLoaded = new HashSet<>();
    private final Set<String> retired = new HashSet<>();
    private final Set<String> perhapsRetired = new HashSet<>();
    private final List<Violation> found = new ArrayList<>();

    UploadsCheck(List<Call> calls, FinalState state) {
        this.calls = calls;
        this.state = state;
    }

    List<Violation> violations() {
        calls.forEach(this::read);
        loaded.forEach(this::checkThere);
        retired.forEach(this::checkRetired);
        state.codes().forEach(this::checkAskedFor);
        calls.forEach(this::checkClaimed);
        return found;
    }

    private void read(Call call) {
        if (call instanceof Upload upload) {
            for (Row row : upload.rows()) {
                sent.put(row.code(), row);
                if (upload.answer() instanceof Answer.Loaded) {
                    loaded.add(row.code());
                } else if (!(upload.answer() instanceof Answer.Refused)) {
                    perhapsLoaded.add(row.code());
                }
                if (row.inUse()) {
                    perhapsRetired.add(row.code());
                }
            }
        } else if (call instanceof Retirement retirement) {
            if (retirement.answer() instanceof Answer.Known known
                    && known.state().equals("retired")) {
                retired.add(retirement.code());
            }
            if (!(retirement.answer() instanceof Answer.Refused)) {
                perhapsRetired.add(retirement.code());
            }
        }
    }

    private void checkThere(String code) {
        if (!state.codes().containsKey(code)) {
            report(Kind.UPLOAD_LOST, "%s was answered as loaded and is not stored", code);
        } else if (sent.get(code).inUse()) {
            checkRetired(code);
        }
    }

    private void checkRetired(String code) {
        StoredCode stored = state.codes().get(code);
        if (stored != null && !stored.state().equals("retired")) {
            report(Kind.RETIREMENT_LOST, "%s was answered as retired and is stored as %s", code, stored);
        }
    }

    private void checkAskedFor(String code, StoredCode stored) {
        if (!sent.containsKey(code)) {
            report(Kind.CODE_FROM_NOWHERE, "%s is stored and nobody sent it", code);
        } else if (!loaded.contains(code) && !perhapsLoaded.contains(code)) {
            report(Kind.DONE_THOUGH_REFUSED, "the upload of %s was answered as not done, but the code is stored", code);
        }
        if (stored.state().equals("retired") && !perhapsRetired.contains(code)) {
            report(Kind.RETIRED_BY_NOBODY, "%s is retired and nobody asked for that", code);
        }
    }

    private void checkClaimed(Call call) {
        if (call instanceof Claim claim && claim.answer() instanceof Answer.Claimed claimed) {
            Row row = sent.get(claimed.code());
            if (retired.contains(claimed.code()) || (row != null && row.inUse())) {
                report(Kind.RETIRED_CODE_HANDED_OUT, "key %s got %s, which was retired", claimed.key(), claimed.code());
            }
        }
    }

    private void report(Kind kind, String sentence, Object... words) {
        found.add(new Violation(kind, sentence.formatted(words)));
    }
}
