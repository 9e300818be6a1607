package dev.breakwater.hook;

import dev.breakwater.config.Block;
import dev.breakwater.config.Group;
import dev.breakwater.config.Secret;
import dev.breakwater.config.Section;
import dev.breakwater.config.SettingKey;
import dev.breakwater.config.SettingKey.Shape;
import dev.breakwater.config.Settings;
import dev.breakwater.config.Types;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** The configuration of the push hooks' secrets. */
public final class HookSection implements Section<HookSettings> {
    private static final SettingKey<String> HOOKS = SettingKey.block(
            "hooks",
            Shape.BLOCK,
            "Secrets of push hooks, see [operations](operations.md#new-versions-before-anybody-asks). Hooks of a host"
                    + " without a secret are rejected.");

    private static final SequencedMap<HookHost, SettingKey<String>> SECRETS = secrets();

    private static SequencedMap<HookHost, SettingKey<String>> secrets() {
        SequencedMap<HookHost, SettingKey<String>> secrets = new LinkedHashMap<>();
        secrets.put(HookHost.GITHUB, secret("github", "GitHub"));
        secrets.put(HookHost.GITLAB, secret("gitlab", "GitLab"));
        secrets.put(HookHost.GITEA, secret("gitea", "Gitea or Forgejo"));
        return Collections.unmodifiableSequencedMap(secrets);
    }

    private static SettingKey<String> secret(String label, String host) {
        return SettingKey.value(
                        label + "-secret",
                        Types.TEXT,
                        "Secret of " + host + " hooks sent to `/-/api/v1/hooks/" + label + "`.",
                        "${HOOK_SECRET}")
                .hidden();
    }

    @Override
    public Class<HookSettings> type() {
        return HookSettings.class;
    }

    @Override
    public List<Group> groups() {
        return List.of(new Group("", List.of(HOOKS)), new Group("hooks", List.copyOf(SECRETS.sequencedValues())));
    }

    @Override
    public HookSettings read(Block top, Settings above) {
        Block block = top.below("hooks");
        Map<HookHost, Secret> secrets = new EnumMap<>(HookHost.class);
        SECRETS.forEach((host, key) -> {
            String secret = block.given(key) == null ? null : block.find(key);
            if (secret != null) {
                secrets.put(host, new Secret(secret));
            }
        });
        return new HookSettings(secrets);
    }
}
