package dev.breakwater.format.go;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.format.go.module.CaseFolding;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.format.go.zip.FileContent;
import dev.breakwater.format.go.zip.ModuleZip;
import dev.breakwater.format.go.zip.ZipDamage;
import dev.breakwater.format.go.zip.ZipMaker;
import dev.breakwater.ownership.NamePattern;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever we accept, Go reads, and reads alike. It may accept what we do not. */
class SameAsGoTest {
    private static final String AT = "x.y/m@v1.0.0/";
    private static final ModulePath MODULE = ModulePath.parse("x.y/m").get();
    private static final Version VERSION = Version.parse("v1.0.0").get();
    /** More cases for a run by hand: {@code -Dbreakwater.fuzz=100000}. */
    private static final int CASES = Integer.getInteger("breakwater.fuzz", 3000);

    private static final List<ZipMaker.Sizes> FORMS = List.copyOf(EnumSet.allOf(ZipMaker.Sizes.class));

    @TempDir
    static Path folder;

    private static GoOracle go;

    @BeforeAll
    static void compile() throws IOException, InterruptedException {
        go = GoOracle.in(folder);
    }

    private static ZipMaker seed(Random random) {
        ZipMaker zip = new ZipMaker().file(AT + "go.mod", "module x.y/m\n");
        String[] names = {"a.go", "b/B.go", "b/", "LICENSE", "é", "z/z/z", "a", "A.go"};
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            byte[] data = new byte[random.nextInt(60)];
            random.nextBytes(data);
            String name = names[random.nextInt(names.length)];
            ZipMaker.Sizes sizes = FORMS.get(random.nextInt(FORMS.size()));
            zip.add(new ZipMaker.Entry(AT + name, name.endsWith("/") ? new byte[0] : data, random.nextBoolean() ? 8 : 0)
                    .with(sizes));
        }
        zip.zip64End = random.nextInt(6) == 0;
        zip.comment = random.nextInt(6) == 0 ? "comment" : "";
        return zip;
    }

    private record Case(Path file, String ours) {}

    private static Case judged(byte[] bytes, int number, Random random) throws IOException {
        Path file = Files.write(folder.resolve(number + ".zip"), bytes);
        ModuleZip check = new ModuleZip(MODULE, VERSION);
        int cut = random.nextInt(bytes.length + 1);
        check.update(ByteBuffer.wrap(bytes, 0, cut));
        return switch (check.finish(new FileContent(file))) {
            case ModuleZip.ZipResult.Hashed(String h1) -> new Case(file, h1);
            case ModuleZip.ZipResult.MalformedZip(String why, String defect) -> new Case(file, why);
        };
    }

    /** How many were accepted. */
    private static long compare(List<Case> cases, long seed) throws IOException, InterruptedException {
        List<String> answers = go.ask(cases.stream().map(c -> c.file.toString()).toList(), "zips", "x.y/m@v1.0.0");
        assertThat(answers).hasSameSizeAs(cases);
        long accepted = 0;
        for (int i = 0; i < cases.size(); i++) {
            if (cases.get(i).ours.startsWith("h1:")) {
                accepted++;
                assertThat(answers.get(i)).as("seed %d, case %d", seed, i).isEqualTo(cases.get(i).ours);
            }
            Files.delete(cases.get(i).file);
        }
        return accepted;
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22})
    void damaged_zip_that_is_accepted_has_the_hash_that_go_computes(long seed) throws Exception {
        Random random = new Random(seed);
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < CASES; i++) {
            cases.add(judged(ZipDamage.damage(seed(random).bytes(), random), i, random));
        }
        // Damage in a comment, a time or the flag for UTF-8 in both headers is none: some must get through.
        assertThat(compare(cases, seed)).isPositive();
    }

    @Test
    void whole_zip_has_the_hash_that_go_computes_in_every_form() throws Exception {
        long seed = 31;
        Random random = new Random(seed);
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            cases.add(judged(seed(random).bytes(), i, random));
        }
        assertThat(compare(cases, seed)).isGreaterThan(300);
    }

    @ParameterizedTest
    @EnumSource(ZipMaker.Sizes.class)
    void deflated_data_is_unpacked_as_go_does_it_or_refused(ZipMaker.Sizes sizes) throws Exception {
        Random random = new Random(41);
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            byte[] data = ("package m // " + "ab".repeat(random.nextInt(40)) + random.nextInt()).getBytes(UTF_8);
            ZipMaker.Entry entry = new ZipMaker.Entry(AT + "m.go", data, 8).with(sizes);
            int at = random.nextInt(entry.packed.length);
            entry.packed[at] ^= (byte) (1 << random.nextInt(8));
            withTheChecksumOfWhatComesOut(entry);
            cases.add(judged(new ZipMaker().add(entry).bytes(), i, random));
        }
        compare(cases, 41);
    }

    /** So that it is the unpacking that is compared, and not the checksum that refuses. */
    private static void withTheChecksumOfWhatComesOut(ZipMaker.Entry entry) {
        byte[] out = new byte[1 << 16];
        try (java.util.zip.Inflater inflater = new java.util.zip.Inflater(true)) {
            inflater.setInput(entry.packed);
            int n = inflater.inflate(out);
            java.util.zip.CRC32 crc = new java.util.zip.CRC32();
            crc.update(out, 0, n);
            entry.crc = (int) crc.getValue();
            entry.size = n;
        } catch (java.util.zip.DataFormatException e) {
            // Neither unpacks it then.
            entry.crc = 0;
        }
    }

    @Test
    void names_are_allowed_only_where_go_allows_them() throws Exception {
        long seed = 51;
        Random random = new Random(seed);
        String[] parts = {
            "a", "A", "go.mod", "GO.MOD", "/", "//", ".", "..", "con", "aux.", "~1", "é", "É", "\u212a", "k", "ſ", "ı",
            "I", " ", "\\", ":", "\u0000", "☺", "LICENSE", "-", "𐐀", "𐐨", "lpt1.x", "ς", "σ"
        };
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < CASES; i++) {
            ZipMaker zip = new ZipMaker();
            for (int n = random.nextInt(4); n >= 0; n--) {
                StringBuilder name = new StringBuilder(random.nextInt(20) == 0 ? "" : AT);
                for (int k = random.nextInt(5); k >= 0; k--) {
                    name.append(parts[random.nextInt(parts.length)]);
                }
                zip.file(name.toString(), "");
            }
            cases.add(judged(zip.bytes(), i, random));
        }
        assertThat(compare(cases, seed)).isPositive();
    }

    @Test
    void case_folds_as_in_go_wherever_go_folds() throws Exception {
        Map<Integer, Integer> least = new HashMap<>();
        for (String line : go.ask(List.of(), "folds")) {
            String[] two = line.split(" ", 2);
            least.put(Integer.parseInt(two[0]), Integer.parseInt(two[1]));
        }
        assertThat(least).hasSizeGreaterThan(1000);
        least.forEach((c, d) -> assertThat(CaseFolding.fold(c)).as("U+%04X", c).isEqualTo(CaseFolding.fold(d)));
        Map<Integer, Integer> ours = new HashMap<>();
        for (int c = 0; c < 0x3000; c++) {
            Integer before = ours.putIfAbsent(CaseFolding.fold(c), c);
            // What folds only for us may be newer than that Go: letters are added in pairs.
            if (before != null && !least.getOrDefault(c, c).equals(least.getOrDefault(before, before))) {
                assertThat(c).as("U+%04X and U+%04X", before, c).isGreaterThan(0x1c80);
            }
        }
    }

    @Test
    void pattern_matches_what_it_matches_in_go() throws Exception {
        long seed = 61;
        Random random = new Random(seed);
        String[] parts = {"a", "b", "/", "*", "?", "[", "]", "^", "-", "[a-c]", "[^b]", "\\", "**", "a*b", "."};
        String[] names = {"a", "b", "c", "/", ".", "-", "ab", "]", "A"};
        List<String> questions = new ArrayList<>();
        for (int i = 0; i < CASES * 4; i++) {
            questions.add(text(parts, 5, random) + "\t" + text(names, 6, random));
        }
        List<String> answers = go.ask(questions, "match");
        for (int i = 0; i < questions.size(); i++) {
            String[] two = questions.get(i).split("\t", 2);
            String ours = matched(two[0], two[1]);
            // Go tells of a malformed pattern only where it gets to see the fault, and to us case does not count.
            boolean mayDiffer = ours.equals("malformed") || two[1].contains("A");
            if (!mayDiffer || answers.get(i).equals("true")) {
                assertThat(ours).as("seed %d: %s", seed, questions.get(i)).isEqualTo(answers.get(i));
            }
        }
    }

    private static String text(String[] parts, int most, Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most); i >= 0; i--) {
            text.append(parts[random.nextInt(parts.length)]);
        }
        return text.toString();
    }

    private static String matched(String pattern, String name) {
        try {
            return String.valueOf(NamePattern.parse(pattern).matches(name));
        } catch (IllegalArgumentException e) {
            return "malformed";
        }
    }
}
