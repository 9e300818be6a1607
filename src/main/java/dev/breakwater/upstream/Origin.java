package dev.breakwater.upstream;

/** One place to ask for things: a mirror, a registry, or the version control behind it. */
public interface Origin {
    /** Its name, as the operator gave it. */
    String name();

    /** What it fails together with: two origins of one domain are not two witnesses. */
    String domain();
}
