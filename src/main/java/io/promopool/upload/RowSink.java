package io.promopool.upload;

import io.promopool.pool.InvalidFieldException;
import io.promopool.pool.Text;
import io.promopool.pool.UploadReport.RowError;
import io.promopool.pool.UploadRow;
import java.util.Optional;

/** Takes the rows of one file as they are read: good ones go into batches, bad ones into the report, in order. */
final class RowSink {
    /** The field of an error that is not one field's fault. */
    static final String WHOLE_ROW = "row";

    private final Optional<String> file;
    private final RowMaker maker;
    private final Batches batches;

    RowSink(Optional<String> file, RowMaker maker, Batches batches) {
        this.file = file;
        this.maker = maker;
        this.batches = batches;
    }

    void accept(long line, RawRow raw) throws UploadFailure {
        UploadRow row;
        try {
            row = maker.make(line, raw);
        } catch (InvalidFieldException e) {
            reject(line, raw, e);
            return;
        }
        batches.add(row);
    }

    void reject(long line, RawRow raw, InvalidFieldException why) {
        String code = Excerpt.of(raw.get(Field.CODE), Text.MAX_CODE_LENGTH);
        batches.reject(new RowError(file, line, code, why.field(), why.reason()));
    }
}
