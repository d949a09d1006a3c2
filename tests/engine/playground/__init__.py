"""An app of two things that flow: a tour and its stops."""
