package io.promopool.upload;

import io.promopool.lang.SpreadsheetCell;
import io.promopool.pool.InvalidFieldException;
import io.promopool.pool.Text;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Optional;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Reads the rows of one CSV file. */
final class CsvRows {
    private final RowReader reader;
    private final RowChunks chunks;
    private final RawRow raw = new RawRow();

    CsvRows(Reader text, int maxRowLength, RowChunks chunks) {
        this.reader = new RowReader(text, maxRowLength, "perhaps a closing quotation mark is missing");
        this.chunks = chunks;
    }

    /**
     * Reads the file to its end.
     *
     * @throws BadBodyException if the text can't be read any further; the rows before that place are in the chunks
     * @throws UploadFailure if loading failed
     */
    void readAll() throws IOException, UploadFailure {
        CsvHeader header = CsvHeader.read(reader);
        CSVParser parser = header.format().parse(reader);
        Iterator<CSVRecord> records = parser.iterator();
        while (true) {
            long line = header.line() + parser.getCurrentLineNumber() + 1;
            Optional<CSVRecord> record = next(records, line);
            if (record.isEmpty()) {
                return;
            }
            if (!isBlank(record.get())) {
                take(header, record.get(), line);
            }
        }
    }

    private Optional<CSVRecord> next(Iterator<CSVRecord> records, long line) throws IOException {
        reader.startRow(line);
        try {
            return records.hasNext() ? Optional.of(records.next()) : Optional.empty();
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CSVException) {
                throw BadBodyException.malformed("the row at line " + line + " is not valid CSV: a quotation mark"
                        + " is not closed, or text follows a closing one; inside quotation marks, write a quotation"
                        + " mark twice");
            }
            throw e.getCause();
        }
    }

    /** Whether a line has nothing but white space. A line with an empty pair of quotation marks is a row. */
    private static boolean isBlank(CSVRecord record) {
        if (record.size() != 1) {
            return false;
        }
        String cell = record.get(0);
        return cell == null || (!cell.isEmpty() && Text.trim(cell).isEmpty());
    }

    private void take(CsvHeader header, CSVRecord record, long line) throws UploadFailure {
        raw.clear();
        int columns = header.fields().size();
        for (int i = 0; i < Math.min(columns, record.size()); i++) {
            String cell = record.get(i);
            if (cell != null) {
                raw.set(header.fields().get(i), SpreadsheetCell.restore(cell));
            }
        }
        if (record.size() == columns) {
            chunks.add(line, raw);
        } else {
            String cells = record.size() == 1 ? " cell" : " cells";
            String reason = "has " + record.size() + cells + ", the header has " + columns;
            chunks.reject(line, raw, new InvalidFieldException(Field.WHOLE_ROW, reason));
        }
    }
}
