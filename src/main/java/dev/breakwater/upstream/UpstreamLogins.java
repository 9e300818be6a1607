package dev.breakwater.upstream;

import dev.breakwater.config.Block;
import dev.breakwater.config.Group;
import dev.breakwater.config.Node;
import dev.breakwater.config.Place;
import dev.breakwater.config.Reading;
import dev.breakwater.config.SafeText;
import dev.breakwater.config.Secret;
import dev.breakwater.config.SettingKey;
import dev.breakwater.config.SourcedText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the headers and credentials for an upstream. */
final class UpstreamLogins {
    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");

    /** Headers for the framing and routing of a message, which the HTTP client sets. */
    private static final Set<String> OURS = Set.of(
            "host",
            "content-length",
            "transfer-encoding",
            "connection",
            "te",
            "trailer",
            "upgrade",
            "keep-alive",
            "range",
            "if-range",
            "accept-encoding",
            "via");

    private UpstreamLogins() {}

    /** The headers to send. */
    static SequencedMap<String, Secret> headers(Block block) {
        Reading reading = block.reading();
        SequencedMap<String, Secret> headers = new LinkedHashMap<>();
        Node.Mapping mapping = block.mapping(UpstreamKeys.HEADERS, UpstreamKeys.IN_HEADERS);
        if (mapping == null) {
            return headers;
        }
        List<SettingKey<?>> names = new ArrayList<>();
        for (Node.Entry entry : mapping.entries()) {
            if (!HEADER_NAME.matcher(entry.key()).matches()) {
                reading.mistake(
                        entry.place(),
                        "\"" + SafeText.shown(entry.key()) + "\" is not a valid header name",
                        "write X-Name: value");
            } else if (OURS.contains(entry.key().toLowerCase(Locale.ROOT))) {
                reading.mistake(entry.place(), entry.key() + " is a header that Breakwater sets itself", "remove it");
            }
            names.add(header(entry.key()));
        }
        Block values = block.block(UpstreamKeys.HEADERS, new Group(UpstreamKeys.IN_HEADERS.path(), names));
        for (SettingKey<?> name : names) {
            String value = values.find(header(name.name()));
            if (value != null) {
                headers.put(name.name(), new Secret(value));
            }
        }
        return headers;
    }

    private static SettingKey<String> header(String name) {
        SettingKey<String> any = UpstreamKeys.HEADER;
        return any.called(name).hidden();
    }

    /** User and password, or a token; null for none. */
    static @Nullable Credentials credentials(Block block) {
        Reading reading = block.reading();
        String username = block.find(UpstreamKeys.USERNAME);
        String password = block.find(UpstreamKeys.PASSWORD);
        String token = block.find(UpstreamKeys.TOKEN);
        Place place = block.place(
                token != null ? UpstreamKeys.TOKEN : username != null ? UpstreamKeys.USERNAME : UpstreamKeys.PASSWORD);
        String where = place == null ? "the environment" : place.toString();
        if (token != null && (username != null || password != null)) {
            reading.mistake(
                    given(where, place), "an upstream has both a token and a username or password", "keep one of them");
        } else if ((username == null) != (password == null)) {
            reading.mistake(
                    given(where, place),
                    username == null ? "a password without a username" : "a username without a password",
                    "set both, or neither");
        }
        if (token != null) {
            return new Credentials.Bearer(new Secret(token));
        }
        return username == null || password == null ? null : new Credentials.Basic(username, new Secret(password));
    }

    private static SourcedText given(String where, @Nullable Place place) {
        return new SourcedText("", "", where, place);
    }
}
