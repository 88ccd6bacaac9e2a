package io.promopool.faults;

/**
 * A guarantee that did not hold.
 *
 * @param sentence what was observed
 */
record Violation(Kind kind, String sentence) {
    enum Kind {
        /** One key got two codes. */
        KEY_HAS_TWO_CODES,
        /** One code was handed out to two keys, or to two callers without a key. */
        CODE_HANDED_OUT_TWICE,
        /** An answered claim has no record, or a different one. */
        CLAIM_NOT_ON_RECORD,
        /** A claim that was answered is not found by a look-up, or with another code. */
        CLAIM_NOT_FOUND,
        /** A code that was answered as loaded is not stored. */
        UPLOAD_LOST,
        /** A code is stored that nobody uploaded. */
        CODE_FROM_NOWHERE,
        /** A code that was answered as retired is not retired. */
        RETIREMENT_LOST,
        /** A code is retired, and nobody asked for that. */
        RETIRED_BY_NOBODY,
        /** A retired code was handed out. */
        RETIRED_CODE_HANDED_OUT,
        /** A code was handed out that was past its date, or not valid for the days in the claim. */
        EXPIRED_CODE_HANDED_OUT,
        /** A code of another type was handed out. */
        OTHER_TYPE_HANDED_OUT,
        /** The response was "nothing was done", but it was done. */
        DONE_THOUGH_REFUSED,
        /** A claim found no available code, although there were some for certain. */
        EMPTY_THOUGH_FULL,
        /** A response that neither says what was done nor that the outcome is unknown. */
        STRANGE_ANSWER,
        /** A key still had no answer when all faults were over. */
        NEVER_ANSWERED,
        /**
         * Added is not available + claimed + retired + expired, or a counter differs from the number of listed codes.
         */
        COUNTS_DISAGREE,
        /** More or fewer codes are claimed than the calls explain. */
        CLAIMS_MISCOUNTED,
        /** The claims that emptied the pool did not get exactly the available codes. */
        DRAINED_OTHERWISE,
        /** A call was answered although something underneath had changed, so that every call had to be refused. */
        ANSWERED_WHILE_UNSAFE,
        /** The state in Redis contradicts itself. */
        RAW_STATE_BROKEN
    }

    @Override
    public String toString() {
        return kind + ": " + sentence;
    }
}
