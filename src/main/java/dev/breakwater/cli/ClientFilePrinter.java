package dev.breakwater.cli;

import dev.breakwater.auth.AccessSettings;
import dev.breakwater.config.Settings;
import dev.breakwater.repository.ClientFiles;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Prints the files of a client: a single one as it is, so that it can be redirected, several each below a comment with its path.
 * What else there is to know goes to the error output.
 */
final class ClientFilePrinter {
    private final CliContext surroundings;
    private final Settings settings;

    ClientFilePrinter(CliContext surroundings, Settings settings) {
        this.surroundings = surroundings;
        this.settings = settings;
    }

    /** Prints the files of {@code program}; returns the exit code. */
    int print(String program) {
        URI server = URI.create(ClientSettings.base(settings));
        Optional<ClientFiles.ProgramSetup> found = surroundings.formats().programs(settings, server).stream()
                .filter(each -> each.program().equals(program))
                .findFirst();
        if (found.isEmpty()) {
            surroundings.err().println("no repository of this configuration is for " + program);
            return Exit.USAGE;
        }
        ClientFiles.ProgramSetup setup = found.get();
        boolean single = setup.files().size() == 1;
        setup.files().forEach((path, text) -> {
            (single ? surroundings.err() : surroundings.out()).println("# " + path);
            surroundings.out().println(single ? text.stripTrailing() : text);
        });
        notes(setup, server).forEach(surroundings.err()::println);
        return Exit.DONE;
    }

    private List<String> notes(ClientFiles.ProgramSetup setup, URI server) {
        List<String> notes = new ArrayList<>(setup.notes());
        notes.addAll(ClientSettings.reach(settings));
        if (settings.get(AccessSettings.class).wanted()) {
            notes.add("log in to " + server.getRawAuthority() + " with any name and a TOKEN as the password");
            notes.add(ClientSettings.TOKEN);
        }
        return notes;
    }
}
