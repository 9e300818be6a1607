package dev.breakwater.auth;

import dev.breakwater.auth.AccessSettings.Anonymous;
import dev.breakwater.config.Block;
import dev.breakwater.config.Effective;
import dev.breakwater.config.Group;
import dev.breakwater.config.Node;
import dev.breakwater.config.Place;
import dev.breakwater.config.Reading;
import dev.breakwater.config.SafeText;
import dev.breakwater.config.SettingKey;
import dev.breakwater.config.Suggestion;
import dev.breakwater.config.Types;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The reader of one file's {@code access} block. */
final class AccessReader {
    private static final Pattern LOOPBACK = Pattern.compile("127\\.[0-9.]+|localhost|::1|\\[::1]");
    private static final String ANYBODY = "anybody";

    private final Reading reading;
    private final Block block;
    private final Set<String> repositories;
    private final List<AccessSettings.Provider> providers = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();

    private AccessReader(Reading reading, Block block, Set<String> repositories) {
        this.reading = reading;
        this.block = block;
        this.repositories = repositories;
    }

    /**
     * Reads it.
     *
     * @param written whether the file has the block at all
     * @param reached where the server is
     */
    static AccessSettings read(Block block, boolean written, Reached reached) {
        boolean here = loopback(reached.listen());
        boolean alone = here && (reached.publicHost() == null || loopback(reached.publicHost()));
        Reading reading = block.reading();
        return new AccessReader(reading, block, reading.repositories()).read(here, alone, written);
    }

    static boolean loopback(String host) {
        return LOOPBACK.matcher(host).matches();
    }

    private AccessSettings read(boolean here, boolean alone, boolean written) {
        Anonymous chosen = block.find(AccessKeys.ANONYMOUS);
        Place place = block.place(AccessKeys.ANONYMOUS);
        if (chosen == Anonymous.LOCAL && !alone && place != null) {
            reading.mistake(
                    place,
                    "local requires a server that only its own machine can reach (listen and public-url)",
                    "write public, or everything if unknown clients may read private modules");
        }
        AccessSettings.Lookers metrics = block.get(AccessKeys.METRICS_FOR);
        each(AccessKeys.OIDC, "an identity provider", "issuer: https://…", AccessKeys.IN_OIDC, this::provider);
        each(AccessKeys.RULES, "a rule", "who: [name]", AccessKeys.IN_RULE, this::rule);
        if (chosen == null) {
            boolean open = alone && !written;
            Anonymous usual = open ? Anonymous.LOCAL : Anonymous.PUBLIC;
            String why = open ? "default: only this machine can reach it" : "default";
            reading.effective(
                    new Effective(block.at(AccessKeys.ANONYMOUS.name()), List.of(Types.written(usual)), false, why));
            chosen = usual;
        }
        AccessSettings.Lookers console = block.find(AccessKeys.CONSOLE_FOR);
        if (console == null) {
            boolean open = chosen.open();
            console = open ? AccessSettings.Lookers.ANYBODY : AccessSettings.Lookers.ADMIN;
            reading.effective(new Effective(
                    block.at(AccessKeys.CONSOLE_FOR.name()),
                    List.of(Types.written(console)),
                    false,
                    open
                            ? "default: anonymous clients may read everything"
                            : "default: anonymous clients may not read everything"));
        }
        if (here && chosen.open()) {
            reading.note("all clients on this machine may read everything, and so may all clients of a proxy on this"
                    + " machine that sends no X-Forwarded-For: let the proxy send it, or set access.anonymous");
        }
        return new AccessSettings(chosen, metrics, console, providers, rules);
    }

    private interface Element {
        void read(Node.Mapping node, Block block);
    }

    private void each(SettingKey<?> key, String what, String instead, Group keys, Element element) {
        List<Node> items = block.items(key);
        for (int i = 0; items != null && i < items.size(); i++) {
            if (items.get(i) instanceof Node.Mapping mapping) {
                element.read(mapping, block.element(key, i, mapping, keys));
            } else {
                reading.mistake(items.get(i).place(), what + " takes keys", "write - " + instead);
            }
        }
    }

