package dev.breakwater.format.go.ahead;

import dev.breakwater.format.go.module.ModulePath;
import dev.breakwater.format.go.module.Version;
import dev.breakwater.store.Key;

/** Is told what is fetched and asked for, to fetch ahead what comes next. Called on any thread; never waits. */
public interface Anticipation {
    /** Fetches nothing ahead. */
    Anticipation NONE = new Anticipation() {
        @Override
        public void listing(ModuleResources files, ModulePath module) {}

        @Override
        public void resolving(ModuleResources files, ModulePath module, Version version) {}

        @Override
        public void loading(ModuleResources files, ModulePath module, Version version) {}

        @Override
        public void building(ModuleResources files, ModulePath module, Version version) {}

        @Override
        public void asked(Key key) {}
    };

    /** The fetch of a module's list begins. */
    void listing(ModuleResources files, ModulePath module);

    /** The fetch of a version's info begins. */
    void resolving(ModuleResources files, ModulePath module, Version version);

    /** The fetch of a version's go.mod begins. */
    void loading(ModuleResources files, ModulePath module, Version version);

    /** The fetch of a version's zip begins: its packages are compiled. */
    void building(ModuleResources files, ModulePath module, Version version);

    /** A client asks for {@code key}. */
    void asked(Key key);
}
