package dev.breakwater.format.npm.probe;

import dev.breakwater.format.npm.document.DocumentForm.FormKind;
import dev.breakwater.format.npm.document.DocumentSummary;
import dev.breakwater.format.npm.document.SummaryReader;
import dev.breakwater.format.npm.name.NpmPath;
import dev.breakwater.format.npm.name.PackageName;
import dev.breakwater.format.npm.name.SemanticVersion;
import dev.breakwater.format.npm.probe.RegistryObservations.VersionRecord;
import dev.breakwater.format.npm.signature.SigningKeys;
import dev.breakwater.format.npm.tarball.Integrity;
import dev.breakwater.format.npm.tarball.TarballHash;
import dev.breakwater.probe.CommonQuestion;
import dev.breakwater.probe.MirrorVisit;
import dev.breakwater.probe.ProbeAsk;
import dev.breakwater.probe.ProbeClient;
import dev.breakwater.probe.ProbeExchange;
import dev.breakwater.probe.ProbeQuestion;
import dev.breakwater.probe.ProbeSteps;
import dev.breakwater.probe.QuestionSet;
import dev.breakwater.probe.Sample;
import dev.breakwater.probe.SampleChoice;
import dev.breakwater.probe.SampleVersion;
import dev.breakwater.verify.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The questions to one npm registry: documents, and once all registries' documents are known, everything else. */
final class NpmVisit implements MirrorVisit {
    /** Registries accept no new names with capitals, so it never exists. */
    static final String NEVER = "Breakwater-No-Such-Package";

    /** How many packages are asked for in the short form too. */
    private static final int INSTALL_FORMS = 2;

    /** In bytes, decoded; the packages of the usual sample have at most 1 MB. */
    private static final long LARGEST_DOCUMENT = 16_000_000;

    private static final Duration DOCUMENT_WITHIN = Duration.ofSeconds(8);
    private static final int BUFFER = 64 << 10;

    private final QuestionSet.SessionSetup setup;
    private final SigningKeys keys;
    private final ProbeSteps steps;
    private final ProbeClient asker;
    private final RegistryObservations observed;

    /** {@code keys} are the known ones; what only a registry can show goes to {@code observed}. */
    NpmVisit(QuestionSet.SessionSetup setup, SigningKeys keys, ProbeSteps steps, RegistryObservations observed) {
        this.setup = setup;
        this.keys = keys;
        this.steps = steps;
        this.asker = steps.asker();
        this.observed = observed;
    }

    @Override
    public void arrive() {
        Set<String> whole = names(true);
        Set<String> lists = names(false);
        lists.removeAll(whole);
        steps.meet(new PackageName(setup.sample().modules().getFirst()).escaped());
        List<Runnable> tasks = new ArrayList<>();
        whole.forEach(name -> tasks.add(() -> document(name)));
        lists.forEach(name -> tasks.add(() -> installForm(name, true)));
        whole.stream().limit(INSTALL_FORMS).forEach(name -> tasks.add(() -> installForm(name, false)));
        steps.together(tasks, ProbeSteps.GENTLY);
    }

    /** The packages whose whole document is asked for; or those of which the versions alone count. */
    private Set<String> names(boolean whole) {
        Set<String> names = new LinkedHashSet<>();
        for (Sample.SampleItem item : setup.sample().items()) {
            boolean small = item.role() == Sample.Role.SMALL;
            if (whole ? small : !small && !item.pinned()) {
                names.add(item.module());
            }
        }
        return names;
    }

    private static ProbeAsk asked(NpmQuestion question, String name) {
        FormKind form = question == NpmQuestion.INSTALL ? FormKind.INSTALL : FormKind.FULL;
        String thing = (form == FormKind.FULL ? "the document of " : "the install document of ") + name;
        return ProbeAsk.of(question, thing, new PackageName(name).escaped())
                .with("Accept", form.type())
                .with("Accept-Encoding", "gzip");
    }

    private void document(String name) {
        steps.stored(asked(NpmQuestion.DOCUMENT, name), LARGEST_DOCUMENT, DOCUMENT_WITHIN, content -> {
            Optional<DocumentSummary> read = summary("the document of ", name, content);
            read.ifPresent(document -> {
                observed.document(name, document);
                list(name, document);
                document.tags().forEach((tag, version) -> steps.notebook().latest(name + " " + tag, version));
            });
        });
    }

    /** Asks for the short form; {@code counts} says whether it is the list of versions. */
    private void installForm(String name, boolean counts) {
        DocumentSummary[] read = {null};
        ProbeExchange exchange =
                steps.stored(asked(NpmQuestion.INSTALL, name), LARGEST_DOCUMENT, DOCUMENT_WITHIN, content -> {
                    read[0] = summary("the install document of ", name, content).orElse(null);
                });
        if (read[0] != null) {
            String type = exchange.header("content-type");
            observed.offers(NpmQuestion.INSTALL, type.startsWith(FormKind.INSTALL.type()) ? "yes" : "no");
            if (counts) {
                list(name, read[0]);
            }
        }
    }

    private void list(String name, DocumentSummary document) {
        steps.notebook()
                .list(
                        name,
                        document.versions().keySet().stream()
                                .map(SemanticVersion::new)
                                .sorted()
                                .map(SemanticVersion::text)
                                .toList());
    }

