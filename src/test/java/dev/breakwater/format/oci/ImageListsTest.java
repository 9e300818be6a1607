package dev.breakwater.format.oci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.repository.FollowUps;
import dev.breakwater.repository.LockFiles.NamedVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which images a file names, and what these consist of. */
class ImageListsTest {
    private static final String DIGEST = "sha256:" + "a".repeat(64);
    private static final String OTHER = "sha256:" + "b".repeat(64);

    private final ImageLists lists = new ImageLists();

    private List<String> named(String file) {
        return lists.named(file.getBytes(StandardCharsets.UTF_8)).stream()
                .map(each -> each.line() + " "
                        + (each.wrong().isEmpty() ? each.paths().getFirst() : each.wrong()))
                .toList();
    }

    @Test
    void a_plain_list_has_an_image_a_line() {
        assertThat(named("""
                # base images
                alpine
                docker.io/library/alpine:3.20   # the usual one

                quay.io/team/app:v1@DIGEST
                localhost:5000/a/b
                Not An Image
                alpine@sha256:12
                """.replace("DIGEST", DIGEST)))
                .containsExactly(
                        "2 docker.io/library/alpine/manifests/latest",
                        "3 docker.io/library/alpine/manifests/3.20",
                        "5 quay.io/team/app/manifests/" + DIGEST,
                        "6 localhost:5000/a/b/manifests/latest",
                        "7 is not an image's name: Not An Image",
                        "8 is not an image's name: alpine@sha256:12");
    }

    @Test
    void a_dockerfile_names_its_bases_but_not_its_stages() {
        assertThat(named("""
                ARG VERSION="1.2"
                ARG EMPTY
                FROM --platform=$BUILDPLATFORM golang:${VERSION} AS Build
                RUN echo 'FROM here'
                FROM scratch
                FROM build as test
                COPY --from=build /a /b
                COPY --chown=1 --from=busybox:1.36 /bin/sh /sh
                COPY --from=0 /a /b
                from alpine:${EMPTY:-3.20}
                FROM alpine:$EMPTY
                """))
                .containsExactly(
                        "3 docker.io/library/golang/manifests/1.2",
                        "8 docker.io/library/busybox/manifests/1.36",
                        "10 docker.io/library/alpine/manifests/3.20",
                        "11 the variable EMPTY has no default: alpine:$EMPTY");
    }

    @Test
    void a_compose_file_names_images_of_services() {
        assertThat(named("""
                services:
                  db:
                    image: "postgres:16"
                  web: {build: .}
                  app:
                    image: ghcr.io/team/app:${TAG:-v2} # ours
                ---
                spec:
                  containers:
                    - image: registry.k8s.io/pause:3.10
                """))
                .containsExactly(
                        "3 docker.io/library/postgres/manifests/16",
                        "6 ghcr.io/team/app/manifests/v2",
                        "10 registry.k8s.io/pause/manifests/3.10");
    }

    private FollowUps.NextFiles after(String manifest, String... platforms) {
        byte[] content = manifest.replace('\'', '"')
                .replace("DIGEST", DIGEST)
                .replace("OTHER", OTHER)
                .getBytes(StandardCharsets.UTF_8);
        return lists.after("docker.io/a/b/manifests/1", content, List.of(platforms));
    }

    @Test
    void an_index_leads_to_the_wanted_platforms() {
        String index = "{'manifests':["
                + "{'mediaType':'application/vnd.oci.image.manifest.v1+json','digest':'DIGEST','size':1,"
                + "'platform':{'os':'linux','architecture':'arm64','variant':'v8'}},"
                + "{'mediaType':'application/vnd.oci.image.manifest.v1+json','digest':'OTHER','size':1,"
                + "'platform':{'os':'linux','architecture':'arm'}}]}";
        assertThat(after(index, "linux/arm64").paths()).containsExactly("docker.io/a/b/manifests/" + DIGEST);
        assertThat(after(index, "linux/arm").paths()).containsExactly("docker.io/a/b/manifests/" + OTHER);
        assertThat(after(index, "all").paths()).hasSize(2);
        assertThat(after(index, "linux/s390x").wrong()).isEqualTo("has no image for linux/s390x");
    }

    @Test
    void an_image_leads_to_its_configuration_and_layers() {
        String image = "{'config':{'digest':'DIGEST','size':1},'layers':[{'digest':'OTHER','size':2},"
                + "{'mediaType':'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip','digest':'OTHER','size':2}]}";
        assertThat(after(image).paths())
                .containsExactly("docker.io/a/b/blobs/" + DIGEST, "docker.io/a/b/blobs/" + OTHER);
        assertThat(lists.leadsOn("docker.io/a/b/blobs/" + DIGEST)).isFalse();
        assertThat(lists.named(new byte[0])).isEqualTo(List.<NamedVersion>of());
    }
}
