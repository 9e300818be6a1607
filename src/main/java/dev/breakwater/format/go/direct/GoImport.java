package dev.breakwater.format.go.direct;

import dev.breakwater.format.go.module.Parsed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page's statement of a module's repository, in {@code <meta name="go-import" content="prefix kind url [folder]">} (Go
 * modules reference, "Finding a repository for a module path").
 *
 * @param prefix the module paths it is about: this one and those below
 * @param kind {@code git}, {@code mod} for a module proxy, or other version control
 * @param url where it is
 * @param folder the folder in it that {@code prefix} stands for; empty for the top
 */
record GoImport(String prefix, String kind, String url, String folder) {
    private static final Pattern COMMENT = Pattern.compile("<!--.*?(?:-->|$)", Pattern.DOTALL);
    private static final Pattern END = Pattern.compile("</head\\b|<body\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern META = Pattern.compile("<meta\\b([^>]*)>", Pattern.CASE_INSENSITIVE);
    private static final Pattern ATTRIBUTE =
            Pattern.compile("([a-zA-Z\\-:]+)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s\"'>/]+))");

    /** All tags in the head of a page. The body is ignored: it may hold text that is not the owner's. */
    static List<GoImport> of(String page) {
        String head = COMMENT.matcher(page).replaceAll(" ");
        Matcher end = END.matcher(head);
        if (end.find()) {
            head = head.substring(0, end.start());
        }
        List<GoImport> imports = new ArrayList<>();
        Matcher meta = META.matcher(head);
        while (meta.find()) {
            if (attribute(meta.group(1), "name").equals("go-import")) {
                String[] fields = attribute(meta.group(1), "content").strip().split("\\s+", -1);
                if (fields.length == 3 || fields.length == 4) {
                    imports.add(new GoImport(fields[0], fields[1], fields[2], fields.length == 4 ? fields[3] : ""));
                }
            }
        }
        return imports;
    }

    private static String attribute(String tag, String name) {
        Matcher matcher = ATTRIBUTE.matcher(tag);
        while (matcher.find()) {
            if (matcher.group(1).toLowerCase(Locale.ROOT).equals(name)) {
                String value = matcher.group(2) != null
                        ? matcher.group(2)
                        : matcher.group(3) != null ? matcher.group(3) : matcher.group(4);
                return value.replace("&quot;", "\"")
                        .replace("&#39;", "'")
                        .replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&amp;", "&");
            }
        }
        return "";
    }

    /** The tag for {@code path}: a module proxy comes before version control; empty if none is, bad if several are. */
    static Parsed<Optional<GoImport>> match(List<GoImport> imports, String path) {
        List<GoImport> about = imports.stream().filter(i -> i.isAbout(path)).toList();
        List<GoImport> proxies =
                about.stream().filter(i -> i.kind().equals("mod")).toList();
        List<GoImport> candidates = proxies.isEmpty() ? about : proxies;
        return candidates.size() > 1
                ? new Parsed.Bad<>("there are several go-import tags for " + path)
                : new Parsed.Ok<>(candidates.stream().findFirst());
    }

    private boolean isAbout(String path) {
        return path.equals(prefix) || path.startsWith(prefix.endsWith("/") ? prefix : prefix + "/");
    }
}
