package dev.breakwater;

/** The command line. */
public final class Main {
    private Main() {}

    /** Runs the command that {@code args} names. */
    public static void main(String[] args) {
        System.out.println("Breakwater");
    }
}
