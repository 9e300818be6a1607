package dev.breakwater.format.npm.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.Event;
import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.Answer.RefusalReason;
import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.repository.PublicationJournal;
import dev.breakwater.store.Key;
import dev.breakwater.store.Meta;
import dev.breakwater.store.Staged;
import dev.breakwater.store.Standing;
import dev.breakwater.testing.NpmPublication;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packages that were published here, and of which the disk lost something: no version ever gets other bytes. */
class DamagedPackageTest {
    private static final String NAME = "@acme/tool";
    private static final PackageName PACKAGE = new PackageName(NAME);
    private static final NpmPublication FIRST = NpmPublication.of(NAME, "1.0.0", "one");
    private static final NpmPublication SECOND = NpmPublication.of(NAME, "1.1.0", "two");
    private static final NpmPublication THIRD = NpmPublication.of(NAME, "1.2.0", "three");
    private static final NpmPublication CHANGED = NpmPublication.of(NAME, "1.0.0", "other bytes");

    @TempDir
    private Path folder = Path.of("");

    private HostedRig rig;

    @BeforeEach
    void publish_two_versions() throws Exception {
        rig = new HostedRig(folder);
        assertThat(rig.put(NAME, FIRST.json())).isInstanceOf(Answer.Done.class);
        assertThat(rig.put(NAME, SECOND.json())).isInstanceOf(Answer.Done.class);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private Path document() {
        return folder.resolve("data/entries/npm.private/@acme/tool/!document=");
    }

    private void store(String path, String text) throws Exception {
        Meta meta = new Meta("x/y", Standing.CONFIRMED, "ci", "-", Instant.EPOCH, null, true);
        try (Staged staged = rig.staged(text)) {
            rig.store.commit(staged, new Key("npm.private", path), meta);
        }
    }

    private void isRefused(Answer answer) throws Exception {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.why())
                                .contains("document of @acme/tool is missing or damaged")
                                .contains("restore the file entries/npm.private/@acme/tool/!document= ")
                                .contains("to unpublish all versions"));
        assertThat(rig.events).anyMatch(Event.Alarm.class::isInstance);
        assertThat(rig.tarballs(NAME)).containsExactly("tool-1.0.0.tgz", "tool-1.1.0.tgz");
        assertThat(rig.store
                        .find(new Key("npm.private", FIRST.name() + "/-/tool-1.0.0.tgz"))
                        .orElseThrow()
                        .bytes(1 << 20))
                .isEqualTo(FIRST.tarball());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"_rev\":\"2-x\",\"versions\":{\"1.1.0\":{\"dist\":{\"integ",
                "{\"_rev\":\"2-x\",\"versions\":{\"1.0.0\":{}}}",
                "{\"_rev\":\"2-x\",\"versions\":[]}"
            })
    void a_document_that_is_not_readable_takes_no_version(String damaged) throws Exception {
        store("@acme/tool/!document", damaged);
        isRefused(rig.put(NAME, CHANGED.json()));
        isRefused(rig.put(NAME, THIRD.json()));
        isRefused(rig.unpublishing.delete(PACKAGE, "2-x", "ci"));
        assertThat(rig.document(NAME)).isEqualTo(damaged);
    }

    @Test
    void a_document_that_the_store_took_out_of_the_way_makes_no_new_package() throws Exception {
        byte[] right = Files.readAllBytes(document());
        Files.write(document(), new byte[] {1, 2, 3});
        isRefused(rig.put(NAME, CHANGED.json()));
        isRefused(rig.put(NAME, THIRD.json()));
        Files.write(document(), right);
        assertThat(rig.put(NAME, CHANGED.json()))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.CONFLICT));
        assertThat(rig.put(NAME, THIRD.json())).isInstanceOf(Answer.Done.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]"})
    void a_start_removes_no_tarballs_of_a_damaged_package(String damaged) throws Exception {
        PublicationJournal journal = new PublicationJournal(folder.resolve("data/npm/publishing"));
        journal.begin(rig.keys.document(PACKAGE));
        if (damaged.isEmpty()) {
            Files.write(document(), new byte[] {1, 2, 3});
        } else {
            store("@acme/tool/!document", damaged);
        }
        rig.packages.recover(rig.keys);
        assertThat(journal.begun()).containsExactly(rig.keys.document(PACKAGE));
        isRefused(rig.put(NAME, CHANGED.json()));
    }

    @Test
    void a_tarball_that_no_document_names_is_not_replaced() throws Exception {
        byte[] before = Files.readAllBytes(document());
        assertThat(rig.put(NAME, THIRD.json())).isInstanceOf(Answer.Done.class);
        Files.write(document(), before);
        Answer other = rig.put(NAME, NpmPublication.of(NAME, "1.2.0", "other").json());
        assertThat(other).isInstanceOfSatisfying(Answer.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(RefusalReason.CONFLICT);
            assertThat(refused.why()).contains("@acme/tool@1.2.0 is stored here already with other bytes");
        });
        assertThat(rig.tarballs(NAME)).contains("tool-1.2.0.tgz");
        assertThat(rig.put(NAME, THIRD.json())).as("the same bytes").isInstanceOf(Answer.Done.class);
    }

    @Test
    void what_a_failed_publication_could_not_remove_is_in_the_way_of_none() throws Exception {
        rig.failing.set("replace");
        assertThat(rig.put(NAME, THIRD.json())).isInstanceOf(Answer.Trouble.class);
        rig.failing.set("");
        store("@acme/tool/-/tool-1.2.0.tgz", "left");
        new PublicationJournal(folder.resolve("data/npm/publishing")).begin(rig.keys.document(PACKAGE));
        assertThat(rig.put(NAME, THIRD.json())).isInstanceOf(Answer.Done.class);
        assertThat(rig.tarballs(NAME)).isEqualTo(List.of("tool-1.0.0.tgz", "tool-1.1.0.tgz", "tool-1.2.0.tgz"));
    }
}
