package dev.breakwater.format.go.zip;

import dev.breakwater.format.go.module.CaseFolding;
import dev.breakwater.format.go.module.PathElements;
import dev.breakwater.format.go.module.Quote;
import dev.breakwater.git.GitException;
import dev.breakwater.git.GitException.GitFault;
import dev.breakwater.git.TreeFile;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The choice of a folder's files that belong into the zip of its module ({@code checkFiles} of golang.org/x/mod/zip): no files
 * of modules below it, no vendored packages, no symbolic links. If a name is not valid on every file system, or differs from
 * another only in case, no zip can be made.
 */
public final class ModuleFiles {
    private static final int LARGEST_TEXT = 16 * 1024 * 1024;

    private final String name;
    private final boolean strictVendor;
    private final Set<String> modules = new HashSet<>();
    private final Map<String, FolderEntry> folded = new HashMap<>();
    private final Map<String, TreeFile> chosen = new LinkedHashMap<>();
    private long bytes;

    private record FolderEntry(String path, boolean folder) {}

    private ModuleFiles(String name, String go) {
        this.name = name;
        this.strictVendor = sinceGo124(go);
    }

    /**
     * The files by their paths in the module, in the order given.
     *
     * @param name the module and version, for error texts
     * @param go the language version of the module's go.mod; empty if it names none
     * @param files all files, by their paths in the module
     * @throws GitException if no zip can be made of them
     */
    public static Map<String, TreeFile> choose(String name, String go, List<TreeFile> files) throws GitException {
        ModuleFiles chooser = new ModuleFiles(name, go);
        for (TreeFile file : files) {
            int slash = file.path().lastIndexOf('/');
            if (!file.isLink() && file.path().substring(slash + 1).equalsIgnoreCase("go.mod")) {
                chooser.modules.add(file.path().substring(0, slash + 1));
            }
        }
        for (TreeFile file : files) {
            chooser.consider(file);
        }
        return chooser.chosen;
    }

    private void consider(TreeFile file) throws GitException {
        String path = file.path();
        if (isVendored(path) || isInOtherModule(path) || path.equals(".hg_archival.txt")) {
            return;
        }
        String fault = PathElements.fault(path, PathElements.ElementKind.FILE);
        if (fault != null) {
            throw impossible("malformed file path " + Quote.of(path) + ": " + fault);
        }
        if (path.equalsIgnoreCase("go.mod") && !path.equals("go.mod")) {
            throw impossible(path + ": go.mod files must have lowercase names");
        }
        checkCollision(path, false);
        if (file.isLink()) {
            return;
        }
        bytes += file.size();
        if (bytes > ZipFormat.MOST_BYTES) {
            throw impossible("module source tree too large (max size is " + ZipFormat.MOST_BYTES + " bytes)");
        }
        boolean limited = path.equals("go.mod") || path.equals("LICENSE");
        if (limited && file.size() > LARGEST_TEXT) {
            throw impossible(path + " file too large (max size is " + LARGEST_TEXT + " bytes)");
        }
        chosen.put(path, file);
    }

    private boolean isInOtherModule(String path) {
        for (int slash = path.lastIndexOf('/'); slash >= 0; slash = path.lastIndexOf('/', slash - 1)) {
            if (modules.contains(path.substring(0, slash + 1))) {
                return true;
            }
        }
        return false;
    }

    private void checkCollision(String path, boolean folder) throws GitException {
        StringBuilder key = new StringBuilder();
        path.codePoints().map(CaseFolding::fold).forEach(key::appendCodePoint);
        FolderEntry other = folded.putIfAbsent(key.toString(), new FolderEntry(path, folder));
        if (other != null && !other.path().equals(path)) {
            throw impossible(
                    "case-insensitive file name collision: " + Quote.of(other.path()) + " and " + Quote.of(path));
        }
        int slash = path.lastIndexOf('/');
        if (slash > 0) {
            checkCollision(path.substring(0, slash), true);
        }
    }

    /**
     * Whether it is a vendored package. Until go 1.24 the go command got the start of a package below a nested vendor folder
     * wrong (golang.org/issue/37397), and hashes of older modules depend on that.
     */
    private boolean isVendored(String path) {
        if (strictVendor && path.equals("vendor/modules.txt")) {
            return true;
        }
        int from;
        int nested = path.indexOf("/vendor/");
        if (path.startsWith("vendor/")) {
            from = "vendor/".length();
        } else if (nested >= 0) {
            from = (strictVendor ? nested : 0) + "/vendor/".length();
        } else {
            return false;
        }
        return path.indexOf('/', from) >= 0;
    }

    private static boolean sinceGo124(String go) {
        String[] parts = go.split("\\.", -1);
        try {
            int major = Integer.parseInt(parts[0]);
            int minor = parts.length < 2 ? 0 : Integer.parseInt(parts[1].replaceAll("(rc|beta|alpha).*", ""));
            return major > 1 || (major == 1 && minor >= 24);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private GitException impossible(String why) {
        return new GitException(GitFault.ABSENT, "create zip of " + name + ": " + why);
    }
}
