package dev.breakwater.format.go.ahead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.fetch.Answer;
import dev.breakwater.fetch.Body;
import dev.breakwater.fetch.CacheInfo;
import dev.breakwater.fetch.CacheStatus;
import dev.breakwater.fetch.Caller;
import dev.breakwater.fetch.ContentInfo;
import dev.breakwater.fetch.Derivation;
import dev.breakwater.fetch.Fetcher;
import dev.breakwater.fetch.Freshness;
import dev.breakwater.fetch.Kind;
import dev.breakwater.fetch.Policy;
import dev.breakwater.fetch.Recipe;
import dev.breakwater.fetch.Resource;
import dev.breakwater.format.go.checksum.Checksums;
import dev.breakwater.format.go.checksum.ModVerifier;
import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.store.Key;
import dev.breakwater.upstream.Selection;
import dev.breakwater.upstream.Tiers;
import dev.breakwater.upstream.Traffic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What is begun, and what is then fetched without a request, beside what the go command would ask. */
class ModulesAheadTest {
    private static final String PRUNED = "go 1.21\n";
    private static final String UNPRUNED = "go 1.16\n";

    private final Map<String, byte[]> mods = new ConcurrentHashMap<>();
    private final Set<String> fetched = new ConcurrentSkipListSet<>();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH.plusSeconds(1_000));
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile boolean trouble;
    private final ModuleResources files = new Files();
    private ModulesAhead ahead = level(true);

    private ModulesAhead level(boolean archives) {
        return new ModulesAhead(new Upstream(), module -> !module.startsWith("private.test/"), archives, now::get);
    }

    private void module(String name, String go, String... requirements) {
        StringBuilder mod = new StringBuilder("module " + name.split("@", 2)[0] + "\n" + go);
        for (String required : requirements) {
            mod.append("require ").append(required.replace("@", " ")).append('\n');
        }
        mods.put(name, mod.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void client(String file, String module) {
        String[] parts = module.split("@", 2);
        ModulePath path = ModulePath.parse(parts[0]).get();
        Version version = Version.parse(parts[1]).get();
        switch (file) {
            case "info" -> {
                ahead.asked(files.info(path, version).key());
                ahead.resolving(files, path, version);
            }
            case "mod" -> {
                ahead.asked(files.mod(path, version).key());
                ahead.loading(files, path, version);
            }
            case "zip" -> {
                ahead.asked(files.zip(path, version).key());
                ahead.building(files, path, version);
            }
            default -> {
                ahead.asked(files.list(path).key());
                ahead.listing(files, path);
            }
        }
    }

    private void fetchedAre(String... keys) {
        await().untilAsserted(() -> assertThat(fetched).containsExactlyInAnyOrder(keys));
        await().during(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(fetched).containsExactlyInAnyOrder(keys));
    }

    @Test
    void of_a_pruned_module_that_is_chosen_the_next_go_mods_are_fetched_and_none_below() {
        module("a.test/a@v1.0.0", PRUNED, "a.test/b@v1.0.0", "a.test/c@v1.0.0 // indirect");
        module("a.test/b@v1.0.0", PRUNED, "a.test/d@v1.0.0");
        module("a.test/c@v1.0.0", PRUNED, "a.test/e@v1.0.0");
        client("info", "a.test/a@v1.0.0");
        fetchedAre("a.test/a@v1.0.0.mod", "a.test/b@v1.0.0.mod", "a.test/c@v1.0.0.mod");
    }

    @Test
    void below_an_unpruned_module_all_go_mods_are_fetched() {
        module("a.test/a@v1.0.0", UNPRUNED, "a.test/b@v1.0.0");
        module("a.test/b@v1.0.0", PRUNED, "a.test/c@v1.0.0");
        module("a.test/c@v1.0.0", PRUNED, "a.test/d@v1.0.0");
        module("a.test/d@v1.0.0", PRUNED);
        client("mod", "a.test/a@v1.0.0");
        fetchedAre("a.test/a@v1.0.0.mod", "a.test/b@v1.0.0.mod", "a.test/c@v1.0.0.mod", "a.test/d@v1.0.0.mod");
    }

    @Test
    void a_pruned_module_of_the_graph_leads_to_nothing() {
        module("a.test/a@v1.0.0", PRUNED, "a.test/b@v1.0.0");
        module("a.test/b@v1.0.0", PRUNED);
        client("mod", "a.test/a@v1.0.0");
        fetchedAre("a.test/a@v1.0.0.mod");
    }

    @Test
    void zips_are_fetched_of_what_is_required_directly_in_the_version_of_the_graph() {
        module("a.test/a@v1.0.0", PRUNED, "a.test/b@v1.0.0", "a.test/c@v1.0.0 // indirect", "a.test/x@v1.0.0");
        module("a.test/b@v1.0.0", PRUNED, "a.test/d@v1.0.0");
        module("a.test/b@v1.2.0", PRUNED, "a.test/d@v1.0.0");
        module("a.test/c@v1.0.0", PRUNED);
        module("a.test/d@v1.0.0", PRUNED);
        for (String loaded : List.of(
                "a.test/a@v1.0.0", "a.test/b@v1.2.0", "a.test/b@v1.0.0", "a.test/c@v1.0.0", "a.test/d@v1.0.0")) {
            client("mod", loaded);
        }
        await().until(() -> fetched.size() == 5);
        client("zip", "a.test/a@v1.0.0");
        await().until(() -> fetched.contains("a.test/d@v1.0.0.zip"));
        assertThat(fetched)
                .contains("a.test/b@v1.2.0.zip")
                .doesNotContain("a.test/b@v1.0.0.zip", "a.test/c@v1.0.0.zip", "a.test/x@v1.0.0.zip");
    }

    @Test
    void a_zip_of_no_known_graph_leads_to_nothing() {
        module("a.test/a@v1.0.0", PRUNED, "a.test/b@v1.0.0");
        client("zip", "a.test/a@v1.0.0");
        fetchedAre();
    }

    @Test
    void who_asks_for_the_info_of_a_loaded_module_gets_all_infos() {
        module("a.test/a@v1.0.0", UNPRUNED, "a.test/b@v1.0.0");
        module("a.test/b@v1.0.0", PRUNED);
        client("mod", "a.test/a@v1.0.0");
        await().until(() -> fetched.size() == 2);
        client("info", "a.test/a@v1.0.0");
        fetchedAre("a.test/a@v1.0.0.mod", "a.test/b@v1.0.0.mod", "a.test/a@v1.0.0.info", "a.test/b@v1.0.0.info");
    }

    @Test
    void who_asks_for_the_list_of_a_compiled_module_gets_those_of_all_compiled() {
        module("a.test/a@v1.0.0", UNPRUNED, "a.test/b@v1.0.0", "a.test/c@v1.0.0 // indirect");
        module("a.test/b@v1.0.0", PRUNED);
        module("a.test/c@v1.0.0", PRUNED);
        client("list", "a.test/a@v1.0.0");
        client("mod", "a.test/a@v1.0.0");
        await().until(() -> fetched.size() == 3);
        client("zip", "a.test/a@v1.0.0");
        await().until(() -> fetched.contains("a.test/b@v1.0.0.zip"));
        assertThat(fetched).doesNotContain("a.test/b@list");
        client("list", "a.test/a@v1.0.0");
        await().until(() -> fetched.containsAll(Set.of("a.test/a@list", "a.test/b@list")));
        assertThat(fetched).doesNotContain("a.test/c@list");
    }

    @Test
    void without_zips_the_lists_of_what_clients_compile_are_fetched_all_the_same() {
        ahead = level(false);
        module("a.test/a@v1.0.0", UNPRUNED, "a.test/b@v1.0.0");
        module("a.test/b@v1.0.0", PRUNED);
        client("mod", "a.test/a@v1.0.0");
        await().until(() -> fetched.size() == 2);
        client("zip", "a.test/a@v1.0.0");
        client("zip", "a.test/b@v1.0.0");
        client("list", "a.test/a@v1.0.0");
        fetchedAre("a.test/a@v1.0.0.mod", "a.test/b@v1.0.0.mod", "a.test/a@list", "a.test/b@list");
    }

    @Test
    void private_modules_and_malformed_names_are_not_fetched() {
        module("a.test/a@v1.0.0", UNPRUNED, "private.test/b@v1.0.0", "../etc@v1.0.0", "a.test/b@v1");
        client("mod", "a.test/a@v1.0.0");
        client("mod", "private.test/c@v1.0.0");
        fetchedAre("a.test/a@v1.0.0.mod");
    }

    @Test
    void a_go_mod_with_very_many_requirements_makes_few_be_fetched() {
        String[] many = new String[20_000];
        for (int i = 0; i < many.length; i++) {
            many[i] = "evil.test/m" + i + "@v1.0.0";
        }
        module("evil.test/a@v1.0.0", UNPRUNED, many);
        for (String each : many) {
            module(each, UNPRUNED, "evil.test/a@v1.0.0", each.replace("/m", "/n"));
        }
        client("mod", "evil.test/a@v1.0.0");
        await().until(() -> fetched.size() > 200);
        await().during(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(fetched).hasSizeLessThan(300));
        assertThat(most).hasValueLessThanOrEqualTo(16);
    }

    @Test
    void each_request_for_what_was_fetched_lets_more_be_fetched() {
        String[] many = new String[1_000];
        for (int i = 0; i < many.length; i++) {
            many[i] = "a.test/m" + i + "@v1.0.0";
            module(many[i], PRUNED);
        }
        module("a.test/a@v1.0.0", UNPRUNED, many);
        client("mod", "a.test/a@v1.0.0");
        await().until(() -> {
            for (String each : many) {
                if (fetched.contains(each + ".mod")) {
                    ahead.asked(new Key("go", each + ".mod"));
                }
            }
            return fetched.size() == 1_001;
        });
    }

    @Test
    void trouble_of_all_upstreams_stops_it_for_a_while() {
        String[] many = new String[200];
        for (int i = 0; i < many.length; i++) {
            many[i] = "a.test/m" + i + "@v1.0.0";
            module(many[i], PRUNED);
        }
        module("a.test/a@v1.0.0", UNPRUNED, many);
        trouble = true;
        for (int i = 0; i < 3; i++) {
            client("mod", many[i]);
        }
        await().until(() -> fetched.size() == 3);
        trouble = false;
        await().during(Duration.ofMillis(50)).until(() -> atOnce.get() == 0);
        client("mod", "a.test/a@v1.0.0");
        await().during(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(fetched).hasSize(3));
        now.updateAndGet(time -> time.plusSeconds(10));
        ahead.asked(new Key("go", "any"));
        await().until(() -> fetched.size() == 201);
    }

    @Test
    void one_file_that_fails_stops_nothing() {
        module("a.test/a@v1.0.0", UNPRUNED, "a.test/b@v1.0.0", "a.test/c@v1.0.0");
        mods.put("a.test/b@v1.0.0", new byte[2 << 20]);
        module("a.test/c@v1.0.0", UNPRUNED, "a.test/d@v1.0.0");
        module("a.test/d@v1.0.0", PRUNED);
        client("mod", "a.test/a@v1.0.0");
        await().until(() -> fetched.contains("a.test/d@v1.0.0.mod"));
    }

    @Test
    void what_waits_is_forgotten_once_no_client_has_asked_for_a_while() {
        String[] many = new String[100];
        for (int i = 0; i < many.length; i++) {
            many[i] = "a.test/m" + i + "@v1.0.0";
            module(many[i], PRUNED);
        }
        module("a.test/a@v1.0.0", UNPRUNED, many);
        gate = new CountDownLatch(1);
        client("mod", "a.test/a@v1.0.0");
        await().until(() -> atOnce.get() == 1);
        now.updateAndGet(time -> time.plusSeconds(60));
        gate.countDown();
        fetchedAre("a.test/a@v1.0.0.mod");
        client("info", "b.test/b@v1.0.0");
        fetchedAre("a.test/a@v1.0.0.mod", "b.test/b@v1.0.0.mod");
    }

    @Test
    void own_fetches_begin_nothing() {
        module("a.test/a@v1.0.0", PRUNED, "a.test/b@v1.0.0");
        ModulePath a = ModulePath.parse("a.test/a").get();
        Version one = Version.parse("v1.0.0").get();
        gate = new CountDownLatch(1);
        client("mod", "a.test/a@v1.0.0");
        await().until(() -> atOnce.get() == 1);
        ahead.loading(files, a, one);
        gate.countDown();
        fetchedAre("a.test/a@v1.0.0.mod");
    }

    private final class Upstream implements Fetcher {
        @Override
        public Answer get(Resource resource, Caller caller) throws InterruptedException {
            assertThat(caller).isEqualTo(Caller.BACKGROUND);
            String name = resource.key().path();
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            try {
                gate.await();
                boolean first = fetched.add(name);
                if (trouble) {
                    return new Answer.Trouble("throttled", Duration.ofSeconds(5), List.of(), false);
                }
                byte[] mod = mods.get(name.replaceAll("\\.mod$", ""));
                if (name.endsWith(".mod") && mod == null) {
                    return new Answer.Absent("none", Duration.ZERO);
                }
                byte[] bytes = mod == null ? new byte[10] : mod;
                return new Answer.Held(
                        new Body.Bytes(bytes),
                        new ContentInfo("t", null, Instant.EPOCH, Freshness.IMMUTABLE, false, false, Map.of()),
                        new CacheInfo(first ? CacheStatus.MISS : CacheStatus.HIT, "m0", Instant.MIN, List.of()));
            } finally {
                atOnce.decrementAndGet();
            }
        }

        @Override
        public void refresh(Resource resource) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class Files implements ModuleResources {
        private static final ModulePath MODULE = ModulePath.parse("a.test/a").get();
        private static final Version VERSION = Version.parse("v1.0.0").get();
        private static final Tiers NOWHERE = new Tiers("go", Selection.PRIORITY, List.of());

        @Override
        public Resource list(ModulePath module) {
            return resource(module.plain() + "@list");
        }

        @Override
        public Resource info(ModulePath module, Version version) {
            return resource(module.plain() + "@" + version + ".info");
        }

        @Override
        public Resource mod(ModulePath module, Version version) {
            return resource(module.plain() + "@" + version + ".mod");
        }

        @Override
        public Resource zip(ModulePath module, Version version) {
            return resource(module.plain() + "@" + version + ".zip");
        }

        private static Resource resource(String name) {
            Policy policy = new Policy(Duration.ZERO, Policy.Unverified.REFUSE, true, false, null, false);
            return new Resource(
                    new Key("go", name),
                    name,
                    new Kind("mod", Traffic.METADATA),
                    Freshness.IMMUTABLE,
                    "text/plain",
                    new Recipe.One(NOWHERE, name, new ModVerifier(Checksums.NONE, MODULE, VERSION)),
                    Derivation.NONE,
                    Derivation.NONE,
                    List::of,
                    policy);
        }
    }
}
