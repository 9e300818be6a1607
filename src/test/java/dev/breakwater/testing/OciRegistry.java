package dev.breakwater.testing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * A registry of images on a loopback port over an {@link OciCorpus}: a {@link Mirror}, which breaks in all of its ways, and that
 * also lies as registries can, demands tokens, and keeps blobs elsewhere. Any thread may call any method, while it serves.
 */
public final class OciRegistry implements AutoCloseable {
    private final Mirror mirror;
    private final OciPages pages;

    private OciRegistry(Mirror mirror, OciPages pages) {
        this.mirror = mirror;
        this.pages = pages;
    }

    /** A registry that serves {@code corpus}. */
    public static OciRegistry serving(OciCorpus corpus) {
        return start(corpus, MirrorSettings.of(new Corpus()));
    }

    /** A registry that serves {@code corpus}, on the wire as {@code settings} say. */
    public static OciRegistry start(OciCorpus corpus, MirrorSettings settings) {
        OciPages pages = new OciPages(corpus);
        return new OciRegistry(Mirror.start(settings, pages), pages);
    }

    /** Its address. */
    public String url() {
        return mirror.url();
    }

    /** Its host and port. */
    public String host() {
        return mirror.url().substring("http://".length());
    }

    /** What was asked of it. */
    public RequestLog log() {
        return mirror.log();
    }

    /** All connections to it that there ever were. */
    public int acceptedConnections() {
        return mirror.acceptedConnections();
    }

    /** How often it was asked for {@code path} by {@code method}. */
    public int asked(String method, String path) {
        List<Asked> all = mirror.log()
                .last(asked -> asked.method().equals(method) && asked.path().equals(path));
        return all.size();
    }

    /** From now on all its connections together send no more bytes a second than that; 0 for no limit. */
    public void line(long bytesPerSecond) {
        mirror.uplink(bytesPerSecond);
    }

    /** From now on it breaks so, and is honest. */
    public void fault(Fault fault) {
        // in this order: a list that it was in the middle of must not end honestly
        mirror.fault(fault);
        pages.lie(null);
    }

    /** From now on its blobs break so; all else is well. */
    public void blobFault(Fault fault) {
        pages.lie(null);
        mirror.fault(fault, asked -> asked.path().contains("/blobs/"));
    }

    /** From now on its token service breaks so; all else is well. */
    public void tokenFault(Fault fault) {
        pages.lie(null);
        mirror.fault(fault, asked -> asked.path().equals("/token"));
    }

    /** From now on it lies so, and is well otherwise. */
    public void lie(OciLie lie) {
        mirror.heal();
        pages.lie(lie);
    }

    /** From now on it gives nothing without the token that {@code service} hands out, another registry or itself. */
    public void demandTokensOf(OciRegistry service) {
        pages.realm(service.url() + "/token");
    }

    /** From now on that is what its token service says. */
    public void tokenReply(String json) {
        pages.tokenReply(json);
    }

    /** From now on its token service refuses all but {@code user} with {@code password}. */
    public void tokensFor(String user, String password) {
        pages.tokenLogin(basic(user, password));
    }

    /** From now on it gives nothing without {@code user} and {@code password}, and takes no token. */
    public void demandLogin(String user, String password) {
        pages.login(basic(user, password));
    }

    private static String basic(String user, String password) {
        byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    /** From now on it redirects to {@code host} for each blob. */
    public void blobsAt(OciRegistry host) {
        pages.storage(host.url());
    }

    /** Nothing is wrong from now on. */
    public void heal() {
        pages.lie(null);
        mirror.heal();
    }

    @Override
    public void close() {
        mirror.close();
    }
}
