package dev.breakwater;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A type's simple name, nested types included, stands in one package only: a reader who meets it knows which is meant. */
class TypeNamesTest {
    /** What is left. Let it shrink. */
    private static final int AT_MOST = 12;

    @Test
    void simple_names_stand_in_one_package() {
        Map<String, Set<String>> packages = new TreeMap<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.breakwater")) {
            String name = type.getSimpleName();
            boolean generated = name.startsWith("Jte") || name.equals("package-info");
            if (!name.isEmpty() && !generated) {
                packages.computeIfAbsent(name, _ -> new TreeSet<>()).add(type.getPackageName());
            }
        }
        packages.values().removeIf(places -> places.size() == 1);
        assertThat(packages).hasSizeLessThanOrEqualTo(AT_MOST);
    }
}