    private Optional<DocumentSummary> summary(String what, String name, Content content) throws IOException {
        try {
            return Optional.of(SummaryReader.read(
                    new PackageName(name), content.stream(), setup.clock().instant()));
        } catch (SummaryReader.MalformedDocument e) {
            steps.notebook().malformed(what + name + " is malformed: it " + e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void examine(SampleChoice choice) {
        if (!steps.answers()) {
            return;
        }
        List<Runnable> tasks = new ArrayList<>();
        List<SampleVersion> small =
                choice.small().stream().filter(this::mayHave).toList();
        Set<SampleVersion> all = new LinkedHashSet<>(small);
        choice.large().stream().filter(this::mayHave).forEach(all::add);
        choice.contested().stream().filter(this::names).forEach(all::add);
        all.forEach(subject -> tasks.add(() -> record(subject)));
        tasks.add(this::noPackage);
        choice.small().stream().limit(2).forEach(subject -> tasks.add(() -> noVersion(subject)));
        tasks.addAll(services(choice));
        steps.together(tasks, ProbeSteps.GENTLY);
        steps.together(
                small.stream()
                        .<Runnable>map(subject -> () -> steps.small(
                                tarball(CommonQuestion.SMALL, subject), content -> tarball(subject, content)))
                        .toList(),
                ProbeSteps.ARCHIVES);
        steps.manners(
                NpmQuestion.RECORD,
                choice.small().stream().findFirst().map(subject -> asked(NpmQuestion.DOCUMENT, subject.module())));
        steps.crowds(NpmQuestion.RECORD);
        large(CommonQuestion.HOT, Optional.ofNullable(choice.hot()));
        large(CommonQuestion.COLD, Optional.ofNullable(choice.cold()));
    }

    private void large(CommonQuestion question, Optional<SampleVersion> of) {
        of.filter(this::mayHave)
                .ifPresent(subject ->
                        steps.large(question, tarball(question, subject), content -> tarball(subject, content)));
    }

    /** One that lags says so in its document; to ask for what it does not name would call its 404 a false one. */
    private boolean mayHave(SampleVersion subject) {
        return !steps.notebook().lists().containsKey(subject.module()) || names(subject);
    }

    private boolean names(SampleVersion subject) {
        return steps.notebook()
                .lists()
                .getOrDefault(subject.module(), List.of())
                .contains(subject.version());
    }

    private static ProbeAsk tarball(ProbeQuestion question, SampleVersion subject) {
        PackageName name = new PackageName(subject.module());
        String path = name.tarball(new SemanticVersion(subject.version()));
        return ProbeAsk.of(question, "the tarball of " + subject, path);
    }

    private void tarball(SampleVersion subject, Content content) throws IOException {
        TarballHash hash = new TarballHash();
        byte[] some = new byte[BUFFER];
        try (InputStream bytes = content.stream()) {
            for (int n = bytes.read(some); n >= 0; n = bytes.read(some)) {
                hash.update(ByteBuffer.wrap(some, 0, n));
            }
        }
        TarballHash.TarballHashes hashes = hash.finish(content);
        observed.tarball(subject, new Integrity(List.of(hashes.sha512()), hashes.sha1()));
    }

    private static ProbeAsk record(ProbeQuestion question, SampleVersion subject) {
        String path = new PackageName(subject.module()).escaped() + "/" + subject.version();
        return ProbeAsk.of(question, "the record of " + subject, path).with("Accept", FormKind.FULL.type());
    }

    private void record(SampleVersion subject) {
        ProbeExchange exchange = asker.ask(record(NpmQuestion.RECORD, subject));
        byte[] body = exchange.body();
        if (body == null) {
            return;
        }
        Optional<VersionRecord> read = RegistryAnswers.record(subject, body);
        read.ifPresentOrElse(
                record -> {
                    observed.record(subject, record);
                    // the word of one alone, unsigned, does not make a version exist
                    SigningKeys.SignatureFinding signed =
                            RegistryAnswers.signed(keys, subject, record, observed.time(subject));
                    if (signed == SigningKeys.SignatureFinding.SIGNED) {
                        steps.notebook().exists(subject, observed.time(subject));
                    }
                },
                () -> steps.notebook().malformed("the record of " + subject + " is not a record of that version"));
    }

    private void noPackage() {
        ProbeExchange exchange = asker.ask(ProbeAsk.of(CommonQuestion.NOTHING, "the document of " + NEVER, NEVER)
                .with("Accept", FormKind.FULL.type()));
        if (exchange.missing()) {
            observed.jsonAbsence(exchange.header("content-type").startsWith(FormKind.FULL.type()));
        }
    }

    /** A version and a tarball of an existing package that do not exist. */
    private void noVersion(SampleVersion subject) {
        String major = subject.version().split("\\.", -1)[0];
        SampleVersion none = new SampleVersion(subject.module(), major + ".99999.99999");
        asker.ask(record(CommonQuestion.NOTHING, none));
        asker.ask(tarball(CommonQuestion.NOTHING, none));
    }

    private List<Runnable> services(SampleChoice choice) {
        List<Runnable> services = new ArrayList<>();
        services.add(() -> offered(
                ProbeAsk.of(NpmQuestion.KEYS, NpmPath.Service.KEYS.path()), body -> RegistryAnswers.keys(keys, body)));
        choice.small().stream().findFirst().ifPresent(subject -> {
            services.add(() -> offered(RegistryAnswers.audit(subject), RegistryAnswers::audited));
            services.add(() -> offered(
                    ProbeAsk.of(
                            NpmQuestion.SEARCH,
                            NpmPath.Service.SEARCH.path() + "?text=" + new PackageName(subject.module()).base()
                                    + "&size=1"),
                    RegistryAnswers::searched));
        });
        return services;
    }

    private void offered(ProbeAsk ask, Function<byte[], String> read) {
        ProbeExchange exchange = asker.ask(ask);
        if (exchange.body() != null) {
            observed.offers((NpmQuestion) ask.question(), read.apply(exchange.body()));
        } else if (exchange.answered() && exchange.status() < 500) {
            observed.offers((NpmQuestion) ask.question(), "no");
        }
    }
}
