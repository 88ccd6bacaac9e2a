package io.promopool.faults;

/**
 * A guarantee that did not hold.
 *
 * @param sentence names what was seen
 */
record Violation(Kind kind, String sentence) {
    enum Kind {
        /** One key was told two codes. */
        KEY_HAS_TWO_CODES,
        /** One code was told to two keys, or to two callers without one. */
        CODE_GIVEN_TWICE,
        /** A claim that was answered is not on record, or otherwise. */
        CLAIM_NOT_ON_RECORD,
        /** A code that was answered as loaded is not there. */
        UPLOAD_LOST,
        /** A code is there that nobody uploaded. */
        CODE_FROM_NOWHERE,
        /** A code that was answered as retired is not. */
        RETIREMENT_LOST,
        /** A code is retired, and nobody asked for that. */
        RETIRED_BY_NOBODY,
        /** A code that was out of use was given. */
        RETIRED_CODE_GIVEN,
        /** A code was given that was past its date, or not valid for as long as was asked. */
        EXPIRED_CODE_GIVEN,
        /** A code of another type was given. */
        OTHER_TYPE_GIVEN,
        /** "Nothing was done", but it was. */
        DONE_THOUGH_REFUSED,
        /** "None is left", when there were some for certain. */
        EMPTY_THOUGH_FULL,
        /** An answer that says neither what was done nor that this is not known. */
        STRANGE_ANSWER,
        /** A key was still not answered when all faults were over. */
        NEVER_ANSWERED,
        /** Added is not available + claimed + retired + expired, or a counter is not what can be counted. */
        COUNTS_DISAGREE,
        /** More or fewer codes are claimed than were asked for. */
        CLAIMS_MISCOUNTED,
        /** The claims that emptied the pool got other codes than those that counted as available. */
        DRAINED_OTHERWISE,
        /** Redis holds what contradicts itself. */
        RAW_STATE_BROKEN
    }

    @Override
    public String toString() {
        return kind + ": " + sentence;
    }
}
