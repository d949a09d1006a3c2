"""Role by route by method against the rules written beside it; a route without a rule fails."""
import os
import pytest
from tests.site import matrix
from tests.site.objects import kwargs_for
from tests.site.routes import routes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_city"), pytest.mark.once]

@pytest.fixture(scope="module")
def seats(demo_city):
    with matrix.without_frame():
        yield matrix.seats()

@pytest.mark.parametrize("route", routes()[int(os.environ["HALF"])::2], ids=lambda route: route.name)
def test_dump(route, seats):
    try:
        letters, faults = matrix.row(route, seats, kwargs_for(route) if route.asks else {})
    except Exception as e:
        letters, faults = "EXC", [repr(e)[:200]]
        raise
    finally:
        with open("/tmp/proof/dump%s.txt" % os.environ["HALF"] + "", "a") as f:
            f.write(f"{route.name}\t{letters}\t{' | '.join(faults)}\n")
