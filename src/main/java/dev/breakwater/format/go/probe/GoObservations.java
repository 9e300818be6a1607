package dev.breakwater.format.go.probe;

import dev.breakwater.probe.Observations;
import dev.breakwater.probe.SampleVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What only a module mirror can show: hashes, and records of the checksum database. Many threads write; readers get copies. */
final class GoObservations {
    /**
     * A zip that was fetched.
     *
     * @param sha256 of its bytes
     * @param h1 its hash in the form of a checksum database; null if it is not a valid zip of that version
     */
    record ZipHash(String sha256, @Nullable String h1) {}

    /** The hashes in a checksum database's record, which was proven to be in it. */
    record Vouched(@Nullable String zip, @Nullable String goMod) {}

    private final Observations general;
    private final Map<SampleVersion, String> goMods = new HashMap<>();
    private final Map<SampleVersion, ZipHash> zips = new HashMap<>();
    private final Map<SampleVersion, Vouched> vouched = new HashMap<>();
    private final List<String> forged = new ArrayList<>();
    private final List<String> forks = new ArrayList<>();
    private byte @Nullable [] head;

    GoObservations(Observations general) {
        this.general = general;
    }

    /** Those that every format makes. */
    Observations general() {
        return general;
    }

    synchronized void goMod(SampleVersion subject, String h1) {
        goMods.put(subject, h1);
    }

    synchronized Map<SampleVersion, String> goMods() {
        return Map.copyOf(goMods);
    }

    synchronized void zip(SampleVersion subject, ZipHash zip) {
        zips.put(subject, zip);
    }

    synchronized Map<SampleVersion, ZipHash> zips() {
        return Map.copyOf(zips);
    }

    synchronized void vouched(SampleVersion subject, Vouched record) {
        vouched.put(subject, record);
    }

    synchronized Map<SampleVersion, Vouched> vouched() {
        return Map.copyOf(vouched);
    }

    /** Records a wrong answer about the checksum database. */
    synchronized void forged(String what) {
        forged.add(what);
    }

    synchronized List<String> forged() {
        return List.copyOf(forged);
    }

    /** Records that its history of the checksum database is another than that of a further source. */
    synchronized void fork(String what) {
        forks.add(what);
    }

    synchronized List<String> forks() {
        return List.copyOf(forks);
    }

    synchronized void head(byte[] note) {
        head = note;
    }

    synchronized byte @Nullable [] head() {
        return head;
    }
}
