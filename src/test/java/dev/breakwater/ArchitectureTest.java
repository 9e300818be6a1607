package dev.breakwater;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of the house, see docs/architecture.md. */
class ArchitectureTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.breakwater");

    private static DescribedPredicate<JavaClass> root() {
        return DescribedPredicate.describe(
                "the composition root", type -> type.getPackageName().equals("dev.breakwater.app"));
    }

    private static DescribedPredicate<JavaClass> listOfFormats() {
        return DescribedPredicate.describe(
                "the list of formats", type -> type.getName().equals("dev.breakwater.app.Formats"));
    }

    private static ArchCondition<JavaClass> beMain() {
        return ArchCondition.from(main());
    }

    private static DescribedPredicate<JavaClass> main() {
        return DescribedPredicate.describe(
                "the class that the process starts with", type -> type.getName().equals("dev.breakwater.Main"));
    }

    static Stream<ArchRule> rules() {
        return Stream.of(
                slices().matching("dev.breakwater.(*)..").should().beFreeOfCycles(),
                slices().matching("dev.breakwater.format.(*)..").should().notDependOnEachOther(),
                slices().matching("dev.breakwater.format.go.(*)..").should().beFreeOfCycles(),
                forbidden("dev.breakwater.format.go.*..", "dev.breakwater.format.go"),
                classes()
                        .that()
                        .resideInAPackage("dev.breakwater")
                        .and()
                        .doNotHaveSimpleName("package-info")
                        .should(beMain()),
                noClasses()
                        .that()
                        .resideOutsideOfPackage("dev.breakwater.app..")
                        .and(DescribedPredicate.not(main()))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("dev.breakwater.app.."),
                noClasses()
                        .that()
                        .resideOutsideOfPackage("dev.breakwater.format..")
                        .and(DescribedPredicate.not(listOfFormats()))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("dev.breakwater.format..")
                        .because("a format is one folder and one line of that list"),
                noClasses()
                        .that()
                        .resideInAnyPackage("dev.breakwater.format..", "dev.breakwater.repository..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("dev.breakwater.http..", "dev.breakwater.cli..", "dev.breakwater.admin.."),
                forbidden("dev.breakwater.repository..", "dev.breakwater.probe.."),
                onlyRootKnows("dev.breakwater.admin.."),
                onlyRootKnows("dev.breakwater.insight..", "dev.breakwater.admin.."),
                forbidden("dev.breakwater.sumdb..", "dev.breakwater.fetch.."),
                forbidden("dev.breakwater.upstream..", "dev.breakwater.fetch.."),
                forbidden("dev.breakwater.store..", "dev.breakwater.fetch.."),
                onlyRootKnows("dev.breakwater.catalogue..", "dev.breakwater.admin.."),
                only("dev.breakwater.catalogue..", "java.sql..", "org.sqlite.."),
                forbidden("dev.breakwater.probe..", "dev.breakwater.fetch.."),
                forbidden("dev.breakwater.probe..", "dev.breakwater.store.."),
                only("dev.breakwater.http..", "io.vertx..", "io.netty.."),
                only("dev.breakwater.web..", "okhttp3..", "okio.."),
                only("dev.breakwater.insight..", "io.micrometer..", "io.prometheus.."),
                only("dev.breakwater.cli..", "picocli.."),
                only("dev.breakwater.config..", "org.snakeyaml.."),
                classes()
                        .that()
                        .resideInAPackage("dev.breakwater.config..")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage("dev.breakwater.config..", "java..", "org.jspecify..", "org.snakeyaml..")
                        .because("a feature owns its settings, and config knows no feature"),
                only("dev.breakwater.auth..", "com.nimbusds.."),
                noClasses()
                        .should()
                        .haveNameMatching(".*(Impl|Util|Utils|Helper|Manager)")
                        .orShould()
                        .haveSimpleNameStartingWith("Abstract"),
                noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocal.class),
                noClasses().should().callMethod(Thread.class, "interrupt"),
                noClasses().should().callMethod(java.time.Instant.class, "now"),
                noClasses().should().callMethod(System.class, "currentTimeMillis"),
                classes()
                        .that()
                        .resideInAPackage("dev.breakwater.verify..")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage("dev.breakwater.verify..", "java..", "org.jspecify.."),
                classes()
                        .that()
                        .resideInAPackage("dev.breakwater.status..")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(
                                "dev.breakwater.status..", "dev.breakwater.event..", "java..", "org.jspecify.."),
                classes()
                        .that()
                        .resideInAPackage("dev.breakwater.concurrent..")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(
                                "dev.breakwater.concurrent..", "dev.breakwater.event..", "java..", "org.jspecify.."));
    }

    /** {@code place} is known to the composition root alone, and to {@code others}. */
    private static ArchRule onlyRootKnows(String place, String... others) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(place)
                .and()
                .resideOutsideOfPackages(others)
                .and(DescribedPredicate.not(root()))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(place);
    }

    private static ArchRule forbidden(String from, String to) {
        return noClasses()
                .that()
                .resideInAPackage(from)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(to);
    }

    private static ArchRule only(String home, String... vendor) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(home)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(vendor);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void the_house_is_in_order(ArchRule rule) {
        rule.check(MAIN);
    }

    /** What names Go: the first format, and so the one whose words would creep in. Globs of names are every format's. */
    @Test
    void config_has_no_word_of_a_format() throws Exception {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java/dev/breakwater/config"))) {
            List<Path> sources = files.filter(Files::isRegularFile)
                    .filter(file -> !Set.of("Globs.java", "Written.java")
                            .contains(file.getFileName().toString()))
                    .toList();
            Assertions.assertThat(sources)
                    .isNotEmpty()
                    .allSatisfy(source -> Assertions.assertThat(source)
                            .content()
                            .doesNotContainPattern(
                                    "(?i)\\bGO[A-Z]*(PROXY|PRIVATE|SUMDB|AUTH|ENV)\\b|golang|\\bgo (command|env)|go\\.mod"
                                            + "|\"go\"|checksum|\\bmodules?\\b|\\bnpm\\b|\\boci\\b"));
        }
    }

    @Test
    void every_package_says_what_lives_there() throws Exception {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<Path> folders = files.filter(f -> f.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .distinct()
                    .toList();
            for (Path folder : folders) {
                Assertions.assertThat(folder.resolve("package-info.java"))
                        .content()
                        .startsWith("/**")
                        .contains("@NullMarked");
            }
        }
    }
}
