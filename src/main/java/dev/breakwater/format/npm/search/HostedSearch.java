package dev.breakwater.format.npm.search;

import dev.breakwater.format.npm.publish.HostedSummary;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Searches the packages that are published here.
 *
 * @param packages all of them
 * @param served tells those that are served: patterns of the configuration may have changed since they were published
 */
public record HostedSearch(Supplier<Collection<HostedSummary>> packages, Predicate<String> served) {
    /**
     * The packages in whose name, description or keywords each of {@code words} stands: first those with all of them in the name,
     * then by name.
     *
     * @param readable tells which names the client may know of
     */
    List<HostedSummary> find(List<String> words, Predicate<String> readable) {
        return packages.get().stream()
                .filter(each -> readable.test(each.name().text())
                        && served.test(each.name().text()))
                .filter(each -> each.matches(words))
                .sorted(Comparator.comparing((HostedSummary each) -> !each.isNamed(words))
                        .thenComparing(HostedSummary::name))
                .toList();
    }

    /** A page of results (npm/registry, docs/REGISTRY-API.md, "GET·/-/v1/search"), with how many {@code found} are. */
    static ObjectNode page(List<HostedSummary> found, int from, int size) {
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        ArrayNode objects = page.putArray("objects");
        found.stream().skip(from).limit(size).forEach(each -> put(objects.addObject(), each));
        page.put("total", found.size());
        return page;
    }

    private static void put(ObjectNode object, HostedSummary found) {
        ObjectNode shown = object.putObject("package");
        shown.put("name", found.name().text());
        String scope = found.name().scope();
        shown.put("scope", scope.isEmpty() ? "unscoped" : scope.substring(1));
        shown.put("version", found.version());
        shown.put("description", found.description());
        ArrayNode keywords = shown.putArray("keywords");
        found.keywords().forEach(keywords::add);
        if (!found.date().isEmpty()) {
            shown.put("date", found.date());
        }
        shown.putObject("links");
        // npm's command fails without this one
        shown.putArray("maintainers");
        ObjectNode score = object.putObject("score");
        score.put("final", 1);
        ObjectNode detail = score.putObject("detail");
        detail.put("quality", 1);
        detail.put("popularity", 1);
        detail.put("maintenance", 1);
        object.put("searchScore", 1);
    }
}
