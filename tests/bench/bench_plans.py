"""How much of a plan the reader finds, how much of that is right, and what sixty pages cost."""

import time

import pytest

from plans.reading import read
from tests.plans import expecting, held_out

SIXTY_PAGES = 40_000  # characters


@pytest.mark.parametrize("kind", ["频次", "指标"])
def bench_precision_and_recall(kind: str) -> None:
    """Every found thing is right only when unit, quota, day, name, comparator, value and place all are."""
    answer = expecting.compared(kind)
    print(
        f"\n{kind}: expected {answer.expected}, found {answer.found}, right {answer.right}; "
        f"precision {answer.precision:.3f}, recall {answer.recall:.3f}; missing {answer.missing}"
    )


@pytest.mark.parametrize("kind", held_out.KINDS)
@pytest.mark.parametrize("half", held_out.HALVES)
def bench_plans_the_reader_was_not_built_on(half: str, kind: str) -> None:
    """The first half may teach general rules; the second half is never mended for."""
    answer = held_out.score(half, kind)
    print(
        f"\n{half} {kind}: expected {answer.expected}, found {answer.found}, right {answer.right}; "
        f"precision {answer.precision:.3f}, recall {answer.recall:.3f}"
    )


def bench_reading_sixty_pages() -> None:
    """The processor's time, which a busy machine does not change."""
    once = expecting.text("hospital")
    text = once * (SIXTY_PAGES // len(once) + 1)
    began = time.process_time()
    found = len(read(text).obligations)
    print(f"\n{len(text)} characters, {found} obligations: {time.process_time() - began:.2f} s")


def bench_sentences_without_an_end() -> None:
    """Texts that would make a careless pattern run for ever."""
    for text in ("1" * 30_000, "每" * 30_000, "（" * 30_000, "每月检查1次，合格率达到90%，" * 2_000, "达到 " * 10_000):
        began = time.process_time()
        read(text)
        print(f"\n{text[:12]}… {len(text)} characters: {time.process_time() - began:.2f} s")
