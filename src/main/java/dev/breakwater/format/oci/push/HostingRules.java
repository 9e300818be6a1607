package dev.breakwater.format.oci.push;

import dev.breakwater.format.oci.name.ImageName;
import dev.breakwater.format.oci.name.TagPatterns;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * What a repository hosts, and for how long.
 *
 * @param hosted which images are pushed to it
 * @param immutable which tags never move
 * @param sparse whether an image may be pushed before its configuration and layers
 * @param keepUntagged how long a manifest stays that nothing names
 * @param collectEvery how often what nothing needs is removed
 */
public record HostingRules(
        Predicate<ImageName> hosted,
        TagPatterns immutable,
        boolean sparse,
        Duration keepUntagged,
        Duration collectEvery) {}
