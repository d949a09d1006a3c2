"""Everything is called what the people who work with it call it."""

import re

import pytest
from django.apps import apps
from django.utils import translation

from tests.architecture import tree

OUR_MODELS = [model for model in apps.get_models() if model._meta.app_label in tree.APPS]
MEANINGLESS = {
    "base", "common", "core", "data", "helper", "helpers", "manager", "managers", "misc", "shared", "stuff", "tools",
    "util", "utils",
}  # fmt: skip
CHINESE = re.compile(r"[\u4e00-\u9fff]|^[A-Z]+-?[0-9]+$")  # SM3 is called SM3
MACHINE = re.compile(r"(?<![\w.])/(?:work|home|root|opt|Users)/[\w.]+")
REGISTRY = re.compile(r"https?://[\w.-]*(?:pypi|pythonhosted|npmjs|crates)\.\w+")

# What must not be said on the screen, and the word that is right instead (terms of the trade, wording of the law).
GLOSSARY = {
    "留痕": "操作记录 / 办理记录",
    "存证": "日志校验点",
    "不可抵赖": "可校验是否被改动",
    "具有法律效力": "可校验是否被改动",
    "防篡改": "可校验是否被改动",
    "不可篡改": "可校验是否被改动",
    "督办事项": "任务 / 督办件",
    "保留意见": "同意（附修改意见）",
    "签批": "办理意见 / 审批",
    "委托代理": "代办授权",
    "双随机抽取": "随机抽取",
    "附表": "统计报表 / 汇总表",
    "医院流感": "医院感染",
    "等保三级": "提供身份鉴别、访问控制、安全审计等功能",
    "计划修订": "计划调整",
}


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_every_model_and_field_has_a_chinese_name(model):
    with translation.override("zh-hans"):
        names = {"": str(model._meta.verbose_name)}
        for field in [*model._meta.fields, *model._meta.many_to_many]:
            inherited = field.model is not model or field.model.__module__.split(".")[0] not in tree.APPS
            if not field.auto_created and field.name != "id" and not inherited:
                names[field.name] = str(field.verbose_name)
    assert {name: said for name, said in names.items() if not CHINESE.search(said)} == {}


def test_every_app_has_a_chinese_name():
    with translation.override("zh-hans"):
        said = {app: str(apps.get_app_config(app).verbose_name) for app in tree.APPS}
    assert {app: name for app, name in said.items() if not CHINESE.search(name)} == {}


def test_no_module_has_a_name_without_meaning():
    named = [path.relative_to(tree.ROOT) for path in [*tree.product_files(), *tree.test_files()]]
    assert [path.as_posix() for path in named if MEANINGLESS & set(path.with_suffix("").parts)] == []


def test_the_glossary_is_kept():
    texts = [path for path in [*tree.product_files(), *tree.our_files(".html", ".po", ".json")] if path.is_file()]
    wrong = [
        f"{tree.named(path)}: “{word}”, say “{GLOSSARY[word]}”"
        for path in texts
        for word in GLOSSARY
        if word in path.read_text(encoding="utf-8")
    ]
    assert wrong == []


def test_nothing_is_left_to_do_and_no_machine_is_named():
    words = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|X" r"XX)\b")
    texts = tree.our_files(".py", ".html", ".css", ".js", ".md", ".toml", ".in", ".txt", ".json", ".po")
    for path in [*texts, tree.ROOT / "run", tree.ROOT / ".ci" / "run"]:
        text = path.read_text(encoding="utf-8")
        for pattern in (words, MACHINE, REGISTRY):
            assert not pattern.search(text), f"{tree.named(path)}: {pattern.search(text).group()}"


def test_a_test_waits_only_for_a_condition():
    wrong = [
        f"{tree.named(path)}:{line} {name}"
        for path in tree.test_files()
        if path.name != "waiting.py"
        for line, name in tree.calls(path)
        if name in {"time.sleep", "sleep", "asyncio.sleep"} or name.endswith(".wait_for_timeout")
    ]
    assert wrong == []
