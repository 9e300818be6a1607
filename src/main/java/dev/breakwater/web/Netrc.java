package dev.breakwater.web;

import java.util.Optional;
import java.util.Scanner;

/** The parser of netrc files in the form of ftp(1): words, in any number of lines. */
public final class Netrc {
    /** User and password; {@code toString} shows neither. */
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return "Login";
        }
    }

    private Netrc() {}

    /** The login in {@code text} for {@code host}: the first entry with both parts. {@code default} is ignored. */
    public static Optional<Login> parse(String text, String host) {
        String machine = "";
        String user = null;
        String password = null;
        Scanner words = new Scanner(withoutMacros(text));
        while (words.hasNext()) {
            switch (words.next()) {
                case "machine" -> {
                    machine = words.hasNext() ? words.next() : "";
                    user = null;
                    password = null;
                }
                case "default" -> machine = "";
                case "login" -> user = words.hasNext() ? words.next() : null;
                case "password" -> password = words.hasNext() ? words.next() : null;
                case "account" -> {
                    if (words.hasNext()) {
                        words.next();
                    }
                }
                default -> {
                    // a comment, or a word for other programs
                }
            }
            if (machine.equalsIgnoreCase(host) && user != null && password != null) {
                return Optional.of(new Login(user, password));
            }
        }
        return Optional.empty();
    }

    /** The text without macros, which end at a blank line and may contain anything, and without comment lines. */
    private static String withoutMacros(String text) {
        return text.replaceAll("(?ms)^\\s*macdef\\b.*?(^\\s*$|\\z)", "\n").replaceAll("(?m)^\\s*#.*$", "");
    }
}
