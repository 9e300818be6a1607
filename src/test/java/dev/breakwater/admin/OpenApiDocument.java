package dev.breakwater.admin;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The OpenAPI document of the routes, made from the routes themselves, the records they tell and the comments of these: OpenAPI
 * 3.1.1.
 */
final class OpenApiDocument {
    private static final Pattern PARAM =
            Pattern.compile("\\* @param (\\w+) (.*?)(?=\\n\\s*\\* @|\\n\\s*\\*/)", Pattern.DOTALL);

    private final Map<String, Object> schemas = new TreeMap<>();

    /** The document of {@code routes}, as text. */
    static String of(List<ApiRoute> routes) {
        JsonMapper mapper =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        return mapper.writeValueAsString(new OpenApiDocument().document(routes)) + "\n";
    }

    private Map<String, Object> document(List<ApiRoute> routes) {
        Map<String, Object> paths = new LinkedHashMap<>();
        for (ApiRoute route : routes) {
            @SuppressWarnings("unchecked")
            Map<String, Object> methods =
                    (Map<String, Object>) paths.computeIfAbsent(Api.ROOT + route.path(), p -> new LinkedHashMap<>());
            methods.put(route.method().toLowerCase(java.util.Locale.ROOT), operation(route));
        }
        schema(Api.Problem.class);
        return ordered(
                "openapi",
                "3.1.1",
                "info",
                ordered(
                        "title",
                        "Breakwater",
                        "version",
                        "v1",
                        "description",
                        "What the console shows and does. Names and meanings stay; more may be added."),
                "paths",
                paths,
                "components",
                ordered(
                        "schemas",
                        schemas,
                        "securitySchemes",
                        ordered(
                                "token",
                                ordered("type", "http", "scheme", "bearer"),
                                "basic",
                                ordered("type", "http", "scheme", "basic"))));
    }

    private Map<String, Object> operation(ApiRoute route) {
        Map<String, Object> operation = ordered("summary", route.summary());
        List<Map<String, Object>> params = route.params().stream()
                .map(each -> ordered(
                        "name", each.name(),
                        "in", each.inPath() ? "path" : "query",
                        "required", each.inPath(),
                        "description", each.meaning(),
                        "schema", ordered("type", each.number() ? "integer" : "string")))
                .toList();
        if (!params.isEmpty()) {
            operation.put("parameters", params);
        }
        if (route.body() != null) {
            operation.put(
                    "requestBody", ordered("required", true, "content", content(route.body(), "application/json")));
        }
        operation.put(
                "responses",
                ordered(
                        "200",
                        ordered("description", "Done", "content", content(route.answer(), "application/json")),
                        "default",
                        ordered(
                                "description",
                                "What went wrong: RFC 9457",
                                "content",
                                content(Api.Problem.class, "application/problem+json"))));
        operation.put(
                "security",
                switch (route.need()) {
                    case NOTHING -> List.of();
                    case LOOK -> List.of(Map.of(), ordered("token", List.of()), ordered("basic", List.of()));
                    case ADMIN -> List.of(ordered("token", List.of()), ordered("basic", List.of()));
                });
        return operation;
    }

    private Map<String, Object> content(Class<?> record, String type) {
        return ordered(type, ordered("schema", schema(record)));
    }

    private Map<String, Object> schema(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            return generic.getRawType().equals(Map.class)
                    ? ordered("type", "object", "additionalProperties", schema(last))
                    : ordered("type", "array", "items", schema(last));
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return reference(plain);
        }
        if (plain.isEnum()) {
            return ordered(
                    "type",
                    "string",
                    "enum",
                    Stream.of(plain.getEnumConstants()).map(Object::toString).toList());
        }
        return switch (plain.getName()) {
            case "int", "long", "java.lang.Integer", "java.lang.Long" -> ordered("type", "integer");
            case "double", "java.lang.Double" -> ordered("type", "number");
            case "boolean", "java.lang.Boolean" -> ordered("type", "boolean");
            case "java.lang.String" -> ordered("type", "string");
            default -> {
                if (plain == Instant.class) {
                    yield ordered("type", "string", "format", "date-time");
                }
                if (plain == LocalDate.class) {
                    yield ordered("type", "string", "format", "date");
                }
                throw new IllegalArgumentException("no form for " + plain + " in JSON");
            }
        };
    }

    private Map<String, Object> reference(Class<?> record) {
        String name = name(record);
        if (!schemas.containsKey(name)) {
            schemas.put(name, Map.of());
            Map<String, String> meanings = meanings(record);
            Map<String, Object> properties = new LinkedHashMap<>();
            for (RecordComponent component : record.getRecordComponents()) {
                Map<String, Object> property = schema(component.getGenericType());
                String meaning = meanings.get(component.getName());
                if (meaning != null) {
                    property.put("description", meaning);
                }
                if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                    property.put("nullable", true);
                }
                properties.put(component.getName(), property);
            }
            schemas.put(
                    name,
                    ordered("type", "object", "properties", properties, "required", List.copyOf(properties.keySet())));
        }
        return ordered("$ref", "#/components/schemas/" + name);
    }

    private static String name(Class<?> record) {
        Class<?> outer = record.getEnclosingClass();
        return outer == null ? record.getSimpleName() : outer.getSimpleName() + "." + record.getSimpleName();
    }

    /** What the comment before {@code record} says of its components. */
    private static Map<String, String> meanings(Class<?> record) {
        Class<?> top = record.getEnclosingClass() == null ? record : record.getEnclosingClass();
        Path file = Path.of("src/main/java", top.getName().replace('.', '/') + ".java");
        String source;
        try {
            source = Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(file + " cannot be read", e);
        }
        int at = source.indexOf("record " + record.getSimpleName() + "(");
        int from = source.lastIndexOf("/**", at);
        Map<String, String> meanings = new LinkedHashMap<>();
        Matcher matcher = PARAM.matcher(source.substring(from, at));
        while (matcher.find()) {
            meanings.put(matcher.group(1), plain(matcher.group(2)));
        }
        return meanings;
    }

    private static String plain(String javadoc) {
        return javadoc.replaceAll("\\s*\\n\\s*\\*\\s*", " ")
                .replaceAll("\\{@(?:code|link) ([^}]*)}", "$1")
                .strip();
    }

    private static Map<String, Object> ordered(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
