package dev.breakwater.format.oci.pull;

import dev.breakwater.fetch.Agreement;
import dev.breakwater.format.oci.manifest.Referrers;
import dev.breakwater.verify.Content;
import java.io.IOException;
import java.util.List;

/** Unites the referrers that registries list: one that lags has fewer of them. */
record ReferrersAgreement() implements Agreement {
    @Override
    public long largest() {
        return Referrers.LARGEST;
    }

    @Override
    public String malformed(Content content) throws IOException {
        try {
            Referrers.parse(content.bytes(Referrers.LARGEST));
            return "";
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Override
    public Merged merge(MergeRequest request) {
        Referrers all = Referrers.none();
        for (Statement statement : request.statements()) {
            all = all.and(Referrers.parse(statement.bytes()));
        }
        long domains = request.statements().stream()
                .filter(statement -> !statement.head().stale())
                .map(Statement::domain)
                .distinct()
                .count();
        return new Merged(all.index(), domains >= request.wanted(), List.of(), "");
    }
}
