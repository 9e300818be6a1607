package dev.breakwater.config;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run of a program that the operator has named, with this server's environment: what it said until it ended, within limits of
 * time and size. Request and answer go through pipes; nothing of them is ever an argument, and no shell is involved.
 *
 * @param end how it ended
 * @param status its exit status; -1 if it still has none, as a program that waits for a disk that is gone
 * @param output what it wrote to its standard output, as UTF-8; may be secret
 * @param errors the beginning of what it wrote to its standard error
 */
public record ProgramRun(ProgramEnd end, int status, String output, String errors) {
    private static final int LARGEST = 64 << 10;
    private static final int MOST_ERRORS = 4 << 10;

    /** A process that it has left behind may hold the pipes open. */
    private static final Duration REST = Duration.ofMillis(500);

    /** How a program ended. */
    public enum ProgramEnd {
        /** By itself. */
        EXITED,
        /** It took too long, and was killed. */
        LATE,
        /** It wrote too much, and was killed. */
        TOO_LONG
    }

    /**
     * Runs {@code command}, and waits for its end.
     *
     * @param more variables beside this server's
     * @param input is written to its standard input; a few lines
     * @param limit how long it may take
     * @throws IOException if it can't be started
     */
    public static ProgramRun of(List<String> command, Map<String, String> more, String input, Duration limit)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(more);
        Process process = builder.start();
        try {
            Drain output = Drain.of(process.getInputStream(), LARGEST, process);
            Drain errors = Drain.of(process.getErrorStream(), MOST_ERRORS, null);
            try (OutputStream in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // a program that needs no input has closed the pipe
            }
            boolean late = !process.waitFor(limit);
            if (late) {
                kill(process);
            }
            String written = output.text();
            ProgramEnd end = output.exceeded() ? ProgramEnd.TOO_LONG : late ? ProgramEnd.LATE : ProgramEnd.EXITED;
            return new ProgramRun(end, process.isAlive() ? -1 : process.exitValue(), written, errors.text());
        } finally {
            kill(process);
        }
    }

    /** Also closes the pipes, so that what was not read by now is lost. */
    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return "ProgramRun[" + end + " " + status + "]";
    }

    /** Reads a pipe on a thread of its own, so that the program never waits for a reader; keeps the beginning. */
    private static final class Drain {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private final int most;
        private final @Nullable Process bounded;
        private @Nullable Thread reader;
        private boolean full;

        private Drain(int most, @Nullable Process bounded) {
            this.most = most;
            this.bounded = bounded;
        }

        /** Reads {@code pipe}; kills {@code bounded}, if it is given, once more than {@code most} bytes come. */
        static Drain of(InputStream pipe, int most, @Nullable Process bounded) {
            Drain drain = new Drain(most, bounded);
            drain.reader = Thread.ofPlatform().daemon().name("program output").start(() -> drain.read(pipe));
            return drain;
        }

        private void read(InputStream pipe) {
            byte[] some = new byte[4 << 10];
            try (pipe) {
                for (int n = pipe.read(some); n >= 0; n = pipe.read(some)) {
                    keep(some, n);
                }
            } catch (IOException e) {
                // the pipe is closed: what was read before counts
            }
        }

        private void keep(byte[] some, int n) {
            boolean kill;
            synchronized (this) {
                int room = Math.min(n, most - kept.size());
                kept.write(some, 0, room);
                kill = room < n && bounded != null;
                full |= kill;
            }
            if (kill && bounded != null) {
                kill(bounded);
            }
        }

        synchronized boolean exceeded() {
            return full;
        }

        String text() throws InterruptedException {
            if (reader != null) {
                reader.join(REST);
            }
            synchronized (this) {
                return kept.toString(StandardCharsets.UTF_8);
            }
        }
    }
}
