package dev.breakwater.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An attack in a process of its own, held to the last core where the machine has {@code taskset}. It has the odd mirror with it. */
final class Attacker implements AutoCloseable {
    private final Process process;

    private Attacker(Process process) {
        this.process = process;
    }

    /** Starts the process and its mirror; it attacks nothing yet. */
    static Attacker start(int mirrorPort) throws IOException {
        int last = Runtime.getRuntime().availableProcessors() - 1;
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String run = "command -v taskset >/dev/null && exec taskset -c " + last + " \"$@\"; exec \"$@\"";
        List<String> command = List.of(
                "sh",
                "-c",
                run,
                "sh",
                java,
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Attacker.class.getName(),
                Integer.toString(mirrorPort));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.getInputStream().read() < 0) {
            throw new IOException("the attacker did not start");
        }
        return new Attacker(process);
    }

    /** Lets it attack until it is closed. */
    void attack(Attack attack, int port, String path) throws IOException {
        process.getOutputStream()
                .write((attack.name() + "\n" + port + "\n" + path + "\n").getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().flush();
    }

    @Override
    public void close() {
        end();
    }

    /** Ends it in the middle of whatever it does. */
    void end() {
        process.destroyForcibly();
        process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** The process: the mirror's port is its argument; the attack, the server's port and path are lines of its input. */
    public static void main(String[] args) throws IOException, InterruptedException {
        AttackMirror.start(Integer.parseInt(args[0]));
        System.out.println("ready");
        try (var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            Attack attack = Attack.valueOf(in.readLine());
            attack.run(new Attack.Aim(Integer.parseInt(in.readLine()), in.readLine()));
            in.readLine(); // the mirror stays until the process is ended
        }
    }
}
