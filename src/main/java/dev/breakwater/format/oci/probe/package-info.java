/** What registries are asked when they are evaluated, and what their answers prove. */
@NullMarked
package dev.breakwater.format.oci.probe;

import org.jspecify.annotations.NullMarked;
