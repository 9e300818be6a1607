package dev.breakwater.format.oci;

import dev.breakwater.config.RepositorySettings;
import dev.breakwater.format.oci.name.RegistryNames;
import dev.breakwater.format.oci.settings.ImageOwner;
import dev.breakwater.format.oci.settings.OciSettings;
import dev.breakwater.format.oci.settings.OwnedImages;
import dev.breakwater.repository.ClientFiles;
import dev.breakwater.upstream.UpstreamSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The files that let docker, containerd and podman (with all that reads its files: skopeo, buildah, CRI-O) ask this server first.
 * They go on to the registry itself if this server does not answer; where a registry has private names, containerd and podman
 * don't, since they would tell it these names, and take for private what it has under them.
 */
final class OciClientFiles implements ClientFiles {
    private static final String HUB = "docker.io";
    private static final String HUB_ADDRESS = "https://registry-1.docker.io";
    private static final String DOCKER = "/etc/docker/daemon.json";
    private static final String CONTAINERD = "/etc/containerd/certs.d/";

    /** A file of its own, since registries.conf has settings of the machine: containers-registries.conf.d(5). */
    private static final String PODMAN = "/etc/containers/registries.conf.d/010-breakwater.conf";

    @Override
    public List<ProgramSetup> programs(List<RepositorySettings> repositories, URI server) {
        SequencedMap<String, OciSettings> images = new LinkedHashMap<>();
        for (RepositorySettings repository : repositories) {
            repository.as(OciSettings.class).ifPresent(settings -> images.put(repository.name(), settings));
        }
        RegistryPlan plan = new RegistryPlan(
                images, mirrored(images), server.getScheme(), String.valueOf(server.getRawAuthority()));
        List<String> notes = new ArrayList<>();
        if (server.getRawPath() != null && !server.getRawPath().isEmpty()) {
            notes.add("clients ask for /v2/ at the root of " + plan.host
                    + ": have the proxy there pass it to this server");
        }
        return List.of(docker(plan, notes), containerd(plan, notes), podman(plan, notes));
    }

    /**
     * What the files are made of.
     *
     * @param mirrored the name of the repository for each registry, as clients call it
     */
    private record RegistryPlan(
            SequencedMap<String, OciSettings> images, Map<String, String> mirrored, String scheme, String host) {
        String address() {
            return scheme + "://" + host;
        }

        boolean isPlain() {
            return "http".equals(scheme);
        }

        OciSettings of(String repository) {
            OciSettings settings = images.get(repository);
            if (settings == null) {
                throw new IllegalArgumentException("no repository is called " + repository);
            }
            return settings;
        }

        /** Whether it answers for names without a registry. */
        boolean isUsual(String repository) {
            return images.size() == 1 || of(repository).usual();
        }

        /** Whether its registry must not be asked for what it does not have. */
        boolean isClosed(String repository) {
            return !of(repository).owned().isEmpty();
        }
    }

    /** Of two repositories for one registry the first by name counts, as it does for requests. */
    private static Map<String, String> mirrored(Map<String, OciSettings> images) {
        Map<String, String> mirrored = new TreeMap<>();
        new TreeMap<>(images).forEach((name, settings) -> {
            String registry = RegistryNames.isDockerHub(settings.registry()) ? HUB : settings.registry();
            if (!settings.upstreams().isEmpty() && isHost(registry)) {
                mirrored.putIfAbsent(registry, name);
            }
        });
        return mirrored;
    }

    /** Whether clients take it for a registry, and not for the first part of a name: distribution/reference. */
    private static boolean isHost(String registry) {
        return registry.equals("localhost") || registry.indexOf('.') >= 0 || registry.indexOf(':') >= 0;
    }

