package io.logcast.security.keys;

/**
 * The caller that a key belongs to.
 *
 * @param name the caller's; several keys may have the same, such as the old one and the new one
 * @param role what its calls may do
 */
public record KeyEntry(String name, String role) {}
