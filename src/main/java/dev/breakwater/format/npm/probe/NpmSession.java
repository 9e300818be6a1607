package dev.breakwater.format.npm.probe;

import dev.breakwater.format.npm.signature.SigningKeys;
import dev.breakwater.probe.Common;
import dev.breakwater.probe.MirrorVisit;
import dev.breakwater.probe.ProbeJudgement;
import dev.breakwater.probe.ProbeSession;
import dev.breakwater.probe.ProbeSteps;
import dev.breakwater.probe.QuestionSet;
import java.util.ArrayList;
import java.util.List;

/** An evaluation of npm registries. */
final class NpmSession implements ProbeSession {
    private final SigningKeys keys;
    private final QuestionSet.SessionSetup setup;
    private final List<RegistryObservations> observed = new ArrayList<>();

    NpmSession(SigningKeys keys, QuestionSet.SessionSetup setup) {
        this.keys = keys;
        this.setup = setup;
    }

    @Override
    public MirrorVisit visit(ProbeSteps steps) {
        RegistryObservations registry = new RegistryObservations(steps.notebook());
        observed.add(registry);
        return new NpmVisit(setup, keys, steps, registry);
    }

    @Override
    public ProbeJudgement judgement(Common common) {
        return new NpmJudgement(observed, keys);
    }
}
