package dev.breakwater.format.npm.advisory;

import dev.breakwater.format.npm.document.RegistryJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The body of an audit without the operator's own packages: an object of packages and versions, or, of older clients, a tree of
 * what is installed. At every depth, members that are named like an own package are left out, and so are texts that are such a
 * name.
 *
 * @param json what may be sent to a registry
 * @param empty whether nothing is left to ask
 */
record AuditRequest(byte[] json, boolean empty) {
    /** The most bytes of a body, inflated: a tree of 10,000 packages has about 3 MB. */
    static final int LARGEST = 8 << 20;

    private static final Pattern SCOPED = Pattern.compile("@[^/\\s\"@]{1,214}/[^/\\s\"@]{1,214}");

    /**
     * Reads a body.
     *
     * @param gzip whether it is in gzip
     * @param own tells own packages by their names
     * @throws IllegalArgumentException if it is not such a body; the message says why
     */
    static AuditRequest read(byte[] body, boolean gzip, Predicate<String> own) {
        byte[] plain = gzip ? inflated(body) : body;
        ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length);
        boolean empty;
        try (JsonParser from = RegistryJson.parser(plain);
                JsonGenerator to = RegistryJson.generator(out)) {
            if (from.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("an audit is a JSON object");
            }
            empty = copy(from, to, own) == 0;
            if (from.nextToken() != null) {
                throw new IllegalArgumentException("the audit has something behind its end");
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the audit is not JSON: " + e.getOriginalMessage(), e);
        }
        return new AuditRequest(out.toByteArray(), empty);
    }

    /** Copies the object at which {@code from} stands; returns how many members it has left. */
    private static int copy(JsonParser from, JsonGenerator to, Predicate<String> own) {
        int left = 0;
        to.writeStartObject();
        while (from.nextToken() != JsonToken.END_OBJECT) {
            String member = from.currentName();
            from.nextToken();
            if (own.test(member) || isOwn(from, own)) {
                from.skipChildren();
                continue;
            }
            left++;
            to.writeName(member);
            value(from, to, own);
        }
        to.writeEndObject();
        return left;
    }

    private static boolean isOwn(JsonParser from, Predicate<String> own) {
        return from.currentToken() == JsonToken.VALUE_STRING && names(from.getString(), own);
    }

    /** Whether the text is or has an own name: an alias is written {@code npm:@acme/tool@^1.0.0}. */
    private static boolean names(String text, Predicate<String> own) {
        String plain = text.startsWith("npm:") ? text.substring("npm:".length()) : text;
        int range = plain.lastIndexOf('@');
        return own.test(range > 0 ? plain.substring(0, range) : plain)
                || SCOPED.matcher(text).results().anyMatch(found -> own.test(found.group()));
    }

    private static void value(JsonParser from, JsonGenerator to, Predicate<String> own) {
        switch (from.currentToken()) {
            case START_OBJECT -> copy(from, to, own);
            case START_ARRAY -> {
                to.writeStartArray();
                while (from.nextToken() != JsonToken.END_ARRAY) {
                    if (!isOwn(from, own)) {
                        value(from, to, own);
                    }
                }
                to.writeEndArray();
            }
            default -> to.copyCurrentEventExact(from);
        }
    }

    private static byte[] inflated(byte[] body) {
        try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(body))) {
            byte[] all = plain.readNBytes(LARGEST + 1);
            if (all.length > LARGEST) {
                throw new IllegalArgumentException("an audit has at most " + LARGEST + " bytes, inflated");
            }
            return all;
        } catch (IOException e) {
            throw new IllegalArgumentException("the audit is not in gzip: " + e.getMessage(), e);
        }
    }
}
