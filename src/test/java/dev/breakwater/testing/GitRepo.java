package dev.breakwater.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a bare git repository by {@code git fast-import}: awkward ones too, which no working tree could make. Commits are
 * an hour apart from 2024-01-01 on, so that hashes and pseudo-versions are the same in every run.
 */
public final class GitRepo {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);
    private static final long FIRST = 1_704_067_200;

    private static final int FIRST_LARGE = 1_000_000;

    private final Path folder;
    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();
    private long time = FIRST;
    private int marks;
    private final IdentityHashMap<byte[], Integer> large = new IdentityHashMap<>();
    private final List<Long> times = new ArrayList<>();
    private String head = "main";

    GitRepo(Path folder) {
        this.folder = folder;
    }

    /** The files of a commit: path to content, each with a mode. */
    public static final class Tree {
        private final Map<String, byte[]> files = new LinkedHashMap<>();
        private final Map<String, String> modes = new LinkedHashMap<>();

        /** With this file. */
        public Tree file(String path, String content) {
            return file(path, content.getBytes(StandardCharsets.UTF_8));
        }

        /** With this file. */
        public Tree file(String path, byte[] content) {
            files.put(path, content);
            modes.put(path, "100644");
            return this;
        }

        /** With this symbolic link. */
        public Tree link(String path, String target) {
            file(path, target);
            modes.put(path, "120000");
            return this;
        }

        /** With this file, which may be run. */
        public Tree program(String path, String content) {
            file(path, content);
            modes.put(path, "100755");
            return this;
        }

        /** With this submodule, at some commit of nowhere. */
        public Tree submodule(String path) {
            file(path, "1234567890123456789012345678901234567890");
            modes.put(path, "160000");
            return this;
        }
    }

    /** A tree with a go.mod of {@code module}, for {@code go}, and one package. */
    public static Tree module(String module, String go) {
        return new Tree()
                .file("go.mod", "module " + module + "\n\ngo " + go + "\n")
                .file("lib.go", "package lib\n\nconst Of = \"" + module + "\"\n");
    }

    /** Adds a commit with just these files to {@code branch}; {@code parents} are marks, none for a new history. */
    public int commit(String branch, Tree tree, int... parents) {
        tree.files.values().forEach(this::large);
        marks++;
        write("commit refs/heads/" + branch + "\nmark :" + marks + "\ncommitter T Est <t@example.com> " + time
                + " +0100\n");
        times.add(time);
        time += 3600;
        data("commit " + marks);
        for (int i = 0; i < parents.length; i++) {
            write((i == 0 ? "from :" : "merge :") + parents[i] + "\n");
        }
        write("deleteall\n");
        tree.files.forEach((path, content) -> {
            String mode = tree.modes.getOrDefault(path, "100644");
            String quoted = "\"" + path.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
            if (mode.equals("160000")) {
                write("M 160000 " + new String(content, StandardCharsets.UTF_8) + " " + quoted + "\n");
            } else if (large.containsKey(content)) {
                write("M " + mode + " :" + large.get(content) + " " + quoted + "\n");
            } else {
                write("M " + mode + " inline " + quoted + "\n");
                data(content);
            }
        });
        write("\n");
        return marks;
    }

    /** Writes large content once, however often it stands in a tree. */
    private void large(byte[] content) {
        if (content.length > 1 << 20 && !large.containsKey(content)) {
            large.put(content, FIRST_LARGE + large.size());
            write("blob\nmark :" + large.get(content) + "\n");
            data(content);
        }
    }

    /** Adds a lightweight tag. */
    public GitRepo tag(String name, int mark) {
        write("reset refs/tags/" + name + "\nfrom :" + mark + "\n\n");
        return this;
    }

    /** Adds an annotated tag. */
    public GitRepo annotated(String name, int mark) {
        write("tag " + name + "\nfrom :" + mark + "\ntagger T Est <t@example.com> " + time + " +0000\n");
        data("tag " + name);
        return this;
    }

    /** Commits a tree on main and tags it, as simple repositories do. */
    public GitRepo release(String tag, Tree tree, int... parents) {
        return tag(tag, commit("main", tree, parents));
    }

    /** What HEAD is to be; {@code main} where nothing is said. */
    public GitRepo head(String branch) {
        head = branch;
        return this;
    }

    private void data(String text) {
        data(text.getBytes(StandardCharsets.UTF_8));
    }

    private void data(byte[] bytes) {
        write("data " + bytes.length + "\n");
        stream.writeBytes(bytes);
        write("\n");
    }

    private void write(String text) {
        stream.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes everything so far to the repository, which then serves it. */
    public GitRepo publish() {
        try {
            if (!Files.exists(folder.resolve("HEAD"))) {
                Files.createDirectories(folder);
                git(new byte[0], "init", "--quiet", "--bare", "--template=", ".");
            }
            git(
                    stream.toByteArray(),
                    "fast-import",
                    "--quiet",
                    "--force",
                    "--export-marks=marks",
                    "--import-marks-if-exists=marks");
            git(new byte[0], "symbolic-ref", "HEAD", "refs/heads/" + head);
            stream.reset();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The hash of what {@code name} leads to. */
    public String hash(String name) {
        try {
            return git(new byte[0], "rev-parse", "--verify", name + "^{commit}").strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands at the end of the pseudo-version of the commit {@code mark}, once it is published. */
    public String pseudo(int mark) {
        String hash;
        try {
            String line = Files.readAllLines(folder.resolve("marks")).stream()
                    .filter(l -> l.startsWith(":" + mark + " "))
                    .findFirst()
                    .orElseThrow();
            hash = line.substring(line.indexOf(' ') + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return STAMP.format(Instant.ofEpochSecond(times.get(mark - 1))) + "-" + hash.substring(0, 12);
    }

    /** Where it lies. */
    public Path folder() {
        return folder;
    }

    /** Runs git in the repository. */
    public String git(byte[] input, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of("git"));
        line.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
        Process process = builder.start();
        Thread.ofVirtual().start(() -> {
            try (var out = process.getOutputStream()) {
                out.write(input);
            } catch (IOException e) {
                // it ended early, and says why
            }
        });
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.onExit().join().exitValue();
        if (exit != 0) {
            throw new IOException(line + " in " + folder + ": " + said);
        }
        return said;
    }
}
