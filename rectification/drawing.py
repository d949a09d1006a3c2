"""The draw 随机抽取 as a pure function: the same frozen population, seed and outside words give the same draw anywhere.

This file imports nothing but the standard library, so that whoever has it and a draw's record can repeat the draw
without the system: `python drawing.py RECORD.json`.

A record is a mapping of `format`, `method` (the version of the algorithm), `population`, `population_sha256`,
`seed_sha256` (published when the population was frozen), `seed` and `outside` (known only at the draw), `result` and
`result_sha256`. Hashes are SHA-256 in hexadecimal over the canonical JSON of a value, the seed's over its own text.

A population has `rules` (`count`, `team`: pairs of a pool's name and how many of it go to each object), `objects`
(`id`, `name`, `stratum`, `weight` 1 or more, `turn`: what has turn 0 is drawn before what has turn 1), `inspectors`
(`id`, `name`, `pool`, `most`: to how many objects at most, or nothing) and `avoids` (pairs of an inspector's and an
object's id). What else it holds is hashed with it and does not move the draw.
"""

import hashlib
import hmac
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

FORMAT = "bihuan-draw"
METHOD = 1
ATTEMPTS = 100
HASH_BITS = 256

Population = Mapping[str, Any]


class DrawError(Exception):
    """A draw that cannot be made; `code` says why (count, team, method, record), `names` of what."""

    def __init__(self, code: str, *names: str) -> None:
        super().__init__(code, *names)
        self.code, self.names = code, names


class Drawn(NamedTuple):
    """One object and the inspectors who go there."""

    object: str
    inspectors: tuple[str, ...]


def canonical(value: object) -> str:
    """The one JSON text of a value: keys sorted, no spaces, characters as they are."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(text: str) -> str:
    """SHA-256 of a text's UTF-8 bytes in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


class Stream:
    """Whole numbers without end that follow from a key: blocks of HMAC-SHA256 over a counter."""

    def __init__(self, key: bytes) -> None:
        """Begin with the first block."""
        self.key, self.counter = key, 0

    def below(self, limit: int) -> int:
        """The next number from 0 up to, not including, the limit; every one of them equally likely."""
        fair = (1 << HASH_BITS) - (1 << HASH_BITS) % limit
        while True:
            block = hmac.new(self.key, self.counter.to_bytes(8, "big"), hashlib.sha256).digest()
            self.counter += 1
            number = int.from_bytes(block, "big")
            if number < fair:
                return number % limit

    def pick(self, weights: Sequence[int]) -> int:
        """A place among these weights, each as likely as it weighs."""
        number = self.below(sum(weights))
        for place, weight in enumerate(weights):
            number -= weight
            if number < 0:
                return place
        raise AssertionError("The numbers stay below the sum of the weights.")


def stream_of(population: Population, *, seed: str, outside: str) -> Stream:
    """The numbers of a draw: they follow from the population, the committed seed and the words from outside."""
    words = "\0".join([FORMAT, str(METHOD), digest(canonical(population)), seed, outside])
    return Stream(hashlib.sha256(words.encode()).digest())


def draw(population: Population, *, seed: str, outside: str = "") -> list[Drawn]:
    """The objects in the order in which they were drawn, each with its inspectors in the order of their ids."""
    stream = stream_of(population, seed=seed, outside=outside)
    chosen = _objects(population, stream)
    teams = _teams(population, chosen, stream)
    return [Drawn(one, teams[one]) for one in chosen]


def _objects(population: Population, stream: Stream) -> list[str]:
    """So many objects as the rules ask for: those whose turn comes first before the others, stratum by stratum."""
    left = population["rules"]["count"]
    if left < 1 or left > len(population["objects"]):
        raise DrawError("count")
    objects = sorted(population["objects"], key=lambda one: one["id"])
    chosen: list[str] = []
    for turn in sorted({one["turn"] for one in objects}):
        waiting = [one for one in objects if one["turn"] == turn]
        take = min(left, len(waiting))
        chosen += _from_strata(waiting, take, stream)
        left -= take
    return chosen


def _from_strata(objects: Sequence[Mapping[str, Any]], count: int, stream: Stream) -> Iterator[str]:
    strata: dict[str, list[Mapping[str, Any]]] = {}
    for one in objects:
        strata.setdefault(one["stratum"], []).append(one)
    shares = shares_of({name: len(found) for name, found in strata.items()}, count, stream)
    for name in sorted(shares):
        yield from _sampled(strata[name], shares[name], stream)


