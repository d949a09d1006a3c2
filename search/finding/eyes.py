"""Through whose eyes the library is searched: an account's, by the one rule of sight, or those of the command line."""

from dataclasses import dataclass
from typing import Any

from organizations.sight import Who, sight_of, visible
from search.models import Access, Article, Edition, EditionState


@dataclass(frozen=True)
class Eyes:
    """What somebody sees of the library; whoever runs a command without naming an account sees what is public."""

    who: Who = None
    only_public: bool = False

    def editions(self) -> Any:
        """The editions in sight."""
        if self.only_public:
            return Edition.objects.published().filter(regulation__access=Access.PUBLIC)
        return visible(self.who, Edition)

    def articles(self) -> Any:
        """The articles in sight."""
        if self.only_public:
            public = {"edition__state": EditionState.PUBLISHED, "edition__regulation__access": Access.PUBLIC}
            return Article.objects.filter(**public)
        return visible(self.who, Article)

    @property
    def sees_public(self) -> bool:
        """Whether everything public is seen: by whoever holds a post."""
        return self.only_public or bool(sight_of(self.who).scopes)


COMMAND_LINE = Eyes(only_public=True)
