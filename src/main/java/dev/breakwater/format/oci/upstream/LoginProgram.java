package dev.breakwater.format.oci.upstream;

import dev.breakwater.config.ProgramRun;
import dev.breakwater.config.SafeText;
import dev.breakwater.config.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A docker credential helper (docker/docker-credential-helpers, "Development"): it gets a registry's address on its standard
 * input, and answers with JSON, or with an error in words, on its standard output. It is told the configured address alone.
 *
 * @param command the program, and its arguments before {@code get}
 * @param server the registry's address
 */
record LoginProgram(List<String> command, String server, Duration limit) implements LoginSource {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int MOST_SAID = 500;
    private static final JsonMapper JSON = new JsonMapper();
    private static final String SECRET = "Secret";

    /** With the usual limit. */
    LoginProgram(List<String> command, String server) {
        this(command, server, LIMIT);
    }

    @Override
    public RegistryLogin ask() throws LoginException {
        // clients see it, and need not know the server's folders
        String name =
                "the credential helper " + SafeText.shown(command.getFirst().replaceFirst("^.*/", ""));
        List<String> line = new ArrayList<>(command);
        line.add("get");
        try {
            ProgramRun run = ProgramRun.of(line, Map.of(), server, limit);
            return switch (run.end()) {
                case EXITED ->
                    run.status() == 0
                            ? login(name, run)
                            : fail(name + " failed with status " + run.status() + " for " + server, run);
                case LATE -> fail(name + " took longer than " + limit.toSeconds() + " s for " + server, run);
                case TOO_LONG -> fail(name + " wrote more than a login for " + server, run);
            };
        } catch (IOException e) {
            throw new LoginException(name + " can't be run", String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            throw new LoginException(name + " was interrupted");
        }
    }

    private static RegistryLogin login(String name, ProgramRun run) throws LoginException {
        try {
            JsonNode json = JSON.readTree(run.output());
            String username = json.path("Username").asString("");
            String secret = json.path(SECRET).asString("");
            if (!username.isEmpty() && !secret.isEmpty()) {
                return new RegistryLogin(username, new Secret(secret));
            }
        } catch (JacksonException e) {
            // told below, without what it wrote
        }
        return fail(name + " wrote no JSON with Username and Secret", run);
    }

    private static RegistryLogin fail(String what, ProgramRun run) throws LoginException {
        // errors in words are on the standard output, as a login would be
        boolean words = run.status() != 0 && !run.output().contains(SECRET);
        String said = (run.errors() + (words ? " " + run.output() : "")).strip();
        throw new LoginException(
                what, said.isEmpty() ? "" : "it said \"" + SafeText.shown(masked(said), MOST_SAID) + "\"");
    }

    private static String masked(String text) {
        return SafeText.masked(text).replaceAll("[A-Za-z0-9+/_=.-]{40,}", Secret.MASK);
    }
}
