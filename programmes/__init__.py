"""The programme database: models, queries, eligibility and loading.

It knows neither Rasa nor the web; the desk and the actions build on it.
"""
