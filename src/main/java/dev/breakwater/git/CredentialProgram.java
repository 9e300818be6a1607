package dev.breakwater.git;

import dev.breakwater.git.GitException.GitFault;
import dev.breakwater.web.Netrc;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
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
    private static final int LARGEST = 64 * 1024;

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
        ProcessBuilder builder = new ProcessBuilder(line(program)).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        builder.environment().put("GIT_TERMINAL_PROMPT", "0");
        Process process = null;
        try {
            process = builder.start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(("protocol=https\nhost=" + program.host() + "\n\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // a helper that needs no input has closed the pipe
            }
            Process running = process;
            Thread alarm = Thread.ofVirtual().name("credential helper").start(() -> end(running));
            String said;
            try (InputStream out = process.getInputStream()) {
                said = new String(out.readNBytes(LARGEST), StandardCharsets.UTF_8);
            }
            alarm.join();
            if (process.exitValue() != 0) {
                throw new GitException(
                        GitFault.BROKEN,
                        "the credential helper " + name + " failed with status " + process.exitValue()
                                + ", or took longer than " + LIMIT.toSeconds() + " s");
            }
            return said;
        } catch (GitException e) {
            throw e;
        } catch (IOException e) {
            throw new GitException(
                    GitFault.BROKEN, "the credential helper " + name + " can't be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw new GitException(GitFault.CANCELLED, "cancelled", e);
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
        }
    }

    /** Waits until it has ended, and kills it if that takes too long. */
    private static void end(Process process) {
        try {
            if (!process.waitFor(LIMIT)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }
}
