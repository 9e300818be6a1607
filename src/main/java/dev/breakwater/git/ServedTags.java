package dev.breakwater.git;

import dev.breakwater.git.GitException.GitFault;
import dev.breakwater.store.DataFolders;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The record of served tags with their commits at that time: lines of hash and tag in a file that only grows. If a tag moves
 * later, this server's clients still get the recorded commit.
 */
final class ServedTags {
    private final Path file;
    private final Map<String, String> served = new ConcurrentHashMap<>();
    private final Map<String, String> told = new ConcurrentHashMap<>();

    private ServedTags(Path file) {
        this.file = file;
    }

    /** Reads {@code file}, which need not exist. Ignores a line that a crash left unfinished at its end. */
    static ServedTags load(Path file) throws IOException {
        ServedTags tags = new ServedTags(file);
        if (!Files.exists(file)) {
            return tags;
        }
        String text = Files.readString(file);
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n", -1)) {
            String[] parts = line.split(" ", 2);
            if (parts.length == 2 && Refs.isHash(parts[0])) {
                tags.served.putIfAbsent(parts[1], parts[0]);
            }
        }
        return tags;
    }

    Optional<String> get(String tag) {
        return Optional.ofNullable(served.get(tag));
    }

    synchronized void add(String tag, String hash) throws GitException {
        if (served.containsKey(tag)) {
            return;
        }
        byte[] line = ("\n" + hash + " " + tag + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            DataFolders.make(file.resolveSibling(""));
            try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                out.write(ByteBuffer.wrap(line));
                out.force(true);
            }
        } catch (IOException e) {
            throw new GitException(GitFault.BROKEN, "can't write " + file + ": " + e.getMessage(), e);
        }
        served.put(tag, hash);
    }

    /** Messages about tags that have moved, each reported once. */
    List<String> moved(Refs refs) {
        List<String> sentences = new ArrayList<>();
        served.forEach((tag, hash) -> {
            String now = refs.tags().getOrDefault(tag, hash);
            if (!now.equals(hash) && !now.equals(told.put(tag, now))) {
                sentences.add("the tag " + tag + " moved from " + hash + " to " + now
                        + "; Breakwater still serves the old commit: ask the owner to tag a new version instead");
            }
        });
        return sentences;
    }
}
