package dev.breakwater.hook;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A kind of code host: how its hooks report an event, and how they prove their origin. */
public enum HookHost {
    /** GitHub: the HMAC-SHA256 of the body, with {@code sha256=} before its hexadecimal digits. */
    GITHUB("X-GitHub-Event", "push|create|release", "X-Hub-Signature-256", Proof.PREFIXED_HMAC),
    /** GitLab: the secret itself. */
    GITLAB("X-Gitlab-Event", "push hook|tag push hook|release hook", "X-Gitlab-Token", Proof.TOKEN),
    /** Gitea and Forgejo: the HMAC-SHA256 of the body in hexadecimal digits. */
    GITEA("X-Gitea-Event", "push|create|release", "X-Gitea-Signature", Proof.HMAC);

    /** How a sender proves its origin. */
    enum Proof {
        PREFIXED_HMAC,
        HMAC,
        TOKEN
    }

    private final String eventHeader;
    /** A regular expression over events' names in lower case. */
    private final String wanted;

    private final String proofHeader;
    private final Proof proof;

    HookHost(String eventHeader, String wanted, String proofHeader, Proof proof) {
        this.eventHeader = eventHeader;
        this.wanted = wanted;
        this.proofHeader = proofHeader;
        this.proof = proof;
    }

    /** Its name in URLs: {@code github}, {@code gitlab}, {@code gitea}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The host with that label. */
    public static Optional<HookHost> of(String label) {
        return Stream.of(values()).filter(host -> host.label().equals(label)).findFirst();
    }

    /** Whether the proof is the secret itself, which could be guessed, rather than an HMAC of the body. */
    public boolean guessable() {
        return proof == Proof.TOKEN;
    }

    /** The header that names the event. */
    String eventHeader() {
        return eventHeader;
    }

    /** Whether an event of that name may create or change versions. */
    boolean wants(String event) {
        return event.toLowerCase(Locale.ROOT).matches(wanted);
    }

    /** The header with the proof of origin. */
    String proofHeader() {
        return proofHeader;
    }

    Proof proof() {
        return proof;
    }
}
