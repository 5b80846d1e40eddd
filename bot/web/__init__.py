"""The web chat's page: template, styles, scripts and the page's own words."""
