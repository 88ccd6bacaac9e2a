package io.promopool.upload;

import io.promopool.pool.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.QuoteMode;

/**
 * The header row of a CSV. A column that is not known refuses the whole file: a misspelt {@code expirationDate} must
 * not load codes that never expire.
 *
 * @param line where it stands; the rows follow on the next
 * @param format that of the rows
 * @param fields the field of each column, {@link Field#CODE} among them
 */
record CsvHeader(long line, CSVFormat format, List<Field> fields) {
    private static final int MAX_QUOTED_CODE_POINTS = 100;

    /** Reads up to the end of the header row, and not further. */
    static CsvHeader read(RowReader reader) throws IOException {
        long line = 1;
        Optional<String> text = reader.readLine(line);
        while (text.isPresent() && Text.trim(text.get()).isEmpty()) {
            text = reader.readLine(++line);
        }
        if (text.isEmpty()) {
            throw BadBodyException.malformed(
                    "the CSV is empty; it begins with a header row of column names, code and any of " + Field.NAMES);
        }
        CSVFormat format = format(delimiterOf(text.get()));
        return new CsvHeader(line, format, fields(names(text.get(), format, line)));
    }

    /** Column names hold none of the delimiters, so the first that occurs is it; a single column has none. */
    private static char delimiterOf(String header) {
        return (char) header.chars()
                .filter(c -> c == ',' || c == ';' || c == '\t')
                .findFirst()
                .orElse(',');
    }

    /** Blank lines are kept, so that lines can be counted; in this quote mode an unquoted empty cell is null. */
    private static CSVFormat format(char delimiter) {
        return CSVFormat.DEFAULT
                .builder()
                .setDelimiter(delimiter)
                .setIgnoreEmptyLines(false)
                .setQuoteMode(QuoteMode.ALL_NON_NULL)
                .get();
    }

    private static List<String> names(String header, CSVFormat format, long line) throws IOException {
        try (CSVParser parser = CSVParser.parse(header, format)) {
            CSVRecord names = parser.getRecords().get(0);
            return names.stream()
                    .map(name -> name == null ? "" : Text.trim(name))
                    .toList();
        } catch (UncheckedIOException e) {
            throw BadBodyException.malformed("the header row at line " + line
                    + " is not valid CSV: a quote is not closed, or text follows a closing quote");
        }
    }

    private static List<Field> fields(List<String> names) throws BadBodyException {
        List<Field> fields = new ArrayList<>();
        for (String name : names) {
            Field field = Field.named(name).orElseThrow(() -> unknown(name, fields.size() + 1));
            if (fields.contains(field)) {
                throw BadBodyException.malformedField(
                        field.label(),
                        "the column " + field.label() + " is there twice; nothing of the file was loaded");
            }
            fields.add(field);
        }
        if (!fields.contains(Field.CODE)) {
            throw BadBodyException.malformedField(
                    Field.CODE.label(),
                    "no column is named code; the first row must name the columns; nothing of the file was loaded");
        }
        return List.copyOf(fields);
    }

    private static BadBodyException unknown(String name, int position) {
        if (name.isEmpty()) {
            return BadBodyException.malformed("column " + position + " has no name; nothing of the file was loaded");
        }
        String shown = Excerpt.of(name, MAX_QUOTED_CODE_POINTS);
        return BadBodyException.malformedField(
                shown,
                "there is no column \"" + shown + "\"; columns are " + Field.NAMES
                        + "; nothing of the file was loaded");
    }
}
