"""How Django loads this app."""

from django.apps import AppConfig


class PlaygroundConfig(AppConfig):
    """The engine's playground."""

    name = "tests.engine.playground"
    label = "playground"
    default = True

    def ready(self) -> None:
        """Bring the flows in."""
        from tests.engine.playground import flows, papers

        self.flows = (flows, papers)
