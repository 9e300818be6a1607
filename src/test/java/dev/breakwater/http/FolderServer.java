package dev.breakwater.http;

import dev.breakwater.event.Events;
import dev.breakwater.insight.AccessLog;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;

/**
 * Serves a folder at {@code /go}, for benchmarks of the edge alone: {@code FolderServer FOLDER PORT [CERT KEY]}; with
 * {@code -Dlog=FILE} it writes an access log.
 */
final class FolderServer {
    private FolderServer() {}

    public static void main(String[] args) throws IOException {
        Folder folder = new Folder(Path.of(args[0]));
        EdgeSettings.Tls tls = args.length < 4 ? null : new EdgeSettings.Tls(Path.of(args[2]), Path.of(args[3]));
        HttpEdge edge = HttpEdge.start(
                new EdgeSettings("127.0.0.1", Integer.parseInt(args[1]), tls, "bench", EdgeSettings.EdgeLimits.USUAL),
                folder::site,
                folder,
                Extension.NONE,
                events(System.getProperty("log")),
                new Ready(),
                InstantSource.system());
        System.err.println("listening on " + edge.port());
    }

    private static Events events(@org.jspecify.annotations.Nullable String file) throws IOException {
        if (file == null) {
            return Events.NONE;
        }
        FileChannel out = FileChannel.open(Path.of(file), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return new AccessLog(false, out, InstantSource.system());
    }

    /** Always. */
    private record Ready() implements SystemStatus {
        @Override
        public List<String> unready() {
            return List.of();
        }

        @Override
        public List<String> degraded() {
            return List.of();
        }

        @Override
        public String metrics() {
            return "";
        }
    }
}
