package dev.breakwater.testing;

import java.util.function.Predicate;

/**
 * An npm registry on a loopback port over an {@link NpmCorpus}: a {@link Mirror}, which breaks in all of its ways, and that also
 * lies as npm registries can. Any thread may call any method, while it serves.
 */
public final class NpmRegistry implements AutoCloseable {
    private final Mirror mirror;
    private final NpmPages pages;

    private NpmRegistry(Mirror mirror, NpmPages pages) {
        this.mirror = mirror;
        this.pages = pages;
    }

    /** A registry that serves {@code corpus}. */
    public static NpmRegistry serving(NpmCorpus corpus) {
        return start(corpus, MirrorSettings.of(new Corpus()).etags());
    }

    /** A registry that serves {@code corpus}, on the wire as {@code settings} say. */
    public static NpmRegistry start(NpmCorpus corpus, MirrorSettings settings) {
        NpmPages pages = new NpmPages(corpus);
        Mirror mirror = Mirror.start(settings, pages);
        pages.at(mirror.url());
        return new NpmRegistry(mirror, pages);
    }

    /** Its address. */
    public String url() {
        return mirror.url();
    }

    /** What was asked of it. */
    public RequestLog log() {
        return mirror.log();
    }

    /** From now on it breaks so, and is honest. */
    public void fault(Fault fault) {
        pages.lie(null);
        mirror.fault(fault);
    }

    /** From now on it breaks so for requests that {@code where} matches, and is honest. */
    public void fault(Fault fault, Predicate<Asked> where) {
        pages.lie(null);
        mirror.fault(fault, where);
    }

    /** Answers requests for the short form of documents as such; the content is that of the long one. */
    public NpmRegistry withShortForms() {
        pages.shortForms();
        return this;
    }

    /** Answers {@code path}, with a slash before it, with {@code json}, whatever the method. */
    public NpmRegistry offering(String path, String json) {
        pages.offer(path, json);
        return this;
    }

    /** Names tarballs below {@code url} in place of its own address. */
    public NpmRegistry naming(String url) {
        pages.at(url);
        return this;
    }

    /** From now on its tarballs break so; all else is well. */
    public void tarballFault(Fault fault) {
        pages.lie(null);
        mirror.fault(fault, asked -> asked.path().endsWith(".tgz"));
    }

    /** From now on it lies so, and is well otherwise. */
    public void lie(NpmLie lie) {
        mirror.heal();
        pages.lie(lie);
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
