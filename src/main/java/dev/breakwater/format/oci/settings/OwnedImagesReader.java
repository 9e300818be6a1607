package dev.breakwater.format.oci.settings;

import dev.breakwater.config.Block;
import dev.breakwater.config.Group;
import dev.breakwater.config.Reading;
import dev.breakwater.config.SafeText;
import dev.breakwater.config.SettingKey;
import dev.breakwater.config.SourcedText;
import dev.breakwater.ownership.PatternReader;
import dev.breakwater.upstream.UpstreamSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the {@code private} patterns of one repository and their owners. */
final class OwnedImagesReader implements PatternReader.PatternForm<OwnedImages> {
    private static final String HOSTED = "hosted";

    private final Reading reading;
    private final List<String> upstreams;

    private OwnedImagesReader(Reading reading, List<UpstreamSettings> upstreams) {
        this.reading = reading;
        this.upstreams = upstreams.stream().map(UpstreamSettings::name).toList();
    }

    /** The owned images of {@code repository}, which has {@code upstreams}; null if it has no list of them. */
    static @Nullable List<OwnedImages> read(Block repository, List<UpstreamSettings> upstreams) {
        return PatternReader.read(repository, new OwnedImagesReader(repository.reading(), upstreams));
    }

    @Override
    public SettingKey<String> list() {
        return OciKeys.PRIVATE;
    }

    @Override
    public SettingKey<String> pattern() {
        return OciKeys.PATTERN;
    }

    @Override
    public Group keys() {
        return OciKeys.IN_PRIVATE;
    }

    @Override
    public String things() {
        return "images";
    }

    @Override
    public String example() {
        return "mycompany/*";
    }

    @Override
    public @Nullable OwnedImages bare(String pattern, SourcedText given) {
        if (upstreams.size() != 1) {
            reading.mistake(
                    given,
                    "the private pattern " + SafeText.shown(pattern) + " has no owner, because "
                            + (upstreams.isEmpty() ? "no upstream is configured" : "there are several upstreams"),
                    "write from: and the name of an upstream, or hosted");
            return null;
        }
        return new OwnedImages(pattern, new ImageOwner.OneRegistry(upstreams.getFirst()));
    }

    @Override
    public @Nullable OwnedImages read(Block block, @Nullable String pattern) {
        String from = block.find(OciKeys.FROM);
        SourcedText given = block.given(OciKeys.PATTERN);
        if (pattern == null || given == null) {
            return null;
        }
        if (from == null) {
            // an empty `from` has been reported already
            return block.place(OciKeys.FROM) == null ? bare(pattern, given) : null;
        }
        PatternReader.checkOwner(reading, block.given(OciKeys.FROM), from, upstreams, List.of(HOSTED), things());
        return new OwnedImages(
                pattern, from.equals(HOSTED) ? new ImageOwner.PushedHere() : new ImageOwner.OneRegistry(from));
    }

    @Override
    public String patternOf(OwnedImages element) {
        return element.pattern();
    }
}
