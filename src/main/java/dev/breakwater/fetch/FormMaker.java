package dev.breakwater.fetch;

import dev.breakwater.event.RescuedBy;
import dev.breakwater.fetch.FetchResult.Failed;
import dev.breakwater.fetch.FetchResult.Grade;
import dev.breakwater.store.Entry;
import dev.breakwater.store.Representation;
import dev.breakwater.store.Staged;
import dev.breakwater.store.Standing;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Makes one form of a resource from another, in its own flight: see {@link Recipe.Derived}. If the stored entry was made from
 * the same content in the same way, it is unchanged.
 */
final class FormMaker {
    /** How much of a coded form is written at once. */
    private static final int BUFFER = 16 << 10;

    private final Recipe.Derived recipe;
    private final FetchRequest request;
    private final Staged into;

    /** Puts it into {@code into}. */
    FormMaker(Recipe.Derived recipe, FetchRequest request, Staged into) {
        this.recipe = recipe;
        this.request = request;
        this.into = into;
    }

    /** Gets the source, and makes the form unless it is there. */
    FetchResult run() throws InterruptedException, IOException {
        Answer source = recipe.source().get(request.caller().of(Client.FLIGHT));
        return switch (source) {
            case Answer.Held found -> {
                try (InputStream bytes = AnswerBytes.stream(found)) {
                    yield of(found, bytes);
                }
            }
            case Answer.Absent absent -> {
                boolean lasting = !absent.keep().isZero();
                yield new FetchResult.NotFound(lasting, List.of(), !lasting);
            }
            case Answer.Trouble trouble ->
                new Failed(trouble.why(), trouble.retryAfter(), trouble.said(), trouble.wrong());
            case Answer.Done _, Answer.Refused _, Answer.Malformed _ ->
                throw new IllegalStateException("a fetch never ends so: " + source);
        };
    }

    private FetchResult of(Answer.Held source, InputStream bytes) throws IOException {
        boolean stale = source.status() == CacheStatus.STALE;
        if (isThere(source)) {
            return stale
                    ? new Failed("its source is unavailable right now", Duration.ofSeconds(5), List.of())
                    : new FetchResult.Unchanged(source.cache().upstream(), source.spared());
        }
        Transform transform = recipe.transform();
        Transform.Form made;
        try (OutputStream form = new BoundedForm(coded(transform.coding()), transform.largest())) {
            made = transform.apply(bytes, form);
        } catch (Transform.UnfitSourceException e) {
            boolean known = !stale && !source.provisional();
            String why = String.valueOf(e.getMessage());
            return switch (e.reason()) {
                case ABSENCE -> new FetchResult.NotFound(known, List.of(), !known);
                case UNDECIDED -> new Failed(why, Duration.ofSeconds(5), List.of());
                case INVALID -> unusable(why);
            };
        } catch (TooLargeForm e) {
            return unusable(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return unusable("making it failed inside this server: " + e);
        }
        return new FetchResult.Fetched(
                source.cache().upstream(),
                "made from " + recipe.source().key().path(),
                grade(source),
                recipe.tags(source.content().sha256()),
                stale ? RescuedBy.STALE : source.spared(),
                new FetchedContent(into),
                made.headers(),
                new Representation(transform.coding(), made.modified()));
    }

    /** Writes what is written to it in that coding. */
    private OutputStream coded(String coding) throws IOException {
        return switch (coding) {
            case "" -> into.output();
            case Representation.GZIP -> new GZIPOutputStream(into.output(), BUFFER);
            default -> throw new IllegalStateException("a form can't be stored in the coding " + coding);
        };
    }

    /** Whether what is held is the form, and as well confirmed as its source. */
    private boolean isThere(Answer.Held source) {
        Entry held = request.held();
        return recipe.makes(held, source.content().sha256())
                && held != null
                && (held.meta().standing() == Standing.CONFIRMED || source.provisional());
    }

    /** A form is worth what its source is: if that was not kept for others, neither is the form. */
    private static Grade grade(Answer.Held source) {
        if (source.status() == CacheStatus.STALE) {
            return Grade.OUTDATED;
        }
        return source.cache().kept() ? Grade.of(!source.provisional()) : Grade.UNCONFIRMED;
    }

    private static FetchResult unusable(String why) {
        return new FetchResult.Unusable(why, false, List.of());
    }

    /** A form that is larger than its transform allows. */
    private static final class TooLargeForm extends IOException {
        private static final long serialVersionUID = 1L;

        TooLargeForm() {
            super("its form is too large");
        }
    }

    /** Writes a form up to a size limit, which counts the bytes before they are coded. */
    private static final class BoundedForm extends OutputStream {
        private final OutputStream into;
        private long left;

        BoundedForm(OutputStream into, long largest) {
            this.into = into;
            this.left = largest;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            left -= count;
            if (left < 0) {
                throw new TooLargeForm();
            }
            into.write(bytes, from, count);
        }

        @Override
        public void close() throws IOException {
            into.close();
        }
    }
}
