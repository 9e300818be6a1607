package dev.breakwater.notes;

import dev.breakwater.upstream.ChainSettings;
import dev.breakwater.upstream.Selection;
import dev.breakwater.upstream.UpstreamSettings;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a repository of notes says in the configuration. */
record NotesSettings(List<UpstreamSettings> upstreams) implements ChainSettings {
    @Override
    public Selection selection() {
        return Selection.PRIORITY;
    }

    @Override
    public boolean direct() {
        return false;
    }

    @Override
    public @Nullable Duration healthInterval() {
        return null;
    }

    @Override
    public List<String> privatePatterns() {
        return List.of();
    }

    @Override
    public List<String> owners() {
        return List.of();
    }
}
