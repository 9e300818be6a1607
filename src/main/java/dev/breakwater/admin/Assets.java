package dev.breakwater.admin;

import dev.breakwater.http.ExtensionReply;
import dev.breakwater.status.ServiceState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The stylesheet, the script and the icon, under names that change with their content so that browsers cache them for ever. */
public final class Assets {
    private static final Map<String, String> FOR_EVER = Map.of(
            "cache-control", "public, max-age=31536000, immutable", "cross-origin-resource-policy", "same-origin");
    private static final int DIGITS = 12;

    /** The states that icons show, and none. */
    private static final List<String> STATES = Stream.concat(
                    Stream.of(""), Stream.of(ServiceState.values()).map(ServiceState::written))
            .toList();

    private final Map<String, ExtensionReply.WholePage> pages;
    private final String style;
    private final String script;
    private final Map<String, String> icons = new HashMap<>();

    /** Reads them. */
    Assets() {
        byte[] css = read("/dev/breakwater/admin/console.css");
        byte[] js = together(List.of(webjar("htmx.org", "dist/htmx.min.js"), webjar("htmx-ext-sse", "sse.js")));
        style = name("console", css, "css");
        script = name("console", js, "js");
        Map<String, ExtensionReply.WholePage> all = new HashMap<>();
        all.put(style, new ExtensionReply.WholePage(200, "text/css; charset=utf-8", css, FOR_EVER));
        all.put(script, new ExtensionReply.WholePage(200, "text/javascript; charset=utf-8", js, FOR_EVER));
        for (String state : STATES) {
            String stem = state.isEmpty() ? "icon" : "icon-" + state;
            byte[] svg = read("/dev/breakwater/admin/" + stem + ".svg");
            String icon = name(stem, svg, "svg");
            icons.put(state, icon);
            all.put(icon, new ExtensionReply.WholePage(200, "image/svg+xml", svg, FOR_EVER));
        }
        pages = Map.copyOf(all);
    }

    /** The asset of that name; null if there is none. */
    ExtensionReply.@Nullable WholePage find(String name) {
        return pages.get(name);
    }

    /** The stylesheet's address, from the server's root. */
    public String style() {
        return Console.ASSETS.substring(1) + style;
    }

    /** The script's address, from the server's root. */
    public String script() {
        return Console.ASSETS.substring(1) + script;
    }

    /**
     * The address, from the server's root, of the icon for {@code state}, as {@link ServiceState} writes it; empty for no
     * state.
     */
    public String icon(String state) {
        return Console.ASSETS.substring(1) + icons.get(state);
    }

    private static String webjar(String artifact, String file) {
        Properties properties = new Properties();
        try (InputStream in =
                Assets.class.getResourceAsStream("/META-INF/maven/org.webjars.npm/" + artifact + "/pom.properties")) {
            if (in == null) {
                throw new IllegalStateException(artifact + " is not on the class path");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "/META-INF/resources/webjars/" + artifact + "/" + properties.getProperty("version") + "/" + file;
    }

    private static byte[] together(List<String> resources) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String resource : resources) {
            all.writeBytes(read(resource));
            all.write('\n');
        }
        return all.toByteArray();
    }

    private static byte[] read(String resource) {
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(String stem, byte[] content, String ending) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return stem + "-" + HexFormat.of().formatHex(digest).substring(0, DIGITS) + "." + ending;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
