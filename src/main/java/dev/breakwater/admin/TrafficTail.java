package dev.breakwater.admin;

import dev.breakwater.insight.TrafficLine;
import java.util.List;

/**
 * The last served requests.
 *
 * @param newest the number of the newest of all
 * @param lines the matching requests
 */
public record TrafficTail(long newest, List<TrafficLine> lines) {}
