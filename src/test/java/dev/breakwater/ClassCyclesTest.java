package dev.breakwater;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inside a package, no class needs another that needs it. A nested class counts as its outer one. */
class ClassCyclesTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.breakwater");

    private static SliceAssignment classesOf(String name) {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return type.getPackageName().equals(name)
                        ? SliceIdentifier.of(outermost(type).getSimpleName())
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "classes of " + name;
            }
        };
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ClassCyclesTest::outermost).orElse(type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "address",
                "audit",
                "auth",
                "catalogue",
                "event",
                "fetch",
                "hook",
                "status",
                "upstream",
                "verify",
            })
    void classes_of_a_package_form_no_cycle(String name) {
        SlicesRuleDefinition.slices()
                .assignedFrom(classesOf("dev.breakwater." + name))
                .should()
                .beFreeOfCycles()
                .check(MAIN);
    }
}
