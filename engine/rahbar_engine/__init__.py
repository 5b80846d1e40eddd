"""The dialogue engine of Rahbar: our components, stores and commands around Rasa."""
