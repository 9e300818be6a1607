package dev.breakwater.format.npm.document;

import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Copies one manifest, with another address of its tarball. */
final class ManifestCopy {
    private final JsonParser from;
    private final JsonGenerator to;
    private final UnaryOperator<String> tarball;
    private final Predicate<String> members;

    /** Copies all members; the tarball's address is {@code tarball}. */
    ManifestCopy(JsonParser from, JsonGenerator to, String tarball) {
        this(from, to, _ -> tarball, _ -> true);
    }

    /**
     * Copies the object at which {@code from} stands.
     *
     * @param tarball makes the address of the tarball from what it had; empty if it had none
     * @param members which members are copied
     */
    ManifestCopy(JsonParser from, JsonGenerator to, UnaryOperator<String> tarball, Predicate<String> members) {
        this.from = from;
        this.to = to;
        this.tarball = tarball;
        this.members = members;
    }

    /** Leaves the parser at the object's end. */
    void copy() {
        to.writeStartObject();
        while (from.nextToken() != JsonToken.END_OBJECT) {
            String member = from.currentName();
            from.nextToken();
            if (!members.test(member)) {
                from.skipChildren();
            } else if (member.equals("dist") && from.currentToken() == JsonToken.START_OBJECT) {
                to.writeName(member);
                dist();
            } else {
                to.writeName(member);
                to.copyCurrentStructureExact(from);
            }
        }
        to.writeEndObject();
    }

    private void dist() {
        String had = "";
        to.writeStartObject();
        while (from.nextToken() != JsonToken.END_OBJECT) {
            String member = from.currentName();
            from.nextToken();
            if (member.equals("tarball") && from.currentToken() == JsonToken.VALUE_STRING) {
                had = from.getString();
            } else {
                to.writeName(member);
                to.copyCurrentStructureExact(from);
            }
        }
        to.writeStringProperty("tarball", tarball.apply(had));
        to.writeEndObject();
    }
}
