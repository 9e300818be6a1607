package dev.breakwater.admin;

/** What the page on traffic shows, and which filter is set. */
public record TrafficView(TrafficTail tail, FormQuery query) {}
