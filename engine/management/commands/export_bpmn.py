"""Writes a flow as BPMN 2.0."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from engine.flow import all_flows, name_of
from engine.pictures.bpmn import as_bpmn


class Command(BaseCommand):
    """One flow, to the screen or into a file."""

    help = "把一个流程导出为 BPMN 2.0（含图形）：export_bpmn rectification.CampaignFlow --out campaign.bpmn"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FLOW and --out."""
        parser.add_argument("flow", help="流程名称，如 rectification.CampaignFlow")
        parser.add_argument("--out", type=Path, help="写入的文件；不写则输出到屏幕")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write."""
        flows = {name_of(flow): flow for flow in all_flows()}
        if options["flow"] not in flows:
            raise CommandError(f"没有名为“{options['flow']}”的流程。可以导出的流程：{'、'.join(flows)}。")
        text = as_bpmn(flows[options["flow"]])
        if options["out"] is None:
            self.stdout.write(text, ending="")
            return
        try:
            options["out"].write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(f"不能写入“{options['out']}”，请检查路径和权限：{error.strerror}。") from error
        self.stdout.write(f"已导出到 {options['out']}。")
