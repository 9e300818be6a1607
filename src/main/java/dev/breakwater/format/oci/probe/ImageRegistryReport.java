package dev.breakwater.format.oci.probe;

/**
 * What a registry demands and offers, as plain data.
 *
 * @param token whether it demands a token: {@code no}, {@code yes}, or {@code refused} if its token service gave none
 * @param digests whether its answers about tags have a digest: {@code yes}, {@code no}, or {@code unknown} without such an answer
 * @param limit the limit of pulls that it names, as in {@code 100;w=21600}: how many in so many seconds; empty if it names none
 * @param remaining how many are left; empty if it does not say
 */
public record ImageRegistryReport(String token, String digests, String limit, String remaining) {}
