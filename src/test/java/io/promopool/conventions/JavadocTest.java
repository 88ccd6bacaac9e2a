package io.promopool.conventions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import org.junit.jupiter.api.Test;

/** Every public type has a comment. That the comments are well-formed is checked by the compiler, see the pom. */
class JavadocTest {
    @Test
    void every_public_type_has_a_comment() {
        List<String> bare = new ArrayList<>();
        JavaSources.parsed(ProjectFiles.matching(path -> path.matches("src/main/java/.*\\.java")))
                .forEach(source -> bare.addAll(bareTypes(source)));
        assertEquals("", String.join("\n", bare));
    }

    @Test
    void a_public_type_without_a_comment_is_found() {
        String code = """
                /** Has one. */
                public class Outer {
                    public record Inner(int i) {}
                    /* A comment that is not for readers of the documentation. */
                    public enum Other { A }
                    class Hidden {
                        public class InHidden {}
                    }
                    /** Of an interface, all is public. */
                    public interface Open {
                        class Implied {}
                    }
                }
                """;
        assertEquals(
                List.of(
                        "Outer.java:3: Inner has no comment",
                        "Outer.java:5: Other has no comment",
                        "Outer.java:11: Implied has no comment"),
                bareTypes(JavaSources.parsed("Outer.java", code)));
    }

    private static List<String> bareTypes(JavaSources.Source source) {
        List<String> bare = new ArrayList<>();
        DocTrees comments = DocTrees.instance(source.task());
        new TreePathScanner<Void, Boolean>() {
            @Override
            public Void visitClass(ClassTree type, Boolean inInterface) {
                if (!inInterface && !type.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
                    return null;
                }
                if (comments.getDocComment(getCurrentPath()) == null) {
                    bare.add(source.place(type) + ": " + type.getSimpleName() + " has no comment");
                }
                type.getMembers().stream()
                        .filter(ClassTree.class::isInstance)
                        .forEach(member -> scan(member, type.getKind() == Tree.Kind.INTERFACE));
                return null;
            }
        }.scan(source.unit(), false);
        return bare;
    }
}
