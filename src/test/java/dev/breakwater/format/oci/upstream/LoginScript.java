package dev.breakwater.format.oci.upstream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A credential helper, as a shell script that counts its runs. */
record LoginScript(Path file, Path runs) {
    /** A new one in {@code folder}, which does as {@code body} says, with the registry's address in {@code $server}. */
    static LoginScript of(Path folder, String body) throws IOException {
        LoginScript script = new LoginScript(folder.resolve("docker-credential-test"), folder.resolve("runs"));
        script.now(body);
        return script;
    }

    /** From now on it does as {@code body} says. */
    void now(String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\nserver=$(cat)\necho \"$* $server\" >> '" + runs + "'\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    /** Says a login. */
    static String says(String username, String secret) {
        return "echo '{\"ServerURL\":\"x\",\"Username\":\"" + username + "\",\"Secret\":\"" + secret + "\"}'";
    }

    /** How often it has run. */
    int count() throws IOException {
        return Files.exists(runs) ? Files.readAllLines(runs).size() : 0;
    }
}
