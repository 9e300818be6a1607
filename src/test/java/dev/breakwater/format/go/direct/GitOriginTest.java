package dev.breakwater.format.go.direct;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.Event;
import dev.breakwater.format.go.module.Escaping;
import dev.breakwater.git.GitLimits;
import dev.breakwater.testing.GitHost;
import dev.breakwater.testing.GitRepo;
import dev.breakwater.upstream.Outcome;
import dev.breakwater.web.Cancellation;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class GitOriginTest {
    private static final String LIB = "github.com/corpus/lib";

    @TempDir
    Path folder;

    private GitHost host;

    @BeforeEach
    void start() throws IOException {
        host = GitHost.start(folder.resolve("hosts"));
    }

    @AfterEach
    void stop() throws IOException {
        host.close();
    }

    private GitRig rig(GitLimits limits) throws IOException {
        return new GitRig(folder.resolve("git"), host, limits);
    }

    private GitRepo fifty() {
        GitRepo repository = host.repository(LIB);
        int last = 0;
        for (int i = 0; i < 50; i++) {
            GitRepo.Tree tree = GitRepo.module(LIB, "1.21").file("n", "n" + i);
            last = last == 0 ? repository.commit("main", tree) : repository.commit("main", tree, last);
            repository.tag("v1." + i + ".0", last);
        }
        return repository.publish();
    }

    private static List<String> zips(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> LIB + "/@v/v1." + i + ".0.zip")
                .toList();
    }

    private static List<GitRig.Got> together(GitRig rig, List<String> paths) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<GitRig.Got>> calls = paths.stream()
                    .map(path -> (Callable<GitRig.Got>) () -> rig.get(path))
                    .toList();
            List<GitRig.Got> all = new java.util.ArrayList<>();
            for (Future<GitRig.Got> each : threads.invokeAll(calls)) {
                all.add(each.get());
            }
            return all;
        }
    }

    @Test
    void fifty_versions_ten_of_them_at_once_are_one_fetch() throws Exception {
        fifty();
        GitRig rig = rig(GitLimits.USUAL);
        assertThat(together(rig, zips(0, 10))).allMatch(got -> got.outcome() instanceof Outcome.Found);
        assertThat(host.fetches(LIB)).isEqualTo(1);
        for (String path : zips(10, 50)) {
            assertThat(rig.get(path).outcome()).isInstanceOf(Outcome.Found.class);
        }
        assertThat(host.fetches(LIB)).isEqualTo(1);
    }

    @Test
    void copy_outlives_the_process() throws Exception {
        fifty();
        byte[] before = rig(GitLimits.USUAL).get(zips(3, 4).getFirst()).bytes();
        assertThat(rig(GitLimits.USUAL).get(zips(3, 4).getFirst()).bytes()).isEqualTo(before);
        assertThat(host.fetches(LIB)).isEqualTo(1);
    }

    @Test
    void new_tag_is_found_a_moment_later_and_only_what_is_new_is_fetched() throws Exception {
        GitRepo repository = fifty();
        GitRig rig = rig(GitLimits.USUAL);
        assertThat(rig.get(LIB + "/@v/v1.50.0.info").outcome()).isInstanceOf(Outcome.Missing.class);
        int added = repository.commit("main", GitRepo.module(LIB, "1.21"), 50);
        repository.tag("v1.50.0", added).publish();
        rig.pass(Duration.ofSeconds(2));
        assertThat(rig.get(LIB + "/@v/v1.50.0.info").outcome()).isInstanceOf(Outcome.Found.class);
        assertThat(host.fetches(LIB)).isLessThanOrEqualTo(2);
    }

    @Test
    void tag_whose_go_mod_no_module_may_have_is_absent_with_the_reason() throws Exception {
        String large = "module " + LIB + "\n// " + "x".repeat(17 << 20) + "\n";
        host.repository(LIB)
                .release("v1.0.0", new GitRepo.Tree().file("go.mod", "module " + LIB + "\n"))
                .release("v1.1.0", new GitRepo.Tree().file("go.mod", "module " + LIB + "\nrequire (\n"))
                .release("v1.2.0", new GitRepo.Tree().file("go.mod", large))
                .publish();
        GitRig rig = rig(GitLimits.USUAL);
        for (String kind : List.of(".info", ".mod", ".zip")) {
            assertThat(rig.get(LIB + "/@v/v1.0.0" + kind).outcome()).isInstanceOf(Outcome.Found.class);
            Outcome broken = rig.get(LIB + "/@v/v1.1.0" + kind).outcome();
            assertThat(broken).as(kind).isInstanceOf(Outcome.Missing.class);
            assertThat(broken.said()).contains("can't be parsed", "line 2");
            Outcome tooLarge = rig.get(LIB + "/@v/v1.2.0" + kind).outcome();
            assertThat(tooLarge).as(kind).isInstanceOf(Outcome.Missing.class);
            assertThat(tooLarge.said()).contains("more than 16 MiB");
        }
    }

    @Test
    void moved_tag_changes_nothing_that_was_served_and_raises_an_alarm() throws Exception {
        GitRepo repository = fifty();
        GitRig rig = rig(GitLimits.USUAL);
        byte[] info = rig.get(LIB + "/@v/v1.3.0.info").bytes();
        repository.git(new byte[0], "update-ref", "refs/tags/v1.3.0", repository.hash("v1.9.0"));
        rig.pass(Duration.ofDays(2));
        assertThat(rig.get(LIB + "/@v/list").text()).contains("v1.3.0\n");
        assertThat(rig.events())
                .filteredOn(Event.Alarm.class::isInstance)
                .singleElement()
                .asString()
                .contains("v1.3.0 moved");
        assertThat(rig.get(LIB + "/@v/v1.3.0.info").bytes()).isEqualTo(info);
        assertThat(rig(GitLimits.USUAL).get(LIB + "/@v/v1.3.0.info").bytes()).isEqualTo(info);
    }

    @Test
    void who_gives_up_leaves_at_once() throws Exception {
        fifty();
        Cancellation given = new Cancellation();
        given.cancel();
        assertThat(rig(GitLimits.USUAL).get(LIB + "/@v/list", given).outcome()).isInstanceOf(Outcome.Abandoned.class);
    }

    @Test
    void names_that_a_shell_would_run_and_options_are_names() throws Exception {
        GitRepo repository = host.repository(LIB);
        repository.release("v1.0.0", GitRepo.module(LIB, "1.21"));
        for (String name : List.of("$(touch${IFS}pwned)", "--upload-pack=touch", "-x", "`id`", "a;b", "v1.1.0-$(id)")) {
            repository.tag(name, 1);
        }
        repository.publish();
        GitRig rig = rig(GitLimits.USUAL);
        assertThat(rig.get(LIB + "/@v/list").text()).isEqualTo("v1.0.0\n");
        for (String name : List.of("$(touch${IFS}pwned)", "--upload-pack=touch", "-x")) {
            GitRig.Got got = rig.get(
                    LIB + "/@v/" + java.net.URLEncoder.encode(Escaping.escape(name), StandardCharsets.UTF_8) + ".info");
            assertThat(got.text()).as(name + ": " + got.outcome()).contains("\"v1.0.0\"");
        }
        assertThat(Files.exists(folder.resolve("pwned"))).isFalse();
    }

    @Test
    void too_many_references_are_refused_and_not_asked_for_again() throws Exception {
        GitRepo repository = fifty();
        String hash = repository.hash("main");
        StringBuilder packed = new StringBuilder("# pack-refs with: peeled fully-peeled sorted \n");
        for (int i = 100_000; i < 140_000; i++) {
            packed.append(hash).append(" refs/tags/v3.0.").append(i).append('\n');
        }
        Files.writeString(repository.folder().resolve("packed-refs"), packed);
        GitLimits few = new GitLimits(
                10_000, 1 << 26, 1 << 30, Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(60));
        GitLimits small = new GitLimits(
                1_000_000, 1 << 16, 1 << 30, Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(60));
        for (GitLimits limits : List.of(few, small)) {
            GitRig rig = rig(limits);
            assertThat(rig.get(LIB + "/@v/list").outcome()).isInstanceOf(Outcome.Denied.class);
            long asked = host.log().size();
            assertThat(rig.get(LIB + "/@v/v1.0.0.zip").outcome()).isInstanceOf(Outcome.Denied.class);
            assertThat(host.log()).hasSize((int) asked);
        }
    }

    @Test
    void million_references_are_refused_before_they_cost_much() throws Exception {
        GitRepo repository = fifty();
        String hash = repository.hash("main");
        try (Writer packed = Files.newBufferedWriter(repository.folder().resolve("packed-refs"))) {
            packed.append("# pack-refs with: peeled fully-peeled sorted \n");
            for (int i = 1_000_000; i < 2_000_000; i++) {
                packed.append(hash)
                        .append(" refs/tags/v3.0.")
                        .append(Integer.toString(i))
                        .append('\n');
            }
        }
        GitRig rig = rig(GitLimits.USUAL);
        Outcome outcome = rig.get(LIB + "/@v/v1.0.0.zip").outcome();
        assertThat(outcome).isInstanceOf(Outcome.Denied.class);
        assertThat(outcome.said()).contains("more than 250000 branches and tags");
        assertThat(host.fetches(LIB)).isZero();
    }

    @Test
    void history_beyond_the_limit_is_refused_and_leaves_nothing_behind() throws Exception {
        byte[] noise = new byte[8 << 20];
        new SplittableRandom(1).nextBytes(noise);
        host.repository(LIB)
                .release("v1.0.0", GitRepo.module(LIB, "1.21").file("noise", noise))
                .publish();
        GitRig rig = rig(new GitLimits(
                1000, 1 << 20, 1 << 20, Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(60)));
        Outcome outcome = rig.get(LIB + "/@v/v1.0.0.zip").outcome();
        assertThat(outcome).isInstanceOf(Outcome.Denied.class);
        assertThat(outcome.said()).contains("more than one repository may have");
        assertThat(rig.get(LIB + "/@v/v1.0.0.info").outcome()).isInstanceOf(Outcome.Denied.class);
        assertThat(host.fetches(LIB)).isEqualTo(1);
        try (Stream<Path> left = Files.walk(folder.resolve("git"))) {
            assertThat(left.filter(Files::isRegularFile)
                            .mapToLong(f -> f.toFile().length())
                            .sum())
                    .isLessThan(1 << 20);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://git.corpus.test/loop, more than 5 redirects",
        "https://git.corpus.test/down, from https to http",
        "https://git.corpus.test/inside, no usable response",
        "https://127.0.0.1/x, no usable response",
        "https://[::1]/x, no usable response",
        "http://git.corpus.test/plain, only [https] is allowed",
        "git://git.corpus.test/x, only [https] is allowed",
        "ssh://git@git.corpus.test/x, only [https] is allowed",
        "file:///etc, only [https] is allowed",
        "ext::touch, only [https] is allowed",
        "--upload-pack=touch, only [https] is allowed",
        "https://user:secret@git.corpus.test/x, a user or a query",
        "https://git.corpus.test/x?a=b, a user or a query"
    })
    void page_cannot_send_us_anywhere_else(String url, String why) throws Exception {
        host.redirect("git.corpus.test/loop", "https://git.corpus.test/loop");
        host.redirect("git.corpus.test/down", "http://git.corpus.test/x");
        host.redirect("git.corpus.test/inside", "https://169.254.169.254/latest");
        host.goImport("evil.test/x", "evil.test/x git " + url);
        Outcome outcome = rig(GitLimits.USUAL).get("evil.test/x/@v/list").outcome();
        assertThat(outcome).isNotInstanceOf(Outcome.Found.class).isNotInstanceOf(Outcome.Missing.class);
        assertThat(outcome.said()).contains(why).doesNotContain("secret");
        assertThat(host.log()).allMatch(line -> line.contains("evil.test") || line.contains("git.corpus.test"));
    }

    @Test
    void module_proxy_that_a_page_names_is_asked_over_https_alone() throws Exception {
        host.goImport("evil.test/x", "evil.test/x mod http://git.corpus.test/proxy");
        assertThat(rig(GitLimits.USUAL).get("evil.test/x/@v/list").outcome()).isInstanceOf(Outcome.Denied.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://10.0.0.5:8443",
                "https://127.0.0.1",
                "https://[::ffff:10.0.0.5]/x",
                "https://167772165/x"
            })
    void module_proxy_at_an_internal_address_is_not_dialled(String url) throws Exception {
        host.goImport("evil.test/x", "evil.test/x mod " + url);
        Outcome outcome = rig(GitLimits.USUAL).get("evil.test/x/@v/list").outcome();
        assertThat(outcome).isInstanceOf(Outcome.Unavailable.class);
        assertThat(outcome.said()).startsWith("no usable response from ");
        assertThat(host.log()).allMatch(line -> line.contains("evil.test"));
    }

    @Test
    void nothing_that_a_repository_brings_is_run() throws Exception {
        Path pwned = folder.resolve("pwned");
        host.repository(LIB)
                .release(
                        "v1.0.0",
                        GitRepo.module(LIB, "1.21")
                                .file(".gitattributes", "* filter=evil\n*.tgz export-subst\n")
                                .file(".gitconfig", "[filter \"evil\"]\n\tsmudge = touch " + pwned + "\n")
                                .file(
                                        ".gitmodules",
                                        "[submodule \"x\"]\n\tpath = x\n\turl = ext::touch " + pwned + "\n")
                                .program("hooks/post-checkout", "#!/bin/sh\ntouch " + pwned + "\n")
                                .submodule("x"))
                .publish();
        assertThat(rig(GitLimits.USUAL).get(LIB + "/@v/v1.0.0.zip").outcome()).isInstanceOf(Outcome.Found.class);
        assertThat(Files.exists(pwned)).isFalse();
    }
}
