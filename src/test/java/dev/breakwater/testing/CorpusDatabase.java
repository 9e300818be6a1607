package dev.breakwater.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The signed checksum database of a corpus. Like the real one it takes in what it did not know when it is first looked
 * up, from the corpus; what the corpus held at the start is in it from the start. Its past ({@link #stale}) is half of
 * that, its other timeline ({@link #forked}) shares that half and holds the rest in the opposite order.
 */
public final class CorpusDatabase implements SumdbPages {
    private final Corpus corpus;
    private final String name;
    private final SigningDatabase database;
    private final SigningDatabase fork;
    private final long past;

    private record Sums(String module, String version, String zip, String mod) {
        void addTo(SigningDatabase database) {
            database.add(module, version, zip, mod);
        }
    }

    /** The database {@code name}, as in {@code sum.test}, of {@code corpus}. */
    public CorpusDatabase(String name, Corpus corpus) {
        this.name = name;
        this.corpus = corpus;
        this.database = new SigningDatabase(name);
        List<Sums> all = new ArrayList<>();
        corpus.forEach((module, version, zip, mod) -> all.add(new Sums(module, version, zip, mod)));
        all.forEach(sums -> sums.addTo(database));
        this.past = all.size() / 2;
        this.fork = database.fork(past);
        all.subList((int) past, all.size()).reversed().forEach(sums -> sums.addTo(fork));
    }

    /** Its name, below {@code /sumdb/}. */
    public String name() {
        return name;
    }

    /** Its verifier key, for GOSUMDB and {@code checksum-databases}. */
    public String key() {
        return database.key();
    }

    /** What signs it, for lies that are not prepared here. */
    public SigningDatabase signing() {
        return database;
    }

    @Override
    public synchronized byte @Nullable [] page(String path) {
        byte[] known = database.get(path);
        if (known != null || !path.startsWith("/lookup/")) {
            return known;
        }
        String[] wanted = path.substring("/lookup/".length()).split("@", -1);
        Optional<Release> release = wanted.length != 2
                ? Optional.empty()
                : Escaped.unescape(wanted[0])
                        .flatMap(module ->
                                Escaped.unescape(wanted[1]).flatMap(version -> corpus.release(module, version)));
        release.ifPresent(it -> database.add(it.module(), it.version(), it.zipH1(), it.modH1()));
        return release.isPresent() ? database.get(path) : null;
    }

    @Override
    public SumdbPages forked() {
        return fork::get;
    }

    @Override
    public SumdbPages stale() {
        return path -> database.getAt(path, past);
    }
}
