package dev.breakwater.format.oci.probe;

import dev.breakwater.probe.Common;
import dev.breakwater.probe.MirrorVisit;
import dev.breakwater.probe.ProbeJudgement;
import dev.breakwater.probe.ProbeSession;
import dev.breakwater.probe.ProbeSteps;
import dev.breakwater.probe.QuestionSet;
import java.util.ArrayList;
import java.util.List;

/** An evaluation of registries. */
final class OciSession implements ProbeSession {
    private final QuestionSet.SessionSetup setup;
    private final List<ImageObservations> observed = new ArrayList<>();

    OciSession(QuestionSet.SessionSetup setup) {
        this.setup = setup;
    }

    @Override
    public MirrorVisit visit(ProbeSteps steps) {
        ImageObservations registry = new ImageObservations(steps.notebook());
        observed.add(registry);
        return new OciVisit(setup.sample(), steps, registry, new ProbeTokens(setup, steps, registry));
    }

    @Override
    public ProbeJudgement judgement(Common common) {
        return new ImageJudgement(observed);
    }
}
