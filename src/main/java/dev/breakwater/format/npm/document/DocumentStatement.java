package dev.breakwater.format.npm.document;

/**
 * What one registry says.
 *
 * @param authority whether its word decides
 * @param held whether it is what the store holds: believed before, and said by no registry now
 */
record DocumentStatement(String origin, String domain, boolean authority, boolean held, DocumentSummary summary) {}
