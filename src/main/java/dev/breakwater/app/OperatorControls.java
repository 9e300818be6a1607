package dev.breakwater.app;

import dev.breakwater.admin.Controls;
import dev.breakwater.event.Event;
import dev.breakwater.upstream.ChainSettings;

/** What an operator can switch while the server runs. Safe for many threads. */
record OperatorControls(ServerParts parts) implements Controls {
    @Override
    public void offline(boolean wanted, String by) {
        parts.offline().set(wanted);
        parts.events().publish(new Event.Switched("offline", wanted ? "on" : "off", by));
    }

    @Override
    public boolean drain(String upstream, boolean drained, String by) {
        boolean known = ChainSettings.upstreams(parts.settings().get())
                .anyMatch(each -> each.name().equals(upstream));
        if (known && parts.health().drained(upstream) != drained) {
            parts.health().drain(upstream, drained);
            parts.events().publish(new Event.Switched(upstream, drained ? "drained" : "restored", by));
        }
        return known;
    }
}
