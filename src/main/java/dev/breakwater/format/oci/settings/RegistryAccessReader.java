package dev.breakwater.format.oci.settings;

import dev.breakwater.config.Block;
import dev.breakwater.config.Hosts;
import dev.breakwater.config.Node;
import dev.breakwater.config.Place;
import dev.breakwater.config.SourcedText;
import dev.breakwater.format.oci.settings.RegistryAccess.CredentialSource;
import dev.breakwater.upstream.UpstreamSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads how one registry is asked with credentials. */
final class RegistryAccessReader {
    private RegistryAccessReader() {}

    /** From {@code block}, that of {@code upstream}. */
    static RegistryAccess read(Block block, UpstreamSettings upstream) {
        List<String> command = block.list(OciKeys.HELPER);
        Path file = block.find(OciKeys.DOCKER_CONFIG);
        List<String> tokenHosts = block.list(OciKeys.TOKEN_HOSTS);
        block.warnOfMissing(OciKeys.DOCKER_CONFIG, "requests that need credentials will fail");
        if (command != null && command.isEmpty()) {
            List<Node> items = block.items(OciKeys.HELPER);
            boolean filed = items != null && items.isEmpty(); // else a variable has separators alone
            block.reading()
                    .mistake(
                            given(filed ? block.place(OciKeys.HELPER) : null),
                            block.name() + ".helper names no program",
                            "write the program's name, or leave the key out");
        }
        checkOne(block, command != null, file != null, upstream.credentials() != null);
        CredentialSource source = file != null
                ? new CredentialSource.DockerConfigFile(file)
                : command == null || command.isEmpty() ? null : new CredentialSource.HelperCommand(command);
        return new RegistryAccess(
                tokenHosts == null
                        ? List.of()
                        : tokenHosts.stream().map(Hosts::plain).toList(),
                source);
    }

    private static void checkOne(Block block, boolean helper, boolean file, boolean fixed) {
        List<String> kinds = new ArrayList<>();
        if (helper) {
            kinds.add("helper");
        }
        if (file) {
            kinds.add("docker-config");
        }
        if (fixed) {
            kinds.add("a username or token");
        }
        if (kinds.size() > 1) {
            Place place = block.place(file ? OciKeys.DOCKER_CONFIG : OciKeys.HELPER);
            block.reading()
                    .mistake(
                            given(place),
                            block.name() + " has credentials of several kinds: " + String.join(", ", kinds),
                            "keep one of them");
        }
    }

    private static SourcedText given(@Nullable Place place) {
        return new SourcedText("", "", place == null ? "the environment" : place.toString(), place);
    }
}
