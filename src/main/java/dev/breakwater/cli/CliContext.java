package dev.breakwater.cli;

import dev.breakwater.config.ConfigException;
import dev.breakwater.config.Configuration;
import dev.breakwater.config.Flags;
import dev.breakwater.config.Loaded;
import dev.breakwater.config.Loader;
import dev.breakwater.config.Mistake;
import dev.breakwater.config.Schema;
import dev.breakwater.config.Settings;
import dev.breakwater.probe.ProbeException;
import dev.breakwater.probe.ProbePlan;
import dev.breakwater.probe.ProbeReport;
import dev.breakwater.repository.KnownFormats;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What the commands have around them.
 *
 * @param out standard output
 * @param err standard error
 * @param terminal whether the output is a terminal, so that progress is shown; asked only when needed
 * @param environment the environment variables
 * @param schema all that the configuration may say
 * @param formats every format there is, with what it can do for commands
 * @param starter runs the server
 * @param publisher packs and sends releases
 * @param prober evaluates mirrors
 * @param dialer makes clients of running servers
 */
public record CliContext(
        PrintWriter out,
        PrintWriter err,
        BooleanSupplier terminal,
        Map<String, String> environment,
        Schema schema,
        KnownFormats formats,
        Starter starter,
        Publisher publisher,
        Prober prober,
        ServerFiles.Dialer dialer) {
    private static final int MOST_SHOWN = 200;

    /** Runs the server. */
    @FunctionalInterface
    public interface Starter {
        /**
         * Starts it, and returns when it has been told to stop and has drained.
         *
         * @return the exit code
         * @throws ConfigException where the configuration is not in order
         * @throws IOException where it cannot start; the message says why and what to do
         */
        int serve(Configuration configuration) throws ConfigException, IOException, InterruptedException;
    }

    /** Evaluates mirrors. */
    @FunctionalInterface
    public interface Prober {
        /**
         * Evaluates once, under {@code settings}.
         *
         * @throws ProbeException where what is asked for makes no sense
         * @throws IOException where it cannot be begun; the message says why and what to do
         */
        ProbeReport evaluate(Settings settings, ProbeRequest request, ProbePlan.ProbeListener progress)
                throws ProbeException, IOException, InterruptedException;
    }

    /** The configuration. */
    Loaded load(Flags flags) throws ConfigException, InterruptedException {
        return new Loader(schema, environment).load(flags);
    }

    /** The configuration of a server, to be read by it. */
    Configuration configuration(Flags flags) {
        return new Configuration(schema, environment, flags);
    }

    /** Prints mistakes or warnings, a line each. */
    void print(PrintWriter to, String mark, List<Mistake> mistakes) {
        mistakes.stream().limit(MOST_SHOWN).forEach(mistake -> to.println(mark + mistake));
        if (mistakes.size() > MOST_SHOWN) {
            to.println("… and " + (mistakes.size() - MOST_SHOWN) + " more");
        }
    }
}
