package dev.breakwater.cli;

import dev.breakwater.audit.AuditLine;
import dev.breakwater.audit.AuditTrail;
import dev.breakwater.config.ConfigException;
import dev.breakwater.config.Written;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** The audit command: shows who fetched or published what. */
@Command(
        name = "audit",
        description = "List who fetched or published which private module, and who was refused; oldest first.",
        footer = {
            "",
            "Example:",
            "  breakwater audit --since 24h --user alice",
            "  breakwater audit --since 2026-11-01 --module git.example.com/team/lib@v1.2.3 --json"
        })
final class AuditCommand implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();

    private final CliContext surroundings;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only entries since then: 24h, 2026-11-01, 2026-11-01T12:00:00Z. Default: everything")
    private @Nullable String since;

    @Option(names = "--user", paramLabel = "NAME", description = "Only entries of this caller.")
    private @Nullable String user;

    @Option(
            names = "--module",
            paramLabel = "MODULE[@VERSION]",
            description = "Only entries about this module or version.")
    private @Nullable String module;

    @Mixin
    private final StoreChoice choice = new StoreChoice();

    AuditCommand(CliContext surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws ConfigException, IOException, InterruptedException {
        Instant from;
        try {
            from = since == null ? null : instant(since);
        } catch (IllegalArgumentException e) {
            surroundings.err().println("breakwater: --since " + e.getMessage() + ", or a UTC date or time");
            return Exit.USAGE;
        }
        Consumer<AuditLine> print = choice.json()
                ? line -> surroundings.out().println(JSON.writeValueAsString(line))
                : line -> surroundings.out().println(text(line));
        long unreadable =
                AuditTrail.read(choice.folder(surroundings), new AuditTrail.TrailFilter(from, user, module), print);
        if (unreadable > 0) {
            surroundings.err().println(unreadable + " lines can't be read; a crash may have cut one off");
        }
        return Exit.DONE;
    }

    private static Instant instant(String text) {
        try {
            return text.length() > 10
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return InstantSource.system().instant().minus(Written.duration(text));
        }
    }

    private static String text(AuditLine line) {
        if (line.lost() > 0) {
            return line.time() + " " + line.lost()
                    + (line.did().equals("lost")
                            ? " lines are missing here"
                            : " more unknown clients were refused in this second");
        }
        return String.join(
                " ",
                line.time(),
                line.who(),
                line.from(),
                line.did(),
                line.repository(),
                line.module().isEmpty() ? "-" : line.module(),
                line.path() == null ? "-" : line.path(),
                Integer.toString(line.status()),
                line.result(),
                Long.toString(line.bytes()));
    }
}
