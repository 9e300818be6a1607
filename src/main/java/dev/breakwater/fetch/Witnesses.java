package dev.breakwater.fetch;

import dev.breakwater.fetch.Agreement.Merged;
import dev.breakwater.fetch.Agreement.Statement;
import dev.breakwater.store.Entry;
import dev.breakwater.store.Standing;
import dev.breakwater.upstream.Head;
import dev.breakwater.upstream.Origin;
import dev.breakwater.verify.Content;
import dev.breakwater.verify.Digest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The witnesses of one fetch by now: each gave a statement, or said that its last one is unchanged. "Unchanged" counts only
 * while no origin says anything new, since the last statements are not stored; then those origins are recalled, to be asked
 * for the whole. Used by one thread.
 */
final class Witnesses {
    private final List<Statement> statements = new ArrayList<>();
    private final List<Origin> heard = new ArrayList<>();
    private final Set<String> domains = new HashSet<>();
    private final Set<Origin> unchanged = new LinkedHashSet<>();
    private final Set<String> unchangedDomains = new HashSet<>();
    private final Set<Origin> recalled = new LinkedHashSet<>();

    /** {@code origin} has sent a statement. A peer that serves stale content contradicts no origin. */
    void add(Origin origin, Head head, Content content) {
        statements.add(new Statement(origin.name(), origin.domain(), head, content));
        heard.add(origin);
        if (!head.stale()) {
            domains.add(origin.domain());
            recalled.addAll(unchanged);
            unchanged.clear();
            unchangedDomains.clear();
        }
    }

    /** {@code origin} says that its last statement is unchanged; or was, if it is a peer that serves stale content. */
    void unchanged(Origin origin, boolean stale) {
        if (!domains.isEmpty()) {
            recalled.add(origin);
            return;
        }
        unchanged.add(origin);
        if (!stale) {
            unchangedDomains.add(origin.domain());
        }
    }

    /** The origins recalled since the last call. */
    List<Origin> takeRecalled() {
        List<Origin> taken = List.copyOf(recalled);
        recalled.clear();
        return taken;
    }

    /** Whether there are origins whose last statement is unchanged, and none says anything new. */
    boolean areUnchanged() {
        return !unchanged.isEmpty();
    }

    /** The kept headers of the first witness that is neither stale nor proven wrong. */
    Map<String, String> headers(Merged merged) {
        return statements.stream()
                .filter(statement -> counts(statement, merged))
                .findFirst()
                .map(statement -> statement.head().headers())
                .orElse(Map.of());
    }

    private static boolean counts(Statement statement, Merged merged) {
        return !statement.head().stale() && !merged.wrong().contains(statement.origin());
    }

    /** The statements. */
    List<Statement> statements() {
        return List.copyOf(statements);
    }

    /** The origins whose word counts. */
    List<Origin> origins() {
        return Stream.concat(heard.stream(), unchanged.stream()).toList();
    }

    /** Their names. */
    String names() {
        return origins().stream().map(Origin::name).collect(Collectors.joining(","));
    }

    /** The number of witnesses, as text for people. */
    String by() {
        int count = domains().size();
        return count == 0 ? "a peer with stale content" : count == 1 ? "1 witness" : count + " witnesses";
    }

    /** The failure domains of the current statements. */
    Set<String> domains() {
        return areUnchanged() ? unchangedDomains : domains;
    }

    /**
     * The ETags of the origins whose statements gave {@code merged}, by their names: for revalidation. If its {@code sha256}
     * is that of the stored entry, also those of others of {@code origins}, whose last statements gave the same.
     */
    Map<String, String> etags(Merged merged, Digest sha256, @Nullable Entry held, List<Origin> origins) {
        Map<String, String> etags = new LinkedHashMap<>();
        if (!merged.lasting() || domains.isEmpty()) {
            return etags;
        }
        for (Statement statement : statements) {
            String etag = statement.head().etag();
            if (etag != null && counts(statement, merged)) {
                etags.put(statement.origin(), etag);
            }
        }
        if (held != null
                && held.meta().standing() == Standing.CONFIRMED
                && held.sha256().equals(sha256)) {
            for (Origin origin : origins) {
                String etag = held.meta().etag(origin.name());
                if (etag != null && !heard.contains(origin)) {
                    etags.put(origin.name(), etag);
                }
            }
        }
        return etags;
    }

    /** Whether no origin has said anything. */
    boolean areSilent() {
        return statements.isEmpty() && unchanged.isEmpty();
    }
}
