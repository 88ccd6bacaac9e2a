package io.promopool;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The name of a class shows whether it has tests, or is a base class of tests. */
@AnalyzeClasses(packages = "io.promopool", importOptions = OnlyIncludeTests.class)
class TestNamesTest {
    @ArchTest
    static final ArchRule base_classes_are_named_case = classes()
            .that()
            .haveModifier(JavaModifier.ABSTRACT)
            .and()
            .areNotInterfaces()
            .should()
            .haveSimpleNameEndingWith("Case");

    @ArchTest
    static final ArchRule only_base_classes_are_named_case =
            classes().that().haveSimpleNameEndingWith("Case").should().haveModifier(JavaModifier.ABSTRACT);
}
