"""What stands between words is translated like the words: in English no colon, bracket or comma is a Chinese one."""

import re

import pytest

from tests.architecture import tree

SPOKEN = re.compile(r"{% blocktranslate.*?{% endblocktranslate %}|{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
SEPARATOR = re.compile(r"[：（），；]|(?<![\u4e00-\u9fff])、")
JOINED = re.compile(r'join:"[、；，：]"')
IN_ITS_OWN_LANGUAGE = {
    "templates/components/_top_bar.html": "the button that changes the language names the other one in its own",
    "templates/search/term_list.html": "words of the library's dictionary, which are data",
}
TEMPLATES = [path for path in tree.our_files(".html") if tree.named(path) not in IN_ITS_OWN_LANGUAGE]


@pytest.mark.once
def test_templates_translate_what_stands_between_words():
    left = {}
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        found = SEPARATOR.findall(SPOKEN.sub(" ", text)) + JOINED.findall(text)
        if found:
            left[tree.named(path)] = found
    assert left == {}


@pytest.mark.once
def test_views_and_forms_translate_what_stands_between_words():
    joined = re.compile(r'(?<!_\()(?<!_t\()"[、；，]"\.join')
    screens = [path for path in tree.product_files() if {"views", "forms", "templatetags"} & set(path.parts)]
    assert len(screens) > 100
    stored = {"plans/views/reviews.py": 1, "plans/forms/indicators.py": 1}  # what a field holds to begin with
    left = {tree.named(path): len(joined.findall(path.read_text(encoding="utf-8"))) for path in screens}
    assert {name: count for name, count in left.items() if count != stored.get(name, 0)} == {}
