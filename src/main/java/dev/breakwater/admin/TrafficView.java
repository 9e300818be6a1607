package dev.breakwater.admin;

/** The data of the page on traffic, and its filter. */
public record TrafficView(TrafficTail tail, FormQuery query) {}
