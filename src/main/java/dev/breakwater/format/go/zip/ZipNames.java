package dev.breakwater.format.go.zip;

import dev.breakwater.format.go.module.CaseFolding;
import dev.breakwater.format.go.module.PathElements;
import dev.breakwater.format.go.module.Quote;
import java.util.Comparator;
import java.util.Locale;

/**
 * The rules for the names of a module's files, those of {@code CheckZip} of golang.org/x/mod/zip: the go command unpacks no zip
 * that breaks one of these rules, on any system.
 */
final class ZipNames {
    private static final String NAME = "a file that no module may have";

    private ZipNames() {}

    /** Checks one name, without its {@code module@version/}; a folder's ends in a slash. */
    static void check(String name) throws BadZip {
        // The module's own folder.
        if (name.isEmpty()) {
            return;
        }
        boolean folder = name.endsWith("/");
        String path = folder ? name.substring(0, name.length() - 1) : name;
        String fault = PathElements.fault(path, PathElements.ElementKind.FILE);
        if (fault != null) {
            throw new BadZip("has a file that no module may have, " + Quote.of(name) + ": " + fault, NAME);
        }
        String base = path.substring(path.lastIndexOf('/') + 1);
        if (!folder && base.toLowerCase(Locale.ROOT).equals("go.mod") && !path.equals("go.mod")) {
            throw new BadZip(
                    "has the file " + Quote.of(name)
                            + ": only the module's root has a go.mod, and it is written in lower case",
                    NAME);
        }
    }

    /**
     * Checks that no two names are the same file or folder if case is ignored, and that none is both. Sorts once and compares
     * neighbours: with a slash before every other character, whatever collides stands side by side.
     */
    static void checkCollisions(ZipEntries entries) throws BadZip {
        Comparator<Integer> folded = (i, j) -> new NameWalk(entries, i, j).order();
        Integer[] order = entries.order(folded);
        for (int k = 1; k < order.length; k++) {
            NameWalk walk = new NameWalk(entries, order[k - 1], order[k]);
            if (walk.collide()) {
                throw new BadZip(
                        "has both " + Quote.of(entries.text(order[k - 1])) + " and " + Quote.of(entries.text(order[k]))
                                + ", which are one name on file systems that ignore case",
                        "names that differ only in case");
            }
        }
    }

    /** Walks along two UTF-8 names while they are equal if case is ignored. */
    private static final class NameWalk {
        private final byte[] names;
        private final int iEnd;
        private final int jEnd;
        private int i;
        private int j;
        /** Whether the walked part differs in case. */
        private boolean differs;
        /** Whether it differs in case before the last slash. */
        private boolean folderDiffers;

        NameWalk(ZipEntries entries, int first, int second) {
            names = entries.names();
            i = entries.nameStart(first);
            iEnd = entries.nameEnd(first);
            j = entries.nameStart(second);
            jEnd = entries.nameEnd(second);
        }

        int order() {
            while (i < iEnd && j < jEnd) {
                if (names[i] == names[j] && names[i] >= 0) {
                    i++;
                    j++;
                    continue;
                }
                int x = codePoint(i);
                int y = codePoint(j);
                int order = Integer.compare(rank(x), rank(y));
                if (order != 0) {
                    return order;
                }
                i += length(x);
                j += length(y);
            }
            return Boolean.compare(i < iEnd, j < jEnd);
        }

        boolean collide() {
            while (i < iEnd && j < jEnd) {
                int x = codePoint(i);
                int y = codePoint(j);
                if (CaseFolding.fold(x) != CaseFolding.fold(y)) {
                    return folderDiffers;
                }
                differs |= x != y;
                folderDiffers |= x == '/' && differs;
                i += length(x);
                j += length(y);
            }
            boolean same = i == iEnd && j == jEnd;
            boolean fileIsFolder = i == iEnd && j < jEnd && names[j] == '/';
            return same || fileIsFolder || folderDiffers;
        }

        private static int rank(int c) {
            return c == '/' ? -1 : CaseFolding.fold(c);
        }

        private int codePoint(int at) {
            int lead = names[at];
            if (lead >= 0) {
                return lead;
            }
            int more = lead >= (byte) 0xf0 ? 3 : lead >= (byte) 0xe0 ? 2 : 1;
            int c = lead & (0x3f >> more);
            for (int k = 1; k <= more; k++) {
                c = (c << 6) | (names[at + k] & 0x3f);
            }
            return c;
        }

        private static int length(int c) {
            return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        }
    }
}
