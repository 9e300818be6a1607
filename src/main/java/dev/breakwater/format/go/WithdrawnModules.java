package dev.breakwater.format.go;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.breakwater.event.Event;
import dev.breakwater.event.Events;
import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.AnswerBytes;
import dev.breakwater.fetch.CacheStatus;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.Derivation;
import dev.breakwater.fetch.Derivation.Derived;
import dev.breakwater.fetch.Fetcher;
import dev.breakwater.fetch.Resource;
import dev.breakwater.format.go.module.ModulePath;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Withdrawn modules: every upstream says "not found", and confirmed versions of them are stored. Builds that use them keep
 * working: their lists and newest versions come from the store, served as stale. Operators get an event for each, once an
 * hour.
 */
final class WithdrawnModules {
    private static final int LARGEST = 16 * 1024 * 1024;
    private static final Duration AGAIN = Duration.ofHours(1);

    private final String repository;
    private final HeldModules held;
    private final LatestFromList newest;
    private final Fetcher fetcher;
    private final Events events;
    private final Cache<String, Boolean> told =
            Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(AGAIN).build();

    WithdrawnModules(String repository, HeldModules held, LatestFromList newest, Fetcher fetcher, Events events) {
        this.repository = repository;
        this.held = held;
        this.newest = newest;
        this.fetcher = fetcher;
        this.events = events;
    }

    /** The substitute for the list of {@code module} if every upstream says "not found". */
    Derived list(ModulePath module) {
        return told(module, outdated(module, () -> held.lastList(module)));
    }

    /**
     * The substitute for the newest version of {@code module}, whose list is {@code list}, if every upstream says "not found":
     * many mirrors serve only lists, and then the list decides.
     */
    Derived latest(ModulePath module, Resource list) throws InterruptedException {
        return switch (fetcher.get(list, Caller.ANYBODY)) {
            case Answer.Held answer -> ofList(module, answer);
            case Answer.Absent a -> told(module, newestHeld(module));
            case Answer.Done _, Answer.Refused _, Answer.Malformed _, Answer.Trouble _ -> new Derivation.Nothing();
        };
    }

    private Derived ofList(ModulePath module, Answer.Held list) throws InterruptedException {
        byte[] bytes = AnswerBytes.bytes(list, LARGEST);
        if (list.status() != CacheStatus.STALE) {
            return newest.ofList(module, bytes, list.provisional());
        }
        // A list made from the store may contain more versions than can be fetched.
        if (!list.cache().upstream().equals("-")
                && newest.ofList(module, bytes, true) instanceof Derivation.DerivedContent(byte[] info, boolean _)) {
            return new Derivation.Outdated(info);
        }
        return newestHeld(module);
    }

    private Derived newestHeld(ModulePath module) {
        return outdated(module, () -> held.lastNewest(module));
    }

    private interface WithdrawnAnswer {
        Optional<byte[]> make() throws IOException;
    }

    private Derived outdated(ModulePath module, WithdrawnAnswer making) {
        try {
            Optional<byte[]> made = making.make();
            return made.isPresent() ? new Derivation.Outdated(made.get()) : new Derivation.Nothing();
        } catch (IOException e) {
            events.publish(
                    new Event.Alarm("store", "can't read the stored versions of " + module + ": " + e.getMessage(), e));
            return new Derivation.Nothing();
        }
    }

    /** Publishes that {@code module} is withdrawn, if there is a substitute. */
    private Derived told(ModulePath module, Derived instead) {
        if (instead instanceof Derivation.Outdated && told.asMap().putIfAbsent(module.plain(), true) == null) {
            events.publish(new Event.ModuleGone(repository, module.plain()));
        }
        return instead;
    }
}
