package dev.breakwater.git;

import dev.breakwater.git.GitException.GitFault;
import dev.breakwater.store.DataFolders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The git program, run isolated from the machine: only our configuration, an empty home and so no netrc and no agent, no
 * prompt, no hooks, no filters, no helpers, and only the given protocols. Arguments are passed unchanged; no shell is involved.
 */
final class Git {
    private static final int ERRORS = 8 * 1024;

    /** The exit status of git's own failures; higher ones are signals. */
    private static final int FATAL = 128;

    private static final Duration PULSE = Duration.ofMillis(100);

    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("core.hooksPath", "/dev/null"),
            Map.entry("core.fsmonitor", "false"),
            // the line endings that the go command asks git archive for
            Map.entry("core.autocrlf", "input"),
            Map.entry("core.eol", "lf"),
            Map.entry("credential.helper", ""),
            Map.entry("log.showSignature", "false"),
            Map.entry("submodule.recurse", "false"),
            Map.entry("fetch.recurseSubmodules", "false"),
            // packs stay packs: loose objects would be slow, and a request must not wait for gc
            Map.entry("transfer.unpackLimit", "1"),
            Map.entry("transfer.bundleURI", "false"),
            Map.entry("gc.auto", "0"),
            Map.entry("maintenance.auto", "false"),
            Map.entry("protocol.version", "2"),
            // redirects are followed, and checked, before git is started
            Map.entry("http.followRedirects", "false"),
            Map.entry("http.lowSpeedLimit", "16384"),
            Map.entry("http.lowSpeedTime", "60"));

    private final Path home;

    /** Prepares to run it; {@code home} is an empty folder. */
    Git(Path home) throws IOException {
        this.home = DataFolders.make(home).toAbsolutePath();
    }

    /** The result of a run. */
    record Ran(int exit, byte[] output, String errors) {
        /** Its output as text. */
        String text() {
            return new String(output, StandardCharsets.UTF_8);
        }

        /** The last line of its error output. */
        String complaint() {
            List<String> lines = errors.lines().filter(l -> !l.isBlank()).toList();
            return lines.isEmpty() ? "exit status " + exit : lines.getLast();
        }
    }

    /**
     * One run.
     *
     * @param repository the bare repository it works on; any folder for commands that need none
     * @param protocol the one that git may use; empty for none
     * @param settings further git configuration, such as {@code http.proxy}; may be secret
     * @param limit how long it may take
     * @param most how many bytes it may write
     * @param arguments the arguments after {@code git}
     */
    record Run(
            Path repository,
            String protocol,
            Map<String, String> settings,
            Duration limit,
            long most,
            List<String> arguments) {
        /** A run without network access. */
        Run(Path repository, Duration limit, long most, String... arguments) {
            this(repository, "", Map.of(), limit, most, List.of(arguments));
        }

        @Override
        public String toString() {
            return "git " + String.join(" ", arguments);
        }
    }

    /** Runs it to its end and returns its output. */
    Ran run(Run run) throws GitException {
        return run(run, () -> true);
    }

    /** Runs it to its end, unless {@code goOn}, which is polled, returns false. */
    Ran run(Run run, BooleanSupplier goOn) throws GitException {
        Process process = start(run, ProcessBuilder.Redirect.PIPE);
        BoundedOutput output = new BoundedOutput(process.getInputStream(), run.most());
        output.start("git output");
        return finish(run, process, output, () -> goOn.getAsBoolean() && !output.overflown());
    }

    /** Runs it to its end, its output going to {@code file}. */
    Ran run(Run run, Path file) throws GitException {
        Process process = start(run, ProcessBuilder.Redirect.to(file.toFile()));
        BoundedOutput none = new BoundedOutput(process.getInputStream(), 0);
        return finish(run, process, none, () -> GitDiskUse.size(file) <= run.most());
    }

    private Ran finish(Run run, Process process, BoundedOutput output, BooleanSupplier goOn) throws GitException {
        BoundedOutput errors = new BoundedOutput(process.getErrorStream(), ERRORS).keepReading();
        errors.start("git errors");
        try {
            process.getOutputStream().close();
            await(run, process, goOn);
            output.join();
            if (!goOn.getAsBoolean()) {
                throw tooLarge(run);
            }
            errors.join();
            if (process.exitValue() > FATAL) {
                // killed by a signal: its output proves nothing, least of all that something does not exist
                throw new GitException(
                        GitFault.BROKEN,
                        "git " + run.arguments().getFirst() + " was killed, status " + process.exitValue());
            }
            return new Ran(process.exitValue(), output.bytes(), errors.text());
        } catch (IOException e) {
            throw e instanceof GitException known ? known : broken(run, e);
        } catch (InterruptedException e) {
            throw new GitException(GitFault.CANCELLED, "cancelled", e);
        } finally {
            kill(process);
        }
    }

    private static void await(Run run, Process process, BooleanSupplier goOn)
            throws InterruptedException, GitException {
        for (long left = run.limit().toMillis(); left > 0; left -= PULSE.toMillis()) {
            if (process.waitFor(PULSE.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            if (!goOn.getAsBoolean()) {
                throw tooLarge(run);
            }
        }
        throw new GitException(
                GitFault.UNREACHABLE, "git " + run.arguments().getFirst() + " took longer than " + run.limit());
    }

    private static GitException tooLarge(Run run) {
        return new GitException(
                GitFault.REFUSED, "git " + run.arguments().getFirst() + " fetched more than one repository may have");
    }

    private static GitException broken(Run run, IOException e) {
        return new GitException(
                GitFault.BROKEN, "git " + run.arguments().getFirst() + " could not be run: " + e.getMessage(), e);
    }

    /** Kills it and the transport programs it has started. */
    private static void kill(Process process) {
        if (process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Process start(Run run, ProcessBuilder.Redirect output) throws GitException {
        List<String> line = new ArrayList<>(List.of("git"));
        line.addAll(run.arguments());
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(home.toFile()).redirectOutput(output);
        builder.environment().clear();
        builder.environment().putAll(environment(run));
        try {
            return builder.start();
        } catch (IOException e) {
            throw broken(run, e);
        }
    }

    private Map<String, String> environment(Run run) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("PATH", System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin"));
        all.put("HOME", home.toString());
        all.put("LC_ALL", "C");
        all.put("GIT_DIR", run.repository().toString());
        all.put("GIT_CONFIG_NOSYSTEM", "1");
        all.put("GIT_CONFIG_SYSTEM", "/dev/null");
        all.put("GIT_CONFIG_GLOBAL", "/dev/null");
        all.put("GIT_ATTR_NOSYSTEM", "1");
        all.put("GIT_TERMINAL_PROMPT", "0");
        all.put("GIT_ALLOW_PROTOCOL", run.protocol());
        all.put("GIT_PROTOCOL_FROM_USER", "0");
        all.put("GIT_LITERAL_PATHSPECS", "1");
        all.put("GIT_NO_REPLACE_OBJECTS", "1");
        all.put("GIT_NO_LAZY_FETCH", "1");
        all.put("GIT_OPTIONAL_LOCKS", "0");
        Map<String, String> settings = new LinkedHashMap<>(SETTINGS);
        settings.putAll(run.settings());
        // In variables rather than arguments: every user of the machine can read arguments, and some of it is secret.
        int n = 0;
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            all.put("GIT_CONFIG_KEY_" + n, setting.getKey());
            all.put("GIT_CONFIG_VALUE_" + n, setting.getValue());
            n++;
        }
        all.put("GIT_CONFIG_COUNT", Integer.toString(n));
        return all;
    }

    /** Reads a stream on a thread of its own, and keeps a limited part of it. */
    private static final class BoundedOutput implements Runnable {
        private final InputStream in;
        private final long most;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private boolean drain;
        private volatile boolean overflown;
        private Thread thread = Thread.ofVirtual().unstarted(() -> {});

        BoundedOutput(InputStream in, long most) {
            this.in = in;
            this.most = most;
        }

        BoundedOutput keepReading() {
            drain = true;
            return this;
        }

        void start(String name) {
            thread = Thread.ofVirtual().name(name).start(this);
        }

        @Override
        public void run() {
            byte[] chunk = new byte[16 * 1024];
            try {
                for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                    int wanted = (int) Math.min(n, most - kept.size());
                    kept.write(chunk, 0, wanted);
                    if (wanted < n && !drain) {
                        overflown = true;
                        return;
                    }
                }
            } catch (IOException e) {
                // the process was killed: the output read until then remains
            }
        }

        boolean overflown() {
            return overflown;
        }

        void join() throws InterruptedException {
            if (thread.getState() != Thread.State.NEW) {
                thread.join();
            }
        }

        byte[] bytes() {
            return kept.toByteArray();
        }

        String text() {
            return kept.toString(StandardCharsets.UTF_8);
        }
    }
}
