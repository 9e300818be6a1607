package dev.breakwater.probe;

/** One version of one module. */
record SampleVersion(String module, String version) {
    @Override
    public String toString() {
        return module + "@" + version;
    }
}
