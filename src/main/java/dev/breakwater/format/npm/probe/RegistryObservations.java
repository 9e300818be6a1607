package dev.breakwater.format.npm.probe;

import dev.breakwater.format.npm.document.DocumentSummary;
import dev.breakwater.format.npm.signature.RegistrySignature;
import dev.breakwater.format.npm.tarball.Integrity;
import dev.breakwater.probe.Observations;
import dev.breakwater.probe.SampleVersion;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What only an npm registry can show. Many threads write; readers get copies. */
final class RegistryObservations {
    /**
     * The record of one version.
     *
     * @param tarball where its tarball is; empty if it does not say
     */
    record VersionRecord(Integrity integrity, List<RegistrySignature> signatures, String tarball) {}

    private final Observations general;
    private final Map<String, DocumentSummary> documents = new HashMap<>();
    private final Map<SampleVersion, VersionRecord> records = new HashMap<>();
    private final Map<SampleVersion, Integrity> tarballs = new HashMap<>();
    private final Map<NpmQuestion, String> offers = new EnumMap<>(NpmQuestion.class);
    private @Nullable Boolean jsonAbsence;

    RegistryObservations(Observations general) {
        this.general = general;
    }

    /** Those that every format makes. */
    Observations general() {
        return general;
    }

    synchronized void document(String name, DocumentSummary document) {
        documents.put(name, document);
    }

    /** The whole documents that it sent, by name. */
    synchronized Map<String, DocumentSummary> documents() {
        return Map.copyOf(documents);
    }

    synchronized void record(SampleVersion subject, VersionRecord record) {
        records.put(subject, record);
    }

    synchronized Map<SampleVersion, VersionRecord> records() {
        return Map.copyOf(records);
    }

    /** Records the hashes of a tarball's bytes. */
    synchronized void tarball(SampleVersion subject, Integrity bytes) {
        tarballs.put(subject, bytes);
    }

    synchronized Map<SampleVersion, Integrity> tarballs() {
        return Map.copyOf(tarballs);
    }

    /** When its document says that a version was published; null if it does not say. */
    synchronized @Nullable Instant time(SampleVersion subject) {
        DocumentSummary document = documents.get(subject.module());
        return document == null ? null : document.times().get(subject.version());
    }

    /** Records whether it offers what {@code question} asks for, as in {@link RegistryReport}. */
    synchronized void offers(NpmQuestion question, String word) {
        offers.put(question, word);
    }

    synchronized String offers(NpmQuestion question) {
        return offers.getOrDefault(question, "unknown");
    }

    synchronized void jsonAbsence(boolean json) {
        jsonAbsence = jsonAbsence == null ? json : jsonAbsence && json;
    }

    /** Whether its 404 for a package is JSON; null if it sent none. */
    synchronized @Nullable Boolean jsonAbsence() {
        return jsonAbsence;
    }
}
