/** Names, versions and paths of the npm registry's protocol: pure parsing of what clients and registries send. */
@NullMarked
package dev.breakwater.format.npm.name;

import org.jspecify.annotations.NullMarked;
