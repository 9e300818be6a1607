package dev.breakwater.format.npm.settings;

import dev.breakwater.config.Block;
import dev.breakwater.config.Group;
import dev.breakwater.config.Place;
import dev.breakwater.config.Reading;
import dev.breakwater.config.SafeText;
import dev.breakwater.config.SettingKey;
import dev.breakwater.config.SourcedText;
import dev.breakwater.ownership.PatternReader;
import dev.breakwater.upstream.UpstreamSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the {@code private} patterns of one repository and their owners. */
final class OwnedReader implements PatternReader.PatternForm<OwnedPackages> {
    private static final String NEEDED = "write from: and the name of an upstream, or hosted";

    private final Reading reading;
    private final List<String> upstreams;
    private final Map<String, SourcedText> written = new LinkedHashMap<>();

    private OwnedReader(Reading reading, List<UpstreamSettings> upstreams) {
        this.reading = reading;
        this.upstreams = upstreams.stream().map(UpstreamSettings::name).toList();
    }

    /** The owned packages of {@code repository}, which has {@code upstreams}; null if it has no list of them. */
    static @Nullable List<OwnedPackages> read(Block repository, List<UpstreamSettings> upstreams) {
        OwnedReader form = new OwnedReader(repository.reading(), upstreams);
        List<OwnedPackages> owned = PatternReader.read(repository, form);
        if (owned != null) {
            form.warnOfOpenScopes(owned);
        }
        return owned;
    }

    @Override
    public SettingKey<String> list() {
        return NpmKeys.PRIVATE;
    }

    @Override
    public SettingKey<String> pattern() {
        return NpmKeys.PATTERN;
    }

    @Override
    public Group keys() {
        return NpmKeys.IN_PRIVATE;
    }

    @Override
    public String things() {
        return "packages";
    }

    @Override
    public String example() {
        return "\"@acme/*\"";
    }

    @Override
    public @Nullable OwnedPackages bare(String pattern, SourcedText given) {
        if (upstreams.size() != 1) {
            reading.mistake(
                    given, "the private pattern " + SafeText.shown(pattern) + " has no owner" + choice(), NEEDED);
            return null;
        }
        written.put(pattern, given);
        return new OwnedPackages(pattern, new PackageOwner.OneUpstream(upstreams.getFirst()));
    }

    @Override
    public @Nullable OwnedPackages read(Block block, @Nullable String pattern) {
        String from = block.find(NpmKeys.FROM);
        SourcedText given = block.given(NpmKeys.PATTERN);
        if (pattern == null || given == null) {
            return null;
        }
        if (from == null) {
            // an empty `from` has been reported already
            return block.place(NpmKeys.FROM) == null ? bare(pattern, given) : null;
        }
        PatternReader.checkOwner(reading, block.given(NpmKeys.FROM), from, upstreams, List.of("hosted"), things());
        written.put(pattern, given);
        return new OwnedPackages(
                pattern, from.equals("hosted") ? new PackageOwner.Hosted() : new PackageOwner.OneUpstream(from));
    }

    @Override
    public String patternOf(OwnedPackages element) {
        return element.pattern();
    }

    private String choice() {
        return upstreams.isEmpty() ? ", because there is no upstream" : ", because there are several upstreams";
    }

    /** Warns if a scope is owned in part: strangers may publish a name of the other part that a client asks for by mistake. */
    private void warnOfOpenScopes(List<OwnedPackages> owned) {
        List<String> patterns = owned.stream().map(OwnedPackages::pattern).toList();
        for (String pattern : patterns) {
            String scope = PackagePatterns.partOf(pattern);
            SourcedText given = written.get(pattern);
            if (scope != null && given != null && !PackagePatterns.haveAllOf(scope, patterns)) {
                Place place = given.place();
                reading.warning(
                        place,
                        given.where(),
                        SafeText.shown(pattern) + " is private, but the rest of its scope is public: other names in "
                                + SafeText.shown(scope) + " are fetched from public upstreams",
                        "write pattern: \"" + SafeText.shown(PackagePatterns.ofScope(scope))
                                + "\" to own the whole scope");
            }
        }
    }
}
