package dev.breakwater.probe;

import dev.breakwater.upstream.Traffic;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;

/**
 * How results of a format are shown.
 *
 * @param columns the columns of the table behind a mirror's name and verdict
 * @param latencies the kinds of requests whose time is measured, by the name that columns and data have
 * @param classes the classes of traffic that it uses, with their names for people
 * @param usualThings what is requested in each class, as in "a list or info"
 * @param named what a mirror names, as in "another latest version"
 * @param namedFor for which things, in the plural, as in "modules"
 * @param particulars further measurements of a mirror, for people
 */
public record ProbeDisplay(
        List<ProbeColumn> columns,
        SequencedMap<String, ProbeQuestion> latencies,
        SequencedMap<Traffic, String> classes,
        Map<Traffic, String> usualThings,
        String named,
        String namedFor,
        Function<MirrorReport, List<String>> particulars) {}
