/**
 * What an evaluation of mirrors asks npm registries: documents, records of versions, tarballs and services. Signatures by keys
 * that are known beforehand prove what they send; else registries of other failure domains must agree.
 */
@NullMarked
package dev.breakwater.format.npm.probe;

import org.jspecify.annotations.NullMarked;
