"""What happened in the library, as signals; each is sent inside the verb's transaction with sender=type(thing).

Every one but the first carries `thing` and `by` (a Person; None when the system acted).

`library_changed` (sender=Edition; ids: keys of editions whose text, names, dates, relations, readers or state
changed, by): the index follows it · `edition_published` (edition; what makes its reading a duty listens to it) ·
`relation_recorded` (relation) · `opinions_asked` (edition) · `opinions_given` (opinion request) ·
`review_due` (edition) · `citation_flagged` (citation, because: the cited text was amended, replaced or repealed).
"""

from django.dispatch import Signal

library_changed = Signal()
edition_published = Signal()
relation_recorded = Signal()
opinions_asked = Signal()
opinions_given = Signal()
review_due = Signal()
citation_flagged = Signal()
