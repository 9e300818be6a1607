package dev.breakwater.admin;

import dev.breakwater.http.ExtensionRequest;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** The rendering of the pages: the API's data in the templates of {@code src/main/jte}. */
final class PageTemplates {
    private final TemplateEngine templates =
            TemplateEngine.createPrecompiled(null, ContentType.Html, null, "dev.breakwater.admin");
    private final PageData looks;
    private final Assets assets;

    PageTemplates(PageData looks, Assets assets) {
        this.looks = looks;
        this.assets = assets;
    }

    /** A whole page. */
    byte[] whole(PageView look) throws AdminException, InterruptedException {
        return made(look.page() + ".jte", look);
    }

    /**
     * The part of a page that changes while it is open, with the page's title and icon.
     *
     * @throws AdminException if there is no such page, or nothing on it changes
     */
    byte[] part(PageView look) throws AdminException, InterruptedException {
        byte[] part = made(look.page() + "_live.jte", look);
        // first: the script reads only the first title, and plots have titles too
        byte[] head = rendered("head.jte", Map.of("frame", frame(look)));
        byte[] both = Arrays.copyOf(head, head.length + part.length);
        System.arraycopy(part, 0, both, head.length, part.length);
        return both;
    }

    private byte[] made(String template, PageView look) throws AdminException, InterruptedException {
        if (!templates.hasTemplate(template)) {
            throw new AdminException(404, "Not found: page " + look.page() + ".");
        }
        Frame frame = frame(look);
        FormQuery query = look.asked();
        Object view = switch (look.page()) {
            case "now" ->
                new NowView(
                        looks.server(),
                        looks.figures(query),
                        looks.upstreams(),
                        looks.alerts(look.seesAll()),
                        looks.builds(query, look.seesAll()).last());
            case "mirrors" -> new MirrorsView(looks.upstreams(), looks.history(look.seesAll()));
            case "traffic" -> new TrafficView(looks.traffic(query, look.seesAll()), query);
            case "builds" -> looks.builds(query, look.seesAll());
            case "modules" -> new ModulesView(looks.modules(query, look.seesAll()), query.text("q"));
            case "module" -> looks.versions(query, look.seesAll(), look.base());
            case "storage" ->
                new StorageView(
                        looks.storage(),
                        looks.holdings(query, look.seesAll()),
                        look.admin() && query.text("preview").equals("1") ? looks.preview() : null);
            case "alerts" -> looks.alerts(look.seesAll());
            case "setup" -> looks.clients(look.base());
            default -> throw new AdminException(404, "Not found: page " + look.page() + ".");
        };
        return rendered(template, Map.of("frame", frame, "view", view));
    }

    /** The page that explains a refusal. */
    byte[] refusal(ExtensionRequest visit, AdminException e) {
        Words words = Words.wanted("", visit.header("accept-language"));
        Frame frame = new Frame(
                words,
                "",
                "refusal",
                "",
                false,
                visit.base(),
                looks.server().started(),
                looks.server().now(),
                Frame.root(visit.path()),
                assets,
                null);
        return rendered("refusal.jte", Map.of("frame", frame, "view", e.why()));
    }

    private Frame frame(PageView look) {
        return new Frame(
                Words.of(look.language()),
                look.chosen(),
                look.page(),
                look.query(),
                look.admin(),
                look.base(),
                looks.server().started(),
                looks.server().now(),
                Frame.root(look.page().equals("now") ? "/" : Console.ROOT + "/" + look.page()),
                assets,
                looks.status(Words.of(look.language())));
    }

    private byte[] rendered(String template, Map<String, Object> params) {
        StringOutput output = new StringOutput(16 * 1024);
        templates.render(template, params, output);
        return output.toString().getBytes(StandardCharsets.UTF_8);
    }
}
