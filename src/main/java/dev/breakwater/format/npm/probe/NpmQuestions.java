package dev.breakwater.format.npm.probe;

import dev.breakwater.format.npm.signature.SigningKeys;
import dev.breakwater.probe.ProbeSession;
import dev.breakwater.probe.QuestionSet;

/**
 * What npm registries are asked.
 *
 * @param keys the keys that sign versions
 */
record NpmQuestions(SigningKeys keys) implements QuestionSet {
    @Override
    public ProbeSession begin(SessionSetup setup) {
        return new NpmSession(keys, setup);
    }
}
