package dev.breakwater.bench.conformance;

import static dev.breakwater.bench.conformance.CheckAnswer.INSTALL;
import static dev.breakwater.bench.conformance.CheckedRegistry.escaped;
import static dev.breakwater.bench.conformance.UnmetCheck.unless;

import dev.breakwater.testing.NpmPublication;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A document in caches: validators, conditional requests, codings, HEAD. What holds only of registries with a validator passes without one. */
final class CachingChecks {
    private static final String LONG_AGO = "Mon, 01 Jan 1990 00:00:00 GMT";
    private static final String FULL_FORM = "Accept: application/json";
    private static final String INSTALL_FORM = "Accept: " + INSTALL;
    private static final String GZIP = "Accept-Encoding: gzip";

    private CachingChecks() {}

    static List<RegistryCheck> all() {
        return List.of(
                check("a document has a validator", "npm (make-fetch-happen)", CachingChecks::validator),
                check("an ETag that is current gets 304", "RFC 9110 §13.1.2", CachingChecks::notModified),
                check("a list with it, weakly compared, gets 304", "RFC 9110 §13.1.2", CachingChecks::inList),
                check("If-None-Match: * gets 304", "RFC 9110 §13.1.2", it -> status(it, 304, "If-None-Match: *")),
                check("another ETag gets 200", "RFC 9110 §13.1.2", it -> status(it, 200, "If-None-Match: \"x\"")),
                check(
                        "a broken If-None-Match is no error",
                        "RFC 9110 §13.1.2",
                        it -> status(it, 200, "If-None-Match: \"x")),
                check("304 repeats ETag and Vary, without a body", "RFC 9110 §15.4.5", CachingChecks::repeated),
                check(
                        "the forms have different strong ETags",
                        "RFC 9110 §8.8.1",
                        it -> differ(it, List.of(INSTALL_FORM), List.of(FULL_FORM))),
                check(
                        "the codings have different strong ETags",
                        "RFC 9110 §8.8.3.3",
                        it -> differ(it, List.of(FULL_FORM, GZIP), List.of(FULL_FORM, "Accept-Encoding: identity"))),
                check(
                        "one form's ETag does not validate the other",
                        "RFC 9110 §13.1.2, §8.8.1",
                        CachingChecks::otherForm),
                check("Last-Modified is a date that is not to come", "RFC 9110 §8.8.2.1", CachingChecks::modified),
                check(
                        "If-Modified-Since long ago gets 200",
                        "RFC 9110 §13.1.3",
                        it -> status(it, 200, "If-Modified-Since: " + LONG_AGO)),
                check(
                        "If-None-Match counts before If-Modified-Since",
                        "RFC 9110 §13.1.3",
                        it -> status(
                                it,
                                200,
                                "If-None-Match: \"x\"",
                                "If-Modified-Since: "
                                        + DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                                ZonedDateTime.now(ZoneOffset.UTC)))),
                check("without a condition it is never 304", "pnpm", it -> status(it, 200)),
                check("a publication makes the ETag another", "RFC 9110 §8.8.1", CachingChecks::changes),
                check(
                        "Vary names Accept if forms differ",
                        "RFC 9110 §12.5.5",
                        it -> varies(it, "accept", List.of(INSTALL_FORM), List.of(FULL_FORM))),
                check(
                        "Vary names Accept-Encoding if codings differ",
                        "RFC 9110 §12.5.5",
                        it -> varies(
                                it,
                                "accept-encoding",
                                List.of(FULL_FORM, GZIP),
                                List.of(FULL_FORM, "Accept-Encoding: identity"))),
                check("gzip and identity say the same", "RFC 9110 §8.4", CachingChecks::coded),
                check("identity alone gets no coding", "RFC 9110 §12.5.3", it -> identity(it, "identity")),
                check("gzip;q=0 gets no gzip", "RFC 9110 §12.5.3", it -> identity(it, "gzip;q=0")),
                check("HEAD is GET without the body", "RFC 9110 §9.3.2; pnpm", CachingChecks::head),
                check("HEAD of a version is GET without the body", "RFC 9110 §9.3.2", it -> {
                    CheckAnswer head = it.send("HEAD", escaped(it.fixture()) + "/1.0.0", "")
                            .is(200);
                    unless(head.body().length == 0, "HEAD has a body");
                }),
                check("an owned document is not for shared caches", "RFC 9111 §3.5", CachingChecks::unshared));
    }

    private static RegistryCheck check(String name, String source, RegistryCheck.CheckBody body) {
        return new RegistryCheck("caching", name, source, body);
    }

    private static CheckAnswer ask(CheckedRegistry it, List<String> headers)
            throws UnmetCheck, IOException, InterruptedException {
        return it.get(escaped(it.fixture()), headers.toArray(String[]::new)).is(200);
    }

    private static void validator(CheckedRegistry it) throws UnmetCheck, IOException, InterruptedException {
        CheckAnswer got = ask(it, List.of());
        unless(
                !got.header("etag").isEmpty() || !got.header("last-modified").isEmpty(),
                "there is neither an ETag nor a Last-Modified");
    }

    /** The ETag for these headers; empty if there is none. */
    private static String tag(CheckedRegistry it, List<String> headers)
            throws UnmetCheck, IOException, InterruptedException {
        return ask(it, headers).header("etag");
    }

    private static void notModified(CheckedRegistry it) throws UnmetCheck, IOException, InterruptedException {
        for (List<String> headers : List.of(
                List.of(FULL_FORM), List.of(INSTALL_FORM), List.of(FULL_FORM, GZIP), List.of(INSTALL_FORM, GZIP))) {
            it.validates(escaped(it.fixture()), headers.toArray(String[]::new));
        }
    }

    private static void inList(CheckedRegistry it) throws UnmetCheck, IOException, InterruptedException {
        String tag = tag(it, List.of(FULL_FORM));
        if (!tag.isEmpty()) {
            String weak = tag.startsWith("W/") ? tag : "W/" + tag;
            status(it, 304, FULL_FORM, "If-None-Match: \"x\", " + weak + ", \"y\"");
        }
    }

    private static void status(CheckedRegistry it, int expected, String... headers)
            throws UnmetCheck, IOException, InterruptedException {
        it.get(escaped(it.fixture()), headers).is(expected);
    }

    private static void repeated(CheckedRegistry it) throws UnmetCheck, IOException, InterruptedException {
        CheckAnswer whole = ask(it, List.of(FULL_FORM));
        if (whole.header("etag").isEmpty()) {
            return;
        }
        CheckAnswer got = it.get(escaped(it.fixture()), FULL_FORM, "If-None-Match: " + whole.header("etag"))
                .is(304);
        unless(got.header("etag").equals(whole.header("etag")), "the ETag of 304 is " + got.header("etag"));
        unless(got.header("vary").equalsIgnoreCase(whole.header("vary")), "the Vary of 304 is " + got.header("vary"));
        unless(got.body().length == 0, "304 has a body");
    }

    private static void differ(CheckedRegistry it, List<String> one, List<String> other)
            throws UnmetCheck, IOException, InterruptedException {
        CheckAnswer first = ask(it, one);
        CheckAnswer second = ask(it, other);
        unless(
                first.header("etag").startsWith("W/")
                        || first.header("etag").isEmpty()
                        || Arrays.equals(first.body(), second.body())
                        || !first.header("etag").equals(second.header("etag")),
                "both have the ETag " + first.header("etag"));
    }

    private static void otherForm(CheckedRegistry it) throws UnmetCheck, IOException, InterruptedException {
        CheckAnswer install = ask(it, List.of(INSTALL_FORM));
        CheckAnswer full = ask(it, List.of(FULL_FORM));
        if (!install.header("etag").isEmpty() && !Arrays.equals(install.body(), full.body())) {
            status(it, 200, FULL_FORM, "If-None-Match: " + install.header("etag"));
        }
    }

    private static void modified(CheckedRegistry it) throws UnmetCheck, IOException, InterruptedException {
        CheckAnswer got = ask(it, List.of());
        String modified = got.header("last-modified");
        if (!modified.isEmpty()) {
            try {
                Instant at = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(modified));
                unless(!at.isAfter(Instant.now().plusSeconds(2)), "Last-Modified is to come: " + modified);
            } catch (DateTimeException e) {
                unless(false, "Last-Modified is no date: " + modified);
            }
        }
    }

    private static void changes(CheckedRegistry it) throws UnmetCheck, IOException, InterruptedException {
        String name = it.published();
        String before = it.get(escaped(name)).is(200).header("etag");
        it.publish(NpmPublication.of(name, "1.2.0", "more")).succeeds();
        CheckAnswer after =
                before.isEmpty() ? it.get(escaped(name)) : it.get(escaped(name), "If-None-Match: " + before);
        unless(after.is(200).json().path("versions").has("1.2.0"), "the new version is missing");
        unless(before.isEmpty() || !after.header("etag").equals(before), "the ETag is still " + before);
    }

    private static void varies(CheckedRegistry it, String header, List<String> one, List<String> other)
            throws UnmetCheck, IOException, InterruptedException {
        CheckAnswer first = ask(it, one);
        if (first.header("cache-control").contains("no-store")
                || Arrays.equals(first.body(), ask(it, other).body())) {
            return;
        }
        List<String> names = List.of(
                first.header("vary").toLowerCase(Locale.ROOT).replace(" ", "").split(",", -1));
        unless(names.contains(header) || names.contains("*"), "Vary is " + first.header("vary"));
    }

    private static void coded(CheckedRegistry it) throws UnmetCheck, IOException, InterruptedException {
        for (String form : List.of(FULL_FORM, INSTALL_FORM)) {
            CheckAnswer gzip = ask(it, List.of(form, GZIP));
            CheckAnswer plain = ask(it, List.of(form, "Accept-Encoding: identity"));
            unless(gzip.json().equals(plain.json()), "the two are different documents");
        }
    }

    private static void identity(CheckedRegistry it, String accepted)
            throws UnmetCheck, IOException, InterruptedException {
        String coding = ask(it, List.of("Accept-Encoding: " + accepted)).header("content-encoding");
        unless(coding.isEmpty() || coding.equals("identity"), "the coding is " + coding);
    }

    private static void head(CheckedRegistry it) throws UnmetCheck, IOException, InterruptedException {
        for (String form : List.of("Accept: */*", FULL_FORM, INSTALL_FORM)) {
            CheckAnswer head = it.send("HEAD", escaped(it.fixture()), "", form).is(200);
            CheckAnswer get = ask(it, List.of(form));
            unless(head.body().length == 0, "HEAD has a body");
            unless(head.type().equals(get.type()), "HEAD has the type " + head.type() + ", GET " + get.type());
            unless(head.header("etag").equals(get.header("etag")), "HEAD has the ETag " + head.header("etag"));
            String length = head.header("content-length");
            unless(
                    length.isEmpty() || Long.parseLong(length) == get.body().length,
                    "HEAD has the length " + length + ", GET " + get.body().length);
        }
    }

    /** If a user without credentials may not read it, a shared cache must not be told that it may keep it. */
    private static void unshared(CheckedRegistry it) throws UnmetCheck, IOException, InterruptedException {
        if (it.anonymous().get(escaped(it.fixture())).status() == 200) {
            return;
        }
        String control = ask(it, List.of()).header("cache-control");
        unless(!control.contains("public") && !control.contains("s-maxage"), "Cache-Control is " + control);
    }
}
