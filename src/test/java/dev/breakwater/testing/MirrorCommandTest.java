package dev.breakwater.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MirrorCommandTest {
    @Test
    void mirror_program_obeys_its_standard_input_and_ends_with_it() throws Exception {
        Process process = start("--corpus", "small:2", "--sumdb", "sum.test", "--fault", "STATUS_503:ZIP");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
                PrintWriter in = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true)) {
            assertThat(out.readLine()).startsWith("sumdb=sum.test+");
            String url = out.readLine().substring("url=".length());
            assertThat(RawHttp.get(url + "/small.test/m001/@v/v1.0.0.zip").status())
                    .isEqualTo(503);
            assertThat(answer(in, out, "heal")).isEqualTo("ok");
            assertThat(RawHttp.get(url + "/small.test/m001/@v/v1.0.0.zip").status())
                    .isEqualTo(200);
            assertThat(answer(in, out, "count zip")).isEqualTo("2");
            assertThat(answer(in, out, "fault NONSENSE")).startsWith("error: ");
        }
        assertThat(process.waitFor(Duration.ofSeconds(10))).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void mirror_program_ends_when_its_time_is_over() throws Exception {
        Process process = start("--corpus", "small:1", "--max", "1s");
        assertThat(process.waitFor(Duration.ofSeconds(20))).isTrue();
        assertThat(process.exitValue()).isEqualTo(3);
    }

    private static String answer(PrintWriter in, BufferedReader out, String command) throws IOException {
        in.println(command);
        return out.readLine();
    }

    /** With the compiled classes alone, as a bench script starts it: no library may be needed. */
    private static Process start(String... arguments) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-cp", "target/test-classes", Mirror.class.getName()));
        line.addAll(List.of(arguments));
        return new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
