package dev.breakwater.format.oci;

import dev.breakwater.fetch.Answer;
import dev.breakwater.repository.Action;
import dev.breakwater.repository.Repository;
import dev.breakwater.repository.Request;
import dev.breakwater.repository.Wording;
import java.time.Duration;
import java.util.Map;

/** Stands for a registry that no repository is configured for: a client moves on to another address, or says why it can't. */
record UnknownRegistry(String name) implements Repository {
    private static final int SHOWN = 80;

    @Override
    public Action action(Request request) {
        String shown = name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "…";
        String what = name.isEmpty()
                ? "no repository of images is the default here: begin the image's name with the name of one"
                : "no repository of images is called " + shown + ", or stands for that registry";
        return new Action.Say(new Answer.Absent(what, Duration.ZERO));
    }

    @Override
    public Map<String, String> headers(Request request) {
        return RegistryHeaders.VERSION;
    }

    @Override
    public Wording wording(String path) {
        return OciWording.OF_REGISTRY;
    }
}
