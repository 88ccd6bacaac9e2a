package io.promopool.faults;

import static io.promopool.faults.Story.claimed;
import static io.promopool.faults.Story.claimedUntil;
import static io.promopool.faults.Story.refused;
import static io.promopool.faults.Story.unknown;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.promopool.faults.Call.Answer;
import io.promopool.faults.FinalState.StoredCode;
import io.promopool.faults.Violation.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The checker is tested: it accepts a history without violations, and finds each kind of violation. */
class HistoryCheckerTest {
    private static final Answer LOADED = new Answer.Loaded();
    private static final Answer EMPTY = new Answer.Empty();
    private static final Answer RETIRED = new Answer.Known("retired");

    /** Every kind of call with every possible answer, and what is stored afterwards. */
    private final Story story = new Story()
            .upload(LOADED, "A", "B", "C", "D", "E", "F")
            .uploadRetired("R")
            .upload(unknown(), "P1")
            .upload(unknown(), "P2")
            .upload(refused(), "Q")
            .claim("a", claimed("a", "A"))
            .claim("b", unknown())
            .claimWithoutKey(claimed("auto:c", "C"))
            .claimWithoutKey(unknown("auto:d"))
            .claimWithoutKey(unknown())
            .claim("refused", refused())
            .retire("E", RETIRED)
            .claim("a", claimed("a", "A"))
            .claim("b", claimed("b", "B"))
            .claim("auto:d", claimed("auto:d", "D"))
            .storedClaim("a", "A")
            .storedClaim("b", "B")
            .storedClaim("auto:c", "C")
            .storedClaim("auto:d", "D")
            .stored("retired", "E", "R")
            .stored("available", "F", "P1")
            .counted(8, 2, 4, 2, 0)
            .drained("F", "P1");

    @Test
    void a_history_without_violations_passes() {
        assertEquals(List.of(), story.violations());
    }

    @Test
    void a_call_with_an_unknown_outcome_may_have_been_done() {
        story.stored("available", "P2").counted(9, 3, 4, 2, 0).drained("P2");
        assertEquals(List.of(), story.violations());
        // The caller without a key and without a response may have got it.
        story.drained.remove("P2");
        story.storedClaim("auto:unheard", "P2").counted(9, 2, 5, 2, 0);
        assertEquals(List.of(), story.violations());
    }

    @Test
    void one_key_with_two_codes_is_found() {
        story.claim("a", claimed("a", "F"));
        assertFound(Kind.KEY_HAS_TWO_CODES, "key a got A and F");
    }

    @Test
    void one_code_for_two_keys_is_found() {
        story.claim("z", claimed("z", "A"));
        assertFound(Kind.CODE_HANDED_OUT_TWICE, "A was handed out to key a and to key z");
    }

    @Test
    void one_code_for_two_callers_without_a_key_is_found() {
        story.claimWithoutKey(claimed("auto:c", "C"));
        assertFound(Kind.CODE_HANDED_OUT_TWICE, "C was handed out to two callers without a key");
    }

    @Test
    void an_answered_claim_without_a_record_is_found() {
        story.claims.remove("a");
        story.stored("available", "A").counted(8, 3, 3, 2, 0).drained("A");
        assertFound(Kind.CLAIM_NOT_ON_RECORD, "key a got A, but its record has nothing");
    }

    @Test
    void an_answered_claim_whose_code_is_recorded_for_another_key_is_found() {
        story.codes.put("A", new StoredCode(Story.TYPE, "claimed", Optional.of("z")));
        assertFound(
                Kind.CLAIM_NOT_ON_RECORD,
                "key a got A, which is stored as StoredCode[type=t, state=claimed, key=Optional[z]]");
    }

    @Test
    void a_loaded_code_that_is_not_stored_is_found() {
        story.codes.remove("F");
        story.drained.remove("F");
        story.counted(7, 1, 4, 2, 0);
        assertFound(Kind.UPLOAD_LOST, "F was answered as loaded and is not stored");
    }

    @Test
    void a_code_that_nobody_sent_is_found() {
        story.stored("available", "X").counted(9, 3, 4, 2, 0).drained("X");
        assertFound(Kind.CODE_FROM_NOWHERE, "X is stored and nobody sent it");
    }

