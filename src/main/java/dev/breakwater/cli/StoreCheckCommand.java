package dev.breakwater.cli;

import dev.breakwater.config.ConfigException;
import dev.breakwater.store.Entry;
import dev.breakwater.store.Store;
import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Reads every stored byte and compares it with what was verified. */
@Command(
        name = "check",
        description = "Verify every stored byte. Exits with 1 where something is damaged.",
        footer = {"", "Example:", "  breakwater store check --data-dir /var/lib/breakwater"})
final class StoreCheckCommand implements Callable<Integer> {
    private static final int CHUNK = 256 << 10;
    private static final int PROGRESS_EVERY = 500;

    private final Surroundings surroundings;
    private final List<Damage> damaged = new ArrayList<>();
    private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
    private long entries;
    private long bytes;

    @Mixin
    private final StoreChoice choice = new StoreChoice();

    /** An entry that is not what it was. */
    record Damage(String key, String what) {}

    /** The result. */
    record Result(long entries, long bytes, List<Damage> damaged) {}

    StoreCheckCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        try (Store store = choice.open(surroundings)) {
            store.walk(this::check);
        }
        progress("");
        if (choice.json()) {
            Json.print(surroundings.out(), new Result(entries, bytes, damaged));
        } else {
            damaged.forEach(each -> surroundings.out().println("damaged: " + each.key() + ": " + each.what()));
            surroundings
                    .out()
                    .println(entries + " entries, " + Sizes.shown(bytes) + ": "
                            + (damaged.isEmpty() ? "all as verified" : damaged.size() + " damaged"));
        }
        return damaged.isEmpty() ? Exit.DONE : Exit.NO;
    }

    private void check(Entry entry) {
        entries++;
        bytes += entry.size();
        if (entries % PROGRESS_EVERY == 0) {
            progress(entries + " entries, " + Sizes.shown(bytes) + " …");
        }
        try {
            Digest found = digest(entry);
            if (!found.equals(entry.sha256())) {
                damaged.add(new Damage(
                        entry.key().toString(),
                        "its SHA-256 is " + found.hex() + ", not "
                                + entry.sha256().hex()));
            }
        } catch (IOException e) {
            damaged.add(new Damage(entry.key().toString(), "cannot be read: " + e.getMessage()));
        }
    }

    private Digest digest(Entry entry) throws IOException {
        MessageDigest digest = Digest.sha256();
        try (FileChannel channel = entry.open()) {
            for (long at = 0; at < entry.size(); ) {
                chunk.clear().limit((int) Math.min(CHUNK, entry.size() - at));
                int read = channel.read(chunk, at);
                if (read < 0) {
                    throw new IOException("it ends after " + at + " of " + entry.size() + " bytes");
                }
                digest.update(chunk.flip());
                at += read;
            }
        }
        return Digest.of(digest);
    }

    private void progress(String text) {
        if (!choice.json() && surroundings.terminal().getAsBoolean()) {
            surroundings.err().print("\r\u001b[K" + text);
            surroundings.err().flush();
        }
    }
}
