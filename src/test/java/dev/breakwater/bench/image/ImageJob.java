package dev.breakwater.bench.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One thing that a client does with one image.
 *
 * @param host the server's host and port
 * @param repository the server's, of which the image is; {@code hub} stands for docker.io
 * @param image as its registry calls it
 * @param reference a tag or a digest
 * @param platforms those that there are of it
 * @param layout the folder of an OCI image layout: what was pulled, or what to push
 * @param home the folder in which the client keeps what it keeps
 * @param password the client's; empty for none
 */
public record ImageJob(
        String host,
        String repository,
        String image,
        String reference,
        List<String> platforms,
        Path layout,
        Path home,
        String password) {
    /** Where nothing listens. A client that goes elsewhere than to the server under test is refused there. */
    public static final String NOWHERE = "http://127.0.0.1:9";

    /** The artifact type of what is attached. */
    public static final String ARTIFACT = "application/vnd.example.note";

    /** The image under its server's name. */
    public String name() {
        return host + "/" + repository + "/" + image;
    }

    /** The same with its tag or digest. */
    public String address() {
        return name() + separator() + reference;
    }

    /** The image as it is called everywhere: what a client asks a mirror for. */
    public String everywhere() {
        return repository.equals("hub") ? "docker.io/" + image + separator() + reference : address();
    }

    private String separator() {
        return reference.contains(":") ? "@" : ":";
    }

    /**
     * A word of a command line with its blanks filled in. {@code {hosts}} is a folder of containerd's that has the server as
     * the mirror of docker.io, {@code {note}} the file to attach.
     */
    String fill(String word) {
        return word.replace("{host}", host)
                .replace("{name}", name())
                .replace("{address}", address())
                .replace("{everywhere}", everywhere())
                .replace("{reference}", reference)
                .replace("{layout}", layout.toString())
                .replace("{hosts}", home.resolve("certs.d").toString())
                .replace("{note}", home.resolve("note.txt").toString())
                .replace("{artifact}", ARTIFACT);
    }

    /** Writes the client's files, and returns the variables that lead it to them. */
    Map<String, String> prepare() throws IOException {
        Path mirrors = Files.createDirectories(home.resolve("certs.d/docker.io"));
        Files.writeString(mirrors.resolve("hosts.toml"), """
                server = "%s"
                [host."http://%s"]
                  capabilities = ["pull", "resolve"]
                """.formatted(NOWHERE, host));
        Files.writeString(home.resolve("note.txt"), "a note\n");
        String pair = Base64.getEncoder().encodeToString(("token:" + password).getBytes(StandardCharsets.UTF_8));
        String logins = password.isEmpty() ? "{}" : "{\"auths\":{\"" + host + "\":{\"auth\":\"" + pair + "\"}}}";
        Path config = Files.writeString(home.resolve("config.json"), logins);
        Map<String, String> environment = new TreeMap<>();
        environment.put("HOME", home.toString());
        environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        environment.put("XDG_RUNTIME_DIR", home.toString());
        environment.put("DOCKER_CONFIG", home.toString());
        environment.put("REGISTRY_AUTH_FILE", config.toString());
        environment.put("REGISTRY_PASSWORD", password);
        environment.put("HTTP_PROXY", NOWHERE);
        environment.put("HTTPS_PROXY", NOWHERE);
        environment.put("NO_PROXY", "127.0.0.1");
        return environment;
    }
}