    private static ProgramSetup docker(RegistryPlan plan, List<String> more) {
        List<String> keys = new ArrayList<>();
        List<String> notes = new ArrayList<>(more);
        String hub = plan.mirrored.get(HUB);
        if (hub != null && plan.isUsual(hub)) {
            keys.add("  \"registry-mirrors\": [\"" + plan.address() + "\"]");
            if (plan.isClosed(hub)) {
                notes.add("docker asks Docker Hub for what this server refuses or lacks: call private images "
                        + plan.host + "/" + hub + "/…, not docker.io/…");
            }
        } else if (hub != null) {
            notes.add("docker can't mirror docker.io by repository " + hub + " yet: add default: true to it");
        }
        if (plan.isPlain()) {
            keys.add("  \"insecure-registries\": [\"" + plan.host + "\"]");
        }
        SequencedMap<String, String> files = new LinkedHashMap<>();
        if (!keys.isEmpty()) {
            files.put(DOCKER, "{\n" + String.join(",\n", keys) + "\n}\n");
            notes.add("if the file is there, add these keys to it; then run: systemctl reload docker");
        }
        plan.mirrored.forEach((registry, repository) -> {
            if (!registry.equals(HUB)) {
                notes.add("docker mirrors docker.io only; for " + registry + ": docker pull " + plan.host + "/"
                        + repository + "/IMAGE:TAG");
            }
        });
        pushes(plan, notes);
        return new ProgramSetup("docker", files, notes);
    }

    /** containerd, docs/hosts.md: it sends {@code ns}, so that one address serves every registry. */
    private static ProgramSetup containerd(RegistryPlan plan, List<String> more) {
        SequencedMap<String, String> files = new LinkedHashMap<>();
        plan.mirrored.forEach((registry, repository) -> {
            String rest = plan.isClosed(repository) ? plan.address() : origin(registry, plan.of(repository));
            files.put(
                    CONTAINERD + registry + "/hosts.toml",
                    "server = \"" + rest + "\"\n\n[host.\"" + plan.address()
                            + "\"]\n  capabilities = [\"pull\", \"resolve\"]\n");
        });
        if (plan.isPlain()) {
            files.put(CONTAINERD + plan.host + "/hosts.toml", "server = \"" + plan.address() + "\"\n");
        }
        List<String> notes = new ArrayList<>(more);
        notes.add("containerd reads them at each pull, if config_path in /etc/containerd/config.toml is"
                + " \"/etc/containerd/certs.d\"");
        pushes(plan, notes);
        return new ProgramSetup("containerd", files, notes);
    }

    /** The registry itself. */
    private static String origin(String registry, OciSettings settings) {
        if (registry.equals(HUB)) {
            return HUB_ADDRESS;
        }
        return settings.upstreams().stream()
                .map(UpstreamSettings::url)
                .filter(url -> registry.equals(url.getRawAuthority()))
                .map(url -> url.getScheme() + "://" + registry)
                .findFirst()
                .orElse("https://" + registry);
    }

    /** containers-registries.conf(5). */
    private static ProgramSetup podman(RegistryPlan plan, List<String> more) {
        String insecure = plan.isPlain() ? "insecure = true\n" : "";
        List<String> tables = new ArrayList<>();
        plan.mirrored.forEach((registry, repository) -> {
            String mirror = "location = \"" + plan.host + "/" + repository + "\"\n" + insecure;
            tables.add(
                    plan.isClosed(repository)
                            ? "[[registry]]\nprefix = \"" + registry + "\"\n" + mirror
                            : "[[registry]]\nlocation = \"" + registry + "\"\n\n[[registry.mirror]]\n" + mirror);
        });
        if (plan.isPlain()) {
            tables.add("[[registry]]\nlocation = \"" + plan.host + "\"\n" + insecure);
        }
        SequencedMap<String, String> files = new LinkedHashMap<>();
        if (!tables.isEmpty()) {
            files.put(PODMAN, String.join("\n", tables));
        }
        List<String> notes = new ArrayList<>(more);
        notes.add("the same lines are valid in /etc/containers/registries.conf; skopeo, buildah and CRI-O read both");
        pushes(plan, notes);
        return new ProgramSetup("podman", files, notes);
    }

    private static void pushes(RegistryPlan plan, List<String> notes) {
        String targets = plan.images.entrySet().stream()
                .flatMap(each -> each.getValue().owned().stream()
                        .filter(owned -> owned.owner() instanceof ImageOwner.PushedHere)
                        .map(OwnedImages::pattern)
                        .map(pattern -> plan.host + "/" + each.getKey() + "/" + pattern))
                .collect(Collectors.joining(", "));
        if (!targets.isEmpty()) {
            notes.add("push to " + targets);
        }
    }
}
