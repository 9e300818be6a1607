package dev.breakwater.store;

import dev.breakwater.config.FixedAtStart;
import java.nio.file.Path;

/**
 * The data folder.
 *
 * @param folder relative to the working directory
 */
public record DataSettings(Path folder) implements FixedAtStart<DataSettings> {
    @Override
    public DataSettings over(DataSettings started) {
        return started;
    }
}
