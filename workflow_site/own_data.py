"""Which rows of the features are about one person, for the copy he may take of his own data."""

from accountability import own_data
from meetings.models import Attendance
from plans.models import Certificate, TrainingResult
from rectification.models import Inspector


def declare() -> None:
    """Register them; ballots are secret, and reports by name or in confidence follow rules of their own."""
    own_data.register(Attendance, "person")
    own_data.register(TrainingResult, "person")
    own_data.register(Certificate, "person")
    own_data.register(Inspector, "person")
