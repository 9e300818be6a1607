package dev.breakwater.format.go.checksum;

import dev.breakwater.fetch.Agreement;
import dev.breakwater.sumdb.Database;
import dev.breakwater.sumdb.HeadRelation;
import dev.breakwater.sumdb.TreeHead;
import dev.breakwater.verify.Content;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The agreement on the newest tree head: brings the heads of several sources onto one timeline, and returns the newest known. */
record HeadAgreement(Database database) implements Agreement {
    private static final int LARGEST = 64 * 1024;

    @Override
    public long largest() {
        return LARGEST;
    }

    @Override
    public String malformed(Content content) throws IOException {
        try {
            TreeHead.open(content.bytes(LARGEST), database.key());
            return "";
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Override
    public boolean signed() {
        return true;
    }

    @Override
    public Merged merge(MergeRequest request) throws InterruptedException {
        List<Statement> words = request.statements();
        try {
            // How old a head is is told each time that a source sends it.
            return (database.begun() ? go(words) : begin(words)).lasting(request.wanted() == 1);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("reading the stored tree head", e);
        }
    }

    /** Sources that do not answer are ignored: the signature vouches for the one that does. */
    private Merged begin(List<Statement> words) throws InterruptedException, IOException {
        HeadRelation standing =
                database.seed(words.stream().map(Statement::bytes).toList(), words.size());
        // Once it has begun, a source that gives another history is detected.
        return standing instanceof HeadRelation.SameTimeline
                ? go(words)
                : merged(words, List.of(), standing.toString());
    }

    private Merged go(List<Statement> words) throws InterruptedException, IOException {
        List<String> wrong = new ArrayList<>();
        List<String> why = new ArrayList<>();
        for (Statement word : words) {
            switch (database.latest(word.origin(), word.bytes())) {
                case HeadRelation.SameTimeline known -> {}
                case HeadRelation.Unproven unproven -> why.add(unproven.why());
                case HeadRelation.MalformedHead malformed -> {
                    wrong.add(word.origin());
                    why.add(malformed.why());
                }
                case HeadRelation.ForkedHead forked -> {
                    wrong.add(word.origin());
                    why.add(forked.why());
                }
            }
        }
        return merged(words, wrong, String.join("; ", why));
    }

    private Merged merged(List<Statement> words, List<String> wrong, String why) throws IOException {
        TreeHead head = database.head();
        byte[] newest = head == null ? words.getFirst().bytes() : head.note();
        return new Merged(newest, database.begun(), wrong, why);
    }
}