def shares_of(sizes: Mapping[str, int], count: int, stream: Stream) -> dict[str, int]:
    """How many come from each stratum: one from each, the rest by size (largest remainder, ties by name).

    Where there are fewer to draw than strata, the strata themselves are drawn by their size.
    """
    if count < len(sizes):
        names = sorted(sizes)
        picked: list[str] = []
        while len(picked) < count:
            picked.append(names.pop(stream.pick([sizes[name] for name in names])))
        return dict.fromkeys(picked, 1)
    rest, room = count - len(sizes), sum(sizes.values()) - len(sizes)
    shares = {name: 1 + (rest * (size - 1) // room if room else 0) for name, size in sizes.items()}
    over = count - sum(shares.values())
    by_remainder = sorted(sizes, key=lambda name: (-(rest * (sizes[name] - 1) % room if room else 0), name))
    for name in by_remainder[:over]:
        shares[name] += 1
    return shares


def _sampled(objects: Sequence[Mapping[str, Any]], count: int, stream: Stream) -> Iterator[str]:
    """So many of a stratum without putting back, each as likely as it weighs."""
    left = list(objects)
    for _time in range(count):
        yield left.pop(stream.pick([one["weight"] for one in left]))["id"]


def candidates(population: Population) -> dict[str, list[list[str]]]:
    """For every object and each place in the team's rule: who of the pool may go there."""
    barred = {(inspector, one) for inspector, one in population["avoids"]}
    inspectors = sorted(one["id"] for one in population["inspectors"])
    pools = {one["id"]: one["pool"] for one in population["inspectors"]}
    team = population["rules"]["team"]
    return {
        one["id"]: [
            [who for who in inspectors if pools[who] == pool and (who, one["id"]) not in barred] for pool, _n in team
        ]
        for one in population["objects"]
    }


def lacking(population: Population) -> list[str]:
    """The ids of the objects for which too few inspectors are left after avoidance."""
    needed = [number for _pool, number in population["rules"]["team"]]
    return [
        one
        for one, pools in candidates(population).items()
        if any(len(pool) < number for pool, number in zip(pools, needed, strict=True))
    ]


def _teams(population: Population, chosen: Sequence[str], stream: Stream) -> dict[str, tuple[str, ...]]:
    """Who goes where: the least used first, at random among equals; begun anew where a quota stands in the way."""
    offered = candidates(population)
    order = sorted(chosen, key=lambda one: (min((len(pool) for pool in offered[one]), default=0), chosen.index(one)))
    stuck = ""
    for _attempt in range(ATTEMPTS):
        used: dict[str, int] = {}
        teams: dict[str, tuple[str, ...]] = {}
        for one in order:
            team = _team(population, offered[one], used, stream)
            if team is None:
                stuck = one
                break
            teams[one] = team
        else:
            return teams
    raise DrawError("team", stuck)


def _team(
    population: Population, pools: Sequence[Sequence[str]], used: dict[str, int], stream: Stream
) -> tuple[str, ...] | None:
    """One object's inspectors; nobody where some pool has too few left."""
    most = {one["id"]: one["most"] for one in population["inspectors"]}
    team: list[str] = []
    for (_name, number), pool in zip(population["rules"]["team"], pools, strict=True):
        for _place in range(number):
            free = [who for who in pool if who not in team and (most[who] is None or used.get(who, 0) < most[who])]
            if not free:
                return None
            least = min(used.get(who, 0) for who in free)
            equals = [who for who in free if used.get(who, 0) == least]
            team.append(equals[stream.below(len(equals))])
    for who in team:
        used[who] = used.get(who, 0) + 1
    return tuple(sorted(team))


def result_of(drawn: Sequence[Drawn]) -> list[dict[str, Any]]:
    """A draw as a record keeps it."""
    return [{"object": one.object, "inspectors": list(one.inspectors)} for one in drawn]


def record_of(population: Population, *, seed: str, outside: str) -> dict[str, Any]:
    """The whole record of a draw that is made now."""
    result = result_of(draw(population, seed=seed, outside=outside))
    return {
        "format": FORMAT,
        "method": METHOD,
        "population": dict(population),
        "population_sha256": digest(canonical(population)),
        "seed_sha256": digest(seed),
        "seed": seed,
        "outside": outside,
        "result": result,
        "result_sha256": digest(canonical(result)),
    }


def replay(record: Mapping[str, Any]) -> dict[str, Any]:
    """Repeat a record's draw; `differences` names what does not agree with it, `result` is what the draw gives."""
    if record.get("format") != FORMAT:
        raise DrawError("record")
    if record.get("method") != METHOD:
        raise DrawError("method", str(record.get("method")))
    try:
        again = record_of(record["population"], seed=record["seed"], outside=record["outside"])
    except (KeyError, TypeError, ValueError, AttributeError) as broken:
        raise DrawError("record") from broken
    compared = ("population_sha256", "seed_sha256", "result", "result_sha256")
    differences = [name for name in compared if again[name] != record.get(name)]
    return {"identical": not differences, "differences": differences, "result": again["result"]}


def named(record: Mapping[str, Any]) -> list[tuple[str, tuple[str, ...]]]:
    """The result in names: each object with its inspectors."""
    population = record["population"]
    names = {one["id"]: one["name"] for one in [*population["objects"], *population["inspectors"]]}
    return [(names[one["object"]], tuple(names[who] for who in one["inspectors"])) for one in record["result"]]


if __name__ == "__main__":
    told = replay(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    sys.stdout.write(canonical(told) + "\n")
    sys.exit(0 if told["identical"] else 1)
