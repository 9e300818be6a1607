package dev.breakwater.probe;

/**
 * One version of one package.
 *
 * @param module the package's name
 */
public record SampleVersion(String module, String version) {
    @Override
    public String toString() {
        return module + "@" + version;
    }
}
