package dev.breakwater.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * A real sshd on loopback, run as the test's own user with keys and a configuration of its own, that serves repositories
 * below a folder by {@code git upload-pack} and runs nothing else.
 */
public final class SshHost implements AutoCloseable {
    private final Path folder;
    private final Path repositories;
    private final int port;
    private final Process process;

    private SshHost(Path folder, Path repositories, int port, Process process) {
        this.folder = folder;
        this.repositories = repositories;
        this.port = port;
        this.process = process;
    }

    private static Optional<String> installed() {
        return Stream.of("/usr/sbin/sshd", "/usr/local/sbin/sshd", "/sbin/sshd")
                .filter(program -> Files.isExecutable(Path.of(program)))
                .findFirst();
    }

    /** Starts one; its files and its repositories lie below {@code folder}. Where there is no sshd, the test is skipped, loudly. */
    public static SshHost startOrSkip(Path folder) throws IOException {
        Optional<String> program = installed();
        if (program.isEmpty()) {
            System.err.println("SKIPPED: no sshd; this test wants a real one (openssh-server)");
        }
        Assumptions.assumeTrue(program.isPresent(), "no sshd");
        Path repositories = Files.createDirectories(folder.resolve("repositories"));
        int port = Ports.free();
        key(folder, "host");
        key(folder, "client");
        Files.copy(folder.resolve("client.pub"), folder.resolve("authorized"));
        Path command = Files.writeString(folder.resolve("command"), """
                #!/bin/sh
                echo "$SSH_ORIGINAL_COMMAND" >> %1$s/commands
                case "$SSH_ORIGINAL_COMMAND" in
                "git-upload-pack '/"*) ;;
                *) exit 1 ;;
                esac
                place=${SSH_ORIGINAL_COMMAND#git-upload-pack \\'}
                exec git upload-pack "%2$s${place%%\\'}"
                """.formatted(folder, repositories));
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
        Path configuration = Files.writeString(folder.resolve("sshd_config"), """
                ListenAddress 127.0.0.1:%1$d
                HostKey %2$s/host
                AuthorizedKeysFile %2$s/authorized
                ForceCommand %2$s/command
                PidFile none
                UsePAM no
                StrictModes no
                PermitRootLogin yes
                PasswordAuthentication no
                KbdInteractiveAuthentication no
                AcceptEnv GIT_PROTOCOL
                """.formatted(port, folder));
        if (System.getProperty("user.name").equals("root")) {
            // where sshd, started by root, wants to lock itself into
            Files.createDirectories(Path.of("/run/sshd"));
        }
        Process process = new ProcessBuilder(program.get(), "-D", "-e", "-f", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        SshHost host = new SshHost(folder, repositories, port, process);
        Awaitility.await("sshd listens").atMost(Duration.ofSeconds(20)).until(host::listens);
        return host;
    }

    private boolean listens() throws IOException {
        if (!process.isAlive()) {
            throw new IOException("sshd ended: " + Files.readString(folder.resolve("log")));
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Makes a key without a passphrase: {@code name} and {@code name.pub} in {@code folder}. */
    public static Path key(Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        Process process = new ProcessBuilder(
                        "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException("ssh-keygen: " + said);
        }
        return file;
    }

    /** The public part of a key, without its comment. */
    public static String publicKey(Path key) throws IOException {
        String[] parts = Files.readString(Path.of(key + ".pub")).split(" ", -1);
        return parts[0] + " " + parts[1];
    }

    /** The repository at {@code /place} of it. */
    public GitRepo repository(String place) {
        return new GitRepo(repositories.resolve(place));
    }

    /** Host and port. */
    public String address() {
        return "localhost:" + port;
    }

    /** Whom it lets in. */
    public String user() {
        return System.getProperty("user.name");
    }

    /** The key it lets in. */
    public Path clientKey() {
        return folder.resolve("client");
    }

    /** Its own key. */
    public Path hostKey() {
        return folder.resolve("host");
    }

    /** Lets nobody in any more. */
    public void lock() throws IOException {
        Files.writeString(folder.resolve("authorized"), "");
    }

    /** What it was told to run. */
    public List<String> commands() throws IOException {
        Path commands = folder.resolve("commands");
        return Files.exists(commands) ? Files.readAllLines(commands) : List.of();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }
}
