package dev.breakwater.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The expansion of <code>${NAME}</code> and <code>${file:/path}</code>; <code>$${</code> is a plain <code>${</code>. */
final class Expansion {
    private static final int LARGEST_SECRET = 64 << 10;

    private final Reading reading;
    private final Node.Scalar scalar;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder shown = new StringBuilder();
    private boolean failed;

    private Expansion(Reading reading, Node.Scalar scalar) {
        this.reading = reading;
        this.scalar = scalar;
    }

    /** The expanded text; null if that failed, which has been reported. */
    static @Nullable SourcedText of(Node.Scalar scalar, Reading reading) {
        return new Expansion(reading, scalar).run();
    }

    private @Nullable SourcedText run() {
        String raw = scalar.text();
        int from = 0;
        for (int at = raw.indexOf("${"); at >= 0; at = raw.indexOf("${", from)) {
            if (at > from && raw.charAt(at - 1) == '$') {
                plain(raw.substring(from, at - 1) + "${");
                from = at + 2;
                continue;
            }
            plain(raw.substring(from, at));
            int end = raw.indexOf('}', at);
            if (end < 0) {
                mistake("has a ${ without a }", "close it, or write $${ for a plain ${");
                return null;
            }
            expand(raw.substring(at + 2, end));
            from = end + 1;
        }
        plain(raw.substring(from));
        return failed
                ? null
                : new SourcedText(
                        text.toString(), shown.toString(), scalar.place().ofLine(), scalar.place());
    }

    private void expand(String reference) {
        if (reference.startsWith("file:")) {
            secret(reference.substring("file:".length()));
            return;
        }
        if (!reference.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            mistake(
                    "${" + SafeText.shown(reference) + "} is not a valid reference",
                    "write ${NAME} or ${file:/path}, or $${ for a plain ${");
            return;
        }
        Map<String, String> environment = reading.environment();
        String value = environment.get(reference);
        if (value == null) {
            mistake("the variable " + SafeText.shown(reference) + " is not set", "set it, or write the value here");
            return;
        }
        plain(value);
    }

    private void secret(String name) {
        try {
            Path path = Path.of(name);
            if (!Files.isRegularFile(path)) {
                mistake(
                        "the file " + SafeText.shown(name) + " is not an existing regular file",
                        "create it, or correct the path");
                return;
            }
            try (InputStream in = Files.newInputStream(path)) {
                byte[] bytes = in.readNBytes(LARGEST_SECRET + 1);
                if (bytes.length > LARGEST_SECRET) {
                    mistake(
                            "the file " + SafeText.shown(name) + " has more than 64 KiB",
                            "name a file with one value in it");
                    return;
                }
                String value = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
                text.append(value.replaceFirst("\\r?\\n\\z", ""));
                shown.append(Secret.MASK);
            }
        } catch (CharacterCodingException e) {
            mistake("the file " + SafeText.shown(name) + " is not UTF-8 text", "write the value into it as text");
        } catch (IOException e) {
            mistake("the file " + SafeText.shown(name) + " can't be read", "allow this user to read it");
        } catch (InvalidPathException e) {
            mistake("${file:" + SafeText.shown(name) + "} has no path", "write ${file:/run/secrets/name}");
        }
    }

    private void plain(String part) {
        text.append(part);
        shown.append(part);
    }

    private void mistake(String what, String instead) {
        failed = true;
        reading.mistake(scalar.place(), what, instead);
    }
}
