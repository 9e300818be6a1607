package dev.breakwater.bench;

import dev.breakwater.bench.image.ImageClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What passed, by client, in the order in which it was first run; and why the rest did not. */
final class ClientTable {
    private final List<ImageClient> clients;
    private final Map<String, Map<String, String>> cells = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();
    private int passed;

    ClientTable(List<ImageClient> clients) {
        this.clients = clients;
    }

    /** Notes what {@code client} came to in {@code row}; {@code why} it failed is empty if it passed. */
    void note(String row, ImageClient client, Duration took, String why) {
        String cell = (why.isEmpty() ? "passed " : "FAILED ")
                + String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
        cells.computeIfAbsent(row, _ -> new LinkedHashMap<>()).put(client.name(), cell);
        System.err.println("… " + client.name() + ": " + row + ": " + cell);
        if (why.isEmpty()) {
            passed++;
        } else {
            failures.add(client.name() + " FAILED: " + row + ": " + why);
            System.err.println(failures.getLast());
        }
    }

    /** Prints it; returns whether something was run and nothing failed. */
    boolean print() {
        List<String> head = new ArrayList<>(List.of("through Breakwater"));
        clients.forEach(client -> head.add(client.name()));
        Table table = new Table(head.toArray(String[]::new));
        cells.forEach((row, told) -> {
            List<String> line = new ArrayList<>(List.of(row));
            for (ImageClient client : clients) {
                // what a client has no command for is left blank
                line.add(client.missing().isEmpty() ? told.getOrDefault(client.name(), "") : "not run");
            }
            table.quiet(line.toArray(String[]::new));
        });
        table.print();
        clients.stream()
                .filter(client -> !client.missing().isEmpty())
                .forEach(client -> System.out.println(client.name() + " not run: " + client.missing()));
        failures.forEach(System.out::println);
        System.out.println(passed + " passed, " + failures.size() + " failed");
        return failures.isEmpty() && passed > 0;
    }
}
