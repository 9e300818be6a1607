package dev.breakwater.notes;

import dev.breakwater.fetch.Answer;
import dev.breakwater.repository.Action;
import dev.breakwater.repository.Repository;
import dev.breakwater.repository.RootPaths;
import dev.breakwater.repository.Site;
import java.util.List;
import java.util.SortedMap;

/**
 * {@code /notes/<path>?of=<repository>} is that path of the repository, of the first one without {@code of}; {@code /notes/} names
 * all. Claims everything below {@code /-/} besides, also what the server serves there.
 */
final class NotesRoot implements RootPaths {
    @Override
    public List<String> prefixes() {
        return List.of("/notes/", "/-/");
    }

    @Override
    public Site.Route route(String path, String query, SortedMap<String, Repository> repositories) {
        int slash = path.indexOf('/', 1);
        String rest = slash < 0 ? "" : path.substring(slash + 1);
        if (rest.isEmpty()) {
            Answer names = new Answer.Done(Answer.Completion.OK, String.join(" ", repositories.keySet()));
            return new Site.Route("-", _ -> new Action.Say(names), "");
        }
        String named = query.startsWith("of=") ? query.substring(3) : repositories.firstKey();
        Repository repository = repositories.get(named);
        return repository == null
                ? new Site.Route("-", _ -> new Action.Say(new Answer.Malformed("unknown " + named)), rest)
                : new Site.Route(named, repository, rest);
    }
}
