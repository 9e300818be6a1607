package dev.breakwater.bench;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * What every bench is told on its command line, as {@code --name value}.
 *
 * @param server the command that starts the server, run by {@code sh}, see {@link Setup#fill}
 * @param path where the server has its Go repository
 * @param ready what it answers with a 2xx once it serves
 */
record Options(List<String> words, String server, String path, String ready) {
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final String BREAKWATER =
            "./breakwater serve --config {config} --data-dir {data} --listen 127.0.0.1:{port}";

    /** Reads them, and lets the process end after 15 minutes whatever happens. */
    static Options of(String[] args) {
        List<String> words = List.of(args);
        if (words.contains("--help")) {
            System.out.println("--server '" + BREAKWATER + "' --path /go --ready /-/ready");
            System.exit(0);
        }
        return of(words, LIMIT);
    }

    /** Reads them, and lets the process end after {@code limit} whatever happens. */
    static Options of(List<String> words, Duration limit) {
        Thread.ofPlatform().daemon().start(() -> {
            LockSupport.parkNanos(limit.toNanos());
            System.err.println("the bench ends: " + limit + " are over");
            System.exit(3);
        });
        return new Options(
                words,
                value(words, "--server", BREAKWATER),
                value(words, "--path", "/go"),
                value(words, "--ready", "/-/ready"));
    }

    /** The same, with {@code first} run in the shell that becomes the server. */
    Options limited(String first) {
        return new Options(words, "sh -c '" + first + "; exec " + server + "'", path, ready);
    }

    /** A whole number; ends the process where it is none: a bench that measured nothing must not look like a result. */
    int number(String name, int otherwise) {
        String text = value(words, name, Integer.toString(otherwise));
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            System.err.println(name + " " + text + " is not a whole number");
            System.exit(2);
            throw e;
        }
    }

    String text(String name, String otherwise) {
        return value(words, name, otherwise);
    }

    boolean has(String name) {
        return words.contains(name);
    }

    private static String value(List<String> words, String name, String otherwise) {
        int at = words.indexOf(name);
        if (at >= 0 && at + 1 == words.size()) {
            throw new IllegalArgumentException(name + " wants a value");
        }
        return at < 0 ? otherwise : words.get(at + 1);
    }
}
