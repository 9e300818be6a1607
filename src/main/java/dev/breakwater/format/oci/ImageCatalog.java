package dev.breakwater.format.oci;

import dev.breakwater.auth.Permission;
import dev.breakwater.auth.Subject;
import dev.breakwater.fetch.Answer;
import dev.breakwater.format.oci.name.ImageName;
import dev.breakwater.format.oci.name.OciPath;
import dev.breakwater.format.oci.name.QueryText;
import dev.breakwater.repository.Action;
import dev.breakwater.repository.Repository;
import dev.breakwater.repository.Request;
import dev.breakwater.repository.Wording;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * Lists the images that are held here or were pushed here, {@code _catalog} (distribution, "Listing repositories"): those that the
 * caller may read. No upstream is asked. As soon as callers can be identified it takes the permission {@code admin}, as the scope
 * {@code registry:catalog:*} does elsewhere; before that there is no such caller.
 *
 * @param repositories those that are listed, by name
 * @param path the path below {@code /v2/} for the next page
 * @param whole whether names begin with the repository's
 */
record ImageCatalog(SortedMap<String, OciRepository> repositories, String path, boolean whole) implements Repository {
    private static final int PAGE = 1_000;
    private static final int LARGEST_PAGE = 10_000;

    /** Of all repositories, each of whose names begins with its own, so that it can be pulled as it is listed. */
    static ImageCatalog of(SortedMap<String, Repository> repositories) {
        // as the names of their images are ordered: a-b/c is before a/c
        SortedMap<String, OciRepository> images = new TreeMap<>(Comparator.comparing(name -> name + "/"));
        repositories.forEach((name, repository) -> {
            if (repository instanceof OciRepository each) {
                images.put(name, each);
            }
        });
        return new ImageCatalog(images, "_catalog", true);
    }

    @Override
    public Action action(Request request) {
        if (!request.method().equals("GET")) {
            return new Action.NotAllowed("GET, HEAD");
        }
        Optional<TagQuery> query =
                TagQuery.parse(request.query(), last -> ImageName.parse(last).isPresent());
        if (query.isEmpty()) {
            return new Action.Say(new Answer.Malformed("n is not a number, or last is not the name of an image"));
        }
        boolean asksAll = new QueryText(request.query()).first("n") == null;
        TagQuery page = query.get().atMost(asksAll ? PAGE : LARGEST_PAGE);
        String namespace = new QueryText(request.query()).first(OciRoot.NAMESPACE);
        String more = namespace == null || whole ? "" : "&" + OciRoot.NAMESPACE + "=" + namespace;
        return new Action.Do(
                _ -> listed(page, more, request.identity().reads()),
                Subject.PUBLIC,
                "catalog",
                request.identity().knowsCallers() ? Permission.ADMIN : Permission.READ);
    }

    private Answer listed(TagQuery page, String more, BiPredicate<String, Subject> reads) {
        TagQuery.TagPage part;
        try {
            part = page.of(behind(page, reads));
        } catch (IOException e) {
            return new Answer.Trouble(
                    "the store can't be read: " + e.getMessage(), Duration.ofSeconds(5), List.of(), false);
        }
        byte[] body = OciWording.json(Map.of("repositories", part.tags())).getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = part.next().isEmpty()
                ? Map.of()
                : Map.of("Link", "</v2/" + path + "?" + part.next() + more + ">; rel=\"next\"");
        return new Answer.Done(Answer.Completion.OK, headers, "application/json", body);
    }

    /** The names of the page, in order, and one more if there is one. */
    private List<String> behind(TagQuery page, BiPredicate<String, Subject> reads) throws IOException {
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, OciRepository> each : repositories.entrySet()) {
            String prefix = whole ? each.getKey() + "/" : "";
            for (Subject image : each.getValue().held().names()) {
                String name = prefix + image.name();
                if (name.compareTo(page.last()) > 0 && reads.test(each.getKey(), image)) {
                    names.add(name);
                }
                if (names.size() > page.most()) {
                    return names;
                }
            }
        }
        return names;
    }

    @Override
    public Map<String, String> headers(Request request) {
        return RegistryHeaders.VERSION;
    }

    @Override
    public Wording wording(String rest) {
        return new OciWording(new OciPath.CatalogPath());
    }
}
