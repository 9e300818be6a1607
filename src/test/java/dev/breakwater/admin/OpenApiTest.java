package dev.breakwater.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The OpenAPI document is what the routes are. */
class OpenApiTest {
    private static final Path DOCUMENT = Path.of("src/main/resources/dev/breakwater/admin/openapi.json");

    static List<ApiRoute> routes() {
        return Admin.routes(new PageData(nothing(Sources.class)), nothing(Controls.class), nothing(Refreshes.class));
    }

    private static <T> T nothing(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            throw new UnsupportedOperationException(method.getName());
        }));
    }

    @Test
    void the_document_says_what_the_routes_are() throws Exception {
        String right = OpenApiDocument.of(routes());
        if ("write".equals(System.getProperty("breakwater.docs"))) {
            Files.createDirectories(DOCUMENT.getParent());
            Files.writeString(DOCUMENT, right);
        }
        assertThat(DOCUMENT)
                .as("mvn test -Dtest=OpenApiTest -Dbreakwater.docs=write makes it anew")
                .content()
                .isEqualTo(right);
    }

    @Test
    void no_two_routes_are_the_same() {
        assertThat(routes().stream().map(route -> route.method() + " " + route.path()))
                .doesNotHaveDuplicates();
    }
}
