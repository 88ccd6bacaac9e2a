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
 * The header row of a CSV file. An unknown column makes the whole file invalid: a misspelled {@code expirationDate}
 * would otherwise load codes that never expire.
 *
 * @param line the line of the header; the rows follow from the next line on
 * @param format how the rows are to be parsed
 * @param fields the field of each column; {@link Field#CODE} is one of them
 */
record CsvHeader(long line, CSVFormat format, List<Field> fields) {
    private static final int MAX_QUOTED_CODE_POINTS = 100;

    /**
     * Reads the header, and nothing after the end of its line.
     *
     * @throws BadBodyException if the file is empty, or has no valid header
     */
    static CsvHeader read(RowReader reader) throws IOException {
        long line = 1;
        Optional<String> text = reader.readLine(line);
        while (text.isPresent() && Text.trim(text.get()).isEmpty()) {
            text = reader.readLine(++line);
        }
        if (text.isEmpty()) {
            throw BadBodyException.malformed(
                    "the CSV file is empty; its first row must name the columns: code, and any of "
                            + Field.OTHER_NAMES);
        }
        CSVFormat format = format(delimiterOf(text.get()));
        return new CsvHeader(line, format, fields(names(text.get(), format, line)));
    }

    /** No column name contains a delimiter, so the first delimiter that occurs is the delimiter of the file. */
    private static char delimiterOf(String header) {
        return (char) header.chars()
                .filter(c -> c == ',' || c == ';' || c == '\t')
                .findFirst()
                .orElse(',');
    }

    /**
     * Keeps blank lines, so that lines can be counted. In this quote mode, an empty cell without quotation marks is
     * null.
     */
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
                    + " is not valid CSV: a quotation mark is not closed, or text follows a closing one");
        }
    }

    private static List<Field> fields(List<String> names) throws BadBodyException {
        List<Field> fields = new ArrayList<>();
        for (String name : names) {
            Field field = Field.named(name).orElseThrow(() -> unknown(name, fields.size() + 1));
            if (fields.contains(field)) {
                throw BadBodyException.malformedField(
                        field.label(), "the column " + field.label() + " occurs twice; nothing of the file was loaded");
            }
            fields.add(field);
        }
        if (!fields.contains(Field.CODE)) {
            throw BadBodyException.malformedField(
                    Field.CODE.label(),
                    "there is no column named code; the first row must name the columns;"
                            + " nothing of the file was loaded");
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
                "unknown column \"" + shown + "\"; the columns can be " + Field.NAMES
                        + "; nothing of the file was loaded");
    }
}
