"""A placed graph as lines and shapes, from left to right for a desk or from top to bottom for a phone and for paper.

Everything is measured along the flow and across it; only at the very end does along become x or y.
"""

from dataclasses import dataclass, field

from engine.pictures.graph import BY_ITSELF, Arrow, Graph, Point
from engine.pictures.layout import MAIN, Placed
from engine.pictures.telling import TELLS_APART, Stand
from engine.pictures.wrapping import width, wrapped

WIDE_ROOM, TALL_ROOM = 1112, 316
BOX_WIDTHS = (140, 126, 114, 106, 100, 92)
LEAST_GAP, MOST_GAP, TALL_GAP, ROW_GAP = 19, 48, 26, 30
OPEN_MORE = 44
MARGIN, PAD = 14, 11
WIDE_LANE, TALL_LANE = 24, 36
ROUND_HALF, GATE_HALF, LEAST_HALF = 16, 19, 27
TITLE_LINE, NOTE_LINE = 19, 17
HEAD, HEAD_HALF, CORNER = 7, 4, 8
SIGN, NOTE_SIGN = 7.0, 6.5

Place = tuple[float, float]


@dataclass(frozen=True)
class Words:
    """One line of text: where it stands, and how it is anchored."""

    x: float
    y: float
    text: str
    css: str


@dataclass
class Shape:
    """One point of the flow as it is drawn; x and y are its middle."""

    point: Point
    stand: Stand
    half_x: float
    half_y: float
    titles: list[str]
    notes: list[str]
    x: float = 0
    y: float = 0
    words: list[Words] = field(default_factory=list)

    @property
    def left(self) -> float:
        """Where a box begins."""
        return self.x - self.half_x

    @property
    def top(self) -> float:
        """Where a box begins from above."""
        return self.y - self.half_y

    @property
    def width(self) -> float:
        """Of a box."""
        return 2 * self.half_x

    @property
    def height(self) -> float:
        """Of a box."""
        return 2 * self.half_y

    @property
    def right(self) -> float:
        """Where the mark of a box sits."""
        return self.x + self.half_x

    @property
    def by_itself(self) -> bool:
        """Whether nobody is needed."""
        return self.point.kind in BY_ITSELF

    @property
    def corners(self) -> str:
        """The four corners of a diamond."""
        places = ((self.x, self.top), (self.right, self.y), (self.x, self.y + self.half_y), (self.left, self.y))
        return " ".join(f"{_n(x)},{_n(y)}" for x, y in places)


@dataclass(frozen=True)
class Line:
    """An arrow as it is drawn: its line, its head, and its word."""

    path: str
    head: str
    passed: bool
    back: bool
    label: Words | None


@dataclass(frozen=True)
class Drawing:
    """Everything that is drawn, in a field of this size."""

    width: int
    height: int
    shapes: list[Shape]
    lines: list[Line]
    down: bool


def draw(
    graph: Graph,
    placed: Placed,
    stands: dict[str, Stand],
    passed: frozenset[tuple[str, str]],
    *,
    down: bool,
) -> Drawing:
    """The drawing of a placed graph."""
    return _Sheet(graph, placed, stands, down).drawn(passed)


