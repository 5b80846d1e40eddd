"""The console in which staff talk to people."""
