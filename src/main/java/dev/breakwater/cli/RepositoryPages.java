package dev.breakwater.cli;

import dev.breakwater.repository.FolderTransfer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.util.Optional;

/** The pages of a repository of a running server, as long as that answers. Used by one thread. */
final class RepositoryPages implements FolderTransfer.ServerPages {
    private final ServerFiles server;
    private final String repository;
    private boolean gone;

    RepositoryPages(ServerFiles server, String repository) {
        this.server = server;
        this.repository = repository;
    }

    @Override
    public Optional<byte[]> page(String path) throws IOException {
        if (gone) {
            return Optional.empty();
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            return server.get("/" + repository + "/" + path, body).status() == 200
                    ? Optional.of(body.toByteArray())
                    : Optional.empty();
        } catch (ConnectException e) {
            gone = true;
            return Optional.empty();
        }
    }
}
