package dev.breakwater.format.npm.settings;

import dev.breakwater.config.FormatSection;
import dev.breakwater.config.Group;
import dev.breakwater.config.Reading;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The configuration of a repository of npm packages: {@code format: npm}. */
public final class NpmSection implements FormatSection<NpmSettings> {
    private final NpmEnv npm;

    /** {@code npm} provides the registry if nothing else does; it runs at most once per reading of the file. */
    public NpmSection(NpmEnv npm) {
        this.npm = npm;
    }

    @Override
    public String name() {
        return "npm";
    }

    @Override
    public List<Group> groups() {
        return NpmKeys.GROUPS;
    }

    @Override
    public List<String> variables() {
        return List.of();
    }

    @Override
    public boolean served() {
        return true;
    }

    @Override
    public FormatReader<NpmSettings> reader(Reading reading) {
        NpmEnv once = new NpmAskedOnce(npm);
        return (name, block) -> new NpmReader(once, name, block).read();
    }

    /** Caches the result: reading it starts a program. */
    private static final class NpmAskedOnce implements NpmEnv {
        private final NpmEnv npm;
        private @Nullable NpmAnswer answer;

        NpmAskedOnce(NpmEnv npm) {
            this.npm = npm;
        }

        @Override
        public NpmAnswer ask() throws InterruptedException {
            if (answer == null) {
                answer = npm.ask();
            }
            return answer;
        }
    }
}
