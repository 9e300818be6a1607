package dev.breakwater.format.npm.document;

import dev.breakwater.config.SafeText;
import dev.breakwater.verify.Content;
import java.io.IOException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * An error that a registry, or a proxy before it, sends with status 200 in place of a document: {@code {"error": …}}, as CouchDB
 * words it. It says nothing of the package: neither that it is broken nor that it does not exist.
 */
final class ErrorAnswer {
    /** Errors are short. In bytes. */
    private static final int LONGEST = 64 << 10;

    private ErrorAnswer() {}

    /** The error, for people; empty if {@code content} is none. */
    static String of(Content content) throws IOException {
        if (content.size() > LONGEST) {
            return "";
        }
        try (JsonParser json = RegistryJson.parser(content.stream())) {
            return of(json);
        } catch (JacksonException e) {
            if (e.getCause() instanceof IOException broken) {
                throw broken;
            }
            return "";
        }
    }

    private static String of(JsonParser json) {
        String error = "";
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return error;
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String member = json.currentName();
            json.nextToken();
            if (member.equals("versions")) {
                return "";
            }
            if (member.equals("error")) {
                boolean text = json.currentToken() == JsonToken.VALUE_STRING;
                error = text && !json.getString().isBlank() ? SafeText.shown(json.getString()) : "without a text";
            }
            json.skipChildren();
        }
        return error;
    }
}
