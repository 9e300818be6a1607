package dev.breakwater.probe;

import dev.breakwater.upstream.Traffic;

/** A kind of request to a mirror. {@link CommonQuestion} has those that every format may use; a format has further ones. */
public interface ProbeQuestion {
    /** What an answer is worth. */
    enum Expectation {
        /** It has this; an honest "not found" says nothing. */
        CONTENT,
        /** The same, sent to measure its speed under load. */
        LOAD,
        /** This does not exist: only "not found" is right. */
        ABSENCE,
        /** It may or may not have this. */
        EITHER,
        /** Part of something that it has sent before. */
        PART,
        /** Proof of content, which it need not have. */
        PROOF,
        /** A part of a proof, or whether it has any: the lack of it says nothing. */
        SUPPORT,
        /** A service beside the content: neither its lack nor its failure says anything about the mirror. */
        SERVICE,
        /** How it handles HTTP: a failure says nothing. */
        MANNERS
    }

    /** Its name: a constant's. */
    String name();

    /** The class of traffic. */
    Traffic traffic();

    /** What an answer is worth. */
    Expectation expectation();
}
