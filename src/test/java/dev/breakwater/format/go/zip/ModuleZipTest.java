package dev.breakwater.format.go.zip;

import static dev.breakwater.format.go.zip.ZipMaker.Entry;
import static dev.breakwater.format.go.zip.ZipMaker.Sizes;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.format.go.module.GoModHash;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Version;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleZipTest {
    private static final String AT = "x.y/m@v1.0.0/";
    /** {@code printf 'module x.y/m\n' | sha256sum} and so on, by hand as dirhash describes it. */
    private static final String H1_OF_TWO_FILES = "h1:" + twoFiles();

    @TempDir
    Path folder;

    private static String twoFiles() {
        String goMod = dev.breakwater.verify.Digest.of("module x.y/m\n".getBytes(UTF_8))
                .hex();
        String upper =
                dev.breakwater.verify.Digest.of("package m\n".getBytes(UTF_8)).hex();
        String lines = upper + "  " + AT + "M.go\n" + goMod + "  " + AT + "go.mod\n";
        return java.util.Base64.getEncoder()
                .encodeToString(dev.breakwater.verify.Digest.sha256().digest(lines.getBytes(UTF_8)));
    }

    private static ZipMaker module() {
        return new ZipMaker().file(AT + "go.mod", "module x.y/m\n");
    }

    private static Entry entry(String name, int method) {
        return new Entry(AT + name, "package m\n".getBytes(UTF_8), method);
    }

    private static ModuleZip check() {
        return new ModuleZip(
                ModulePath.parse("x.y/m").get(), Version.parse("v1.0.0").get());
    }

    /** The result, which is the same for every cut of the bytes and every sort of buffer. */
    private ModuleZip.ZipResult result(byte[] zip) throws IOException {
        FileContent content = FileContent.of(folder, zip);
        ModuleZip.ZipResult whole = check().finish(content);
        for (int part : new int[] {1, 7, 100, zip.length + 1}) {
            ModuleZip check = check();
            check.update(ByteBuffer.wrap("something else entirely".getBytes(UTF_8)));
            check.restart();
            ByteBuffer direct = ByteBuffer.allocateDirect(part);
            for (int from = 0; from < zip.length; from += part) {
                direct.clear().put(zip, from, Math.min(part, zip.length - from)).flip();
                check.update(direct.asReadOnlyBuffer());
                assertThat(direct.position()).isZero();
            }
            assertThat(check.finish(content)).as("in parts of %d bytes", part).isEqualTo(whole);
        }
        return whole;
    }

    private void assertHashed(byte[] zip) throws IOException {
        assertThat(result(zip)).isEqualTo(new ModuleZip.ZipResult.Hashed(H1_OF_TWO_FILES));
    }

    private void assertMalformed(byte[] zip, String why) throws IOException {
        assertThat(result(zip))
                .isInstanceOfSatisfying(
                        ModuleZip.ZipResult.MalformedZip.class,
                        bad -> assertThat(bad.why())
                                .startsWith("the zip of x.y/m@v1.0.0 ")
                                .contains(why)
                                .doesNotContain("\n"));
    }

    @ParameterizedTest
    @EnumSource(Sizes.class)
    void every_place_for_sizes_gives_the_same_hash_stored_or_deflated(Sizes sizes) throws IOException {
        assertHashed(module().add(entry("M.go", 8).with(sizes)).bytes());
        assertHashed(module().add(entry("M.go", 0).with(sizes)).bytes());
        assertHashed(new ZipMaker()
                .add(entry("M.go", 0).with(sizes))
                .file(AT + "go.mod", "module x.y/m\n")
                .bytes());
    }

    @ParameterizedTest
    @EnumSource(Sizes.class)
    void empty_files_are_hashed_in_every_form(Sizes sizes) throws IOException {
        byte[] zip = module().add(new Entry(AT + "a", new byte[0], 0).with(sizes))
                .add(new Entry(AT + "b", new byte[0], 8).with(sizes))
                .add(new Entry(AT + "c/", new byte[0], 0).with(sizes))
                .bytes();

        assertThat(result(zip)).isInstanceOf(ModuleZip.ZipResult.Hashed.class);
    }

    @Test
    void zip64_end_comment_and_another_order_of_the_directory_are_allowed() throws IOException {
        ZipMaker wide = module().add(entry("M.go", 8));
        wide.zip64End = true;
        assertHashed(wide.bytes());
        ZipMaker commented = module().add(entry("M.go", 8));
        commented.comment = "a comment PK";
        assertHashed(commented.bytes());
        ZipMaker reversed = module().add(entry("M.go", 0).with(Sizes.BARE));
        reversed.order = List::reversed;
        assertHashed(reversed.bytes());
    }

    @Test
    void sizes_in_the_directory_may_be_wide() throws IOException {
        Entry entry = entry("M.go", 8);
        entry.directoryExtra = ZipMaker.zip64(entry.size, entry.packed.length);
        entry.directorySize = 0xffffffffL;
        entry.directoryPacked = 0xffffffffL;
        assertHashed(module().add(entry).bytes());
    }

    @Test
    void empty_zip_is_hashed_as_the_go_command_does() throws IOException {
        assertThat(result(new ZipMaker().bytes()))
                .isEqualTo(new ModuleZip.ZipResult.Hashed("h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="));
    }

    @Test
    void truncated_zip_is_malformed_wherever_it_ends() throws IOException {
        byte[] zip = module().add(entry("M.go", 0).with(Sizes.BARE_64)).bytes();
        for (int length = 0; length < zip.length; length++) {
            assertThat(check().finish(FileContent.of(folder, Arrays.copyOf(zip, length))))
                    .as("the first %d of %d bytes", length, zip.length)
                    .isInstanceOf(ModuleZip.ZipResult.MalformedZip.class);
        }
    }

    @Test
    void html_page_is_malformed_and_known_for_it_at_once() throws IOException {
        byte[] page = "<!DOCTYPE html><html>sorry</html>".getBytes(UTF_8);
        ModuleZip check = check();
        check.update(ByteBuffer.wrap(page));

        assertThat(check.malformed()).contains("it begins with \"<!DO\"");
        assertMalformed(page, "is not a zip");
        assertMalformed(new byte[0], "is empty");
    }

    @Test
    void second_end_record_is_malformed() throws IOException {
        byte[] end = new ZipMaker().bytes();
        byte[] zip = module().add(entry("M.go", 8)).bytes();

        assertMalformed(join(zip, end), "directory");
        assertMalformed(join(zip, zip), "directory");
        ZipMaker commented = module();
        commented.comment = new String(end, ISO_8859_1);
        assertMalformed(commented.bytes(), "");
    }

    @Test
    void bytes_before_between_and_behind_are_malformed() throws IOException {
        assertMalformed(join(new byte[] {1, 2, 3, 4}, module().bytes()), "is not a zip");
        assertMalformed(
                new ZipMaker()
                        .add(entry("M.go", 8))
                        .raw(new byte[5])
                        .file(AT + "go.mod", "")
                        .bytes(),
                "invalid entry at byte");
        assertMalformed(module().raw(new byte[] {0}).bytes(), "");
        assertMalformed(join(module().bytes(), new byte[1]), "after its end record");
    }

    private static byte[] join(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private void assertUnlike(Consumer<Entry> change) throws IOException {
        for (int method : new int[] {0, 8}) {
            for (Sizes sizes : Sizes.values()) {
                Entry entry = entry("M.go", method).with(sizes);
                change.accept(entry);
                assertThat(check().finish(FileContent.of(
                                folder, module().add(entry).bytes())))
                        .as("%s, method %d", sizes, method)
                        .isInstanceOf(ModuleZip.ZipResult.MalformedZip.class);
            }
        }
    }

    @Test
    void header_unlike_its_directory_entry_is_malformed() throws IOException {
        assertUnlike(e -> e.directoryName = (AT + "N.go").getBytes(UTF_8));
        assertUnlike(e -> e.directoryName = "M.go".getBytes(UTF_8));
        assertUnlike(e -> e.directoryName = "x.y/m@v1.0.1/M.go".getBytes(UTF_8));
        assertUnlike(e -> e.directoryFlags = 0);
        assertUnlike(e -> e.directorySize = e.size + 1);
        assertUnlike(e -> e.directoryPacked = e.packed.length - 1L);
        assertUnlike(e -> e.directoryCrcChange = 1);
        assertUnlike(e -> e.offsetChange = -1);
    }

    @Test
    void wrong_checksum_is_malformed_even_where_all_headers_agree_on_it() throws IOException {
        assertUnlike(e -> e.crc++);
        assertUnlike(e -> e.crc = 0);
        assertUnlike(e -> e.localCrcChange = 1);
    }

    @Test
    void checksum_that_looks_like_the_signature_before_it_is_only_right_behind_one() throws IOException {
        // Its CRC-32 is 0x08074b50: Go takes a descriptor that begins so for a signed one.
        Entry entry = new Entry(AT + "a", new byte[] {(byte) 0xac, (byte) 0x0a, (byte) 0x7a, (byte) 0xd5}, 8);

        assertThat(entry.crc).isEqualTo(ZipFormat.DATA_DESCRIPTOR);
        assertThat(result(new ZipMaker().add(entry.with(Sizes.SIGNED)).bytes()))
                .isInstanceOf(ModuleZip.ZipResult.Hashed.class);
        assertMalformed(new ZipMaker().add(entry.with(Sizes.BARE)).bytes(), "descriptor");
        assertMalformed(new ZipMaker().add(entry.with(Sizes.BARE_64)).bytes(), "descriptor");
    }

    @Test
    void encryption_and_other_methods_are_malformed() throws IOException {
        assertUnlike(e -> e.flags |= 1);
        assertUnlike(e -> e.flags |= 1 << 6);
        assertUnlike(e -> e.flags |= 1 << 13);
        assertUnlike(e -> e.method = 12);
        assertUnlike(e -> e.method = 99);
    }

    @Test
    void extra_fields_that_tell_another_story_are_malformed() throws IOException {
        assertUnlike(e -> e.directoryExtra = new byte[] {1, 0, 9, 0});
        assertUnlike(e -> e.directoryExtra = new byte[] {0x75, 0x70, 0, 0});
        assertUnlike(e -> e.directoryExtra = join(ZipMaker.zip64(1, 1), ZipMaker.zip64(2, 2)));
        assertUnlike(e -> e.directoryPacked = 0xffffffffL);
    }

    @Test
    void directory_with_more_or_fewer_entries_is_malformed() throws IOException {
        for (int change : new int[] {-1, 1, -2}) {
            ZipMaker zip = module().add(entry("M.go", 8));
            zip.countChange = change;
            assertMalformed(zip.bytes(), "");
        }
        ZipMaker twice = module().add(entry("M.go", 8));
        twice.order = entries -> List.of(entries.getFirst(), entries.getFirst());
        assertMalformed(twice.bytes(), "twice");
        ZipMaker hidden = module().add(entry("M.go", 8));
        hidden.order = entries -> List.of(entries.getFirst());
        assertMalformed(hidden.bytes(), "");
        ZipMaker elsewhere = module();
        elsewhere.startChange = 1;
        assertMalformed(elsewhere.bytes(), "directory");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x.y/m@v1.0.1/a",
                "x.y/m/a",
                "/etc/passwd",
                "../x.y/m@v1.0.0/a",
                "x.y/m@v1.0.0",
                "x.y/m@v1.0.0/../a",
                "x.y/m@v1.0.0//a",
                "x.y/m@v1.0.0/a//",
                "x.y/m@v1.0.0/./a",
                "x.y/m@v1.0.0/a\\b",
                "x.y/m@v1.0.0/a\nb",
                "x.y/m@v1.0.0/con",
                "x.y/m@v1.0.0/a/aux.go",
                "x.y/m@v1.0.0/a:b",
                "x.y/m@v1.0.0/a\u0000",
                "x.y/m@v1.0.0/sub/go.mod",
                "x.y/m@v1.0.0/Go.mod",
                "x.y/m@v1.0.0/a.",
                "X.y/m@v1.0.0/a",
                "x.y/m@v1.0.0/☺"
            })
    void name_that_no_module_may_have_is_malformed(String name) throws IOException {
        assertMalformed(new ZipMaker().file(name, "").bytes(), "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                ".gitignore",
                "испытание/é.go",
                "a/go.mod/",
                "go.modx",
                "日本",
                "𐐀",
                "@(x)[1]{~}",
                "com1a"
            })
    void name_that_a_module_may_have_is_hashed(String name) throws IOException {
        assertThat(result(new ZipMaker().file(AT + name, "").bytes())).isInstanceOf(ModuleZip.ZipResult.Hashed.class);
    }

    @Test
    void name_that_is_not_utf8_is_malformed() throws IOException {
        byte[] name = (AT + "\u00ff").getBytes(ISO_8859_1);
        assertMalformed(new ZipMaker().add(new Entry(name, new byte[0], 0)).bytes(), "not UTF-8");
        byte[] overlong = (AT + "\u00c0\u00af").getBytes(ISO_8859_1);
        assertMalformed(new ZipMaker().add(new Entry(overlong, new byte[0], 0)).bytes(), "not UTF-8");
    }

    @ParameterizedTest
    @CsvSource({
        "a, a",
        "a, A",
        "a, a/b",
        "A, a/b",
        "A/x, a/y",
        "x/A/1, x/a/2",
        "a/, A/",
        "a/, a/",
        "k, \u212a",
        "s, \u017f",
        "σ, ς",
        "é, É",
        "A/x/y/z, a/b",
        "a, a/",
        "ǆ, ǅ",
        "ß, ẞ"
    })
    void names_that_collide_where_case_does_not_count_are_malformed(String first, String second) throws IOException {
        ZipMaker between = new ZipMaker()
                .file(AT + first, "")
                .file(AT + "b", "")
                .file(AT + "A0", "")
                .file(AT + second, "");
        assertMalformed(between.bytes(), "file systems that ignore case");
        assertMalformed(
                new ZipMaker().file(AT + second, "").file(AT + first, "").bytes(), "file systems that ignore case");
    }

    @ParameterizedTest
    @CsvSource({"a, b", "a/b, a/c", "a!, a/b", "a, a-/b", "a/, a/b", "i, ı", "I, İ", "ss, ß", "a/B, b/B"})
    void names_that_only_look_alike_are_hashed(String first, String second) throws IOException {
        byte[] zip = new ZipMaker().file(AT + first, "").file(AT + second, "").bytes();
        assertThat(result(zip)).isInstanceOf(ModuleZip.ZipResult.Hashed.class);
    }

    @Test
    void bomb_is_stopped_at_the_limit_whatever_its_headers_say() throws IOException {
        byte[] zeroes = new byte[17 << 20];
        for (Sizes sizes : List.of(Sizes.IN_HEADER, Sizes.SIGNED)) {
            assertThat(check().finish(FileContent.of(
                            folder,
                            new ZipMaker()
                                    .add(new Entry(AT + "go.mod", zeroes, 8).with(sizes))
                                    .bytes())))
                    .isInstanceOfSatisfying(
                            ModuleZip.ZipResult.MalformedZip.class,
                            bad -> assertThat(bad.why()).contains("more than 16 MiB"));
        }
        ZipMaker bomb = new ZipMaker();
        Entry part = new Entry(AT + "0", zeroes, 8);
        for (int i = 0; i < 31; i++) {
            Entry entry = new Entry((AT + "f" + i).getBytes(UTF_8), part);
            bomb.add(entry);
        }
        assertThat(check().finish(FileContent.of(folder, bomb.bytes())))
                .isInstanceOfSatisfying(
                        ModuleZip.ZipResult.MalformedZip.class,
                        bad -> assertThat(bad.why()).contains("more than 500 MiB"));
    }

    @Test
    void entries_beyond_the_bound_are_refused() throws IOException {
        ZipMaker zip = new ZipMaker();
        for (int i = 0; i <= ZipFormat.MOST_ENTRIES; i++) {
            zip.add(new Entry(AT + i, new byte[0], 0));
        }
        assertThat(check().finish(FileContent.of(folder, zip.bytes())))
                .isInstanceOfSatisfying(
                        ModuleZip.ZipResult.MalformedZip.class,
                        bad -> assertThat(bad.why()).contains("more than 262144 entries"));
    }

    @Test
    void more_entries_than_sixteen_bits_count_are_hashed_with_a_zip64_end() throws IOException {
        ZipMaker zip = new ZipMaker();
        for (int i = 0; i < 70_000; i++) {
            zip.add(new Entry(AT + i, new byte[0], 0));
        }
        zip.zip64End = true;
        assertThat(check().finish(FileContent.of(folder, zip.bytes()))).isInstanceOf(ModuleZip.ZipResult.Hashed.class);
    }

    @Test
    void go_mod_has_the_hash_that_go_sum_has() {
        // rsc.io/quote v1.5.2/go.mod in every go.sum that names it.
        byte[] goMod = "module \"rsc.io/quote\"\n\nrequire \"rsc.io/sampler\" v1.3.0\n".getBytes(UTF_8);
        assertThat(GoModHash.h1(goMod)).isEqualTo("h1:LzX7hefJvL54yjefDEDHNONDjII0t9xZLPXsUe+TKr0=");
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void generated_damage_is_read_to_the_end(long seed) throws IOException {
        Random random = new Random(seed);
        byte[] good = module().add(entry("M.go", 0).with(Sizes.BARE))
                .add(entry("n/N.go", 8))
                .bytes();
        for (int i = 0; i < 500; i++) {
            byte[] zip = ZipDamage.damage(good, random);
            ModuleZip.ZipResult result = check().finish(FileContent.of(folder, zip));
            assertThat(result).as("seed %d, case %d", seed, i).isNotNull();
        }
    }
}
