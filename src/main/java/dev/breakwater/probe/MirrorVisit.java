package dev.breakwater.probe;

/** The questions of a format to one mirror, in two parts. Each step stops by itself when the time or traffic limit is reached. */
public interface MirrorVisit {
    /** Connects, and asks which versions there are. */
    void arrive();

    /** Asks everything else, about what was chosen by all mirrors' versions. */
    void examine(SampleChoice choice);
}
