package dev.breakwater.format.go.module;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether the go command would accept a file as the go.mod of a dependency: {@code modfile.ParseLax}, and the
 * {@code module} line that it requires afterwards. Skips unknown directives, and does not check versions. Reads the file as a
 * stream and keeps three words of a line, however large both are.
 */
public final class GoModSyntax {
    /** {@code GoVersionRE} and {@code laxGoVersionRE} of golang.org/x/mod/modfile. */
    private static final Pattern GO =
            Pattern.compile("[1-9][0-9]*\\.(0|[1-9][0-9]*)(\\.(0|[1-9][0-9]*))?([a-z]+[0-9]+)?"
                    + "|v?[1-9][0-9]*\\.(0|[1-9][0-9]*)[^0-9].*");

    /** Blocks of other verbs are skipped, {@code go} among them. */
    private static final Set<String> BLOCKS = Set.of("module", "require");

    private static final String PUNCTUATION = "()[]{},";
    private static final String LINE_ENDS = "the line ends";
    private static final String FILE_ENDS = "the file ends";
    private static final int MOST_WORDS = 3;
    private static final int LONGEST_WORD = 1024;

    private final Reader in;
    private final ModulePath module;
    private int line = 1;
    private int began = 1;
    private @Nullable String ahead;
    private @Nullable String path;
    private boolean go;

    /** A syntax error; the message names the line. */
    private static final class SyntaxFault extends Exception {
        private static final long serialVersionUID = 1;

        SyntaxFault(String why) {
            super(why, null, false, false);
        }
    }

    /** The next character and the one behind it; -1 at the end. */
    private int here;

    private int behind;

    private GoModSyntax(Reader in, ModulePath module) throws IOException {
        this.in = in;
        this.module = module;
        this.here = in.read();
        this.behind = in.read();
    }

    /** Why {@code file} is not a valid go.mod of {@code module}; empty if it is one. */
    public static String fault(InputStream file, ModulePath module) throws IOException {
        Reader in = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
        try {
            return new GoModSyntax(in, module).read();
        } catch (SyntaxFault e) {
            return "the go.mod can't be parsed: " + e.getMessage();
        }
    }

    private String read() throws IOException, SyntaxFault {
        for (String token = next(); !token.equals(FILE_ENDS); token = next()) {
            if (!token.equals(LINE_ENDS)) {
                statement(token);
            }
        }
        if (path == null) {
            return "the go.mod has no module line";
        }
        return GoMod.fits(path, module)
                ? ""
                : "the go.mod belongs to " + Quote.of(path) + ", which does not fit " + module;
    }

    private void statement(String verb) throws IOException, SyntaxFault {
        began = line;
        List<String> words = new ArrayList<>();
        words.add(verb);
        while (true) {
            String token = next();
            if (ends(token)) {
                directive(words.getFirst(), words.subList(1, words.size()));
                return;
            }
            if (token.equals("(") && ends(peek())) {
                block(words.size() == 1 ? verb : "");
                return;
            }
            if (token.equals("(") && peek().equals(")")) {
                next();
                if (ends(peek())) {
                    next();
                    return;
                }
                add(words, ")");
            }
            add(words, token);
        }
    }

    private void block(String verb) throws IOException, SyntaxFault {
        int begin = began;
        while (true) {
            String token = next();
            began = line;
            if (token.equals(FILE_ENDS)) {
                throw new SyntaxFault("the block of line " + begin + " does not end");
            }
            if (token.equals(")")) {
                if (!ends(next())) {
                    throw bad("something follows a closing parenthesis");
                }
                return;
            }
            List<String> words = new ArrayList<>();
            for (; !ends(token); token = next()) {
                add(words, token);
            }
            if (BLOCKS.contains(verb) && !words.isEmpty()) {
                directive(verb, words);
            }
        }
    }

    private static void add(List<String> words, String word) {
        if (words.size() <= MOST_WORDS) {
            words.add(word);
        }
    }

