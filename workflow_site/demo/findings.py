"""Brings each of the demo city's problems to its stage, verb by verb, through the people who would do it."""

from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from accountability.gate import gate
from organizations import rights
from organizations.models import Person
from rectification import services
from rectification.models import ChecklistItem, Finding, Inspection
from workflow_site.demo import problems
from workflow_site.demo.people import as_
from workflow_site.demo.problems import Problem

ORDER = (
    problems.PLANNING,
    problems.APPROVING,
    problems.RECTIFYING,
    problems.VERIFYING,
    problems.RETURNED,
    problems.CLOSED,
    problems.REOPENED,
)
STANDS_AT = {problems.OVERDUE: problems.RECTIFYING, problems.PLAN_RETURNED: problems.APPROVING}


def register(inspection: Inspection, item: ChecklistItem, problem: Problem, *, by: Person, found_on: date) -> Finding:
    """Put the problem into the institution's ledger."""
    return services.register_finding(
        inspection,
        item=item,
        description=problem.description,
        severity=problem.severity,
        place=problem.place,
        found_on=found_on,
        fixed_on_spot=problem.stage == problems.ON_SPOT,
        by=by,
    )


def bring_to_stage(finding: Finding, problem: Problem, *, clerk: Person, chief: Person, today: date) -> None:
    """Let everybody do his part until the problem stands where it should."""
    late = problem.stage == problems.OVERDUE
    reached = ORDER.index(STANDS_AT.get(problem.stage, problem.stage))
    if reached >= ORDER.index(problems.APPROVING):
        _plan(finding, problem, by=clerk, due_on=today - timedelta(days=2) if late else today + timedelta(days=14))
    if problem.stage == problems.PLAN_RETURNED:
        with as_(chief):
            services.return_measures(finding, by=chief, because="措施过于笼统，请写明由谁、何时、怎样解决夜间送检。")
    elif reached >= ORDER.index(problems.RECTIFYING):
        with as_(chief):
            services.approve_measures(finding, by=chief)
    if reached >= ORDER.index(problems.VERIFYING):
        _report(finding, problem, by=clerk)
    if reached >= ORDER.index(problems.RETURNED):
        finding.refresh_from_db()
        inspector = rights.who_may("rectification.reopen_finding", finding.verify_path).filter(
            pk__in=rights.who_may("rectification.verify_finding", finding.verify_path)
        )[0]
        _verify(finding, "partial" if problem.stage == problems.RETURNED else "fixed", by=inspector)
        if problem.stage == problems.REOPENED:
            with as_(inspector):
                because = "回头看发现同类问题再次出现，需重新分析原因、制定措施。"
                services.reopen_finding(finding, by=inspector, because=because)


def _plan(finding: Finding, problem: Problem, *, by: Person, due_on: date) -> None:
    measure = services.Measure(text=problem.measure, goal=problem.goal, holder=by, due_on=due_on)
    with as_(by):
        services.plan_measures(finding, root_cause=problem.cause, measures=[measure], by=by)


def _report(finding: Finding, problem: Problem, *, by: Person) -> None:
    record = f"{finding.number_text} 抽查记录\n部位：{problem.place}\n措施：{problem.measure}\n结果：已落实。\n"
    evidence = gate(SimpleUploadedFile("整改后抽查记录.txt", record.encode(), "text/plain"))
    with as_(by):
        done = f"已按措施完成整改：{problem.measure}"
        services.report_rectified(finding, text=done, attachments=[evidence], by=by)


def _verify(finding: Finding, conclusion: str, *, by: Person) -> None:
    opinions = {
        "fixed": "现场查看并抽查近两周记录，措施已落实，未再发现同类问题。",
        "partial": "制度已修订，但抽查仍有1例不符合要求，请继续整改并补充佐证。",
    }
    with as_(by):
        services.verify_finding(finding, conclusion=conclusion, opinion=opinions[conclusion], by=by)
