package dev.breakwater.app;

import dev.breakwater.concurrent.Periodic;
import dev.breakwater.config.Changes;
import dev.breakwater.config.ConfigException;
import dev.breakwater.config.Configuration;
import dev.breakwater.config.Loaded;
import dev.breakwater.config.Mistake;
import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reloads the configuration of a running server: checks its file once a second, and reads it again on request. An invalid
 * configuration changes nothing; the log says why.
 */
final class ConfigReloader implements AutoCloseable {
    private final Configuration configuration;
    private final Loaded started;
    private final Events events;
    private final Consumer<Loaded> apply;
    private final Periodic ticker;
    private Loaded inForce;

    private interface ConfigRead {
        Loaded read() throws ConfigException, InterruptedException;
    }

    /** {@code apply} activates a configuration, quickly. */
    ConfigReloader(Configuration configuration, Loaded started, Events events, Consumer<Loaded> apply) {
        this.configuration = configuration;
        this.started = started;
        this.inForce = started;
        this.events = events;
        this.apply = apply;
        this.ticker = new Periodic("configuration", Duration.ofSeconds(1), this::look, events);
    }

    /** Watches the file from now on. */
    void watch() {
        ticker.start();
    }

    private void look() {
        if (configuration.changed()) {
            change(configuration::reload);
        }
    }

    /** Reads it again, changed or not. */
    void reload() {
        change(configuration::load);
    }

    private synchronized void change(ConfigRead reading) {
        Path file = configuration.file();
        String source = file == null ? "the environment's configuration" : file.toString();
        try {
            Loaded next = reading.read();
            List<String> changes = Changes.of(started, inForce, next);
            apply.accept(next);
            inForce = next;
            events.publish(new Event.Configured(source, true, changes));
        } catch (ConfigException e) {
            List<String> mistakes = e.mistakes().stream().map(Mistake::toString).toList();
            events.publish(new Event.Configured(source, false, mistakes));
        } catch (RuntimeException e) {
            events.publish(new Event.Alarm("configuration", "putting it in force failed inside: " + e, e));
            events.publish(new Event.Configured(source, false, List.of("this server failed on it; report that: " + e)));
        } catch (InterruptedException e) {
            events.publish(new Event.LogNote("configuration", "reading it was given up"));
        }
    }

    @Override
    public void close() {
        ticker.close();
    }
}
