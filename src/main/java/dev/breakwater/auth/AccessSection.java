package dev.breakwater.auth;

import dev.breakwater.config.Block;
import dev.breakwater.config.Group;
import dev.breakwater.config.Section;
import dev.breakwater.config.Settings;
import java.util.List;
import java.util.function.Function;

/** The configuration section {@code access}. */
public final class AccessSection implements Section<AccessSettings> {
    private final Function<Settings, Reached> reached;

    /** {@code reached} tells by which hosts the server is reached, from the settings above this section. */
    public AccessSection(Function<Settings, Reached> reached) {
        this.reached = reached;
    }

    @Override
    public Class<AccessSettings> type() {
        return AccessSettings.class;
    }

    @Override
    public List<Group> groups() {
        return List.of(
                new Group("", List.of(AccessKeys.ACCESS)),
                AccessKeys.IN_ACCESS,
                AccessKeys.IN_OIDC,
                AccessKeys.IN_RULE,
                AccessKeys.IN_CLAIMS);
    }

    @Override
    public AccessSettings read(Block top, Settings above) {
        boolean written = top.place(AccessKeys.ACCESS) != null;
        return AccessReader.read(top.below("access"), written, reached.apply(above));
    }
}
