package dev.breakwater.bench.conformance;

import static dev.breakwater.bench.conformance.CheckAnswer.INSTALL;
import static dev.breakwater.bench.conformance.UnmetCheck.unless;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Tarballs: whole, in parts, validated, and not there. */
final class TarballChecks {
    private static final Set<String> TYPES = Set.of(
            "application/octet-stream",
            "application/gzip",
            "application/x-gzip",
            "application/x-tar",
            "application/x-compressed",
            "application/x-compressed-tar");
    private static final String RANGES = "RFC 9110 §14.2";

    private TarballChecks() {}

    static List<RegistryCheck> all() {
        return List.of(
                check("the bytes are those that were published", "npm (ssri)", it -> {
                    for (String version : List.of("1.0.0", "1.1.0", "2.0.0-beta.1")) {
                        same(it, it.fixture(), version);
                        same(it, it.plain(), version);
                    }
                }),
                check("the address in the document leads to them", "npm, pnpm, yarn", TarballChecks::linked),
                check(
                        "the scope may be escaped in the path",
                        "RFC 3986 §2.1; yarn",
                        it -> unless(
                                Arrays.equals(
                                        it.get(path(it).replaceFirst("/", "%2f"))
                                                .is(200)
                                                .decoded(),
                                        bytes(it)),
                                "the bytes are others")),
                check(
                        "yarn's Accept for documents gets the tarball",
                        "yarn 1",
                        it -> unless(
                                Arrays.equals(
                                        it.get(path(it), "Accept: " + INSTALL)
                                                .is(200)
                                                .decoded(),
                                        bytes(it)),
                                "the bytes are others")),
                check(
                        "an accepted coding changes no byte",
                        "RFC 9110 §8.4; pnpm",
                        it -> unless(
                                Arrays.equals(
                                        it.get(path(it), "Accept-Encoding: gzip")
                                                .is(200)
                                                .decoded(),
                                        bytes(it)),
                                "decoded, the bytes are others")),
                check("the type is that of bytes or of gzip", "RFC 9110 §8.3", it -> {
                    String type = it.get(path(it)).is(200).type();
                    unless(TYPES.contains(type), "the type is " + type);
                }),
                check("the length is told", "RFC 9110 §8.6; npm, pnpm (progress)", it -> {
                    String length = it.get(path(it)).is(200).header("content-length");
                    unless(length.equals(Integer.toString(bytes(it).length)), "Content-Length is " + length);
                }),
                check("HEAD tells the same without a body", "RFC 9110 §9.3.2", TarballChecks::head),
                check("an ETag that is current gets 304", "RFC 9110 §13.1.2", it -> it.validates(path(it))),
                check("the first bytes", RANGES, it -> part(it, "bytes=0-9", 0, 10)),
                check(
                        "the rest, as a resumed download asks",
                        RANGES,
                        it -> part(it, "bytes=100-", 100, bytes(it).length)),
                check("the last bytes", RANGES, it -> part(it, "bytes=-5", bytes(it).length - 5, bytes(it).length)),
                check("a range past the end", RANGES, it -> part(it, "bytes=50-999999999", 50, bytes(it).length)),
                check("a range behind the end is 416 with the length", "RFC 9110 §15.5.17", TarballChecks::behind),
                check(
                        "a range in another unit is ignored",
                        RANGES,
                        it -> it.get(path(it), "Range: lines=1-2").is(200)),
                check(
                        "If-Range with another ETag gets all",
                        "RFC 9110 §13.1.5",
                        it -> it.get(path(it), "Range: bytes=0-9", "If-Range: \"x\"")
                                .is(200)),
                check("If-Range with the ETag gets the range", "RFC 9110 §13.1.5", it -> {
                    String tag = it.get(path(it)).is(200).header("etag");
                    if (!tag.isEmpty() && !tag.startsWith("W/")) {
                        part(it, "bytes=0-9", 0, 10, "If-Range: " + tag);
                    }
                }),
                check("Accept-Ranges: bytes is kept", "RFC 9110 §14.3", it -> {
                    if (it.get(path(it)).is(200).header("accept-ranges").equals("bytes")) {
                        it.get(path(it), "Range: bytes=0-0").is(206);
                    }
                }),
                check(
                        "a version that does not exist is 404",
                        "npm, pnpm, yarn",
                        it -> it.get(CheckedRegistry.tarball(it.fixture(), "9.9.9"))
                                .is(404)
                                .explains()),
                check(
                        "a package that does not exist is 404",
                        "npm, pnpm, yarn",
                        it -> it.get(CheckedRegistry.tarball(it.unusedPlain(), "1.0.0"))
                                .is(404)
                                .explains()),
                check(
                        "another package's file name is refused",
                        "npm (file names of npm pack)",
                        it -> it.get(it.fixture() + "/-/other-1.0.0.tgz").isRefused()),
                check(
                        "another scope's path is refused",
                        "npm docs, scope",
                        it -> it.get("@other-scope" + path(it).substring(path(it).indexOf('/')))
                                .isRefused()),
                check(
                        "without the scope it is refused",
                        "npm docs, scope",
                        it -> it.get(path(it).substring(path(it).indexOf('/') + 1))
                                .isRefused()),
                check("a path that climbs is refused", "RFC 9110 §17.3", it -> {
                    for (String file : List.of("..%2f..%2fpackage.json", "%2e%2e%2fpackage.json")) {
                        it.raw("GET", it.fixture() + "/-/" + file).isRefused();
                    }
                }),
                check("a file that was never published is refused", "npm registry, docs/REGISTRY-API.md", it -> {
                    for (String file : List.of("package.json", "index.js", "x.tgz")) {
                        it.get(it.fixture() + "/-/" + file).isRefused();
                    }
                }));
    }

