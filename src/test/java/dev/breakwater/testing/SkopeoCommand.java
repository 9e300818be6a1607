package dev.breakwater.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The real skopeo, which copies images as podman does; all that it keeps is below a folder of the test's. Immutable. */
public record SkopeoCommand(Path program, Path home) {
    /** This machine's. If there is none, the test is skipped, loudly. */
    public static SkopeoCommand orSkip(Path home) {
        Optional<Path> program = NodeProcess.onPath("skopeo");
        if (program.isEmpty()) {
            System.err.println("SKIPPED: no skopeo on the PATH; this test needs a real one (apt install skopeo)");
        }
        Assumptions.assumeTrue(program.isPresent(), "no skopeo on the PATH");
        return new SkopeoCommand(program.orElseThrow(), home);
    }

    /** What a run came to. */
    public record Copied(int exit, String output) {}

    /** Copies {@code image}, such as {@code 127.0.0.1:80/tea:v1}, with all its platforms, over plain HTTP, into {@code folder}. */
    public Copied copy(String image, Path folder) throws InterruptedException {
        return run("copy", "--all", "--src-tls-verify=false", "docker://" + image, "dir:" + folder);
    }

    /** The same of an image as it is called everywhere, with {@code registries} as the registries.conf. */
    public Copied copy(String image, Path folder, Path registries) throws InterruptedException {
        return run("--registries-conf", registries.toString(), "copy", "--all", "docker://" + image, "dir:" + folder);
    }

    /** Lists the tags of {@code image}. */
    public Copied tags(String image) throws InterruptedException {
        return run("list-tags", "--tls-verify=false", "docker://" + image);
    }

    private Copied run(String... arguments) throws InterruptedException {
        List<String> line = new ArrayList<>(List.of(program.toString(), "--insecure-policy"));
        line.addAll(List.of(arguments));
        Map<String, String> environment = NodeProcess.environment(program, home);
        NpmCommand.Ran ran = NodeProcess.run(home, home, environment, line);
        return new Copied(ran.exit(), ran.output());
    }
}
