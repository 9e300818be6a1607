package dev.breakwater.testing;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The order of versions (Semantic Versioning 2.0.0, section 11), a second time, for the product's not to be its own judge. */
final class Versions {
    /** Lowest first; build metadata ({@code +incompatible}) is not part of the order. */
    static final Comparator<String> ORDER = Versions::compare;

    private static final Pattern FORM =
            Pattern.compile("v(\\d+)\\.(\\d+)\\.(\\d+)(?:-([0-9A-Za-z.-]+))?(?:\\+[0-9A-Za-z.-]+)?");
    private static final Pattern PSEUDO = Pattern.compile(".*[.-]\\d{14}-[0-9a-f]{12}(\\+incompatible)?");

    private Versions() {}

    static boolean canonical(String version) {
        return FORM.matcher(version).matches();
    }

    static boolean pseudo(String version) {
        return PSEUDO.matcher(version).matches();
    }

    static boolean preRelease(String version) {
        return parse(version).group(4) != null;
    }

    private static int compare(String left, String right) {
        Matcher a = parse(left);
        Matcher b = parse(right);
        for (int i = 1; i <= 3; i++) {
            int order = new BigInteger(a.group(i)).compareTo(new BigInteger(b.group(i)));
            if (order != 0) {
                return order;
            }
        }
        String pre = a.group(4);
        String other = b.group(4);
        if (pre == null || other == null) {
            return Boolean.compare(pre == null, other == null);
        }
        return comparePre(pre.split("\\.", -1), other.split("\\.", -1));
    }

    private static int comparePre(String[] a, String[] b) {
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            boolean number = numeric(a[i]);
            if (number != numeric(b[i])) {
                return number ? -1 : 1;
            }
            int order = number ? new BigInteger(a[i]).compareTo(new BigInteger(b[i])) : a[i].compareTo(b[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.length, b.length);
    }

    private static boolean numeric(String element) {
        return element.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static Matcher parse(String version) {
        Matcher matcher = FORM.matcher(version);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a canonical version: " + version);
        }
        return matcher;
    }
}
