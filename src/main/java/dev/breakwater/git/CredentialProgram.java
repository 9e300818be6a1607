package dev.breakwater.git;

import dev.breakwater.config.ProgramRun;
import dev.breakwater.git.GitException.GitFault;
import dev.breakwater.web.Netrc;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A credential helper, called by the protocol of git-credential(1): request and answer go through pipes; nothing of them is
 * ever an argument. It is the operator's own program and has this server's environment, but not the machine's git
 * configuration.
 */
final class CredentialProgram {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    /** Keeps the machine's git configuration out, and prompts. */
    private static final Map<String, String> NO_GIT =
            Map.of("GIT_CONFIG_NOSYSTEM", "1", "GIT_CONFIG_GLOBAL", "/dev/null", "GIT_TERMINAL_PROMPT", "0");

    private CredentialProgram() {}

    static Netrc.Login ask(HostLogin.HelperProgram program) throws GitException {
        String name = program.command().getFirst();
        Map<String, String> said = new HashMap<>();
        for (String line : run(program, name).split("\\R", -1)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                said.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        String user = said.get("username");
        String password = said.get("password");
        if (user == null || password == null) {
            throw new GitException(
                    GitFault.DENIED,
                    "the credential helper " + name + " returned no user and password for " + program.host());
        }
        return new Netrc.Login(user, password);
    }

    private static List<String> line(HostLogin.HelperProgram program) {
        String first = program.command().getFirst();
        List<String> line = new ArrayList<>();
        if (Path.of(first).isAbsolute()) {
            line.add(first);
        } else {
            line.add("git");
            line.add("credential-" + first);
        }
        line.addAll(program.command().subList(1, program.command().size()));
        line.add("get");
        return line;
    }

    private static String run(HostLogin.HelperProgram program, String name) throws GitException {
        try {
            ProgramRun run =
                    ProgramRun.of(line(program), NO_GIT, "protocol=https\nhost=" + program.host() + "\n\n", LIMIT);
            String failure = switch (run.end()) {
                case EXITED -> run.status() == 0 ? "" : "failed with status " + run.status();
                case LATE -> "took longer than " + LIMIT.toSeconds() + " s";
                case TOO_LONG -> "wrote more than a user and a password";
            };
            if (!failure.isEmpty()) {
                throw new GitException(GitFault.BROKEN, "the credential helper " + name + " " + failure);
            }
            return run.output();
        } catch (GitException e) {
            throw e;
        } catch (IOException e) {
            throw new GitException(
                    GitFault.BROKEN, "the credential helper " + name + " can't be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw new GitException(GitFault.CANCELLED, "cancelled", e);
        }
    }
}
