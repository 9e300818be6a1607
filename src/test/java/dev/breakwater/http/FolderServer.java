package dev.breakwater.http;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** Serves a folder at {@code /go}, for benchmarks of the edge alone: {@code FolderServer FOLDER PORT [CERT KEY]}. */
final class FolderServer {
    private FolderServer() {}

    public static void main(String[] args) throws Exception {
        Folder folder = new Folder(Path.of(args[0]));
        EdgeSettings.Tls tls = args.length < 4 ? null : new EdgeSettings.Tls(Path.of(args[2]), Path.of(args[3]));
        Edge edge = Edge.start(
                new EdgeSettings("127.0.0.1", Integer.parseInt(args[1]), tls, "bench", EdgeSettings.Limits.USUAL),
                folder::site,
                folder,
                event -> {
                    if (event instanceof dev.breakwater.event.Event.Alarm alarm && alarm.cause() != null) {
                        alarm.cause().printStackTrace();
                    }
                },
                new Status() {
                    @Override
                    public List<String> unready() {
                        return List.of();
                    }

                    @Override
                    public String metrics() {
                        return "";
                    }
                },
                InstantSource.system());
        System.err.println("listening on " + edge.port());
    }
}
