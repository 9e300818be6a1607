package dev.breakwater.format.oci.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.event.Events;
import dev.breakwater.fetch.Agreement;
import dev.breakwater.fetch.Agreement.MergeRequest;
import dev.breakwater.fetch.Agreement.Merged;
import dev.breakwater.fetch.Agreement.Statement;
import dev.breakwater.format.oci.name.ContentDigest;
import dev.breakwater.format.oci.name.Reference.Tag;
import dev.breakwater.format.oci.name.TagPatterns;
import dev.breakwater.store.Entry;
import dev.breakwater.store.FileStore;
import dev.breakwater.store.Key;
import dev.breakwater.store.Meta;
import dev.breakwater.store.Staged;
import dev.breakwater.store.Standing;
import dev.breakwater.testing.MemoryContent;
import dev.breakwater.upstream.Head;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TagAgreementTest {
    private static final String OLD = "sha256:" + "a".repeat(64);
    private static final String NEW = "sha256:" + "b".repeat(64);
    private static final String OTHER = "sha256:" + "c".repeat(64);

    private static Merged merge(Set<String> authorities, String... digests) throws Exception {
        return merge(authorities, true, _ -> true, digests);
    }

    private static Merged merge(Set<String> authorities, boolean last, ManifestDelivery delivery, String... digests)
            throws Exception {
        List<Statement> statements = new ArrayList<>();
        for (String digest : digests) {
            String name = "m" + statements.size();
            statements.add(
                    new Statement(name, "domain of " + name, new Head(0, 1, null), MemoryContent.of(digest + "\n")));
        }
        return new TagAgreement(authorities, false, delivery).merge(new MergeRequest(statements, 2, null, last));
    }

    private static String held(String tag, Path folder) throws Exception {
        ImageVerifiers verifiers = new ImageVerifiers(Set.of(), new TagPatterns(List.of("v*"))::matches);
        Agreement agreement = verifiers.tag(Tag.parse(tag).orElseThrow(), _ -> true);
        try (FileStore store = FileStore.open(folder, InstantSource.system(), Events.NONE);
                Staged staged = store.stage()) {
            staged.write(ByteBuffer.wrap((OLD + "\n").getBytes(StandardCharsets.US_ASCII)));
            staged.complete();
            Meta meta = new Meta("text/plain", Standing.CONFIRMED, "2 witnesses", "m", Instant.EPOCH, null, false);
            Entry entry = store.commit(staged, new Key("hub", tag), meta);
            List<Statement> statements = List.of(
                    new Statement("m1", "d1", new Head(0, 1, null), MemoryContent.of(NEW)),
                    new Statement("m2", "d2", new Head(0, 1, null), MemoryContent.of(NEW)));
            Merged merged = agreement.merge(new MergeRequest(statements, 2, entry, true));
            assertThat(merged.confirmed()).isTrue();
            return text(merged) + (merged.disagreement().contains("pinned") ? " pinned" : "");
        }
    }

    @Test
    void an_immutable_tag_stays_what_it_was_and_another_moves(@TempDir Path folder) throws Exception {
        assertThat(held("v1", folder)).isEqualTo(OLD + " pinned");
        assertThat(held("latest", folder)).isEqualTo(NEW);
    }

    private static String text(Agreement.Merged merged) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        merged.content().writeTo(out);
        return out.toString(StandardCharsets.US_ASCII).strip();
    }

    @Test
    void two_domains_decide() throws Exception {
        Merged merged = merge(Set.of(), OLD, NEW, NEW);
        assertThat(text(merged)).isEqualTo(NEW);
        assertThat(merged.confirmed()).isTrue();
        assertThat(merged.wrong()).isEmpty();
        assertThat(merged.disagreement()).contains("m0 names " + OLD);
    }

    @Test
    void two_that_differ_confirm_nothing() throws Exception {
        Merged merged = merge(Set.of(), OLD, NEW);
        assertThat(merged.confirmed()).isFalse();
        assertThat(text(merged)).isEqualTo(OLD);
    }

    @Test
    void one_alone_confirms_nothing() throws Exception {
        assertThat(merge(Set.of(), NEW).confirmed()).isFalse();
    }

    @Test
    void the_authority_decides_if_all_differ() throws Exception {
        Merged merged = merge(Set.of("m2"), OLD, NEW, OTHER);
        assertThat(text(merged)).isEqualTo(OTHER);
        assertThat(merged.confirmed()).isTrue();
    }

    @Test
    void the_authority_does_not_outvote_two() throws Exception {
        assertThat(text(merge(Set.of("m0"), OLD, NEW, NEW))).isEqualTo(NEW);
    }

    @Test
    void before_the_authority_decides_another_is_asked() throws Exception {
        assertThat(merge(Set.of("m0"), false, _ -> true, OLD, NEW).confirmed()).isFalse();
    }

    @Test
    void a_digest_that_no_registry_delivers_was_no_word() throws Exception {
        ManifestDelivery delivery = digest -> digest.text().equals(OLD);
        Merged agreed = merge(Set.of(), true, delivery, NEW, NEW, OLD);
        assertThat(text(agreed)).isEqualTo(OLD);
        assertThat(agreed.confirmed()).isFalse();
        assertThat(text(merge(Set.of("m0"), true, delivery, NEW, OTHER, OLD))).isEqualTo(OLD);
        assertThat(merge(Set.of(), false, delivery, NEW, NEW).confirmed())
                .as("another is asked")
                .isFalse();
    }

    @Test
    void nothing_is_fetched_for_a_digest_while_another_registry_may_decide() throws Exception {
        List<ContentDigest> fetched = new ArrayList<>();
        merge(Set.of(), false, fetched::add, OLD, NEW);
        assertThat(fetched).isEmpty();
    }

    @Test
    void what_is_no_digest_is_malformed() throws Exception {
        TagAgreement agreement = new TagAgreement(Set.of(), false, _ -> true);
        assertThat(agreement.malformed(MemoryContent.of("latest\n"))).isNotEmpty();
        assertThat(agreement.malformed(MemoryContent.of(NEW + "\n"))).isEmpty();
    }
}
