package dev.breakwater.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A program of {@code count} small modules {@code prog.test/m000 …} that need each other: module {@code i} needs up to
 * three with lower numbers. Each has {@code v1.0.0}, every third a {@code v1.1.0} too. The main program imports them all,
 * and prints the sum of what they say, see {@link #prints}.
 */
public record Program(int count, long seed) {
    /** Publishes the modules in {@code corpus}. */
    public Corpus publish(Corpus corpus) {
        for (int i = 0; i < count; i++) {
            corpus.publish(name(i), "v1.0.0", files(i, "v1.0.0"));
            if (i % 3 == 0) {
                corpus.publish(name(i), "v1.1.0", files(i, "v1.1.0"));
            }
        }
        return corpus;
    }

    /** Writes the main module into {@code folder}: a go.mod without requirements, no go.sum, a main.go. */
    public Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("go.mod"), "module main.test/program\n\ngo 1.21\n");
        StringBuilder imports = new StringBuilder();
        StringBuilder sum = new StringBuilder("0");
        for (int i = 0; i < count; i++) {
            imports.append("\t%s \"%s\"\n".formatted(pkg(i), name(i)));
            sum.append(" + ").append(pkg(i)).append(".Value()");
        }
        Files.writeString(
                folder.resolve("main.go"),
                "package main\n\nimport (\n" + imports + ")\n\nfunc main() {\n\tprintln(\"sum=\", " + sum + ")\n}\n");
        return folder;
    }

    /** What the program prints. */
    public String prints() {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += i + needs(i).stream().mapToInt(Integer::intValue).sum();
        }
        return "sum= " + sum + "\n";
    }

    /** The path of module number {@code i}. */
    public String name(int i) {
        return "prog.test/" + pkg(i);
    }

    private static String pkg(int i) {
        return "m%03d".formatted(i);
    }

    private Map<String, String> files(int i, String version) {
        TreeSet<Integer> needs = needs(i);
        List<String> requires = new ArrayList<>();
        needs.forEach(n -> requires.add("require " + name(n) + " v1.0.0\n"));
        Map<String, String> files = new LinkedHashMap<>();
        files.put("go.mod", "module " + name(i) + "\n\ngo 1.21\n\n" + String.join("", requires));
        files.put("LICENSE", "Do as you like.\n");
        files.put("value.go", source(i, version, needs));
        return files;
    }

    private TreeSet<Integer> needs(int i) {
        SplittableRandom random = new SplittableRandom(seed * 31 + i);
        TreeSet<Integer> needs = new TreeSet<>();
        for (int n = 0; n < 3 && i > 0; n++) {
            needs.add(random.nextInt(i));
        }
        return needs;
    }

    private String source(int i, String version, TreeSet<Integer> needs) {
        String imports = needs.stream().map(n -> "import \"" + name(n) + "\"\n").collect(Collectors.joining());
        String sum = needs.stream().map(n -> " + " + pkg(n) + ".Own").collect(Collectors.joining());
        return "// Package " + pkg(i) + " is " + version + ".\npackage " + pkg(i) + "\n\n" + imports
                + "\n// Own is its own number.\nconst Own = " + i
                + "\n\n// Value is its own number and those of what it needs.\nfunc Value() int { return Own" + sum
                + " }\n";
    }
}
