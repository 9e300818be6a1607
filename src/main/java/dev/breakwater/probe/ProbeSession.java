package dev.breakwater.probe;

import java.util.List;

/** A format's part of one evaluation. Tasks run at the same time, each on its own thread. */
public interface ProbeSession {
    /** The visit to the mirror that {@code steps} ask. Called once for each, before anything is asked. */
    MirrorVisit visit(ProbeSteps steps);

    /** What to ask beside the mirrors' {@linkplain MirrorVisit#arrive first questions}. */
    default List<Runnable> beforehand() {
        return List.of();
    }

    /** What to ask beside the mirrors' {@linkplain MirrorVisit#examine further questions}. */
    default List<Runnable> examinations(SampleChoice choice) {
        return List.of();
    }

    /** What to compare after all questions. */
    default List<Runnable> comparisons() {
        return List.of();
    }

    /** What the answers prove; called at the end, when requests may still hang. */
    ProbeJudgement judgement(Common common);
}
