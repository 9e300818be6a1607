package dev.breakwater.probe;

/** One version of one module. */
record Subject(String module, String version) {
    @Override
    public String toString() {
        return module + "@" + version;
    }
}
