package dev.breakwater.format.go;

import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.Resource;
import dev.breakwater.repository.Action;
import dev.breakwater.repository.Format;
import dev.breakwater.repository.Request;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * Speaks the GOPROXY protocol (Go modules reference, "GOPROXY protocol") and the checksum database's below it. Names
 * that are private are told to their owner alone.
 */
public final class GoFormat implements Format {
    private final PrivateModules privates;
    private final GoResources publics;
    private final ChecksumPages checksums;

    GoFormat(PrivateModules privates, GoResources publics, ChecksumPages checksums) {
        this.privates = privates;
        this.publics = publics;
        this.checksums = checksums;
    }

    @Override
    public Action action(Request request) {
        boolean storeOnly = "true".equals(request.header("Disable-Module-Fetch"));
        return switch (GoRequest.parse(request.path())) {
            case GoRequest.List(ModulePath module) -> get(module, storeOnly, from -> from.list(module));
            case GoRequest.Latest(ModulePath module) -> get(module, storeOnly, from -> from.latest(module));
            case GoRequest.Info(ModulePath module, Version version) ->
                get(module, storeOnly, from -> from.info(module, version));
            case GoRequest.Query query -> get(query.module(), storeOnly, from -> from.query(query));
            case GoRequest.Mod(ModulePath module, Version version) ->
                get(module, storeOnly, from -> from.mod(module, version));
            case GoRequest.Zip(ModulePath module, Version version) ->
                get(module, storeOnly, from -> from.zip(module, version));
            case GoRequest.Sumdb(String rest) -> checksums.action(rest, storeOnly);
            case GoRequest.Absent(String why) -> new Action.Say(new Answer.Absent(why, Duration.ZERO));
            case GoRequest.Malformed(String why) -> new Action.Say(new Answer.Malformed(why));
        };
    }

    private Action get(ModulePath module, boolean storeOnly, Function<GoResources, Resource> what) {
        return switch (privates.patterns().match(module)) {
            case GlobPatterns.Match.None none -> new Action.Get(what.apply(publics), new Caller(storeOnly, List.of()));
            case GlobPatterns.Match.Within within -> {
                PrivateModules.Owned owned = privates.owned(within);
                yield new Action.Get(what.apply(owned.resources()), owned.caller(storeOnly));
            }
            // The go command asks for every prefix of a package's path; an honest absence lets it go on.
            case GlobPatterns.Match.Above above ->
                new Action.Say(new Answer.Absent(
                        module + " is shorter than the private pattern " + above.pattern()
                                + ", so it is nobody's module and is asked of nobody",
                        Duration.ZERO,
                        true));
        };
    }
}