    @Test
    void a_refused_upload_that_was_loaded_is_found() {
        story.stored("available", "Q").counted(9, 3, 4, 2, 0).drained("Q");
        assertFound(Kind.DONE_THOUGH_REFUSED, "the upload of Q was answered as not done, but the code is stored");
    }

    @Test
    void a_refused_claim_that_was_served_is_found() {
        story.drained.remove("F");
        story.storedClaim("refused", "F").counted(8, 1, 5, 2, 0);
        assertFound(Kind.DONE_THOUGH_REFUSED, "key refused got the answer that nothing was done, but has F");
    }

    @Test
    void a_retirement_that_is_lost_is_found() {
        story.stored("available", "E", "R").counted(8, 4, 4, 0, 0).drained("E", "R");
        assertFound(
                Kind.RETIREMENT_LOST,
                "E was answered as retired and is stored as StoredCode[type=t, state=available, key=Optional.empty]");
    }

    @Test
    void a_code_that_nobody_retired_is_found() {
        story.stored("retired", "F").counted(8, 1, 4, 3, 0);
        story.drained.remove("F");
        assertFound(Kind.RETIRED_BY_NOBODY, "F is retired and nobody asked for that");
    }

    @Test
    void a_retired_code_that_was_handed_out_is_found() {
        story.claim("e", claimed("e", "E"));
        assertFound(Kind.RETIRED_CODE_HANDED_OUT, "key e got E, which was retired");
    }

    @Test
    void a_code_that_was_handed_out_at_its_expiration_date_is_found() {
        story.claim("f", claimedUntil("f", "F", Story.NOW));
        assertFound(
                Kind.EXPIRED_CODE_HANDED_OUT,
                "key f claimed at 2030-01-01T12:00:00Z for 0 days and got F, which expires at 2030-01-01T12:00:00Z");
    }

    @Test
    void a_code_that_is_not_valid_for_as_long_as_asked_is_found() {
        Instant inTwoDays = Story.NOW.plus(Duration.ofDays(2));
        story.claimFor(2, "f", claimedUntil("f", "F", inTwoDays));
        assertFound(
                Kind.EXPIRED_CODE_HANDED_OUT,
                "key f claimed at 2030-01-01T12:00:00Z for 2 days and got F, which expires at 2030-01-03T12:00:00Z");
    }

    @Test
    void a_code_of_another_type_is_found() {
        story.claim("a", new Answer.Claimed("a", "A", "other", Optional.empty(), Story.NOW));
        assertFound(Kind.OTHER_TYPE_HANDED_OUT, "key a claimed type t and got A of type other");
    }

    @Test
    void a_claim_that_got_no_code_while_codes_were_available_is_found() {
        story.claim("late", EMPTY);
        // A to D, F; claims: a, b, auto:c, auto:d and perhaps the caller without a response.
        assertEquals(List.of(), story.violations());
        story.upload(LOADED, "G")
                .stored("available", "G")
                .counted(9, 3, 4, 2, 0)
                .drained("G")
                .claim("later", EMPTY);
        assertFound(
                Kind.EMPTY_THOUGH_FULL,
                "a claim of type t found no available code; 6 were loaded and at most 5 claimed");
    }

    @Test
    void a_response_that_the_api_does_not_have_is_found() {
        story.claim("refused", new Answer.Strange("500"));
        assertFound(Kind.STRANGE_ANSWER, "Claim was answered with 500");
    }

    @Test
    void an_answer_for_another_key_is_found() {
        story.claim("z", claimed("a", "A"));
        assertFound(Kind.STRANGE_ANSWER, "a claim with key z got a response for key a");
    }

    @Test
    void a_key_that_has_a_code_and_was_answered_as_exhausted_is_found() {
        story.drained.remove("F");
        story.claim("f", unknown()).claim("f", EMPTY).storedClaim("f", "F").counted(8, 1, 5, 2, 0);
        assertFound(Kind.STRANGE_ANSWER, "key f got the answer that no code is available, but has F");
    }

    @Test
    void a_key_that_was_never_answered_is_found() {
        story.claim("z", unknown());
        assertFound(Kind.NEVER_ANSWERED, "key z got no answer: Unknown[key=Optional.empty, why=no answer]");
    }

    @Test
    void counters_that_do_not_add_up_are_found() {
        story.counted(9, 2, 4, 2, 0);
        assertFound(
                Kind.COUNTS_DISAGREE,
                "type t: 9 codes were added, but "
                        + "Counts[added=9, available=2, claimed=4, retired=2, expired=0] are 8");
    }

