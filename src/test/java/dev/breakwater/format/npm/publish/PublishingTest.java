package dev.breakwater.format.npm.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.Answer.RefusalReason;
import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.format.npm.signature.OwnKey;
import dev.breakwater.format.npm.signature.RegistrySignature;
import dev.breakwater.format.npm.signature.SigningKeys;
import dev.breakwater.repository.PublicationJournal;
import dev.breakwater.store.Key;
import dev.breakwater.store.Meta;
import dev.breakwater.store.Staged;
import dev.breakwater.store.Standing;
import dev.breakwater.testing.NpmPublication;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of what clients send to change packages. */
class PublishingTest {
    private static final String NAME = "@acme/tool";
    private static final NpmPublication FIRST = NpmPublication.of(NAME, "1.0.0", "one");

    @TempDir
    private Path folder = Path.of("");

    private HostedRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new HostedRig(folder);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void a_damaged_signing_key_is_not_replaced() throws Exception {
        Path file = folder.resolve("data/npm/key.pem");
        String id = OwnKey.at(file).id();
        assertThat(OwnKey.at(file).id()).isEqualTo(id).matches("SHA256:[A-Za-z0-9+/]{43}");
        String pem = Files.readString(file);
        String other = folder.resolve("other.pem").toString();
        OwnKey.at(Path.of(other));
        String foreign = Files.readString(Path.of(other)).replaceFirst("(?s).*(?=-----BEGIN PUBLIC)", "");
        for (String damaged : List.of("", pem.substring(0, 90), pem.replaceFirst("(?s)-----BEGIN PUBLIC.*", foreign))) {
            Files.writeString(file, damaged);
            assertThatThrownBy(() -> OwnKey.at(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("restore it from a backup");
            assertThat(file).hasContent(damaged);
        }
    }

    private static String told(Answer answer) {
        return switch (answer) {
            case Answer.Done(var how, var _, var _, byte[] body) ->
                how + " " + new String(body, StandardCharsets.UTF_8);
            case Answer.Malformed(String why) -> "malformed: " + why;
            case Answer.Refused(RefusalReason reason, String why, var _, var _) -> reason + ": " + why;
            case Answer.Absent absent -> "absent: " + absent.why();
            case Answer.Trouble trouble -> "trouble: " + trouble.why();
            case Answer.Held _ -> "held";
        };
    }

    private void publish(NpmPublication... all) throws Exception {
        for (NpmPublication each : all) {
            assertThat(told(rig.put(each.name(), each.json()))).startsWith("CREATED");
        }
    }

    @Test
    void a_version_is_stored_with_what_a_registry_adds_to_it() throws Exception {
        publish(FIRST.with("\"scripts\":{\"install\":\"x\"}").tagged("next"));
        assertThat(rig.document(NAME))
                .contains("\"dist-tags\":{\"next\":\"1.0.0\",\"latest\":\"1.0.0\"}")
                .contains("\"_npmUser\":{\"name\":\"ci\"")
                .contains("\"hasInstallScript\":true")
                .contains("\"fileCount\":2")
                .contains("\"tarball\":\"@acme/tool/-/tool-1.0.0.tgz\"")
                .containsOnlyOnce("# read me")
                .doesNotContain("elsewhere");
        assertThat(rig.read(NAME).times()).containsOnlyKeys("created", "modified", "1.0.0");
        assertThat(rig.tarballs(NAME)).containsExactly("tool-1.0.0.tgz");
        assertThat(rig.changed)
                .containsExactly(
                        new Key("npm.private", "@acme/tool/-/tool-1.0.0.tgz"),
                        new Key("npm.private", "@acme/tool/!document"));
    }

    @Test
    void a_version_is_signed_with_the_servers_own_key() throws Exception {
        publish(FIRST);
        Matcher signed = Pattern.compile("\"keyid\":\"(SHA256:[^\"]+)\",\"sig\":\"([^\"]+)\"")
                .matcher(rig.document(NAME));
        assertThat(signed.find()).isTrue();
        SigningKeys keys = SigningKeys.NONE.and(
                OwnKey.at(folder.resolve("data/npm/key.pem")).shown());
        RegistrySignature signature = new RegistrySignature(signed.group(1), signed.group(2));
        for (String integrity : List.of(FIRST.integrity(), "sha512-other")) {
            assertThat(SigningKeys.read(keys.text())
                            .check(RegistrySignature.message(NAME, "1.0.0", integrity), null, List.of(signature)))
                    .isEqualTo(
                            integrity.equals(FIRST.integrity())
                                    ? SigningKeys.SignatureFinding.SIGNED
                                    : SigningKeys.SignatureFinding.FORGED);
        }
    }

    static Stream<Arguments> bad() {
        String good = FIRST.json();
        return Stream.of(
                Arguments.of("garbage", "{\"name\":", "is not JSON"),
                Arguments.of("an array", "[]", "not a JSON object"),
                Arguments.of("two documents", good + "{}", "behind its end"),
                Arguments.of("no name", "{}", "a document of"),
                Arguments.of(
                        "another package",
                        NpmPublication.of("@acme/other", "1.0.0", "x").json(),
                        "document of @acme/other, not of @acme/tool"),
                Arguments.of(
                        "another package inside",
                        FIRST.with(NpmPublication.tarball("@acme/other", "1.0.0", "x"))
                                .json(),
                        "package.json in the tarball names @acme/other, not @acme/tool"),
                Arguments.of(
                        "another version inside",
                        FIRST.with(NpmPublication.tarball(NAME, "1.0.1", "x")).json(),
                        "has the version 1.0.1, not 1.0.0"),
                Arguments.of(
                        "wrong integrity",
                        good.replace(FIRST.integrity(), FIRST.with(new byte[1]).integrity()),
                        "integrity in the manifest is not that of the tarball"),
                Arguments.of(
                        "no integrity at all",
                        good.replace(FIRST.integrity(), "sha512-x"),
                        "integrity in the manifest is not that of the tarball"),
                Arguments.of(
                        "wrong shasum",
                        good.replaceFirst("\"shasum\":\"[0-9a-f]{40}", "\"shasum\":\"" + "0".repeat(40)),
                        "shasum in the manifest is not"),
                Arguments.of(
                        "wrong length", good.replaceFirst("\"length\":", "\"length\":1"), "its length is said to be"),
                Arguments.of("not base64", good.replaceFirst("\"data\":\"", "\"data\":\"*"), "is not JSON"),
                Arguments.of("no data", good.replace("\"data\":", "\"date\":"), "has no data"),
                Arguments.of(
                        "two attachments",
                        good.replace("\"_attachments\":{", "\"_attachments\":{\"a.tgz\":{\"data\":\"\"},"),
                        "two attachments"),
                Arguments.of(
                        "an attestation",
                        good.replace("\"_attachments\":{", "\"_attachments\":{\"a.sigstore\":{\"data\":\"\"},"),
                        "--provenance=false"),
                Arguments.of(
                        "two versions",
                        good.replace("\"versions\":{", "\"versions\":{\"0.9.0\":{},"),
                        "2 versions were sent"),
                Arguments.of("no semantic version", good.replace("1.0.0", "1.0"), "1.0 is not a semantic version"),
                Arguments.of("build metadata", good.replace("1.0.0", "1.0.0+b"), "expected 1.0.0"),
                Arguments.of(
                        "a tag that is a version", good.replace("\"latest\"", "\"2.0.0\""), "2.0.0 is not a valid tag"),
                Arguments.of(
                        "a tag on another version",
                        good.replace("\"latest\":\"1.0.0\"", "\"latest\":\"1.0.1\""),
                        "names another version"),
                Arguments.of(
                        "a manifest of another version",
                        good.replace("\"version\":\"1.0.0\"", "\"version\":\"1.0.1\""),
                        "the manifest is of another version"),
                Arguments.of(
                        "a huge manifest",
                        FIRST.with("\"x\":[" + "1,".repeat(3 << 20) + "1]").json(),
                        "the manifest has more than 4 MiB"),
                Arguments.of("a member twice", good.replace("{\"_id\"", "{\"name\":\"x\",\"_id\""), "a member twice"),
                Arguments.of(
                        "no gzip",
                        FIRST.with("plain".getBytes(StandardCharsets.UTF_8)).json(),
                        "not compressed"),
                Arguments.of(
                        "half a gzip",
                        FIRST.with(Arrays.copyOf(FIRST.tarball(), FIRST.tarball().length - 9))
                                .json(),
                        "the tarball is broken"),
                Arguments.of(
                        "no tar",
                        FIRST.with(NpmPublication.gzip("x".repeat(2_000).getBytes(StandardCharsets.UTF_8)))
                                .json(),
                        "not a tar"),
                Arguments.of(
                        "no package.json",
                        FIRST.with(NpmPublication.gzip(NpmPublication.file("package/x", "x"), new byte[1024]))
                                .json(),
                        "has no package.json"),
                Arguments.of(
                        "two package.json",
                        FIRST.with(NpmPublication.gzip(
                                        NpmPublication.file("package/package.json", "{}"),
                                        NpmPublication.file("other/package.json", "{}")))
                                .json(),
                        "two files that are unpacked to package.json"),
                Arguments.of(
                        "a path that readers unpack to different places",
                        FIRST.with(NpmPublication.gzip(
                                        NpmPublication.file("package/package.json", "{}"),
                                        NpmPublication.file("./package.json", "{}")))
                                .json(),
                        "unpack to different places"),
                Arguments.of(
                        "a second package.json by a pax header",
                        FIRST.with(NpmPublication.gzip(
                                        NpmPublication.file("package/package.json", "{}"),
                                        NpmPublication.entry(
                                                "pax",
                                                'x',
                                                "27 path=other/package.json\n".getBytes(StandardCharsets.UTF_8)),
                                        NpmPublication.file("package/x", "{}")))
                                .json(),
                        "two files that are unpacked to package.json"),
                Arguments.of(
                        "a link with bytes",
                        FIRST.with(NpmPublication.gzip(NpmPublication.entry("package/x", '2', new byte[600])))
                                .json(),
                        "a link or folder with a size"),
                Arguments.of(
                        "a bomb",
                        FIRST.with(NpmPublication.gzip(
                                        NpmPublication.entry("package/package.json", '0', new byte[2 << 20])))
                                .json(),
                        "more than 1 MiB"),
                Arguments.of("capital letters", good, ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void what_is_wrong_is_refused_and_leaves_nothing(String what, String json, String why) throws Exception {
        boolean capital = what.equals("capital letters");
        NpmPublication named = NpmPublication.of("@acme/Tool", "1.0.0", "x");
        Answer answer = capital ? rig.put("@acme/Tool", named.json()) : rig.put(NAME, json);
        assertThat(told(answer)).startsWith("malformed: ").contains(capital ? "expected @acme/tool" : why);
        assertThat(rig.document(NAME) + rig.document("@acme/Tool")).isEmpty();
        assertThat(rig.tarballs(NAME)).isEmpty();
        assertThat(rig.changed).isEmpty();
    }

    @Test
    void the_same_bytes_again_are_accepted_and_others_are_a_conflict() throws Exception {
        publish(FIRST, FIRST);
        assertThat(rig.read(NAME).number()).isEqualTo(1);
        assertThat(told(rig.put(NAME, NpmPublication.of(NAME, "1.0.0", "two").json())))
                .startsWith("CONFLICT: @acme/tool@1.0.0 is published already with other bytes");
        assertThat(rig.version("1.0.0").integrity()).isEqualTo(FIRST.integrity());
    }

    @Test
    void versions_that_are_published_at_the_same_time_are_all_in_the_document() throws Exception {
        List<Future<Answer>> answers = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 12; i++) {
                NpmPublication each = NpmPublication.of(NAME, "1." + i + ".0", "x");
                answers.add(clients.submit((Callable<Answer>) () -> rig.put(NAME, each.json())));
            }
        }
        for (Future<Answer> answer : answers) {
            assertThat(told(answer.get())).startsWith("CREATED");
        }
        assertThat(rig.read(NAME).versions()).hasSize(12);
        assertThat(rig.read(NAME).number()).isEqualTo(12);
    }

    @Test
    void nothing_of_a_failed_publication_stays() throws Exception {
        publish(FIRST);
        rig.failing.set("replace");
        NpmPublication second = NpmPublication.of(NAME, "2.0.0", "two");
        assertThat(told(rig.put(NAME, second.json()))).startsWith("trouble: ");
        rig.failing.set("");
        assertThat(rig.tarballs(NAME)).containsExactly("tool-1.0.0.tgz");
        assertThat(rig.read(NAME).versions()).containsOnlyKeys("1.0.0");
        publish(NpmPublication.of(NAME, "2.0.0", "other bytes"));
    }

    @Test
    void a_start_removes_what_an_interrupted_publication_left() throws Exception {
        publish(FIRST);
        plant("@acme/tool/-/tool-2.0.0.tgz");
        plant("@acme/new/-/new-1.0.0.tgz");
        plant("@acme/new/!full-1");
        PublicationJournal journal = new PublicationJournal(folder.resolve("data/npm/publishing"));
        for (String name : List.of(NAME, "@acme/new")) {
            journal.begin(rig.keys.document(new PackageName(name)));
        }
        rig.packages.recover(rig.keys);
        assertThat(rig.tarballs(NAME)).containsExactly("tool-1.0.0.tgz");
        assertThat(rig.tarballs("@acme/new")).isEmpty();
        assertThat(rig.text(new Key("npm.private", "@acme/new/!full-1"))).isEmpty();
        assertThat(journal.begun()).isEmpty();
    }

    private void plant(String path) throws Exception {
        Meta meta = new Meta("x/y", Standing.CONFIRMED, "ci", "-", Instant.EPOCH, null, true);
        try (Staged staged = rig.staged("left")) {
            rig.store.commit(staged, new Key("npm.private", path), meta);
        }
    }

    @Test
    void a_document_without_a_tarball_changes_deprecations_alone() throws Exception {
        publish(FIRST, NpmPublication.of(NAME, "1.1.0", "two"));
        String whole = rig.document(NAME);
        String changed = whole.replace("\"version\":\"1.0.0\"", "\"version\":\"1.0.0\",\"deprecated\":\"old\"")
                .replace("\"latest\":\"1.1.0\"", "\"latest\":\"1.0.0\"")
                .replace("tool-1.1.0.tgz", "evil.tgz");
        assertThat(told(rig.put(NAME, changed))).startsWith("CREATED").contains("\"rev\":\"3-");
        assertThat(rig.version("1.0.0").deprecated()).isEqualTo("old");
        assertThat(rig.document(NAME)).contains("\"latest\":\"1.1.0\"").doesNotContain("evil");
        assertThat(told(rig.put(NAME, changed))).as("a stale revision").startsWith("CONFLICT: ");
        String undone = rig.document(NAME).replace("\"deprecated\":\"old\"", "\"deprecated\":\"\"");
        assertThat(told(rig.put(NAME, undone))).startsWith("CREATED");
        assertThat(rig.document(NAME)).doesNotContain("deprecated");
        assertThat(told(rig.put("@acme/none", whole.replace("@acme/tool", "@acme/none"))))
                .startsWith("absent: @acme/none is not published here");
    }

    private Answer unpublish(String revision, String json) throws Exception {
        try (Staged body = rig.staged(json)) {
            return rig.unpublishing.put(new PackageName(NAME), revision, body, "ci");
        }
    }

    @Test
    void an_unpublished_version_is_gone_and_its_name_is_never_another_s() throws Exception {
        publish(
                FIRST,
                NpmPublication.of(NAME, "1.1.0", "two"),
                NpmPublication.of(NAME, "2.0.0-rc.1", "rc").tagged("rc"));
        String revision = rig.read(NAME).revision();
        String without = """
                {"name":"@acme/tool","dist-tags":{},"versions":{"1.0.0":{},"2.0.0-rc.1":{}}}""";
        assertThat(told(unpublish("1-0", without))).startsWith("CONFLICT: @acme/tool has changed meanwhile");
        assertThat(told(unpublish(revision, without.replace("1.0.0", "3.0.0")))).startsWith("malformed: ");
        assertThat(told(unpublish(revision, without))).startsWith("CREATED");
        HostedDocument now = rig.read(NAME);
        assertThat(now.versions()).containsOnlyKeys("1.0.0", "2.0.0-rc.1");
        assertThat(now.tags()).containsEntry("latest", "1.0.0").containsEntry("rc", "2.0.0-rc.1");
        assertThat(rig.tarballs(NAME)).containsExactly("tool-1.0.0.tgz", "tool-2.0.0-rc.1.tgz");
        assertThat(told(rig.put(NAME, NpmPublication.of(NAME, "1.1.0", "other").json())))
                .startsWith("CONFLICT: @acme/tool@1.1.0 was published before");
        publish(NpmPublication.of(NAME, "1.1.0", "two"));
    }

    @Test
    void an_unpublished_package_is_gone_and_remembers_its_versions() throws Exception {
        publish(FIRST);
        plant("@acme/tool/!full-1");
        PackageName name = new PackageName(NAME);
        assertThat(told(rig.unpublishing.delete(name, "9-9", "ci"))).startsWith("CONFLICT: ");
        assertThat(told(rig.unpublishing.delete(name, rig.read(NAME).revision(), "ci")))
                .startsWith("CREATED");
        assertThat(rig.document(NAME)).isEmpty();
        assertThat(rig.tarballs(NAME)).isEmpty();
        assertThat(rig.text(new Key("npm.private", "@acme/tool/!full-1"))).isEmpty();
        assertThat(told(rig.unpublishing.delete(name, "1-1", "ci"))).startsWith("absent: ");
        assertThat(told(rig.put(NAME, NpmPublication.of(NAME, "1.0.0", "other").json())))
                .startsWith("CONFLICT: ");
        publish(NpmPublication.of(NAME, "1.0.1", "other"));
        assertThat(rig.read(NAME).number()).isEqualTo(3);
        assertThat(rig.read(NAME).withdrawn()).containsEntry("1.0.0", FIRST.integrity());
    }

    private Answer tag(String tag, String body) throws Exception {
        try (Staged sent = rig.staged(body)) {
            return rig.tagging.put(new PackageName(NAME), tag, sent, "ci");
        }
    }

    @Test
    void tags_name_versions_that_are_published_and_latest_stays() throws Exception {
        publish(FIRST);
        assertThat(told(tag("beta", "\"1.0.0\""))).startsWith("CREATED");
        assertThat(told(tag("beta", "\"9.0.0\""))).startsWith("absent: @acme/tool has no version 9.0.0");
        assertThat(told(tag("beta", "{"))).startsWith("malformed: ");
        assertThat(rig.read(NAME).tags()).containsEntry("beta", "1.0.0");
        PackageName name = new PackageName(NAME);
        assertThat(told(rig.tagging.delete(name, "latest", "ci"))).startsWith("malformed: the tag latest");
        assertThat(told(rig.tagging.delete(name, "beta", "ci"))).startsWith("CREATED");
        assertThat(told(rig.tagging.delete(name, "beta", "ci"))).startsWith("absent: ");
    }

    @Test
    void a_tarball_is_never_in_memory_and_one_that_is_too_large_is_refused() throws Exception {
        byte[] piece = "QUFB".repeat(1 << 18).getBytes(StandardCharsets.US_ASCII);
        String before = "{\"name\":\"@acme/tool\",\"_attachments\":{\"x.tgz\":{\"data\":\"";
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int mebibytes : List.of(16, 350)) {
            List<InputStream> parts = new ArrayList<>();
            parts.add(new ByteArrayInputStream(before.getBytes(StandardCharsets.UTF_8)));
            for (int i = 0; i < mebibytes; i++) {
                parts.add(new ByteArrayInputStream(piece));
            }
            parts.add(new ByteArrayInputStream("\"}}}".getBytes(StandardCharsets.UTF_8)));
            long allocated = threads.getCurrentThreadAllocatedBytes();
            try (Discarded staged = new Discarded()) {
                SentDocumentReader.read(
                        new SequenceInputStream(Collections.enumeration(parts)), new SentTarball(staged));
                assertThat(mebibytes).isEqualTo(16);
                assertThat(staged.arrived()).isEqualTo(12L << 20);
            } catch (RefusedRequest e) {
                assertThat(mebibytes).isEqualTo(350);
                assertThat(e).hasMessageContaining("more than 256 MiB");
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - allocated).isLessThan(4L << 20);
        }
    }

    /** Counts what arrives. */
    private static final class Discarded extends CountedStaged {
        @Override
        public void write(ByteBuffer bytes) {
            count += bytes.remaining();
            bytes.position(bytes.limit());
        }
    }
}
