package dev.breakwater.format.npm.probe;

/**
 * Signatures of versions, as plain data.
 *
 * @param versions how many versions were looked at
 * @param signed how many of these have a right signature by a known key
 * @param wrong how many have a wrong one
 */
public record SignatureReport(int versions, int signed, int wrong) {}
