package dev.breakwater.bench.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A client that is a program with a command for each thing.
 *
 * @param program its file; empty if it is missing
 * @param commands its arguments, with blanks as in {@link ImageJob#fill}
 */
public record CommandClient(String name, String program, String missing, Map<ClientVerb, String> commands)
        implements ImageClient {
    /** Those of the {@code wanted} names, with the programs of {@code from}. */
    public static List<ImageClient> of(List<String> wanted, ClientPrograms from) {
        Map<String, Map<ClientVerb, String>> all = new LinkedHashMap<>();
        all.put(
                "crane",
                Map.of(
                        ClientVerb.PULL, "--insecure pull --format=oci {address} {layout}",
                        ClientVerb.PUSH, "--insecure push {layout} {address}",
                        ClientVerb.TAGS, "--insecure ls {name}",
                        ClientVerb.DELETE, "--insecure delete {address}"));
        all.put(
                "regctl",
                Map.of(
                        ClientVerb.PULL, "--host reg={host},tls=disabled image copy {address} ocidir://{layout}:copy",
                        ClientVerb.PUSH, "--host reg={host},tls=disabled image copy ocidir://{layout}:copy {address}",
                        ClientVerb.ATTACH,
                                "--host reg={host},tls=disabled artifact put --artifact-type {artifact} --subject {address} -f {note}",
                        ClientVerb.REFERRERS, "--host reg={host},tls=disabled artifact list {address}",
                        ClientVerb.TAGS, "--host reg={host},tls=disabled tag ls {name}",
                        ClientVerb.DELETE, "--host reg={host},tls=disabled tag delete {address}"));
        all.put(
                "oras",
                Map.of(
                        ClientVerb.PULL, "copy --from-plain-http --to-oci-layout {address} {layout}:copy",
                        ClientVerb.PUSH, "copy --to-plain-http --from-oci-layout {layout}:copy {address}",
                        ClientVerb.ATTACH,
                                "attach --plain-http --disable-path-validation --artifact-type {artifact} {address} {note}:text/plain",
                        ClientVerb.REFERRERS, "discover --plain-http --format json {address}",
                        ClientVerb.TAGS, "repo tags --plain-http {name}",
                        ClientVerb.DELETE, "manifest delete --plain-http --force {address}"));
        all.put(
                "skopeo",
                Map.of(
                        ClientVerb.PULL,
                                "--insecure-policy copy --all --preserve-digests --src-tls-verify=false docker://{address} oci:{layout}:copy",
                        ClientVerb.PUSH,
                                "--insecure-policy copy --all --preserve-digests --dest-tls-verify=false oci:{layout}:copy docker://{address}",
                        ClientVerb.TAGS, "list-tags --tls-verify=false docker://{name}",
                        ClientVerb.DELETE, "delete --tls-verify=false docker://{address}"));
        all.put(
                "containerd",
                Map.of(
                        ClientVerb.PULL, "pull {everywhere} {hosts} {layout}",
                        ClientVerb.PUSH, "push {address} {hosts} {layout}"));
        return all.entrySet().stream()
                .filter(each -> wanted.contains(each.getKey()))
                .map(each -> from.client(each.getKey(), each.getValue()))
                .collect(Collectors.toList());
    }

    @Override
    public boolean can(ClientVerb verb) {
        return commands.containsKey(verb);
    }

    @Override
    public ClientRun run(ClientVerb verb, ImageJob job) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(program));
        for (String word : commands.getOrDefault(verb, "").split(" ", -1)) {
            line.add(job.fill(word));
        }
        return ClientRun.of(line, job.prepare(), job.home());
    }
}
