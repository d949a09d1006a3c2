"""How a post and a name stand together in an official text."""

FAMILY_NAME = 1


def before(title: str, name: str) -> str:
    """A post as it stands before a name; a name that ends as the post does (王院长) does not say it twice."""
    return title.removesuffix(name[FAMILY_NAME:]) if len(name) > FAMILY_NAME + 1 else title