class _Sheet:
    """The measures of one drawing: `a` runs along the flow, `c` across it."""

    def __init__(self, graph: Graph, placed: Placed, stands: dict[str, Stand], down: bool) -> None:
        self.graph, self.placed, self.stands, self.down = graph, placed, stands, down
        self.lane = TALL_LANE if down else WIDE_LANE
        self.box = self._box_width()

    def _box_width(self) -> float:
        if self.down:
            beside = self.lane * (self.placed.lanes(self.placed.over) + self.placed.lanes(self.placed.under))
            rows = self.placed.height
            return max((TALL_ROOM - 2 * MARGIN - beside - ROW_GAP * (rows - 1)) / rows, BOX_WIDTHS[-1])
        fitting = (box for box in BOX_WIDTHS if self._least_width(box) <= WIDE_ROOM)
        return next(fitting, BOX_WIDTHS[-1])

    def _least_width(self, box: float) -> float:
        return sum(self._column_widths(box)) + LEAST_GAP * (self.placed.width - 1) + 2 * MARGIN

    def _column_widths(self, box: float) -> list[float]:
        found = [0.0] * self.placed.width
        for point in self.graph.points:
            own = self._wide(point, box) if point.is_box else 34 if point.is_round else 84
            found[self.placed.columns[point.name]] = max(found[self.placed.columns[point.name]], own)
        return found

    def _wide(self, point: Point, box: float) -> float:
        """An open box has more to say, so on a desk it is wider."""
        return box + OPEN_MORE * (self.stands[point.name].is_open and not self.down)

    def drawn(self, passed: frozenset[tuple[str, str]]) -> Drawing:
        """Set the shapes, then draw the lines between them."""
        shapes = {point.name: self._shape(point, self.stands[point.name]) for point in self.graph.points}
        long, broad = self._set(shapes)
        for shape in shapes.values():
            shape.words = self._words(shape)
        lines = [self._line(arrow, shapes, (arrow.src, arrow.dst) in passed) for arrow in self.graph.arrows]
        size = (broad, long) if self.down else (long, broad)
        return Drawing(round(size[0]), round(size[1]), list(shapes.values()), lines, self.down)

    def _shape(self, point: Point, stand: Stand) -> Shape:
        if not point.is_box:
            half = ROUND_HALF if point.is_round else GATE_HALF
            room = int(((self.box / 2 - 30) if self.down else 84) / SIGN)
            return Shape(point, stand, half, half, wrapped(point.title, room, 4), [])
        wide = self._wide(point, self.box)
        inner = wide - 2 * PAD + 6
        titles = wrapped(point.title, int(inner / SIGN))
        notes = [line for note in stand.notes for line in _noted(note, int(inner / NOTE_SIGN))]
        high = len(titles) * TITLE_LINE + len(notes) * NOTE_LINE + 2 * PAD - 4
        return Shape(point, stand, wide / 2, max(high / 2, LEAST_HALF if not self.down else 20), titles, notes)

    # Where the shapes stand

    def _set(self, shapes: dict[str, Shape]) -> Place:
        columns = [0.0] * self.placed.width if self.down else self._column_widths(self.box)
        over, under = [0.0] * self.placed.height, [0.0] * self.placed.height
        for name, shape in shapes.items():
            column, row = self.placed.columns[name], self.placed.rows[name]
            half, beside = (shape.half_x, 0.0) if self.down else (shape.half_y, self._beneath(shape))
            if self.down:
                columns[column] = max(columns[column], shape.height)
            over[row], under[row] = max(over[row], half), max(under[row], half + beside)
        along, long = self._along(columns)
        across, broad = self._across(over, under)
        for name, shape in shapes.items():
            place = along[self.placed.columns[name]], across[self.placed.rows[name]]
            shape.x, shape.y = place[::-1] if self.down else place
        return long, broad

    def _beneath(self, shape: Shape) -> float:
        """The words under a circle or a diamond."""
        return 0.0 if shape.point.is_box else len(shape.titles) * NOTE_LINE + 6

    def _along(self, columns: list[float]) -> tuple[list[float], float]:
        gaps = max(len(columns) - 1, 1)
        spare = (WIDE_ROOM - 2 * MARGIN - sum(columns)) / gaps
        gap = TALL_GAP if self.down else min(max(spare, LEAST_GAP), MOST_GAP)
        found, at = [], float(MARGIN)
        for column in columns:
            found.append(at + column / 2)
            at += column + gap
        return found, at - gap + MARGIN

    def _across(self, over: list[float], under: list[float]) -> tuple[list[float], float]:
        self.over_edge = MARGIN + self.lane * self.placed.lanes(self.placed.over)
        found, at = [], float(self.over_edge)
        for above, beneath in zip(over, under, strict=True):
            found.append(at + above)
            at += above + beneath + ROW_GAP
        self.under_edge = at - ROW_GAP
        return found, self.under_edge + self.lane * self.placed.lanes(self.placed.under) + MARGIN

    # What is written

    def _words(self, shape: Shape) -> list[Words]:
        if shape.point.is_box:
            return _inside(shape)
        if self.down:
            first = shape.y - (len(shape.titles) - 1) * NOTE_LINE / 2 + 5
            x = shape.right + 10
            css = "bh-flow__side"
        else:
            leaves = any(
                arrow.src == shape.point.name and self.placed.rows[arrow.dst] > self.placed.rows[arrow.src]
                for arrow in self.graph.arrows
            )
            first = shape.y + shape.half_y + NOTE_LINE - 1
            x, css = (shape.x + 8, "bh-flow__side") if leaves else (shape.x, "bh-flow__under")
        return [Words(x, first + number * NOTE_LINE, text, css) for number, text in enumerate(shape.titles)]

    # The lines

    def _line(self, arrow: Arrow, shapes: dict[str, Shape], passed: bool) -> Line:
        src, dst = (self._seen(shapes[name]) for name in (arrow.src, arrow.dst))
        places, label = self._way(arrow, src, dst)
        turned = [place[::-1] if self.down else place for place in places]
        path, head = _path(turned)
        return Line(path, head, passed, arrow.back, self._label(arrow, label))

    def _seen(self, shape: Shape) -> tuple[float, float, float, float]:
        """A shape as along, across and its halves."""
        if self.down:
            return shape.y, shape.x, shape.half_y, shape.half_x
        return shape.x, shape.y, shape.half_x, shape.half_y

    def _way(self, arrow: Arrow, src: tuple[float, ...], dst: tuple[float, ...]) -> tuple[list[Place], Place]:
        a, c, half_a, half_c = src
        to_a, to_c, to_half_a, to_half_c = dst
        for side, sign in ((self.placed.over, -1), (self.placed.under, 1)):
            if arrow in side:
                edge = self.over_edge if sign < 0 else self.under_edge
                lane = edge + sign * (self.lane * side[arrow] + self.lane * 2 / 3)
                corners = [(a, c + sign * half_c), (a, lane), (to_a, lane), (to_a, to_c + sign * to_half_c)]
                return corners, ((a + to_a) / 2 if arrow.back else a + 48, lane)
        if c == to_c:
            start = (a + half_a, c)
            return [start, (to_a - to_half_a, to_c)], self._near(start)
        if self.placed.rows[arrow.src] == MAIN:
            start = (a, c + half_c)
            return [start, (a, to_c), (to_a - to_half_a, to_c)], (a, (c + half_c + to_c) / 2)
        start = (a + half_a, c)
        if self.placed.rows[arrow.dst] == MAIN:
            return [start, (to_a, c), (to_a, to_c + to_half_c)], self._near(start)
        middle = to_a - to_half_a - LEAST_GAP / 2
        return [start, (middle, c), (middle, to_c), (to_a - to_half_a, to_c)], self._near(start)

    def _near(self, start: Place) -> Place:
        """Beside the beginning of a straight arrow, clear of its line."""
        return (start[0] + 11, start[1] + 12) if self.down else (start[0] + 13, start[1] - 12)

    def _label(self, arrow: Arrow, place: Place) -> Words | None:
        if not arrow.label:
            return None
        x, y = place[::-1] if self.down else place
        return Words(x, y + 4.5, arrow.label, "bh-flow__label")


