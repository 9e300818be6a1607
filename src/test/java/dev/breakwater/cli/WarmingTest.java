package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.app.SettingsSchema;
import dev.breakwater.format.oci.OciFormat;
import dev.breakwater.repository.FollowUps;
import dev.breakwater.repository.KnownFormats;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WarmingTest {
    /** Each file leads to three others, for ever. */
    private static final class Tree implements FollowUps {
        @Override
        public boolean leadsOn(String path) {
            return true;
        }

        @Override
        public NextFiles after(String path, byte[] content, List<String> platforms) {
            return new NextFiles(
                    IntStream.range(0, 3).mapToObj(i -> path + "/" + i).toList(), "");
        }
    }

    private static Warming warming(int most) {
        KnownFormats formats = new KnownFormats(List.of(new OciFormat()));
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        CliContext around = new CliContext(
                nowhere,
                nowhere,
                () -> false,
                Map.of(),
                SettingsSchema.of(formats.sections()),
                formats,
                _ -> 0,
                (_, _) -> new Publisher.PublishReply(201, ""),
                (_, _, _) -> {
                    throw new IOException("nothing is probed here");
                },
                (_, _, _) -> WarmingTest::got);
        ProgressBar progress = new ProgressBar(around, false, InstantSource.system());
        return new Warming(WarmingTest::got, progress, new Tree(), List.of(), most);
    }

    private static ServerFiles.Got got(String path, OutputStream body) {
        return new ServerFiles.Got(200, 1, false, "");
    }

    @Test
    void files_that_lead_to_very_many_are_followed_so_far_and_no_further() throws Exception {
        Warming warming = warming(250);
        warming.run(Map.of("a", "compose.yaml:3", "b", "compose.yaml:4"), 4);
        assertThat(warming.fetched()).isEqualTo(252);
        assertThat(warming.failed()).singleElement().asString().contains("leads to more than 250 further files");
    }

    @Test
    void files_that_lead_to_fewer_are_all_fetched() throws Exception {
        Warming warming = warming(2_000);
        warming.run(Map.of("a", "compose.yaml:3"), 4);
        assertThat(warming.fetched()).isEqualTo(1 + 3 + 9 + 27 + 81 + 243);
        assertThat(warming.failed()).isEmpty();
    }
}