    private void provider(Node.Mapping node, Block each) {
        String name = required(each, AccessKeys.OIDC_NAME, node, "name: github, the prefix of its callers' names");
        String issuer = required(each, AccessKeys.ISSUER, node, "issuer: https://…, the iss of its tokens");
        String audience = required(each, AccessKeys.AUDIENCE, node, "audience: https://…, the aud of its tokens");
        List<String> audiences = new ArrayList<>(list(each, AccessKeys.MORE_AUDIENCES));
        URI keys = each.find(AccessKeys.JWKS_URL);
        String subject = each.get(AccessKeys.SUBJECT);
        if (keys != null && !keys.getScheme().equals("https") && !loopback(keys.getHost())) {
            mistake(each, AccessKeys.JWKS_URL, node, "the keys would be fetched in clear text", "write https://");
        }
        if (name == null || issuer == null || audience == null) {
            return;
        }
        for (AccessSettings.Provider other : providers) {
            if (other.name().equals(name) || other.issuer().equals(issuer)) {
                reading.mistake(
                        node.place(),
                        "a second identity provider has the name " + name + " or its issuer",
                        "keep one of them, or give each its own name and issuer");
                return;
            }
        }
        audiences.addFirst(audience);
        providers.add(new AccessSettings.Provider(name, issuer, audiences, keys, subject));
    }

    private <T> @Nullable T required(Block each, SettingKey<T> key, Node node, String instead) {
        if (each.given(key) == null && each.place(key) == null) {
            reading.mistake(node.place(), "an identity provider has no " + key.name(), "write " + instead);
            return null;
        }
        return each.find(key);
    }

    private void rule(Node.Mapping node, Block each) {
        List<String> who = list(each, AccessKeys.WHO);
        Map<String, String> claims = claims(each);
        List<Permission> may = list(each, AccessKeys.MAY);
        List<String> where = list(each, AccessKeys.IN_REPOSITORIES);
        List<String> patterns = list(each, AccessKeys.PATTERNS);
        if (may.isEmpty()) {
            mistake(each, AccessKeys.MAY, node, "the rule allows nothing", "write may: [read], [publish] or both");
        }
        if (who.isEmpty() && claims.isEmpty()) {
            mistake(each, AccessKeys.WHO, node, "the rule has no who", "write who: [name], with stars if need be");
        }
        if (who.contains(ANYBODY)
                && claims.isEmpty()
                && may.stream().anyMatch(permission -> permission != Permission.READ)) {
            mistake(
                    each,
                    AccessKeys.WHO,
                    node,
                    "all callers, even without credentials, could publish, delete or administer",
                    "name the callers, for example who: [\"github:repo:acme/*\"]");
        }
        for (String name : where) {
            if (!repositories.contains(name)) {
                mistake(
                        each,
                        AccessKeys.IN_REPOSITORIES,
                        node,
                        "unknown repository " + name,
                        Suggestion.advice(name, repositories));
            }
        }
        who.forEach(name -> checkProvider(each, node, name));
        Scope scope = new Scope(Set.copyOf(may), where, patterns);
        rules.add(new Rule(who.isEmpty() ? List.of("*") : who, claims, scope));
    }

    /** Names of tokens have no colon: the part before a colon is a provider. */
    private void checkProvider(Block each, Node node, String who) {
        int colon = who.indexOf(':');
        String name = colon < 0 ? "" : who.substring(0, colon);
        List<String> known =
                providers.stream().map(AccessSettings.Provider::name).toList();
        if (colon >= 0 && name.indexOf('*') < 0 && !known.contains(name)) {
            mistake(
                    each,
                    AccessKeys.WHO,
                    node,
                    "unknown identity provider " + SafeText.shown(name),
                    known.isEmpty() ? "describe it below access.oidc" : Suggestion.advice(name, known));
        }
    }

    private Map<String, String> claims(Block each) {
        Map<String, String> claims = new LinkedHashMap<>();
        Node.Mapping mapping = each.mapping(AccessKeys.CLAIMS, AccessKeys.IN_CLAIMS);
        if (mapping == null) {
            return claims;
        }
        List<SettingKey<?>> names = new ArrayList<>();
        mapping.entries().forEach(entry -> names.add(AccessKeys.CLAIM.called(entry.key())));
        Block values = each.block(AccessKeys.CLAIMS, new Group(AccessKeys.IN_CLAIMS.path(), names));
        for (Node.Entry entry : mapping.entries()) {
            String value = values.find(AccessKeys.CLAIM.called(entry.key()));
            if (value != null) {
                claims.put(entry.key(), value);
            }
        }
        return claims;
    }

    private static <T> List<T> list(Block each, SettingKey<T> key) {
        List<T> values = each.list(key);
        return values == null ? List.of() : List.copyOf(values);
    }

    private void mistake(Block each, SettingKey<?> key, Node node, String what, String instead) {
        Place place = each.place(key);
        reading.mistake(place == null ? node.place() : place, what, instead);
    }
}
