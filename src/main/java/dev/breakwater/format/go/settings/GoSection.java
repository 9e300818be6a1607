package dev.breakwater.format.go.settings;

import dev.breakwater.config.FormatSection;
import dev.breakwater.config.Group;
import dev.breakwater.config.Reading;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a repository of Go modules may say: {@code format: go}. */
public final class GoSection implements FormatSection<GoSettings> {
    private final GoEnv go;

    /** {@code go} is asked for what neither the file nor variables say; at most once each time the file is read. */
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
    public FormatReader<GoSettings> reader(Reading reading) {
        GoEnv once = new AskedOnce(go);
        return (name, block) -> new GoReader(once, name, block).read();
    }

    /** Remembers the answer: asking starts a program. */
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
