"""The web chat's page, and what guards and watches the whole application."""
