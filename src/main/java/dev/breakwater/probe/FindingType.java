package dev.breakwater.probe;

/** A kind of finding. {@link ProbeFinding.FindingKind} has those of every format; a format may have further ones. */
public interface FindingType {
    /** Its name: a constant's. */
    String name();
}
