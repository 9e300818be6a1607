package dev.breakwater.format.npm.signature;

/**
 * One signature of a version, as its manifest has it in {@code dist.signatures}.
 *
 * @param keyId the name of the key
 * @param signature the signature: DER in base64
 */
public record RegistrySignature(String keyId, String signature) {
    /** What a signature of a version covers. */
    public static String message(String name, String version, String integrity) {
        return name + "@" + version + ":" + integrity;
    }
}