    private void directive(String verb, List<String> arguments) throws SyntaxFault {
        switch (verb) {
            case "module" -> {
                if (path != null || arguments.size() != 1) {
                    throw bad(path == null ? "a module line names one path" : "there is a second module line");
                }
                path = text(arguments.getFirst());
            }
            case "go" -> {
                if (go
                        || arguments.size() != 1
                        || !GO.matcher(arguments.getFirst()).matches()) {
                    throw bad(go ? "there is a second go line" : "a go line names one version, as in 1.23.0");
                }
                go = true;
            }
            case "require" -> {
                if (arguments.size() != 2) {
                    throw bad("a requirement is a path and a version");
                }
            }
            default -> {}
        }
    }

    /** {@code parseString}: only what is quoted by double quotes is a quoted string here. */
    private String text(String word) throws SyntaxFault {
        if (word.startsWith("\"")) {
            return word.substring(1, word.length() - 1);
        }
        if (word.chars().anyMatch(c -> c == '"' || c == '\'' || c == '`')) {
            throw bad("a path that is not quoted has a quote in it");
        }
        return word;
    }

    /** What is wrong with a line that was read to its end. */
    private SyntaxFault bad(String why) {
        return new SyntaxFault("line " + began + ": " + why);
    }

    /** What is wrong with a token. */
    private SyntaxFault badToken(String why) {
        return new SyntaxFault("line " + line + ": " + why);
    }

    private static boolean ends(String token) {
        return token.equals(LINE_ENDS) || token.equals(FILE_ENDS);
    }

    private String peek() throws IOException, SyntaxFault {
        String token = ahead == null ? lex() : ahead;
        ahead = token;
        return token;
    }

    private String next() throws IOException, SyntaxFault {
        String token = peek();
        ahead = null;
        return token;
    }

    /** The next token; a comment is the end of its line. */
    private String lex() throws IOException, SyntaxFault {
        while (here == ' ' || here == '\t' || here == '\r') {
            move();
        }
        if (here < 0) {
            return FILE_ENDS;
        }
        if (comments()) {
            return comment();
        }
        int c = here;
        if (c == '\n') {
            move();
            line++;
            return LINE_ENDS;
        }
        if (PUNCTUATION.indexOf(c) >= 0) {
            move();
            return Character.toString(c);
        }
        return c == '"' || c == '`' ? string(c) : word();
    }

    private boolean comments() {
        return here == '/' && (behind == '/' || behind == '*');
    }

    private String comment() throws IOException, SyntaxFault {
        if (behind == '*') {
            throw badToken("comments begin with // here");
        }
        while (here >= 0 && here != '\n') {
            move();
        }
        move();
        line++;
        return LINE_ENDS;
    }

    private String string(int quote) throws IOException, SyntaxFault {
        StringBuilder text = new StringBuilder().append((char) quote);
        for (move(); here != quote; move()) {
            if (here == '\\' && quote == '"') {
                move();
            }
            if (here < 0 || here == '\n') {
                throw badToken("a string does not end");
            }
            append(text, here);
        }
        move();
        return text.append((char) quote).toString();
    }

    private String word() throws IOException, SyntaxFault {
        StringBuilder text = new StringBuilder();
        do {
            if (!printable(here)) {
                throw badToken("there is a character that no go.mod may have, U+%04X".formatted(here));
            }
            append(text, here);
            move();
        } while (here >= 0 && !comments() && !Character.isWhitespace(here) && PUNCTUATION.indexOf(here) < 0);
        return text.toString();
    }

    private void move() throws IOException {
        here = behind;
        behind = in.read();
    }

    private static void append(StringBuilder text, int c) {
        if (text.length() < LONGEST_WORD) {
            text.append((char) c);
        }
    }

    /** {@code unicode.IsPrint}, but for what only newer versions of Unicode know. */
    private static boolean printable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE -> false;
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }
}
