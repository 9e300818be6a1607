package dev.breakwater.format.go;

import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.Resource;
import dev.breakwater.repository.Action;
import dev.breakwater.repository.Format;
import dev.breakwater.repository.Request;
import java.time.Duration;
import java.util.List;

/**
 * Speaks the GOPROXY protocol (Go modules reference, "GOPROXY protocol") and the checksum database's below it. Names
 * that are private stop here: nobody outside is told of them.
 */
public final class GoFormat implements Format {
    private final GlobPatterns secrets;
    private final GoResources resources;
    private final ChecksumPages checksums;

    GoFormat(GlobPatterns secrets, GoResources resources, ChecksumPages checksums) {
        this.secrets = secrets;
        this.resources = resources;
        this.checksums = checksums;
    }

    @Override
    public Action action(Request request) {
        boolean storeOnly = "true".equals(request.header("Disable-Module-Fetch"));
        return switch (GoRequest.parse(request.path())) {
            case GoRequest.List(ModulePath module) -> get(module, resources.list(module), storeOnly);
            case GoRequest.Latest(ModulePath module) -> get(module, resources.latest(module), storeOnly);
            case GoRequest.Info(ModulePath module, Version version) ->
                get(module, resources.info(module, version), storeOnly);
            case GoRequest.Query query -> get(query.module(), resources.query(query), storeOnly);
            case GoRequest.Mod(ModulePath module, Version version) ->
                get(module, resources.mod(module, version), storeOnly);
            case GoRequest.Zip(ModulePath module, Version version) ->
                get(module, resources.zip(module, version), storeOnly);
            case GoRequest.Sumdb(String rest) -> checksums.action(rest, storeOnly);
            case GoRequest.Absent(String why) -> new Action.Say(new Answer.Absent(why, Duration.ZERO));
            case GoRequest.Malformed(String why) -> new Action.Say(new Answer.Malformed(why));
        };
    }

    private Action get(ModulePath module, Resource resource, boolean storeOnly) {
        return switch (secrets.match(module)) {
            case GlobPatterns.Match.None none -> new Action.Get(resource, new Caller(storeOnly, List.of()));
            case GlobPatterns.Match.Within within ->
                new Action.Say(new Answer.Refused("modules under " + within.pattern()
                        + " are private, and this server has no source for them yet\n"
                        + "fetch them directly: set GONOPROXY=" + within.pattern() + " and GONOSUMDB="
                        + within.pattern()));
            // The go command asks for every prefix of a package's path; an honest absence lets it go on.
            case GlobPatterns.Match.Above above ->
                new Action.Say(new Answer.Absent(
                        module + " is shorter than the private pattern " + above.pattern()
                                + ", so it is nobody's module and is asked of nobody",
                        Duration.ZERO));
        };
    }
}
