package dev.breakwater.catalogue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A query whose caller waits for the result. */
final class CatalogueQuestion<T> {
    interface Asking<T> {
        T of(Queries queries) throws SQLException;
    }

    private final Asking<T> asking;
    private final CountDownLatch answered = new CountDownLatch(1);
    private volatile @Nullable T answer;
    private volatile @Nullable CatalogueException refusal;

    CatalogueQuestion(Asking<T> asking) {
        this.asking = asking;
    }

    void ask(Queries queries) throws SQLException {
        answer = asking.of(queries);
        answered.countDown();
    }

    void refuse(CatalogueException why) {
        refusal = why;
        answered.countDown();
    }

    T await(Duration patience) throws CatalogueException, InterruptedException {
        boolean over = answered.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        T told = answer;
        if (told != null) {
            return told;
        }
        CatalogueException why = refusal;
        throw why == null || !over
                ? new CatalogueException("the catalogue did not answer within " + patience.toSeconds() + " s")
                : new CatalogueException(why.getMessage() == null ? "unknown error" : why.getMessage(), why);
    }
}
