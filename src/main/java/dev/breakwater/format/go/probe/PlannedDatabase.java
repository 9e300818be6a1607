package dev.breakwater.format.go.probe;

import dev.breakwater.probe.Candidate;
import java.util.List;

/**
 * The checksum database that verifies content.
 *
 * @param key its verifier key, {@code name+hash+base64}
 * @param hosts its sources besides the mirrors' {@code /sumdb/}
 */
record PlannedDatabase(String key, List<Candidate> hosts) {}