def _noted(note: str, room: int) -> list[str]:
    """A name and a day on one line where there is room for both, else each on its own."""
    parts = [note] if width(note) <= room else note.split(TELLS_APART)
    return [line for part in parts for line in wrapped(part, room, 4)]


def _inside(shape: Shape) -> list[Words]:
    """The title and the notes of a box, together in its middle."""
    high = len(shape.titles) * TITLE_LINE + len(shape.notes) * NOTE_LINE
    at = shape.y - high / 2
    found = []
    for text in shape.titles:
        found.append(Words(shape.x, at + 14.5, text, "bh-flow__title"))
        at += TITLE_LINE
    for text in shape.notes:
        found.append(Words(shape.x, at + 13, text, "bh-flow__note"))
        at += NOTE_LINE
    return found


def _path(places: list[Place]) -> tuple[str, str]:
    """A line with round corners, and the triangle at its end."""
    (from_x, from_y), (x, y) = places[-2], places[-1]
    along_x, along_y = _sign(x - from_x), _sign(y - from_y)
    neck = (x - along_x * HEAD, y - along_y * HEAD)
    sides = [(neck[0] + turn * along_y * HEAD_HALF, neck[1] + turn * along_x * HEAD_HALF) for turn in (1, -1)]
    head = " ".join(f"{_n(px)},{_n(py)}" for px, py in ((x, y), *sides))
    steps = [f"M{_n(places[0][0])} {_n(places[0][1])}"]
    for before, corner, after in zip(places, places[1:], places[2:], strict=False):
        steps.append(f"L{_toward(corner, before)}Q{_n(corner[0])} {_n(corner[1])} {_toward(corner, after)}")
    return "".join([*steps, f"L{_n(neck[0])} {_n(neck[1])}"]), head


def _toward(corner: Place, other: Place) -> str:
    """A little way from a corner toward another place."""
    step = min(CORNER, max(abs(other[0] - corner[0]), abs(other[1] - corner[1])) / 2)
    x, y = (corner[at] + _sign(other[at] - corner[at]) * step for at in (0, 1))
    return f"{_n(x)} {_n(y)}"


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
