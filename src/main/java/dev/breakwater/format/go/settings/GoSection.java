package dev.breakwater.format.go.settings;

import dev.breakwater.config.FormatSection;
import dev.breakwater.config.Group;
import dev.breakwater.config.Reading;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The configuration of a repository of Go modules: {@code format: go}. */
public final class GoSection implements FormatSection<GoSettings> {
    private final GoEnv go;

    /** {@code go} provides what neither the file nor variables set; it runs at most once per reading of the file. */
    public GoSection(GoEnv go) {
        this.go = go;
    }

    @Override
    public String name() {
        return "go";
    }

    @Override
    public List<Group> groups() {
        return GoKeys.GROUPS;
    }

    @Override
    public List<String> variables() {
        return List.of(UpstreamDecision.OWN_VARIABLE);
    }

    @Override
    public boolean served() {
        return true;
    }

    @Override
    public FormatReader<GoSettings> reader(Reading reading) {
        GoEnv once = new AskedOnce(go);
        return (name, block) -> new GoReader(once, name, block).read();
    }

    /** Caches the result: reading it starts a program. */
    private static final class AskedOnce implements GoEnv {
        private final GoEnv go;
        private @Nullable GoAnswer answer;

        AskedOnce(GoEnv go) {
            this.go = go;
        }

        @Override
        public GoAnswer ask() throws InterruptedException {
            if (answer == null) {
                answer = go.ask();
            }
            return answer;
        }
    }
}
