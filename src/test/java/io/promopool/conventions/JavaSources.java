package io.promopool.conventions;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Java files as the compiler reads them: parsed, but not resolved. */
final class JavaSources {
    private JavaSources() {}

    /** @param path as it is to be reported */
    record Source(String path, CompilationUnitTree unit, JavacTask task) {
        /** {@code path:line} */
        String place(Tree tree) {
            long position = Trees.instance(task).getSourcePositions().getStartPosition(unit, tree);
            return path + ":" + unit.getLineMap().getLineNumber(position);
        }

        /** The texts in it. Parts joined by {@code +} are one text, with an ellipsis for each that is not a literal. */
        List<Text> texts() {
            Set<Text> texts = new LinkedHashSet<>();
            new TreeScanner<Void, Void>() {
                @Override
                public Void visitLiteral(LiteralTree literal, Void unused) {
                    if (literal.getKind() == Tree.Kind.STRING_LITERAL) {
                        texts.add(new Text(place(literal), (String) literal.getValue()));
                    }
                    return null;
                }

                @Override
                public Void visitBinary(BinaryTree sum, Void unused) {
                    StringBuilder joined = new StringBuilder();
                    if (sum.getKind() == Tree.Kind.PLUS && join(sum, joined)) {
                        texts.add(new Text(place(sum), joined.toString()));
                        return null;
                    }
                    return super.visitBinary(sum, null);
                }

                /** Whether there is a text in it. */
                private boolean join(Tree part, StringBuilder joined) {
                    if (part instanceof BinaryTree sum && sum.getKind() == Tree.Kind.PLUS) {
                        boolean left = join(sum.getLeftOperand(), joined);
                        return join(sum.getRightOperand(), joined) || left;
                    }
                    if (part instanceof LiteralTree literal && literal.getValue() instanceof String text) {
                        joined.append(text);
                        return true;
                    }
                    joined.append('…');
                    scan(part instanceof ParenthesizedTree inner ? inner.getExpression() : part, null);
                    return false;
                }
            }.scan(unit, null);
            return List.copyOf(texts);
        }
    }

    /** @param place {@code path:line} of its beginning */
    record Text(String place, String text) {}

    static List<Source> parsed(List<String> paths) {
        return parse(paths.stream()
                .map(path -> new SourceFile(path, ProjectFiles.read(path)))
                .toList());
    }

    static Source parsed(String path, String code) {
        return parse(List.of(new SourceFile(path, code))).get(0);
    }

    private static List<Source> parse(List<SourceFile> files) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavacTask task = (JavacTask) compiler.getTask(null, null, null, List.of("-proc:none"), null, files);
        List<Source> sources = new ArrayList<>();
        try {
            for (CompilationUnitTree unit : task.parse()) {
                sources.add(new Source(unit.getSourceFile().toUri().getPath().substring(1), unit, task));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sources;
    }

    private static final class SourceFile extends SimpleJavaFileObject {
        private final String code;

        SourceFile(String path, String code) {
            super(URI.create("string:///" + path), JavaFileObject.Kind.SOURCE);
            this.code = code;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return code;
        }
    }
}
