package dev.breakwater.cli;

import dev.breakwater.store.Key;
import dev.breakwater.store.StoreCheck;
import dev.breakwater.store.StoreRepair;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The repair of damaged files: moves each away, and lets a running server fetch it again. */
final class RepairRun {
    private static final String PLAIN = "-._~!$&'()*+,;=:@%/";

    private final StoreRepair repair;
    private final ServerFiles client;
    private final List<DamagedFile> found = new ArrayList<>();

    private record DamagedFile(
            StoreCheck.Damaged damaged,
            StoreRepair.@Nullable Moved moved,
            @Nullable String trouble) {}

    /**
     * The result for one file.
     *
     * @param movedTo its new path; empty if it stays
     * @param result what was done, for people
     * @param good whether nothing is left to do
     */
    record Mended(String file, String why, String movedTo, String result, boolean good) {}

    RepairRun(Path dataDir, ServerFiles client) {
        this.repair = new StoreRepair(dataDir);
        this.client = client;
    }

    /** Moves a damaged file away at once, so that it is not served while the rest is checked. */
    void move(StoreCheck.Damaged damaged) {
        try {
            found.add(new DamagedFile(damaged, repair.move(damaged.file()), null));
        } catch (IOException e) {
            found.add(new DamagedFile(damaged, null, String.valueOf(e.getMessage())));
        }
    }

    /** Lets the server fetch all moved files. */
    List<Mended> fetchAgain() {
        return found.stream().map(this::mended).toList();
    }

    private Mended mended(DamagedFile each) {
        StoreRepair.Moved moved = each.moved();
        if (moved == null || moved.to() == null) {
            String why = each.trouble() != null
                    ? each.trouble()
                    : "left in place: not a file of Breakwater, or replaced meanwhile; check it yourself";
            return result(each, "", why, false);
        }
        String to = moved.to().toString();
        Key key = moved.key();
        if (moved.hosted()) {
            String what = "published here, so no upstream has it: restore it from a backup or publish it again";
            return result(each, to, what, false);
        }
        if (key == null) {
            return result(each, to, "its original content is unknown; the next request fetches it", true);
        }
        return moved.absence()
                ? result(each, to, "it only recorded an absence; the next request asks the upstreams again", true)
                : fetched(each, to, key);
    }

    private Mended fetched(DamagedFile each, String to, Key key) {
        try {
            ServerFiles.Got got = client.get(path(key));
            return got.found()
                    ? result(each, to, "fetched again", true)
                    : result(each, to, "can't be fetched right now: " + got.why(), false);
        } catch (ConnectException e) {
            return result(each, to, "the next request fetches it again: " + e.getMessage(), true);
        } catch (IOException e) {
            return result(each, to, "can't be fetched right now: " + e.getMessage(), false);
        }
    }

    private static Mended result(DamagedFile each, String to, String what, boolean good) {
        String moved = to.isEmpty() ? what : "moved to " + to + "; " + what;
        return new Mended(each.damaged().file().toString(), each.damaged().why(), to, moved, good);
    }

    /**
     * Its path on the server. The first character is percent-encoded, as no other client does, to bypass the server's memory
     * cache, whose key is the path as sent and which may hold the damaged file.
     */
    static String path(Key key) {
        StringBuilder path = new StringBuilder("/" + key.repository() + "/");
        byte[] bytes = key.path().getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            char c = (char) (bytes[i] & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0);
            if (plain && i > 0) {
                path.append(c);
            } else {
                path.append('%').append(HexFormat.of().withUpperCase().toHexDigits(bytes[i]));
            }
        }
        return path.toString();
    }
}
