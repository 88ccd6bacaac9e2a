package io.promopool.model;

import io.promopool.pool.ClaimRequest;
import io.promopool.pool.CodeFilter;
import io.promopool.pool.ExpirationFormat;
import io.promopool.pool.LoadMode;
import io.promopool.pool.UploadRow;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;

/** One step of a random sequence. Its text is for a person who reads a sequence that failed. */
public sealed interface Operation {
    record Load(List<UploadRow> rows, LoadMode mode) implements Operation {
        @Override
        public String toString() {
            String flags = (mode.dryRun() ? " dryRun" : "") + (mode.reactivate() ? " reactivate" : "");
            return "load" + flags + rows.stream().map(Load::print).collect(Collectors.joining("", ":", ""));
        }

        private static String print(UploadRow row) {
            StringBuilder text = new StringBuilder("\n    " + row.code());
            row.type().ifPresent(type -> text.append(" type=").append(type));
            row.discount().ifPresent(discount -> text.append(" discount=").append(discount));
            row.expiration()
                    .ifPresent(date ->
                            text.append(" expirationDate=").append(new ExpirationFormat(ZoneOffset.UTC).print(date)));
            row.inUse().ifPresent(inUse -> text.append(" inUse=").append(inUse));
            return text.toString();
        }
    }

    record AskForCode(ClaimRequest request) implements Operation {
        @Override
        public String toString() {
            return "claim key=" + request.key() + " of " + print(request.filter());
        }
    }

    record SetInUse(String code, boolean inUse) implements Operation {
        @Override
        public String toString() {
            return (inUse ? "retire " : "make available again ") + code;
        }
    }

    /** Counts the codes that a claim could get, and previews the lot that would serve it. */
    record LookAhead(CodeFilter filter) implements Operation {
        @Override
        public String toString() {
            return "count and preview " + print(filter);
        }
    }

    /** Moves the clock forward. */
    record Advance(Duration by) implements Operation {
        @Override
        public String toString() {
            return "advance the clock by " + by;
        }
    }

    private static String print(CodeFilter filter) {
        return filter.type()
                + (filter.discount().isPresent()
                        ? " discount=" + filter.discount().getAsInt()
                        : "")
                + (filter.days() > 0 ? " days=" + filter.days() : "");
    }
}
