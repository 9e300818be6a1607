package dev.breakwater.store;

import dev.breakwater.config.FixedAtStart;
import java.nio.file.Path;

/**
 * Where everything is kept.
 *
 * @param folder relative to the working directory
 */
public record DataSettings(Path folder) implements FixedAtStart<DataSettings> {
    @Override
    public DataSettings over(DataSettings started) {
        return started;
    }
}
