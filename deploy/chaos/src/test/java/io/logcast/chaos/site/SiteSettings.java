package io.logcast.chaos.site;

/**
 * Which processes a site starts, and how.
 *
 * @param connector the connector of all channels of both services
 */
public record SiteSettings(Layout layout, String connector, Brokenness brokenness) {}
