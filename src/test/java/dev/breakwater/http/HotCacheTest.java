package dev.breakwater.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.auth.Subject;
import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.Body;
import dev.breakwater.fetch.CacheInfo;
import dev.breakwater.fetch.ContentInfo;
import dev.breakwater.fetch.Freshness;
import dev.breakwater.repository.Site;
import dev.breakwater.store.Key;
import dev.breakwater.store.OpenFile;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HotCacheTest {
    private static final Site SITE = new Site(Map.of());
    private static final Key KEY = new Key("go", "m/@v/v1.0.0.zip");
    private static final Key SOURCE = new Key("go", "m/@v/list");
    private static final List<Key> KEYS = List.of(KEY, SOURCE);
    private static final String PATH = "/go/m/@v/v1.0.0.zip";

    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private final HotCache hot = new HotCache(1 << 20, 16, nanos::get);

    @Test
    void a_file_that_nobody_asks_for_is_closed_after_a_minute() throws IOException {
        FileChannel channel = remember();
        pass(HotCache.IDLE.minusSeconds(1));
        release(hot.find(PATH, SITE, 0)); // asked for: a minute more
        pass(HotCache.IDLE.minusSeconds(1));
        assertThat(channel.isOpen()).isTrue();
        pass(Duration.ofSeconds(2));
        assertThat(channel.isOpen()).isFalse();
        assertThat(hot.find(PATH, SITE, 0)).isNull();
    }

    @Test
    void a_file_that_is_being_sent_stays_open_however_long_that_takes() throws IOException {
        FileChannel channel = remember();
        PreparedResponse sending = hot.find(PATH, SITE, 0);
        pass(HotCache.IDLE.multipliedBy(3));
        assertThat(channel.isOpen()).isTrue();
        release(sending);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void what_is_asked_for_all_the_time_is_looked_up_now_and_then_so_that_its_use_is_noted() throws IOException {
        remember();
        for (Duration gone = Duration.ZERO; gone.compareTo(HotCache.NOTED) < 0; gone = gone.plus(HotCache.IDLE)) {
            release(hot.find(PATH, SITE, 0));
            pass(HotCache.IDLE.minusMillis(1));
        }
        release(hot.find(PATH, SITE, 0));
        pass(Duration.ofSeconds(1));
        assertThat(hot.find(PATH, SITE, 0)).isNull();
    }

    @Test
    void what_is_not_confirmed_is_not_current_for_long_after_the_clock_was_set_back() {
        Instant until = Instant.EPOCH.plusSeconds(1_000_000);
        Answer.Held held = new Answer.Held(
                new Body.Bytes(new byte[0]),
                new ContentInfo("application/zip", null, Instant.EPOCH, Freshness.IMMUTABLE, true, false),
                CacheInfo.madeHere(until));
        PreparedResponse ready = new PreparedResponse(
                held,
                AnswerTags.NONE,
                Subject.PUBLIC,
                FormatHeaders.NONE,
                new PreparedResponse.Variant(null, null, new ReplyBody.Memory(Buffer.buffer()), 0),
                null);
        assertThat(ready.current(until.minusSeconds(10).toEpochMilli())).isTrue();
        assertThat(ready.current(until.toEpochMilli())).isFalse();
        assertThat(ready.current(until.minusSeconds(3600).toEpochMilli())).isFalse();
    }

    @Test
    void an_answer_goes_once_one_of_the_entries_it_was_made_from_has_changed() throws IOException {
        FileChannel channel = remember();
        hot.forget(SOURCE);
        assertThat(hot.find(PATH, SITE, 0)).isNull();
        assertThat(channel.isOpen()).isFalse();
        hot.forget(KEY); // of which nothing is left
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        hot.tidy();
    }

    private static void release(@org.jspecify.annotations.Nullable PreparedResponse ready) {
        assertThat(ready).isNotNull();
        ready.release();
    }

    /** Remembers a file that only the cache holds. */
    private FileChannel remember() throws IOException {
        Path file = Files.writeString(folder.resolve("zip"), "content");
        FileChannel channel = FileChannel.open(file);
        OpenFile open = new OpenFile(channel, 7);
        Answer.Held held = new Answer.Held(
                new Body.Whole(open),
                new ContentInfo("application/zip", null, Instant.EPOCH, Freshness.IMMUTABLE, false, false),
                CacheInfo.madeHere(Instant.MAX));
        PreparedResponse ready = new PreparedResponse(
                held,
                AnswerTags.NONE,
                Subject.PUBLIC,
                FormatHeaders.NONE,
                new PreparedResponse.Variant(null, null, new ReplyBody.Section(open, 0, 7), 7),
                null);
        hot.remember(PATH, SITE, KEYS, ready, hot.stamp(KEYS));
        ready.release();
        return channel;
    }
}
