package dev.breakwater.admin;

import dev.breakwater.insight.Build;
import dev.breakwater.insight.BuildTrend;
import java.util.List;

/**
 * The builds.
 *
 * @param last the last ones, running or ended, newest first
 * @param byHour the last 48 hours in which builds began that have ended, oldest first
 * @param byDay the last 90 days of that kind, oldest first
 */
public record BuildList(List<Build> last, List<BuildTrend> byHour, List<BuildTrend> byDay) {}
