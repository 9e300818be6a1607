package dev.breakwater.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** What a stranger does to a server. Each goes on until the process that does it is ended, and is bounded by itself too. */
enum Attack {
    H2_STALLED("14 HTTP/2 connections × 250 GETs of a 3 MB zip, window 0, PINGs") {
        @Override
        void run(Aim aim) throws InterruptedException {
            Crowd.failures(14, number -> Windowless.ask(aim, ZIP, 250));
        }
    },
    PIPELINED("400 pipelined GETs of a list on a connection, nothing read, 4 connections") {
        @Override
        void run(Aim aim) throws InterruptedException {
            Crowd.failures(4, number -> {
                try (Stranger stranger = aim.connect()) {
                    stranger.send(aim.get(LIST).repeat(400));
                    stranger.stay();
                }
            });
        }
    },
    ENDLESS_ZIP("zips that never end, 64 at once, over a line of 1 Gbit/s") {
        @Override
        void run(Aim aim) throws InterruptedException {
            endless(aim, "zip");
        }
    },
    ENDLESS_MOD("go.mods that never end, 64 at once, over a line of 1 Gbit/s") {
        @Override
        void run(Aim aim) throws InterruptedException {
            endless(aim, "mod");
        }
    },
    SILENT("1,400 silent connections, 1,024 descriptors") {
        @Override
        void run(Aim aim) throws InterruptedException {
            Crowd.failures(1400, number -> {
                try (Stranger stranger = aim.connect()) {
                    stranger.stay();
                }
            });
        }
    },
    COLD_NAMES("12,000 cold names over 48 connections, a mirror that takes 2 s") {
        @Override
        void run(Aim aim) throws InterruptedException {
            ask(aim, 48, 12_000, "/odd.test/slow");
        }
    },
    LONG_LIST("a list of 16 MB, 1.48 million versions, asked by 4") {
        @Override
        void run(Aim aim) throws InterruptedException {
            Crowd.failures(4, number -> {
                for (int i = 0; i < 50; i++) {
                    aim.ask("/odd.test/long" + number + "x" + i + "/@v/list");
                }
            });
        }
    },
    ABSENT_NAMES("100,000 names that do not exist") {
        @Override
        void run(Aim aim) throws InterruptedException {
            ask(aim, 16, 100_000, "/odd.test/absent");
        }
    },
    DRIBBLED("184 connections that send a body a byte a second") {
        @Override
        void run(Aim aim) throws InterruptedException {
            Crowd.failures(184, number -> {
                try (Stranger stranger = aim.connect()) {
                    String path = number % 2 == 0 ? "/-/api/v1/refresh" : "/-/api/v1/hooks/github";
                    stranger.send("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                            + "Content-Length: 60000\r\n\r\n");
                    stranger.dribble();
                }
            });
        }
    },
    CONSOLES("200 open pages of the console by one address") {
        @Override
        void run(Aim aim) throws InterruptedException {
            Crowd.failures(200, number -> {
                try (Stranger stranger = aim.connect()) {
                    stranger.send(
                            "GET /-/console/live/now HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n");
                    stranger.stay();
                }
            });
        }
    };

    /** A zip of 3 MB that the server holds. */
    static final String ZIP = "/big.test/m0/@v/v1.0.0.zip";

    /** A module of many versions. */
    static final String MANY = "many.test/m";

    /** A list that the server holds. */
    static final String LIST = "/" + MANY + "/@v/list";

    private static final int ROUNDS = 100;

    private final String what;

    Attack(String what) {
        this.what = what;
    }

    /** As it is given on the command line. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** In words, for the table. */
    String what() {
        return what;
    }

    /** Attacks; returns once there is nothing left to do, or when the other side has closed all connections. */
    abstract void run(Aim aim) throws InterruptedException;

    private static void endless(Aim aim, String extension) throws InterruptedException {
        Crowd.failures(64, number -> {
            for (int i = 0; i < ROUNDS; i++) {
                aim.ask("/odd.test/endless" + number + "x" + i + "/@v/v1.0.0." + extension);
            }
        });
    }

    /** Asks for the lists of {@code names} different modules over so many connections, each as fast as it is answered. */
    private static void ask(Aim aim, int connections, int names, String prefix) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        Crowd.failures(connections, number -> {
            for (int i = next.getAndIncrement(); i < names; ) {
                try (Stranger stranger = aim.connect()) {
                    for (;
                            i < names && stranger.exchange(aim.get(prefix + i + "/@v/list"));
                            i = next.getAndIncrement()) {
                        // the next on the same connection
                    }
                } catch (IOException e) {
                    i = next.getAndIncrement(); // turned away: a new connection
                }
            }
        });
    }

    /** Where the server is, and where in it the modules are. */
    record Aim(int port, String path) {
        Stranger connect() throws IOException {
            return new Stranger(port);
        }

        String get(String below) {
            return "GET " + path + below + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n";
        }

        /** One GET, whatever comes of it. */
        void ask(String below) throws IOException {
            try (Stranger stranger = connect()) {
                stranger.send(get(below).replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
                stranger.input().transferTo(OutputStream.nullOutputStream());
            }
        }

        byte[] bytes(String below) {
            return (path + below).getBytes(StandardCharsets.US_ASCII);
        }
    }
}
