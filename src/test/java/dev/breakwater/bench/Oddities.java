package dev.breakwater.bench;

import dev.breakwater.testing.Certificates;
import dev.breakwater.testing.Corpora;
import dev.breakwater.testing.Corpus;
import dev.breakwater.testing.Fault;
import dev.breakwater.testing.GoCommand;
import dev.breakwater.testing.Mirror;
import dev.breakwater.testing.MirrorSettings;
import dev.breakwater.testing.OddMirror;
import dev.breakwater.testing.RawHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Mirrors and modules that are odd rather than broken, each with mirrors of its own: what a go command alone gets from them, it
 * gets through the server. They are no rows of the table of faults, since they are about a lone mirror, or the module itself.
 */
final class Oddities {
    private static final String UNTAGGED = "example.com/tip";
    private static final String POISON = "example.com/evil";
    private static final int SOUND = 40;

    private final Bench bench;

    Oddities(Bench bench) {
        this.bench = bench;
    }

    /** A mirror, whatever it is made of. */
    private record Place(String url, AutoCloseable mirror) {
        static Place of(Mirror mirror) {
            return new Place(mirror.url(), mirror);
        }
    }

    /**
     * One of them.
     *
     * @param mirrors starts them
     * @param line what the go command is told
     * @param meanwhile what a stranger asks for five times a second; empty for nothing
     */
    private record Oddity(String name, Supplier<List<Place>> mirrors, List<String> line, String meanwhile) {}

    private static List<Oddity> all() {
        String small = Corpora.smallName(0) + "@v1.0.0";
        return List.of(
                new Oddity("slow-alone", Oddities::slow, List.of("mod", "download", small), ""),
                new Oddity("pauses-alone", Oddities::pausing, List.of("mod", "download", "big.test/m0@v1.0.0"), ""),
                new Oddity("silent-far", Oddities::far, List.of("mod", "download", small), ""),
                new Oddity("pseudo-only", Oddities::untagged, List.of("list", "-m", UNTAGGED + "@latest"), ""),
                new Oddity("poison", Oddities::poisoned, sound(), "/" + POISON + "/@v/v1.0.0.zip"));
    }

    /** A lone mirror that takes seven seconds to each answer. */
    private static List<Place> slow() {
        return List.of(
                Place.of(Mirror.start(MirrorSettings.of(Corpora.small(1, 1)).latency(Duration.ofSeconds(7)))));
    }

    /** A lone mirror whose bodies pause three times for two seconds each, and which knows no ranges. */
    private static List<Place> pausing() {
        Mirror mirror =
                Mirror.start(MirrorSettings.of(Corpora.big(1, 4_000_000, 1)).inChunks());
        mirror.fault(Fault.PAUSES);
        return List.of(Place.of(mirror));
    }

    /** The near mirror does not have it; the far one does, and takes 2.5 s to say so. */
    private static List<Place> far() {
        return List.of(
                Place.of(Mirror.serving(new Corpus())),
                Place.of(Mirror.start(MirrorSettings.of(Corpora.small(1, 1)).latency(Duration.ofMillis(2500)))));
    }

    /** A module without tags: its pseudo-versions are listed, and nothing is the latest. */
    private static List<Place> untagged() {
        Corpus corpus = new Corpus();
        List<String> listed = List.of("v0.0.0-20230101000000-aaaaaaaaaaaa", "v0.0.0-20240601000000-bbbbbbbbbbbb");
        listed.forEach(version -> corpus.publish(UNTAGGED, version, Map.of("tip.go", "package tip\n")));
        byte[] list = (String.join("\n", listed) + "\n").getBytes(StandardCharsets.UTF_8);
        OddMirror mirror = new OddMirror(
                MirrorSettings.of(corpus), it -> switch (it.asked().kind()) {
                    case LIST -> it.reply(200, list, "Content-Type: text/plain", "Content-Length: " + list.length);
                    case LATEST -> it.reply(404, new byte[0], "Content-Length: 0");
                    default -> it.usual();
                });
        return List.of(new Place(mirror.url(), mirror));
    }

    /** Three honest mirrors of sound modules, and of one that nobody can unpack: two of its files differ in case alone. */
    private static List<Place> poisoned() {
        Corpus corpus = Corpora.small(SOUND, 3)
                .publish(
                        POISON,
                        "v1.0.0",
                        Map.of("go.mod", "module " + POISON + "\n", "a.go", "package a\n", "A.go", "package a\n"));
        return IntStream.range(0, Stage.MIRRORS)
                .mapToObj(i -> Place.of(Mirror.serving(corpus)))
                .toList();
    }

    private static List<String> sound() {
        List<String> line = new ArrayList<>(List.of("mod", "download"));
        IntStream.range(0, SOUND).forEach(i -> line.add(Corpora.smallName(i) + "@v1.0.0"));
        return line;
    }

    /** Each with the server and without. */
    Kept run() throws IOException, InterruptedException {
        List<String> told = new ArrayList<>();
        List<String> complaints = new ArrayList<>();
        boolean kept = true;
        for (Oddity oddity : all()) {
            List<Place> places = oddity.mirrors().get();
            try {
                Build.Ran alone = go(oddity, String.join(bench.separator(), urls(places)));
                Build.Ran ours = ours(oddity, places);
                kept &= ours.passed() || !alone.passed();
                told.add(oddity.name() + " " + word(ours) + " (alone " + word(alone) + ")");
                complaints.add(ours.said());
            } finally {
                close(places);
            }
        }
        return new Kept(kept, String.join("; ", told), String.join("", complaints));
    }

    private static String word(Build.Ran ran) {
        return (ran.passed() ? "passes, " : "FAILS, ") + Kept.ms(ran.took());
    }

    private Build.Ran ours(Oddity oddity, List<Place> places) throws IOException, InterruptedException {
        Setup setup = Setup.over(urls(places), Certificates.shared().pem(), null);
        try (ServerProcess server = ServerProcess.start(bench.options(), setup)) {
            Thread stranger = Thread.ofPlatform().start(() -> hammer(server, oddity.meanwhile()));
            try {
                return go(oddity, server.goProxy());
            } finally {
                stranger.interrupt();
                stranger.join();
            }
        }
    }

    private static void hammer(ServerProcess server, String path) {
        while (!path.isEmpty() && !Thread.interrupted()) {
            try {
                RawHttp.get("http://127.0.0.1:" + server.port() + server.path(path));
            } catch (IOException e) {
                return; // the server has ended
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    private Build.Ran go(Oddity oddity, String proxy) throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("breakwater-odd");
        try {
            Path module = Files.createDirectory(home.resolve("user"));
            Files.writeString(module.resolve("go.mod"), "module example.com/user\n\ngo 1.21\n");
            GoCommand go = GoCommand.in(GoCommand.installed().orElseThrow(), home)
                    .within(bench.build())
                    .proxy(proxy);
            return Build.all(go, module, List.of(oddity.line()));
        } finally {
            Folders.remove(home);
        }
    }

    private static List<String> urls(List<Place> places) {
        return places.stream().map(Place::url).toList();
    }

    private static void close(List<Place> places) {
        for (Place place : places) {
            try {
                place.mirror().close();
            } catch (Exception e) {
                throw new IllegalStateException("closing " + place.url(), e);
            }
        }
    }
}
