package dev.breakwater.admin;

import dev.breakwater.insight.AlertLine;
import java.util.List;

/**
 * The alerts.
 *
 * @param firing those that are firing now, newest first
 * @param over the resolved ones, the last one first
 */
public record AlertList(List<AlertLine> firing, List<AlertLine> over) {}
