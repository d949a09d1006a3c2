"""The frequency and threshold reader: what a plan's text asks for, how often and how well.

Pure: nothing here knows Django. Nothing is silently lost: what looks like a figure or a frequency and was not
understood is listed with its reason.
"""

from plans.reading.found import Basis, Dated, Indicator, Measure, Obligation, Reading, Section, Unread
from plans.reading.whole import read

__all__ = ["Basis", "Dated", "Indicator", "Measure", "Obligation", "Reading", "Section", "Unread", "read"]
