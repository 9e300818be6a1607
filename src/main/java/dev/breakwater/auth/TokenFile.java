package dev.breakwater.auth;

import dev.breakwater.store.DataFolders;
import dev.breakwater.store.DurableFile;
import dev.breakwater.verify.Digest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tokens of a data folder: {@code auth/tokens.json}. Commands change it while a server runs, one at a time, and it is
 * replaced as a whole: a reader gets the old file or the new one. It holds no secret: see {@link Token}.
 */
public final class TokenFile {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** The file lock belongs to the process: it keeps out other processes, but not other threads. */
    private static final ReentrantLock ONE = new ReentrantLock();

    private final Path file;
    private final DurableFile content;

    private record Written(
            String id,
            String name,
            String sha256,
            String created,
            @Nullable String expires,
            List<String> may,
            List<String> repositories,
            List<String> patterns,
            @Nullable String from,
            @Nullable String label) {}

    /** Of the data folder {@code dataDir}; the file need not exist. */
    public TokenFile(Path dataDir) {
        this.file = dataDir.resolve("auth").resolve("tokens.json");
        this.content = new DurableFile(file);
    }

    /** Its path. */
    Path path() {
        return file;
    }

    /**
     * All tokens, in the order of their creation; none if there is no file.
     *
     * @throws IOException if it cannot be read, or is not a valid token file
     */
    public List<Token> read() throws IOException {
        Optional<byte[]> bytes = content.read();
        return bytes.isEmpty() ? List.of() : parsed(bytes.get());
    }

    /**
     * Changes the tokens; durable when it returns. Waits while another process changes them.
     *
     * @return the tokens after the change
     */
    public List<Token> change(UnaryOperator<List<Token>> change) throws IOException {
        ONE.lock();
        try {
            return changed(change);
        } finally {
            ONE.unlock();
        }
    }

    private List<Token> changed(UnaryOperator<List<Token>> change) throws IOException {
        Path folder = DataFolders.make(file.resolveSibling(""));
        try (FileChannel channel =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            List<Token> before = read();
            List<Token> after = List.copyOf(change.apply(before));
            if (!after.equals(before)) {
                content.replace(JSON.writeValueAsBytes(
                        after.stream().map(TokenFile::written).toList()));
            }
            lock.release();
            return after;
        }
    }

    private static Written written(Token token) {
        return new Written(
                token.id(),
                token.name(),
                token.hash().hex(),
                token.created().toString(),
                token.expires() == null ? null : token.expires().toString(),
                token.scope().may().stream().sorted().map(Permission::written).toList(),
                token.scope().repositories(),
                token.scope().patterns(),
                token.origin() == null ? null : token.origin().from(),
                token.origin() == null ? null : token.origin().label());
    }

    private List<Token> parsed(byte[] bytes) throws IOException {
        try {
            List<Token> tokens = new ArrayList<>();
            for (JsonNode each : JSON.readTree(bytes)) {
                tokens.add(token(JSON.treeToValue(each, Written.class)));
            }
            return List.copyOf(tokens);
        } catch (JacksonException | IllegalArgumentException | NullPointerException | DateTimeException e) {
            throw new IOException(
                    file + " is not a valid token file: " + e.getMessage()
                            + "; restore it, or remove it and create the tokens again",
                    e);
        }
    }

    private static Token token(Written written) {
        Set<Permission> may = EnumSet.noneOf(Permission.class);
        for (Permission each : Permission.values()) {
            if (written.may.contains(each.written())) {
                may.add(each);
            }
        }
        return new Token(
                written.id,
                written.name,
                new Digest(written.sha256),
                Instant.parse(written.created),
                written.expires == null ? null : Instant.parse(written.expires),
                new Scope(may, written.repositories, written.patterns),
                written.from == null ? null : new TokenOrigin(written.from, String.valueOf(written.label)));
    }
}
