"""How much of a plan the reader finds, how much of that is right, and what sixty pages cost."""

import time

from plans.reading import read
from tests.plans import expecting, held_out

SIXTY_PAGES = 40_000  # characters


ROW = "{:<10}{:<6}{:>9}{:>7}{:>7}{:>11}{:>8}{:>18}"


def bench_precision_and_recall() -> None:
    """Every found thing is right only when unit, quota, day, name, comparator, value and place all are."""
    print("\n" + ROW.format("set", "kind", "expected", "found", "right", "precision", "recall", "at first reading"))
    for name in ("at hand", *held_out.SETS):
        for place, kind in enumerate(held_out.KINDS):
            answer = expecting.compared(kind) if name == "at hand" else held_out.score(name, kind)
            first = held_out.FIRST.get(name)
            told = "/".join(f"{share:.3f}" for share in first[place]) if first else "-"
            shares = (f"{answer.precision:.3f}", f"{answer.recall:.3f}")
            print(ROW.format(name, kind, answer.expected, answer.found, answer.right, *shares, told))


def bench_reading_sixty_pages() -> None:
    """The processor's time, which a busy machine does not change."""
    once = expecting.text("hospital")
    text = once * (SIXTY_PAGES // len(once) + 1)
    began = time.process_time()
    found = len(read(text).obligations)
    print(f"\n{len(text)} characters, {found} obligations: {time.process_time() - began:.2f} s")


def bench_sentences_without_an_end() -> None:
    """Texts that would make a careless pattern run for ever."""
    for text in (
        "1" * 30_000,
        "每" * 30_000,
        "（" * 30_000,
        "每月检查1次，合格率达到90%，" * 2_000,
        "达到 " * 10_000,
        "百分之" * 10_000,
    ):
        began = time.process_time()
        read(text)
        print(f"\n{text[:12]}… {len(text)} characters: {time.process_time() - began:.2f} s")
