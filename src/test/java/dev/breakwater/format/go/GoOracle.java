package dev.breakwater.format.go;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Asks Go itself, through a small program that is compiled where a {@code go} is installed. */
final class GoOracle {
    private final Path program;
    private final Path folder;

    private GoOracle(Path program, Path folder) {
        this.program = program;
        this.folder = folder;
    }

    /** Compiles it in {@code folder}; skips the test, loudly, where there is no Go. */
    static GoOracle in(Path folder) throws IOException, InterruptedException {
        boolean installed;
        try {
            installed = new ProcessBuilder("go", "version").start().waitFor() == 0;
        } catch (IOException e) {
            installed = false;
        }
        if (!installed) {
            System.err.println("SKIPPED: no go is installed, so nothing is compared with Go's own archive/zip");
        }
        Assumptions.assumeTrue(installed, "no go is installed");
        Path source = folder.resolve("main.go");
        try (var in = GoOracle.class.getResourceAsStream("oracle/main.go")) {
            Files.write(source, java.util.Objects.requireNonNull(in).readAllBytes());
        }
        Path program = folder.resolve("oracle");
        ProcessBuilder build = new ProcessBuilder("go", "build", "-o", program.toString(), source.toString());
        build.environment().put("GOFLAGS", "");
        build.environment().put("GOTOOLCHAIN", "local");
        build.environment().put("GOWORK", "off");
        run(build.directory(folder.toFile()), folder);
        return new GoOracle(program, folder);
    }

    /** Its answers, one a question. */
    List<String> ask(List<String> questions, String... arguments) throws IOException, InterruptedException {
        Path input = Files.write(folder.resolve("questions"), questions, UTF_8);
        List<String> command = new java.util.ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        return run(new ProcessBuilder(command).redirectInput(input.toFile()), folder);
    }

    private static List<String> run(ProcessBuilder command, Path folder) throws IOException, InterruptedException {
        Path output = folder.resolve("answers");
        Path errors = folder.resolve("errors");
        int status = command.redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException(command.command() + " ended with " + status + ": " + Files.readString(errors));
        }
        return Files.readAllLines(output, UTF_8);
    }
}