    private static RegistryCheck check(String name, String source, RegistryCheck.CheckBody body) {
        return new RegistryCheck("tarballs", name, source, body);
    }

    private static String path(CheckedRegistry it) {
        return CheckedRegistry.tarball(it.fixture(), "1.1.0");
    }

    private static byte[] bytes(CheckedRegistry it) {
        return Manifests.tarball(it.fixture(), "1.1.0");
    }

    private static void same(CheckedRegistry it, String name, String version)
            throws UnmetCheck, IOException, InterruptedException {
        byte[] got = it.get(CheckedRegistry.tarball(name, version)).is(200).decoded();
        unless(Arrays.equals(got, Manifests.tarball(name, version)), "the bytes of " + version + " are others");
    }

    private static void linked(CheckedRegistry it) throws UnmetCheck, IOException, InterruptedException {
        String address = it.document(it.fixture())
                .path("versions")
                .path("1.1.0")
                .path("dist")
                .path("tarball")
                .asString("");
        unless(address.startsWith(it.url()), "the tarball is at " + address);
        byte[] got = it.get(address.substring(it.url().length())).is(200).decoded();
        unless(Arrays.equals(got, bytes(it)), "the bytes are others");
    }

    private static void head(CheckedRegistry it) throws UnmetCheck, IOException, InterruptedException {
        CheckAnswer head = it.send("HEAD", path(it), "").is(200);
        CheckAnswer get = it.get(path(it)).is(200);
        unless(head.body().length == 0, "HEAD has a body");
        unless(head.type().equals(get.type()), "HEAD has the type " + head.type());
        String length = head.header("content-length");
        unless(
                length.isEmpty() || length.equals(get.header("content-length")),
                "HEAD has the length " + length + ", GET " + get.header("content-length"));
    }

    /** The part, or everything: a server may pass over a range. */
    private static void part(CheckedRegistry it, String range, int from, int to, String... more)
            throws UnmetCheck, IOException, InterruptedException {
        String[] headers = Arrays.copyOf(more, more.length + 1);
        headers[more.length] = "Range: " + range;
        CheckAnswer got = it.get(path(it), headers).is(200, 206);
        byte[] all = bytes(it);
        if (got.status() == 200) {
            unless(Arrays.equals(got.decoded(), all), "200 with other bytes");
            return;
        }
        String expected = "bytes " + from + "-" + (to - 1) + "/";
        String told = got.header("content-range");
        unless(
                told.equals(expected + all.length) || told.equals(expected + "*"),
                "Content-Range is " + told + ", expected " + expected + all.length);
        unless(Arrays.equals(got.body(), Arrays.copyOfRange(all, from, to)), "206 with other bytes");
    }

    private static void behind(CheckedRegistry it) throws UnmetCheck, IOException, InterruptedException {
        CheckAnswer got = it.get(path(it), "Range: bytes=999999999-").is(200, 416);
        String told = got.header("content-range");
        unless(
                got.status() == 200 || told.isEmpty() || told.equals("bytes */" + bytes(it).length),
                "416 with Content-Range " + told);
    }
}
