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
 * Modules that are gone: every upstream says that they do not exist, and confirmed versions of them are held. Builds that use
 * them go on: their lists and newest versions name what is held, told as stale. Operators are told of each, once an hour.
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

    /** Stands in for the list of {@code module} if every upstream says that there is none. */
    Derived list(ModulePath module) {
        return told(module, outdated(module, () -> held.lastList(module)));
    }

    /**
     * Stands in for the newest version of {@code module}, whose list is {@code list}, if every upstream says that there is none:
     * many mirrors know lists alone, and then the list tells.
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
        // A list that was made of what is held may name more than can be fetched.
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
                    new Event.Alarm("store", "cannot read what is held of " + module + ": " + e.getMessage(), e));
            return new Derivation.Nothing();
        }
    }

    /** Tells that {@code module} is gone, if anything stands in for what upstreams have no longer. */
    private Derived told(ModulePath module, Derived instead) {
        if (instead instanceof Derivation.Outdated && told.asMap().putIfAbsent(module.plain(), true) == null) {
            events.publish(new Event.ModuleGone(repository, module.plain()));
        }
        return instead;
    }
}
