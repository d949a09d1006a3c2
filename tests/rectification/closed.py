"""A campaign that has run its course, for everything that is asked of a closed one."""

import datetime

from django.utils import timezone

from engine import jobs
from rectification import services
from rectification.models import Campaign, Finding
from tests.grounds import Ground
from tests.rectification.making import (
    STAGE,
    Stage,
    complete_self_inspection,
    deliver_required,
    fresh,
    make_finding,
    sign,
)


class Run:
    """The city's campaign up to its last phase: one finding of the hospital itself, one from outside, one draw."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.cast = stage, stage.cast
        self.campaign: Campaign = stage.issue()
        self.phases = dict(self.campaign.phases.values_list("kind", "pk"))
        self.hospital = stage.cast.peoples_hospital
        self._self_inspect()
        self._supervise()
        for kind in ("deploy", "conclude"):
            self._signed(stage.open(kind, self.campaign))
        self.campaign = fresh(self.campaign)

    def _self_inspect(self) -> None:
        cast = self.cast
        phase = self.stage.open("self_inspect", self.campaign)
        own = self.stage.inspection_of(self.hospital, phase)
        self.own = make_finding(own, by=cast.qian, interim_control="交接时双人核对。", department=cast.icu)
        complete_self_inspection(own, filler=cast.qian, confirmer=cast.vice_president_he)
        services.release_participants(fresh(phase), by=cast.director_wang, because="另行安排。")
        jobs.run_all()
        self._signed(fresh(phase))

    def _supervise(self) -> None:
        phase = self.stage.open("supervise", self.campaign)
        self.visit = self.stage.visit(self.cast.tcm_hospital, phase=phase)
        self.outside = make_finding(self.visit, by=self.cast.zhao, severity="major")
        self._signed(fresh(phase))

    def _signed(self, phase) -> None:
        deliver_required(phase, by=self.cast.li)
        services.submit_phase(fresh(phase), by=self.cast.li)
        sign(phase)

    def standing(self, **fields):
        """The hospital's temporary control shall hold."""
        due = timezone.localdate() + datetime.timedelta(days=30)
        fields = {"text": "每周抽查一次双人核对记录。", "holder": self.cast.nurse_sun, "due_on": due, **fields}
        return services.propose_standing(self.campaign, finding=self.own, by=self.cast.li, **fields)

    def close(self) -> Campaign:
        """Concluded, signed, and everything that follows done."""
        services.conclude_campaign(fresh(self.campaign), summary="专项整治工作完成。", by=self.cast.li)
        sign(self.campaign)
        jobs.run_all()
        self.campaign = fresh(self.campaign)
        return self.campaign

    def settle(self, finding: Finding) -> Finding:
        """The hospital's own finding is fixed, verified and struck off."""
        done = self.stage.reported(fresh(finding))
        services.verify_finding(done, conclusion="fixed", opinion="现场核查属实。", by=self.cast.zhao)
        return fresh(finding)


RUN = Ground("closed", Run, below=STAGE)
