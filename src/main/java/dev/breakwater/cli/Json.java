package dev.breakwater.cli;

import dev.breakwater.config.Effective;
import dev.breakwater.config.Mistake;
import java.io.PrintWriter;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The JSON output of commands. */
final class Json {
    private Json() {}

    /** The output of check-config. */
    record CheckJson(boolean inOrder, List<Mistake> mistakes, List<Mistake> warnings) {}

    /** The output of print-config. */
    record Printed(List<Effective> values, List<Mistake> warnings, List<String> notes) {}

    /** Prints a record, or maps and lists of them. */
    static void print(PrintWriter to, Object value) {
        JsonMapper mapper =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        to.println(mapper.writeValueAsString(value));
    }
}