    @Test
    void counters_that_add_up_but_are_not_what_is_listed_are_found() {
        story.counted(8, 1, 4, 3, 0);
        assertFound(Kind.COUNTS_DISAGREE, "type t: 1 codes count as available, but 2 are listed");
    }

    @Test
    void codes_of_a_type_without_counts_are_found() {
        story.codes.put("P2", new StoredCode("u", "available", Optional.empty()));
        story.drained("P2");
        assertFound(Kind.COUNTS_DISAGREE, "type u has codes, but no counts");
    }

    @Test
    void claims_that_nobody_made_are_found() {
        story.drained.removeAll(List.of("F", "P1"));
        story.storedClaim("auto:x", "F").storedClaim("auto:y", "P1").counted(8, 0, 6, 2, 0);
        assertFound(Kind.CLAIMS_MISCOUNTED, "6 codes are claimed; 4 keys got one, and 1 calls without a key may have");
    }

    @Test
    void an_available_code_that_nobody_can_get_is_found() {
        story.drained.remove("F");
        assertFound(Kind.DRAINED_OTHERWISE, "F counts as available, but no claim gets it");
    }

    @Test
    void a_drain_that_gets_a_code_twice_or_one_that_is_not_available_is_found() {
        story.drained("F", "A");
        assertFound(Kind.DRAINED_OTHERWISE, "F was handed out though it was not available, or twice");
        assertFound(Kind.DRAINED_OTHERWISE, "A was handed out though it was not available, or twice");
    }

    @Test
    void calls_that_were_refused_while_they_had_to_be_pass() {
        story.unsafeFor(3).claim("y", refused()).claim("a", refused()).upload(refused(), "Q");
        assertEquals(List.of(), story.violations());
    }

    @Test
    void a_call_that_was_answered_while_every_call_had_to_be_refused_is_found() {
        story.unsafeFor(3).claim("a", claimed("a", "A")).claim("y", EMPTY).retire("E", RETIRED);
        assertFound(Kind.ANSWERED_WHILE_UNSAFE, "a claim of type t got " + claimed("a", "A"));
        assertFound(Kind.ANSWERED_WHILE_UNSAFE, "a claim of type t got Empty[]");
        assertFound(Kind.ANSWERED_WHILE_UNSAFE, "Retirement got Known[state=retired]");
    }

    @Test
    void a_look_up_that_does_not_find_an_answered_claim_is_found() {
        story.lookUp("a", claimed("a", "A")).lookUp("never", EMPTY);
        assertEquals(List.of(), story.violations());
        story.lookUp("a", EMPTY).lookUp("b", claimed("b", "F"));
        assertFound(Kind.CLAIM_NOT_FOUND, "key a had got A, and a look-up found no such claim");
        assertFound(Kind.CLAIM_NOT_FOUND, "key b had got B, and a look-up found F");
    }

    @Test
    void every_kind_of_violation_except_the_raw_state_is_tested_here() {
        Set<Kind> planted = planted();
        assertEquals(EnumSet.complementOf(EnumSet.of(Kind.RAW_STATE_BROKEN)), planted);
    }

    /** All violations at once: one must not hide another. */
    private Set<Kind> planted() {
        story.upload(LOADED, "Z")
                .claim("e", claimed("e", "E"))
                .claim("z", unknown())
                .claim("last", EMPTY);
        story.claim("a", claimed("a", "F")).claim("x", claimedUntil("x", "A", Story.NOW));
        story.claim("refused", new Answer.Strange("500"));
        story.claim("never", refused()).storedClaim("never", "P2");
        story.claim("o", new Answer.Claimed("o", "C", "other", Optional.empty(), Story.NOW));
        story.stored("available", "E", "X").stored("retired", "F").counted(1, 1, 90, 1, 1);
        story.lookUp("a", EMPTY);
        story.upload(LOADED, "Y1", "Y2", "Y3", "Y4").unsafeFor(1).claim("late", EMPTY);
        return story.violations().stream().map(Violation::kind).collect(toSet());
    }

    private void assertFound(Kind kind, String sentence) {
        List<Violation> violations = story.violations();
        Violation expected = new Violation(kind, sentence);
        assertEquals(
                expected,
                violations.stream().filter(expected::equals).findFirst().orElse(null),
                violations::toString);
    }
}
