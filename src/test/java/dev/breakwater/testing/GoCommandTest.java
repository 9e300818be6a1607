package dev.breakwater.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tools together: a real go against a mirror, with nothing in between. */
class GoCommandTest {
    @TempDir
    private Path temp;

    @Test
    void real_go_builds_a_program_of_a_hundred_modules_from_the_mirror() throws Exception {
        GoCommand go = GoCommand.orSkip(temp.resolve("home"));
        Program program = new Program(100, 1);
        try (Mirror mirror = Mirror.serving(program.publish(new Corpus()))) {
            Path folder = program.write(temp.resolve("main"));
            Path built = temp.resolve("built");
            GoCommand.Ran build = go.proxy(mirror.url()).run(folder, "build", "-mod=mod", "-o", built.toString(), ".");
            assertThat(build.exit()).as(build.output()).isZero();
            assertThat(go.execute(built).output()).isEqualTo(program.prints());
            assertThat(mirror.log().count(Kind.ZIP)).isEqualTo(100);
        }
    }

    @Test
    void real_go_believes_the_mirrors_checksum_database_and_finds_its_lies() throws Exception {
        GoCommand go = GoCommand.orSkip(temp.resolve("home"));
        Program program = new Program(30, 2);
        Corpus corpus = program.publish(new Corpus());
        CorpusDatabase sums = new CorpusDatabase("sum.test", corpus);
        try (Mirror mirror = Mirror.start(MirrorSettings.of(corpus).sumdb("sum.test", sums))) {
            Path folder = program.write(temp.resolve("main"));
            GoCommand checked = go.proxy(mirror.url()).sumdb(sums.key());
            GoCommand.Ran tidy = checked.run(folder, "mod", "tidy");
            assertThat(tidy.exit()).as(tidy.output()).isZero();
            assertThat(mirror.log().count("/sumdb/sum.test/supported")).isPositive();
            mirror.fault(Fault.SUMDB_FORK);
            Path other = program.write(temp.resolve("other"));
            GoCommand.Ran forked = checked.cold("again").run(other, "mod", "tidy");
            assertThat(forked.exit()).isNotZero();
            assertThat(forked.output()).contains("downloaded inconsistent tile");
            mirror.fault(Fault.WRONG_VERSION, Kind.ZIP.only());
            assertThat(checked.cold("third")
                            .run(folder, "build", "-o", temp.resolve("x").toString(), ".")
                            .passed())
                    .isFalse();
        }
    }

    @Test
    void nothing_of_the_machine_leaks_into_a_run() throws Exception {
        GoCommand go = GoCommand.orSkip(temp.resolve("home"));
        String said = go.run(temp, "env", "GOPROXY", "GOSUMDB", "GOMODCACHE", "GOTOOLCHAIN")
                .output();
        assertThat(said).isEqualTo("off\noff\n" + temp.resolve("home/modules") + "\nlocal\n");
    }
}
