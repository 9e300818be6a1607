package dev.breakwater.format.npm.publish;

import dev.breakwater.format.npm.document.RegistryJson;
import dev.breakwater.format.npm.name.PackageName;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What a search shows of a package that is published here, about its latest version.
 *
 * @param description the beginning of it; empty if there is none
 * @param keywords the first ones
 * @param date when it was published, as in the document; empty if unknown
 */
public record HostedSummary(PackageName name, String version, String description, List<String> keywords, String date) {
    /** In characters; the public registry cuts it after 255. */
    private static final int LONGEST = 255;

    private static final int MOST_KEYWORDS = 30;

    /** Copies the list. */
    public HostedSummary {
        keywords = List.copyOf(keywords);
    }

    /** Reads it from the stored document of {@code name}, in one pass, and closes that. */
    static HostedSummary read(PackageName name, InputStream stored) throws IOException {
        String description = "";
        List<String> keywords = new ArrayList<>();
        String latest = "";
        String date = "";
        try (JsonParser json = RegistryJson.parser(stored)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String member = json.currentName();
                json.nextToken();
                switch (member) {
                    case "dist-tags" -> latest = RegistryJson.texts(json).getOrDefault(HostedDocument.LATEST, "");
                    // in a stored document, tags stand before times
                    case "time" -> date = RegistryJson.texts(json).getOrDefault(latest, "");
                    case "description" -> description = text(json);
                    case "keywords" -> keywords = words(json);
                    default -> json.skipChildren();
                }
            }
            return new HostedSummary(name, latest, description, keywords, date);
        } catch (JacksonException e) {
            throw e.getCause() instanceof IOException broken
                    ? broken
                    : new IOException("the stored document of " + name + " is malformed: " + e.getOriginalMessage(), e);
        }
    }

    /** The beginning of a text; empty for what is no text. */
    private static String text(JsonParser json) {
        String text = json.currentToken() == JsonToken.VALUE_STRING ? json.getString() : "";
        json.skipChildren();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }

    private static List<String> words(JsonParser json) {
        List<String> words = new ArrayList<>();
        if (json.currentToken() != JsonToken.START_ARRAY) {
            String word = text(json);
            return word.isEmpty() ? words : List.of(word);
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            String word = text(json);
            if (!word.isEmpty() && words.size() < MOST_KEYWORDS) {
                words.add(word);
            }
        }
        return words;
    }

    /** Whether each of {@code words}, in lower case, stands somewhere in the name, the description or a keyword. */
    public boolean matches(List<String> words) {
        String all = (name + "\n" + description + "\n" + String.join("\n", keywords)).toLowerCase(Locale.ROOT);
        return words.stream().allMatch(all::contains);
    }

    /** Whether each of {@code words}, in lower case, stands in the name. */
    public boolean isNamed(List<String> words) {
        String lower = name.text().toLowerCase(Locale.ROOT);
        return words.stream().allMatch(lower::contains);
    }
}
