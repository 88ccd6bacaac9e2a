package io.promopool;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Text in the log that may come from a stranger. It cannot begin a line, hide a part of one, or command a terminal:
 * control characters, line separators and invisible characters are written as {@code \n} or with their code point. The
 * pattern in {@code config/logback.xml} names the two converters.
 */
final class LogText {
    private static final Set<Integer> ESCAPED = Set.of(
            (int) Character.CONTROL,
            (int) Character.FORMAT,
            (int) Character.LINE_SEPARATOR,
            (int) Character.PARAGRAPH_SEPARATOR,
            (int) Character.SURROGATE);

    private LogText() {}

    /** A message, on one line. */
    public static final class Message extends MessageConverter {
        @Override
        public String convert(ILoggingEvent event) {
            return escaped(super.convert(event));
        }
    }

    /** A stack trace, whose messages are each on one line. */
    public static final class StackTrace extends ThrowableProxyConverter {
        @Override
        protected String throwableProxyToString(IThrowableProxy thrown) {
            return super.throwableProxyToString(new OneLine(thrown));
        }
    }

    /** A throwable whose message is on one line, and likewise those of its causes. */
    private record OneLine(IThrowableProxy thrown) implements IThrowableProxy {
        private static IThrowableProxy of(IThrowableProxy thrown) {
            return thrown == null ? null : new OneLine(thrown);
        }

        @Override
        public String getMessage() {
            return escaped(thrown.getMessage());
        }

        @Override
        public String getOverridingMessage() {
            return escaped(thrown.getOverridingMessage());
        }

        @Override
        public String getClassName() {
            return thrown.getClassName();
        }

        @Override
        public StackTraceElementProxy[] getStackTraceElementProxyArray() {
            return thrown.getStackTraceElementProxyArray();
        }

        @Override
        public int getCommonFrames() {
            return thrown.getCommonFrames();
        }

        @Override
        public IThrowableProxy getCause() {
            return of(thrown.getCause());
        }

        @Override
        public IThrowableProxy[] getSuppressed() {
            return Stream.of(thrown.getSuppressed()).map(OneLine::of).toArray(IThrowableProxy[]::new);
        }

        @Override
        public boolean isCyclic() {
            return thrown.isCyclic();
        }
    }

    private static String escaped(String text) {
        if (text == null || text.codePoints().noneMatch(LogText::isEscaped)) {
            return text;
        }
        StringBuilder line = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> append(c, line));
        return line.toString();
    }

    private static boolean isEscaped(int c) {
        return ESCAPED.contains(Character.getType(c));
    }

    private static void append(int c, StringBuilder line) {
        switch (c) {
            case '\n' -> line.append("\\n");
            case '\r' -> line.append("\\r");
            case '\t' -> line.append("\\t");
            default -> {
                if (isEscaped(c)) {
                    line.append("\\u%04x".formatted(c));
                } else {
                    line.appendCodePoint(c);
                }
            }
        }
    }
}
