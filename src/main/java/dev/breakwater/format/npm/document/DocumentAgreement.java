package dev.breakwater.format.npm.document;

import dev.breakwater.fetch.Agreement;
import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.format.npm.signature.SigningKeys;
import dev.breakwater.store.Entry;
import dev.breakwater.store.Standing;
import dev.breakwater.verify.Content;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/** Merges what registries say of one package. Documents are read as streams, twice: for what they claim, and to be copied. */
public final class DocumentAgreement implements Agreement {
    private final PackageName name;
    private final Set<String> authorities;
    private final SigningKeys keys;
    private final RecordLookups lookups;
    private final InstantSource clock;
    private final VersionComparison comparison;

    /** The summaries of statements, which are asked for their form first and merged later. */
    private final Map<Content, DocumentSummary> read = Collections.synchronizedMap(new WeakHashMap<>());

    /**
     * Of the package {@code name}.
     *
     * @param authorities the names of the upstreams whose word decides
     * @param records finds single versions, if one registry alone names them
     * @param clock tells which times are in the future
     * @param comparison is told which registry has which versions
     */
    public DocumentAgreement(
            PackageName name,
            Set<String> authorities,
            SigningKeys keys,
            VersionRecords records,
            InstantSource clock,
            VersionComparison comparison) {
        this.name = name;
        this.authorities = Set.copyOf(authorities);
        this.keys = keys;
        this.lookups = new RecordLookups(name, records, RecordLookups.PATIENCE);
        this.clock = clock;
        this.comparison = comparison;
    }

    @Override
    public long largest() {
        return RegistryJson.LARGEST;
    }

    @Override
    public String unusable(Content content) throws IOException {
        String error = ErrorAnswer.of(content);
        return error.isEmpty() ? "" : "200, an error instead of the document: " + error;
    }

    @Override
    public String malformed(Content content) throws IOException {
        try {
            read.put(content, SummaryReader.read(name, content.stream(), clock.instant()));
            return "";
        } catch (SummaryReader.MalformedDocument e) {
            return String.valueOf(e.getMessage());
        }
    }

    private DocumentSummary summary(Content content) throws IOException {
        DocumentSummary known = read.get(content);
        try {
            return known == null ? SummaryReader.read(name, content.stream(), clock.instant()) : known;
        } catch (SummaryReader.MalformedDocument e) {
            throw new IOException("a document that was read before is malformed now: " + e.getMessage(), e);
        }
    }

    @Override
    public Merged merge(MergeRequest request) throws InterruptedException, IOException {
        List<DocumentStatement> statements = new ArrayList<>();
        List<DocumentWriter.StatementSource> sources = new ArrayList<>();
        for (Statement statement : request.statements()) {
            statements.add(new DocumentStatement(
                    statement.origin(),
                    statement.domain(),
                    authorities.contains(statement.origin()),
                    false,
                    summary(statement.content())));
            sources.add(statement.content()::stream);
        }
        Entry held = request.held();
        if (held != null && held.meta().standing() == Standing.CONFIRMED) {
            statements.add(new DocumentStatement("the store", "", false, true, summary(held)));
            sources.add(held::stream);
        }
        DocumentMerge merge = new DocumentMerge(name, statements, request.wanted(), keys, lookups::integrities);
        MergedDocument merged = merge.merge();
        comparison.publish(name, merged.chosen().keySet(), statements);
        boolean enough = domains(request) >= request.wanted();
        return new Merged(
                new DocumentWriter(name, sources, merged)::writeTo,
                enough && !merge.contested(),
                !merge.waits(),
                merge.wrong(),
                merge.dropped(),
                merge.disagreement());
    }

    private static long domains(MergeRequest request) {
        return request.statements().stream()
                .filter(statement -> !statement.head().stale())
                .map(Statement::domain)
                .distinct()
                .count();
    }
}
