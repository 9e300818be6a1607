package dev.breakwater.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A checksum database that signs, in memory: whatever is added can be looked up, at once and under every older head. It
 * can start with millions of fillers, all the same record, which cost nothing: their subtrees are equal. Its key pair is
 * the published one of the tests of golang.org/x/mod, under any name. Safe for many threads.
 *
 * <p>It shares no code with what it tests: two that are wrong together would agree. Its proof are the known answers of
 * golang.org/x/mod. To lie with: {@link #fork}, {@link #getAt}, {@link #lookupOfAnother}, {@link #forged}.
 */
public final class SigningDatabase {
    private static final byte[] SEED = Base64.getDecoder().decode("e7r6hpVo5i5A4Wt/VXn0krWjBwWUlwfDBccN8MbFI+Q=");
    private static final byte[] KEY = Base64.getDecoder().decode("AcTrnkbUA+TU4heY3hkjiSES/DSQniBqIeQ/YppAUtK6");
    private static final String FILLER = "example.com/filler v1.0.0 h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";

    private static final int WIDTH = 256;
    private static final Pattern TILE =
            Pattern.compile("tile/8/(data|[0-7])/((?:x[0-9]{3}/){0,4}[0-9]{3})(?:\\.p/([0-9]{1,3}))?");

    private final String name;
    private final long fillers;
    private final byte[][] filled = new byte[56][];
    private final NavigableMap<Long, String> records = new TreeMap<>();
    private final Map<String, Long> ids = new HashMap<>();
    private final Map<Node, byte[]> hashes = new HashMap<>();
    private long size;

    private record Node(int level, long index) {}

    /** An empty database. */
    public SigningDatabase(String name) {
        this(name, 0);
    }

    /** A database that starts with that many fillers, which nobody looks up. */
    public SigningDatabase(String name, long fillers) {
        this.name = name;
        this.fillers = fillers;
        this.size = fillers;
        filled[0] = leaf(FILLER);
        for (int level = 1; level < filled.length; level++) {
            filled[level] = node(filled[level - 1], filled[level - 1]);
        }
    }

    /** The key to configure, as in {@code name+hash+key}. */
    public String key() {
        return name + "+" + HexFormat.of().formatHex(keyHash()) + "+" + base64(KEY);
    }

    /** How many records there are. */
    public synchronized long size() {
        return size;
    }

    /** Adds a record with both lines, and returns its number. The hashes are whole, as in {@code h1:…=}. */
    public synchronized long add(String module, String version, String zip, String goMod) {
        return add(module, version, text(module, version, zip, goMod));
    }

    /** Adds a record of that very text, to be found as {@code module@version}. */
    public synchronized long add(String module, String version, String text) {
        put(size, module, version, text);
        return size++;
    }

    /** Puts a record in the place of a filler. Before anything of this database was asked for. */
    public synchronized void put(long id, String module, String version, String text) {
        if (id < fillers && !hashes.isEmpty()) {
            throw new IllegalStateException("the tree has been seen, it cannot change any more");
        }
        records.put(id, text);
        ids.put(module + "@" + version, id);
    }

    /** A record's text as the go command writes it. */
    public static String text(String module, String version, String zip, String goMod) {
        String line = module + " " + version;
        return line + " " + zip + "\n" + line + "/go.mod " + goMod + "\n";
    }

    /**
     * What a GET below {@code /sumdb/<name>} (or, at the database's own host, below its root) answers; null is a 404.
     * Knows {@code supported}, {@code latest}, {@code lookup/<escaped module>@<escaped version>} and {@code tile/…}, of
     * any width. A slash in front does not matter.
     */
    public synchronized byte @Nullable [] get(String path) {
        return getAt(path, size);
    }

    /** What {@link #get} answered when there were {@code then} records: how a stale copy looks. */
    public synchronized byte @Nullable [] getAt(String slashed, long then) {
        String path = slashed.startsWith("/") ? slashed.substring(1) : slashed;
        if (path.equals("supported")) {
            return new byte[0];
        }
        if (path.equals("latest")) {
            return latestAt(then);
        }
        if (path.startsWith("lookup/")) {
            Long id = ids.get(unescaped(path.substring("lookup/".length())));
            return id == null || id >= then ? null : reply(id, then);
        }
        Matcher tile = TILE.matcher(path);
        return tile.matches() ? tile(tile, then) : null;
    }

    /** The signed head from when there were {@code then} records. */
    public synchronized byte[] latestAt(long then) {
        return sign("go.sum database tree\n" + then + "\n" + base64(root(then)) + "\n");
    }

    /** The reply to a lookup as it would have been when there were {@code then} records, with what is known now. */
    public synchronized byte[] lookupAt(String module, String version, long then) {
        return reply(id(module, version), then);
    }

    /** A reply to every lookup that is all genuine, but about another module. */
    public byte[] lookupOfAnother() {
        synchronized (this) {
            String another = "another.example/module@v1.0.0";
            if (!ids.containsKey(another)) {
                add("another.example/module", "v1.0.0", "h1:zip=", "h1:mod=");
            }
            return reply(id("another.example/module", "v1.0.0"), size);
        }
    }

    /** A database with the same key that had the same first {@code common} records, and goes its own way from there. */
    public synchronized SigningDatabase fork(long common) {
        SigningDatabase fork = new SigningDatabase(name, Math.min(fillers, common));
        records.headMap(common, false).forEach(fork.records::put);
        ids.forEach((what, id) -> {
            if (id < common) {
                fork.ids.put(what, id);
            }
        });
        fork.size = common;
        return fork;
    }

    /** The same number of other bytes. */
    public static byte[] forged(byte[] honest) {
        byte[] forged = honest.clone();
        for (int i = 0; i < forged.length; i += 32) {
            forged[i] ^= 1;
        }
        return forged;
    }

    /** Signs any text that ends in a line break. */
    public byte[] sign(String text) {
        byte[] signature = concat(keyHash(), signature(text.getBytes(StandardCharsets.UTF_8)));
        return (text + "\n— " + name + " " + base64(signature) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] signature(byte[] message) {
        try {
            PrivateKey key = KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, SEED));
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(key);
            ed25519.update(message);
            return ed25519.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }

    private byte[] keyHash() {
        return Arrays.copyOf(sha256((name + "\n").getBytes(StandardCharsets.UTF_8), KEY), 4);
    }

    /** The number of a record that was added. */
    public synchronized long id(String module, String version) {
        Long id = ids.get(module + "@" + version);
        if (id == null) {
            throw new IllegalArgumentException("never added: " + module + "@" + version);
        }
        return id;
    }

    private byte[] reply(long id, long then) {
        String head = new String(latestAt(then), StandardCharsets.UTF_8);
        return (id + "\n" + record(id) + "\n" + head).getBytes(StandardCharsets.UTF_8);
    }

    private String record(long id) {
        return records.getOrDefault(id, FILLER);
    }

    private byte @Nullable [] tile(Matcher path, long then) {
        boolean data = path.group(1).equals("data");
        int level = data ? 0 : Integer.parseInt(path.group(1));
        long first = WIDTH * Long.parseLong(path.group(2).replace("/", "").replace("x", ""));
        int width = path.group(3) == null ? WIDTH : Integer.parseInt(path.group(3));
        if (width < 1 || first + width > then >>> (8 * level)) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (long i = first; i < first + width; i++) {
            bytes.writeBytes(data ? (record(i) + "\n").getBytes(StandardCharsets.UTF_8) : hash(8 * level, i));
        }
        return bytes.toByteArray();
    }

    /** The root over the first {@code count} records: RFC 6962, section 2.1, literally. */
    private byte[] root(long count) {
        return count == 0 ? sha256() : root(0, count);
    }

    private byte[] root(long first, long count) {
        long left = Long.highestOneBit(count);
        if (left == count) {
            int level = Long.numberOfTrailingZeros(left);
            return hash(level, first >>> level);
        }
        return node(root(first, left), root(first + left, count - left));
    }

    private byte[] hash(int level, long index) {
        long first = index << level;
        long end = (index + 1) << level;
        if (end <= fillers && records.subMap(first, true, end, false).isEmpty()) {
            return filled[level];
        }
        byte[] known = hashes.get(new Node(level, index));
        if (known != null) {
            return known;
        }
        byte[] hash =
                level == 0 ? leaf(record(index)) : node(hash(level - 1, 2 * index), hash(level - 1, 2 * index + 1));
        hashes.put(new Node(level, index), hash);
        return hash;
    }

    private static byte[] leaf(String record) {
        return sha256(new byte[] {0}, record.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] node(byte[] left, byte[] right) {
        return sha256(new byte[] {1}, left, right);
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(concat(parts));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String unescaped(String path) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            boolean upper = path.charAt(i) == '!' && i + 1 < path.length();
            plain.append(upper ? Character.toUpperCase(path.charAt(++i)) : path.charAt(i));
        }
        return plain.toString();
    }
}
