package io.promopool.conventions;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A word or phrase that users of the service must not have to read, and what to write instead.
 *
 * <p>In a pattern a space stands for any white space and for the sign that begins a comment, so that a phrase is found
 * across the end of a line. Case is ignored.
 *
 * @param files the files in which it is banned
 * @param example a text in which it is found
 */
record BannedWord(Pattern pattern, String instead, Pattern files, String example) {
    private static final String ANYWHERE = ".*";
    /** "unspent" is a field in Redis; only the pages that describe Redis may name it. */
    private static final String NOT_ABOUT_REDIS = "(?!docs/architecture\\.md|config/|.*\\.lua).*";

    static final List<BannedWord> ALL = List.of(
            // What happens to a code.
            word("g(?:ive|ives|iven|iving|ave) (?:\\w+ )?out", "hand out, or: claimed", "Codes are given out once"),
            word("codes? (?:\\w+ ){0,2}(?:is|are|was|were|been|being|be) given", "claimed", "the code was given"),
            word(
                    "(?:is|are|was|were|been|being|be) given (?:(?:a|an|the|that|its|no|another) )?codes?",
                    "gets a code",
                    "a caller is given a code"),
            word("giv(?:e|es|ing) (?:a|the|one|its|each|no|more|another) codes?", "hand out a code", "gives a code"),
            word("given to (?:a|an|the|that|one|some|any|another|two)\\b", "claimed by", "it was given to another key"),
            word("(?:is|are|was|were|be|been|being|already) spent", "claimed", "these codes are spent"),
            in(NOT_ABOUT_REDIS, "unspent", "available or expired", "the unspent codes"),
            word("withdr(?:aw|aws|awn|ew|awing|awal)", "retire", "a withdrawn code"),
            word("(?:out of|into) use", "retired; made available again", "taken out of use"),
            word(
                    "codes? (?:that )?(?:(?:is|are|was|were|be) )?(?:gone|left|remaining)",
                    "available",
                    "how many codes are left"),
            word(
                    "(?:none|nothing|what) (?:that )?(?:is|are|was|were) left",
                    "out of stock, stock, available",
                    "none is left"),
            word("remaining (?:codes?|stock)", "available", "the remaining codes"),
            in("src/main/resources/web/.*", "ha(?:s|ve) run out", "is out of stock", "birthday has run out"),
            // What the service watches.
            in("(?!.*webhook).*", "(?<![`'\"{.])thresholds?(?![`'\":}=,])", "level", "below the threshold"),
            word("outlook", "forecast", "The outlook of the type"),
            word("stands? (?:badly|there|well)", "needs attention; is set", "Types that stand badly"),
            // The trade's words.
            word("anew", "again", "read anew"),
            word("for ever|since ever", "forever; ever", "kept for ever"),
            word("under way", "in progress, in flight", "an upload is under way"),
            word("(?:ask|asks|asked|asking|come|comes|try it) again", "retry", "ask again later"),
            word(
                    "(?:first|second|third|next|last|each|every|any|this|one|the) tr(?:y|ies)(?! to)",
                    "attempt",
                    "at the second try"),
            word("mend(?:s|ed|ing)?", "fix", "mend the file"),
            word("thrice", "three times", "thrice"),
            word("come by", "reach", "could not be come by"),
            word(
                    "(?:rows?|files?|codes?|lines?) (?:\\w+ )?(?:is|are|was|were|be) (?:not )?taken",
                    "accepted; rejected",
                    "such a row is not taken"),
            word("(?:is|are) not taken", "not supported, rejected", "the character set is not taken"),
            word(
                    "(?:is|are|was|were|be|been|being) (?:told|said)(?! by)",
                    "reported, returned, logged",
                    "it is told once"),
            word("(?:say|says|tell|tells) more(?=[.;]|$)", "See …", "the manual says more"),
            in(
                    "docs/workflows\\.md|examples/.*|README\\.md",
                    "(?:a|the|each|first|last|next|every) blocks?(?! of)",
                    "step",
                    "the block that claims"),
            word("forget (?:the )?key", "Sign out", "Forget key"),
            word("go on(?! \\w)", "Sign in; continue", "Go on"),
            word("names? the send", "identifies the message", "the key names the send"),
            word("the fault is", "Internal error", "The fault is the service's"),
            // German in English words.
            word("(?:is|are|was|were) none(?! of)", "does not exist; there is no …", "where there is none"),
            word("(?:which|that) there (?:is|are) not", "unknown", "a role which there is not"),
            word("ha(?:s|ve) not(?=[.,;:)!]|$)", "does not have", "the role that the key has not."),
            word("of (?:its|their|his) own accord", "by itself", "of its own accord"),
            word(
                    "as (?:\\w+ ){0,5}as (?:there (?:is|are) )?may",
                    "at most; the limit is reached",
                    "As many uploads run as may at once"),
            word("than may\\b", "too many; more than the limit", "More calls are waiting than may wait"),
            word("may not (?:be|have|allow)", "might not; must not", "The copy may not be complete"),
            word("(?:may|can) everything", "may do everything", "An admin may everything"),
            word(
                    "(?<!there\\s)is no (?:\\w+ )?"
                            + "(?:setting|number|date|code|role|url|json|file|address|duration|size|type)",
                    "is not a …; unknown …",
                    "http.prot is no setting"),
            word("don't want to know", "does nothing", "For those who don't want to know"),
            word("takes? no more", "is overloaded", "The storage takes no more for now"),
            // American spelling.
            word(
                    "licences?|behaviours?|cancelled|cancelling|colours?|coloured|favour\\w*|honour\\w*|centre[sd]?"
                            + "|catalogue",
                    "American spelling",
                    "the behaviour"),
            word(
                    "(?:recogni|organi|authori|initiali|seriali|normali|summari|synchroni|minimi|maximi|optimi"
                            + "|capitali)s(?:e|es|ed|ing|ation)",
                    "American spelling: -ize",
                    "is recognised"));

    private static BannedWord word(String regex, String instead, String example) {
        return in(ANYWHERE, regex, instead, example);
    }

    private static BannedWord in(String files, String regex, String instead, String example) {
        String anySpace = regex.replace(" ", "(?:[\\s#*>|]|//){1,20}");
        int flags = Pattern.CASE_INSENSITIVE | Pattern.MULTILINE;
        return new BannedWord(
                Pattern.compile("(?<![\\w.-])(?:" + anySpace + ")(?![\\w-])", flags),
                instead,
                Pattern.compile(files),
                example);
    }

    /** @return the places where it is */
    List<MatchResult> findIn(String path, String text) {
        return files.matcher(path).matches() ? pattern.matcher(text).results().toList() : List.of();
    }
}
