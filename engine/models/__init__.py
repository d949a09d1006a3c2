"""What the engine remembers: whose turn it is, what is to be done in the background, what was acknowledged."""

from engine.models.background import Job, Recurring
from engine.models.flowing import Flowing
from engine.models.submissions import Submission
from engine.models.turns import Turn

__all__ = ["Flowing", "Job", "Recurring", "Submission", "Turn"]
