package dev.breakwater.format.npm.document;

import java.util.function.Predicate;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Copies one manifest, with another address of its tarball. */
final class ManifestCopy {
    private final JsonParser from;
    private final JsonGenerator to;
    private final ManifestAddresses addresses;
    private final Predicate<String> members;

    /** Makes the addresses in a manifest. */
    @FunctionalInterface
    interface ManifestAddresses {
        /**
         * An address.
         *
         * @param of {@code tarball} or {@code attestations}
         * @param had what the manifest had there; empty if it had none
         */
        String address(String of, String had);
    }

    /** Copies all members. */
    ManifestCopy(JsonParser from, JsonGenerator to, ManifestAddresses addresses) {
        this(from, to, addresses, _ -> true);
    }

    /**
     * Copies the object at which {@code from} stands.
     *
     * @param members which members are copied
     */
    ManifestCopy(JsonParser from, JsonGenerator to, ManifestAddresses addresses, Predicate<String> members) {
        this.from = from;
        this.to = to;
        this.addresses = addresses;
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
                continue;
            }
            to.writeName(member);
            if (member.equals("attestations") && from.currentToken() == JsonToken.START_OBJECT) {
                attestations();
            } else {
                to.copyCurrentStructureExact(from);
            }
        }
        to.writeStringProperty("tarball", addresses.address("tarball", had));
        to.writeEndObject();
    }

    /** Clients ask for attestations at the path of this address, on the host of their registry. */
    private void attestations() {
        to.writeStartObject();
        while (from.nextToken() != JsonToken.END_OBJECT) {
            String member = from.currentName();
            boolean text = from.nextToken() == JsonToken.VALUE_STRING;
            to.writeName(member);
            if (member.equals("url") && text) {
                to.writeString(addresses.address("attestations", from.getString()));
            } else {
                to.copyCurrentStructureExact(from);
            }
        }
        to.writeEndObject();
    }
}
