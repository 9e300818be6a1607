package dev.breakwater.format.oci.upstream;

import dev.breakwater.config.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A {@code config.json} of docker: the login for one registry is in {@code auths}, or {@code credHelpers} or {@code credsStore}
 * name the helper that has it (docker/cli, "config.json properties"). A helper that is named for the registry comes before the
 * store, and the store before {@code auths}, as docker has it.
 *
 * @param server the registry as docker calls it, see {@link RegistryServer}
 */
record DockerConfig(Path file, String server) implements LoginSource {
    private static final int LARGEST = 1 << 20;
    private static final JsonMapper JSON = new JsonMapper();

    /** What tells whether the file has changed. */
    private record FileState(Optional<Object> identity, long modified, long size) {}

    @Override
    public Object state() {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileState(
                    Optional.ofNullable(now.fileKey()), now.lastModifiedTime().toMillis(), now.size());
        } catch (IOException e) {
            return new FileState(Optional.empty(), 0, -1);
        }
    }

    @Override
    public RegistryLogin ask() throws LoginException {
        JsonNode json = read();
        String helper = text(json.path("credHelpers"), "credHelpers", server);
        String store = helper.isEmpty() ? text(json, "", "credsStore") : helper;
        if (!store.isEmpty()) {
            if (!store.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
                throw wrong(
                        (helper.isEmpty() ? "credsStore" : "credHelpers." + server) + " is not the name of a helper",
                        "write it without docker-credential-, as in \"ecr-login\"");
            }
            return new LoginProgram(List.of("docker-credential-" + store), server).ask();
        }
        JsonNode auths = json.path("auths");
        if (!auths.isMissingNode() && !auths.isObject()) {
            throw wrong("auths is not an object", "write {\"auths\": {\"" + server + "\": {\"auth\": \"…\"}}}");
        }
        for (Map.Entry<String, JsonNode> each : auths.properties()) {
            if (RegistryServer.isSame(each.getKey(), server)) {
                return login(each.getKey(), each.getValue());
            }
        }
        throw wrong("it has no login for " + server, "run `docker login " + server + "`, or name another file");
    }

    private JsonNode read() throws LoginException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw wrong("it has more than " + LARGEST + " bytes", "name a config.json of docker");
            }
            JsonNode json = JSON.readTree(bytes);
            if (!json.isObject()) {
                throw wrong("it is not a JSON object", "name a config.json of docker");
            }
            return json;
        } catch (JacksonException e) {
            TokenStreamLocation place = e.getLocation();
            String where = place == null ? "" : " in line " + place.getLineNr() + ", column " + place.getColumnNr();
            throw wrong("it is not JSON" + where, "correct it, or run `docker login " + server + "` again");
        } catch (IOException e) {
            throw wrong("it can't be read: " + e.getClass().getSimpleName(), "check the path and its permissions");
        }
    }

    /** The value of {@code name}; the empty text if there is none. */
    private String text(JsonNode object, String place, String name) throws LoginException {
        JsonNode value = object.path(name);
        boolean none = value.isMissingNode() || value.isNull();
        if ((!object.isMissingNode() && !object.isNull() && !object.isObject()) || !(none || value.isString())) {
            throw wrong((place.isEmpty() ? name : place) + " has another form than docker writes", "correct it");
        }
        return value.asString("");
    }

    private RegistryLogin login(String key, JsonNode entry) throws LoginException {
        String place = "auths." + key;
        String identity = text(entry, place, "identitytoken");
        if (!identity.isEmpty()) {
            return RegistryLogin.ofToken(identity);
        }
        String coded = text(entry, place, "auth");
        if (coded.isEmpty()) {
            String username = text(entry, place, "username");
            String password = text(entry, place, "password");
            if (username.isEmpty() || password.isEmpty()) {
                throw wrong(place + " has no auth and no identitytoken", "run `docker login " + server + "` again");
            }
            return new RegistryLogin(username, new Secret(password));
        }
        String pair = decoded(coded);
        int colon = pair.indexOf(':');
        if (colon <= 0 || colon == pair.length() - 1) {
            throw wrong(place + ".auth is not the base64 of user:password", "run `docker login " + server + "` again");
        }
        return new RegistryLogin(pair.substring(0, colon), new Secret(pair.substring(colon + 1)));
    }

    /** docker takes zeros at the end away too: docker/cli, {@code decodeAuth}. */
    private static String decoded(String coded) {
        try {
            return new String(Base64.getDecoder().decode(coded.strip()), StandardCharsets.UTF_8).replaceAll("\0+$", "");
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private LoginException wrong(String what, String instead) {
        // clients see the first part, and need not know the server's files
        return new LoginException("docker-config has no login for " + server, file + ": " + what + "; " + instead);
    }
}
