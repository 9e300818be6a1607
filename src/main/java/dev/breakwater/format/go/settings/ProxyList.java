package dev.breakwater.format.go.settings;

import dev.breakwater.config.ParseResult;
import dev.breakwater.config.SafeText;
import dev.breakwater.config.Secret;
import dev.breakwater.config.Urls;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * A list of upstreams from a variable: in the form of GOPROXY (see {@code cmd/go/internal/modfetch.proxyList}), with blanks as
 * separators as well.
 *
 * @param urls http and https addresses in their order, user and password included
 * @param direct whether {@code direct} is in it
 * @param off whether it ends in {@code off}
 * @param skipped the unusable elements, each with the reason
 */
record ProxyList(List<URI> urls, boolean direct, boolean off, List<String> skipped) {
    /** An empty one. */
    static final ProxyList EMPTY = new ProxyList(List.of(), false, false, List.of());

    /** Reads one. Nothing behind {@code off} or {@code direct} counts, as for the go command. */
    static ProxyList parse(String text) {
        List<URI> urls = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        for (String word : SafeText.words(text.replace('|', ','))) {
            if (word.equals("off") || word.equals("direct")) {
                return new ProxyList(
                        List.copyOf(urls), word.equals("direct"), word.equals("off"), List.copyOf(skipped));
            }
            if (word.equals("noproxy")) {
                continue;
            }
            switch (Urls.withUser(complete(word))) {
                case ParseResult.Right<URI>(URI url) -> urls.add(url);
                case ParseResult.Wrong<URI>(String what, String instead) ->
                    skipped.add(shown(word) + " " + what + ": " + instead);
            }
        }
        return new ProxyList(List.copyOf(urls), false, false, List.copyOf(skipped));
    }

    /** As for the go command, an address without a scheme is an https one. */
    private static String complete(String word) {
        return word.matches(".*[.:/].*") && !word.contains(":/") && !word.startsWith("/") ? "https://" + word : word;
    }

    /** Text that can't be parsed may still contain a password. */
    private static String shown(String word) {
        int at = word.lastIndexOf('@');
        return SafeText.shown(at < 0 ? word : Secret.MASK + word.substring(at));
    }
}
