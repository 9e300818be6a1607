package dev.breakwater.cli;

import dev.breakwater.config.Effective;
import dev.breakwater.config.Mistake;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON output of commands. */
final class Json {
    private Json() {}

    /** The output of check-config. */
    record CheckJson(boolean inOrder, List<Mistake> mistakes, List<Mistake> warnings) {}

    /** The output of print-config. */
    record Printed(List<Effective> values, List<Mistake> warnings, List<String> notes) {}

    /** Prints a record, or maps and lists of them. */
    static void print(PrintWriter to, Object value) {
        print(to, value, Set.of());
    }

    /** The same; members of objects with a name in {@code flat} stand in the object around them. */
    static void print(PrintWriter to, Object value, Set<String> flat) {
        JsonMapper mapper =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        to.println(
                mapper.writeValueAsString(flat.isEmpty() ? value : flattened(mapper.valueToTree(value), flat, mapper)));
    }

    private static JsonNode flattened(JsonNode node, Set<String> flat, JsonMapper mapper) {
        if (node.isArray()) {
            ArrayNode all = mapper.createArrayNode();
            node.forEach(each -> all.add(flattened(each, flat, mapper)));
            return all;
        }
        if (!node.isObject()) {
            return node;
        }
        ObjectNode object = mapper.createObjectNode();
        for (Map.Entry<String, JsonNode> each : node.properties()) {
            JsonNode inner = flattened(each.getValue(), flat, mapper);
            if (flat.contains(each.getKey())) {
                inner.properties().forEach(member -> object.set(member.getKey(), member.getValue()));
            } else {
                object.set(each.getKey(), inner);
            }
        }
        return object;
    }
}
