package dev.breakwater.testing;

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
