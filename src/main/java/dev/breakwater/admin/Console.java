package dev.breakwater.admin;

import dev.breakwater.http.ExtensionReply;
import dev.breakwater.http.ExtensionRequest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The console: pages for people that show the API's data. They work without scripts; with them they update themselves by
 * server-sent events. They load nothing from other hosts, and scripts cannot be injected: Content Security Policy Level 3.
 */
final class Console {
    /** Its address; only its first page is at {@code /}. */
    static final String ROOT = "/-/console";

    /** The address of its stylesheet and script. */
    static final String ASSETS = ROOT + "/assets/";

    private static final String HTML = "text/html; charset=utf-8";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final Map<String, String> SAFE = Map.of(
            "content-security-policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
            "referrer-policy",
            "no-referrer",
            "cross-origin-opener-policy",
            "same-origin",
            "vary",
            "accept-language, accept, authorization");

    private final Assets assets = new Assets();
    private final PageData looks;
    private final PageTemplates pages;
    private final LivePages feeds;
    private final Controls controls;

    Console(PageData looks, Controls controls) {
        this.looks = looks;
        this.pages = new PageTemplates(looks, assets);
        this.feeds = new LivePages(pages);
        this.controls = controls;
    }

    /** Answers {@code visit}. */
    ExtensionReply answer(ExtensionRequest visit) throws InterruptedException {
        String path = visit.path();
        try {
            if (path.startsWith(ASSETS)) {
                return asset(path.substring(ASSETS.length()));
            }
            if (visit.method().equals("POST")) {
                return change(visit);
            }
            if (!visit.method().equals("GET")) {
                throw new AdminException(405, path + " supports GET, and POST for forms.");
            }
            Guard.check(visit, RequiredRight.LOOK);
            if (path.equals("/") && !html(visit)) {
                return new ExtensionReply.WholePage(
                        200,
                        TEXT,
                        Greeting.text(visit, looks.clients(visit.base()).repositories()),
                        Map.of());
            }
            return shown(visit, path.equals("/") ? "now" : path.substring(ROOT.length() + 1));
        } catch (AdminException e) {
            return refused(visit, e);
        }
    }

    /** The refusal of {@code head} before its form is read; null if the form should be read. */
    @Nullable
    ExtensionReply refusal(ExtensionRequest head) {
        try {
            if (head.method().equals("POST")) {
                Guard.check(head, RequiredRight.ADMIN);
            }
            return null;
        } catch (AdminException e) {
            return refused(head, e);
        }
    }

    /** Whether the client accepts HTML, as browsers do; curl and similar clients get a few lines of text. */
    private static boolean html(ExtensionRequest visit) {
        String accepted = visit.header("accept");
        return accepted != null && accepted.contains("text/html");
    }

    private ExtensionReply asset(String name) throws AdminException {
        ExtensionReply.WholePage found = assets.find(name);
        if (found == null) {
            throw new AdminException(404, "Not found any more: " + name + ". Reload the page.");
        }
        return found;
    }

    private ExtensionReply shown(ExtensionRequest visit, String page) throws AdminException, InterruptedException {
        PageView look = PageView.of(visit, page);
        if (page.startsWith("live/")) {
            return new ExtensionReply.Stream(feeds.of(look.at(page.substring("live/".length())), visit));
        }
        return new ExtensionReply.WholePage(200, HTML, pages.whole(look), SAFE);
    }

    /** Runs a form's action; afterwards its page is shown again. */
    private ExtensionReply change(ExtensionRequest visit) throws AdminException {
        Guard.check(visit, RequiredRight.ADMIN);
        FormQuery form = FormQuery.of(new String(visit.body(), StandardCharsets.UTF_8));
        String by = new ApiCall(visit, Map.of()).by();
        String upstream = form.text("upstream");
        boolean known = switch (visit.path().substring(ROOT.length())) {
            case "/drain" -> controls.drain(upstream, true, by);
            case "/restore" -> controls.drain(upstream, false, by);
            case "/offline" -> {
                controls.offline(form.text("offline").equals("true"), by);
                yield true;
            }
            default -> throw new AdminException(404, visit.path() + " accepts no POST.");
        };
        if (!known) {
            throw new AdminException(404, "Unknown upstream: " + upstream + ".");
        }
        String back = form.text("back");
        boolean ours = back.equals("/") || back.startsWith("/?") || back.startsWith(ROOT + "/");
        // relative, as every address on the pages is
        String location = Frame.root(visit.path()) + (ours ? back.substring(1) : "");
        return new ExtensionReply.WholePage(303, TEXT, new byte[0], Map.of("location", location));
    }

    private ExtensionReply refused(ExtensionRequest visit, AdminException e) {
        Map<String, String> headers = switch (e.status()) {
            case 401 -> with("www-authenticate", Guard.CHALLENGE);
            case 405 -> with("allow", "GET, HEAD, POST");
            default -> SAFE;
        };
        byte @Nullable [] page = html(visit) ? pages.refusal(visit, e) : null;
        return page == null
                ? new ExtensionReply.WholePage(
                        e.status(), TEXT, (e.why() + "\n").getBytes(StandardCharsets.UTF_8), headers)
                : new ExtensionReply.WholePage(e.status(), HTML, page, headers);
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> headers = new HashMap<>(SAFE);
        headers.put(name, value);
        return headers;
    }
}
