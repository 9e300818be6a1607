package dev.breakwater.format.npm.document;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** JSON of registries, token by token, with limits on what a stranger may send. */
public final class RegistryJson {
    /** How deep documents may be nested. */
    public static final int DEEPEST = 64;

    /** The most bytes of a document: the largest of the public registry has about 40 MB. */
    public static final long LARGEST = 128L << 20;

    /** In characters; the public registry cuts a readme after 64 kB. */
    private static final int LONGEST_TEXT = 4 << 20;

    private static final int LONGEST_NAME = 4_096;
    private static final int LONGEST_NUMBER = 64;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(LONGEST_TEXT)
                    .maxNameLength(LONGEST_NAME)
                    .maxNumberLength(LONGEST_NUMBER)
                    .build())
            // names of versions are strangers' words: they must not fill a table for ever
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            .build();

    private RegistryJson() {}

    /** Reads {@code in}, which the parser's owner closes. */
    public static JsonParser parser(InputStream in) {
        return JSON.createParser(ObjectReadContext.empty(), in);
    }

    /** Reads {@code bytes}. */
    public static JsonParser parser(byte[] bytes) {
        return JSON.createParser(ObjectReadContext.empty(), bytes);
    }

    /** Reads the object of texts at which {@code json} stands, such as tags or times, to its end; in its order. */
    public static Map<String, String> texts(JsonParser json) {
        Map<String, String> texts = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            json.nextToken();
            texts.put(name, json.getString());
        }
        return texts;
    }

    /** Writes to {@code out}; closing the generator leaves it open. */
    public static JsonGenerator generatorOnto(OutputStream out) {
        return generator(out).configure(StreamWriteFeature.AUTO_CLOSE_TARGET, false);
    }

    /** Writes to {@code out}; closing the generator closes it too. */
    public static JsonGenerator generator(OutputStream out) {
        return JSON.createGenerator(ObjectWriteContext.empty(), out);
    }
}
