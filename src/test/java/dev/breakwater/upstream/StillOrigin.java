package dev.breakwater.upstream;

/** An origin that stands in lists and is never asked. */
record StillOrigin(String name, String domain, int weight) implements Origin {
    StillOrigin(String name) {
        this(name, name, 1);
    }

    @Override
    public Outcome get(Ask ask, Sink sink) {
        throw new AssertionError("nobody asks " + name + " here");
    }

    @Override
    public void reach() {
        throw new AssertionError("nobody reaches for " + name + " here");
    }
}
