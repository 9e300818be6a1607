package dev.breakwater.web;

import java.util.Optional;
import java.util.Scanner;

/** Reads netrc files as ftp(1) has them: words, in any number of lines. */
public final class Netrc {
    /** User and password; prints as neither. */
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
                    // a comment, or what only other programs know
                }
            }
            if (machine.equalsIgnoreCase(host) && user != null && password != null) {
                return Optional.of(new Login(user, password));
            }
        }
        return Optional.empty();
    }

    /** A macro goes on to the next blank line and may hold anything; a line may be a comment. */
    private static String withoutMacros(String text) {
        return text.replaceAll("(?ms)^\\s*macdef\\b.*?(^\\s*$|\\z)", "\n").replaceAll("(?m)^\\s*#.*$", "");
    }
}
