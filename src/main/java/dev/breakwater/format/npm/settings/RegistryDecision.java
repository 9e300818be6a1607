package dev.breakwater.format.npm.settings;

import dev.breakwater.config.Adopted;
import dev.breakwater.config.OwnAddresses;
import dev.breakwater.config.Types;
import dev.breakwater.config.Urls;
import dev.breakwater.format.npm.settings.RegistryChoice.ScopeRegistry;
import dev.breakwater.upstream.Credentials;
import dev.breakwater.upstream.TakenUpstreams;
import dev.breakwater.upstream.Tier;
import dev.breakwater.upstream.UpstreamSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The decision about upstreams if the file names none: the registry of the user's own npm, and one private-only upstream for each
 * other registry that a scope has there, which owns that scope. Well-known public mirrors are added as a reserve if the
 * registry is not set, or is one of them: a company's registry stays alone.
 */
final class RegistryDecision {
    private final OwnAddresses self;
    private final boolean reserve;
    private final @Nullable Adopted before;
    private final List<String> notes = new ArrayList<>();
    private final TakenUpstreams taken = new TakenUpstreams();
    private final List<OwnedScope> owned = new ArrayList<>();
    private final Set<String> authorities = new LinkedHashSet<>();
    private final Set<String> audits = new LinkedHashSet<>();
    private final UserNpmrc settings;
    private final RegistryLogins logins;

    /** A scope that is private, and the source of that. */
    record OwnedScope(OwnedPackages packages, String from) {}

    /**
     * The result of the decision.
     *
     * @param scopes the private scopes, each with its owner
     * @param authorities the names of the upstreams whose times of versions count
     * @param audits the names of the upstreams that are asked for advisories
     * @param notes what was taken, from where, and why, as text for an operator
     * @param adopted the part to remember
     * @param widened the addresses of upstreams that are new since the last start
     */
    record DecidedRegistries(
            List<TakenUpstreams.Taken> upstreams,
            List<OwnedScope> scopes,
            Set<String> authorities,
            Set<String> audits,
            List<String> notes,
            Adopted adopted,
            List<String> widened) {}

    private RegistryDecision(
            Map<String, String> environment, OwnAddresses self, boolean reserve, @Nullable Adopted before) {
        this.self = self;
        this.reserve = reserve;
        this.before = before;
        this.settings = UserNpmrc.of(environment);
        this.logins = new RegistryLogins(settings, notes);
    }

    /**
     * Decides; npm runs only if the user's settings have no registry. {@code reserve} allows public mirrors as a reserve;
     * {@code before} is what was adopted at an earlier start, if there was one.
     */
    static DecidedRegistries decide(
            Map<String, String> environment, NpmEnv npm, OwnAddresses self, boolean reserve, @Nullable Adopted before)
            throws InterruptedException {
        return new RegistryDecision(environment, self, reserve, before).decide(npm);
    }

    private DecidedRegistries decide(NpmEnv npm) throws InterruptedException {
        notes.addAll(settings.notes());
        RegistryChoice choice = new RegistryFinder(settings, npm, self, before, notes).find();
        takeRegistry(choice);
        takeScopes(choice.scopes());
        takeReserve(choice);
        if (taken.all().isEmpty()) {
            notes.add("no upstreams: only cached packages are served; to add some, set a registry for npm, or write"
                    + " upstreams in the file");
        }
        List<String> asked = taken.all().stream()
                .map(each -> each.upstream().url().toString())
                .toList();
        List<String> widened = before == null
                ? List.of()
                : asked.stream().filter(each -> !before.asked().contains(each)).toList();
        Adopted adopted = new Adopted(choice.written(), choice.from(), choice.chosen(), asked);
        return new DecidedRegistries(
                taken.all(),
                List.copyOf(owned),
                Set.copyOf(authorities),
                Set.copyOf(audits),
                List.copyOf(notes),
                adopted,
                widened);
    }

    private void takeRegistry(RegistryChoice choice) {
        URI registry = choice.registry();
        if (registry == null) {
            return;
        }
        URI plain = Urls.withoutUser(registry);
        UpstreamSettings upstream = taken.add(plain, login(registry), Tier.PRIMARY, false, choice.from());
        audits.add(upstream.name());
        // a public mirror may name the time of its own copy; a company's registry, and the public one, name the true
        // times
        if (plain.equals(WellKnownRegistries.USUAL) || !WellKnownRegistries.URLS.contains(plain)) {
            authorities.add(upstream.name());
        }
        notes.add("primary upstreams from " + choice.from() + ": " + plain);
    }

    private void takeScopes(SequencedMap<String, ScopeRegistry> scopes) {
        Map<URI, String> names = new LinkedHashMap<>();
        taken.all()
                .forEach(
                        each -> names.put(each.upstream().url(), each.upstream().name()));
        scopes.forEach((scope, each) -> {
            String pattern = PackagePatterns.ofScope(scope);
            URI url = each.url();
            if (url == null) {
                owned.add(new OwnedScope(new OwnedPackages(pattern, new PackageOwner.Hosted()), each.from()));
                notes.add("private, from " + each.from() + ": " + pattern + ", of this server alone, because its"
                        + " registry can't be used; write an upstream for it in the file");
                return;
            }
            URI plain = Urls.withoutUser(url);
            String name = names.computeIfAbsent(
                    plain,
                    _ -> taken.add(plain, login(url), Tier.PRIMARY, true, each.from())
                            .name());
            owned.add(new OwnedScope(new OwnedPackages(pattern, new PackageOwner.OneUpstream(name)), each.from()));
            notes.add("private, from " + each.from() + ": " + pattern + ", of " + plain + " alone");
        });
    }

    /** Adds the well-known mirrors, unless a user has set another registry. */
    private void takeReserve(RegistryChoice choice) {
        URI registry = choice.registry() == null ? null : Urls.withoutUser(choice.registry());
        if (registry == null || (choice.chosen() && !WellKnownRegistries.URLS.contains(registry))) {
            notes.add("no public mirror was added, because the registry is set by " + choice.from());
            return;
        }
        if (!reserve) {
            notes.add("no public mirror was added as a reserve, because `reserve` is off");
            return;
        }
        List<String> added = WellKnownRegistries.URLS.stream()
                .filter(url -> !taken.has(url))
                .map(url -> taken.add(url, null, Tier.RESERVE, false, "well-known public mirror")
                        .url()
                        .toString())
                .toList();
        if (!added.isEmpty()) {
            String why = choice.chosen() ? "only a well-known public mirror is set" : "no registry is set";
            notes.add(Types.written(Tier.RESERVE) + " upstreams added, used only while every other is down or silent,"
                    + " because " + why + ": " + String.join(", ", added));
        }
    }

    private @Nullable Credentials login(URI url) {
        Credentials written = Credentials.in(url);
        return written == null ? logins.of(url) : written;
    }
}
