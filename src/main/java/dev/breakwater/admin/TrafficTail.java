package dev.breakwater.admin;

import dev.breakwater.insight.TrafficLine;
import java.util.List;

/**
 * Requests that were served.
 *
 * @param newest the number of the newest of all
 * @param lines the matching requests
 */
public record TrafficTail(long newest, List<TrafficLine> lines) {}
