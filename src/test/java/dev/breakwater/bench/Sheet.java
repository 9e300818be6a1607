package dev.breakwater.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table that is also kept for JSON, in whose objects the heads of its columns are the names. */
final class Sheet {
    private final String[] head;
    private final List<String[]> rows = new ArrayList<>();

    Sheet(String... head) {
        this.head = head;
    }

    synchronized void row(String... cells) {
        rows.add(cells);
    }

    synchronized boolean empty() {
        return rows.isEmpty();
    }

    void print() {
        Table table = new Table(head);
        rows().forEach(table::quiet);
        table.print();
    }

    List<Map<String, String>> json() {
        return rows().stream().map(this::named).toList();
    }

    private synchronized List<String[]> rows() {
        return List.copyOf(rows);
    }

    private Map<String, String> named(String[] cells) {
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < head.length; i++) {
            named.put(head[i], cells[i]);
        }
        return named;
    }
}
