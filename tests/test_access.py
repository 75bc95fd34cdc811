"""Who may open what: every URL name of our apps, by role. A new URL without a row fails here.

One row is one line: URL name, method, arguments, then what each role gets, in the order of ``Cast``. An
argument is a path into ``things`` ("cast.clerk.username"), several are joined by commas, "-" is none. ``in``
stands for "sent to the log-in page". A POST carries no data, so a form that needs some answers 422.
"""

from dataclasses import fields
from operator import attrgetter
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from accounts.models import Changeset
from accounts.services import open_changeset
from criteria.services.proposals_acts import ACCEPTED
from criteria.services.results import Edit, save_edits
from criteria.services.sheets import open_sheet
from plans.models import AnnexVersion, PlanSection, PlanTask
from plans.services.uploads import receive_upload
from tests.factories import Cast, make_evidence, make_indicators, make_period, make_recognition

ROLES = [field.name for field in fields(Cast)]
OURS = {"guide", "accounts", "communes", "criteria", "plans", "reports"}
TABLE = """
                                                        admin staff dept off  part clerk lead dlead outs anon
accounts:login            GET  -                        302   302   302  302  302  302   302  302   302  200
accounts:login            POST -                        302   302   302  302  302  302   302  302   302  422
accounts:logout           POST -                        in    in    in   in   in   in    in   in    in   in
accounts:password_change  GET  -                        200   200   200  200  200  200   200  200   200  in
accounts:password_change  POST -                        422   422   422  422  422  422   422  422   422  in
accounts:people           GET  -                        200   200   403  403  403  403   403  403   200  in
accounts:password_reset   GET  cast.clerk.username      200   200   404  404  404  404   404  404   404  in
accounts:password_reset   POST cast.clerk.username      302   302   404  404  404  404   404  404   404  in
accounts:password_reset   GET  cast.admin.username      302   403   404  404  404  404   404  404   404  in
accounts:password_reset   POST cast.outsider.username   404   404   404  404  404  404   404  404   302  in
guide:own                 GET  -                        302   302   302  302  302  302   302  302   302  302
guide:page                GET  page                     200   200   200  200  200  200   200  200   200  200
communes:search           GET  -                        200   200   200  200  200  200   200  200   200  in
plans:list                GET  -                        200   200   200  200  200  200   200  200   200  in
plans:plan                GET  plan                     200   200   200  200  200  200   200  200   404  in
plans:reconciliation       GET  plan                     200   200   200  200  200  200   200  200   404  in
plans:plan_new            GET  -                       200   200   403  403  403  403   403  403   200  in
plans:plan_new            POST -                       422   422   403  403  403  403   403  403   422  in
plans:plan_edit           GET  plan                    200   200   403   403  403  403   403  403   404  in
plans:plan_edit           POST plan                    422   422   403   403  403  403   403  403   404  in
plans:plan_next           GET  plan                    200   200   403   403  403  403   403  403   404  in
plans:plan_next           POST plan                    422   422   403   403  403  403   403  403   404  in
plans:plan_delete         GET  plan                    200   200   403   403  403  403   403  403   404  in
plans:plan_delete         POST plan                    302   302   403   403  403  403   403  403   404  in
plans:plan_issue          GET  plan                    200   200   403   403  403  403   403  403   404  in
plans:plan_issue          POST plan                    422   422   403   403  403  403   403  403   404  in
plans:plan_reopen         GET  plan                    200   200   403   403  403  403   403  403   404  in
plans:plan_reopen         POST plan                    422   422   403   403  403  403   403  403   404  in
plans:plan_freeze         POST plan                    302   302   403   403  403  403   403  403   404  in
plans:outline             GET  plan                    200   200   403   403  403  403   403  403   404  in
plans:section_new         GET  plan                    200   200   403   403  403  403   403  403   404  in
plans:section_new         POST plan                    422   422   403   403  403  403   403  403   404  in
plans:text_paste          GET  plan                    200   200   403  403  403  403   403  403   404  in
plans:text_paste          POST plan                    422   422   403  403  403  403   403  403   404  in
plans:section_edit        GET  plan,section            200   200   403   403  403  403   403  403   404  in
plans:section_edit        POST plan,section            422   422   403   403  403  403   403  403   404  in
plans:section_delete      GET  plan,section            200   200   403   403  403  403   403  403   404  in
plans:section_delete      POST plan,section            302   302   403   403  403  403   403  403   404  in
plans:section_move        POST plan,section,way        302   302   403   403  403  403   403  403   404  in
plans:annex_new           GET  plan                    200   200   403   403  403  403   403  403   404  in
plans:annex_new           POST plan                    422   422   403   403  403  403   403  403   404  in
plans:annex_edit          GET  plan,annex              200   200   403   403  403  403   403  403   404  in
plans:annex_edit          POST plan,annex              422   422   403   403  403  403   403  403   404  in
plans:annex_remove        GET  plan,annex              200   200   403   403  403  403   403  403   404  in
plans:annex_remove        POST plan,annex              302   302   403   403  403  403   403  403   404  in
plans:annex_move          POST plan,annex,way          302   302   403   403  403  403   403  403   404  in
plans:annex               GET  plan,annex               200   200   200  200  200  200   200  200   404  in
plans:print               GET  plan,annex               200   200   200  200  200  200   200  200   404  in
plans:output              GET  plan,annex,kind          200   200   200  200  200  200   200  200   404  in
plans:plan_output         GET  plan,plan_kind           200   200   200  200  200  200   200  200   404  in
plans:template            GET  plan,annex               200   200   403  200  200  403   403  403   404  in
plans:upload_new          GET  plan,annex               200   200   403  200  200  403   403  403   404  in
plans:upload_new          POST plan,annex               422   422   403  422  422  403   403  403   404  in
plans:all_tasks           GET  -                        200   200   200  200  200  200   200  200   200  in
plans:all_tasks_xlsx      GET  -                        200   200   200  200  200  200   200  200   200  in
plans:tasks               GET  plan                     200   200   200  200  200  200   200  200   404  in
plans:tasks_xlsx          GET  plan                     200   200   200  200  200  200   200  200   404  in
plans:task                GET  plan,annex,line,step     200   200   200  200  200  200   200  200   404  in
plans:task_done           POST plan,annex,line,step     422   422   403  403  403  403   403  403   404  in
plans:task_undone         POST plan,annex,line,step     422   422   403  403  403  403   403  403   404  in
plans:uploads             GET  -                        200   200   200  200  200  200   200  200   200  in
plans:upload              GET  upload                   200   200   200  200  404  404   200  404   404  in
plans:upload_answer       POST upload                   302   302   403  302  404  404   403  404   404  in
plans:upload_confirm      POST upload                   302   302   403  302  404  404   403  404   404  in
plans:upload_abandon      POST upload                   302   302   403  302  404  404   403  404   404  in
plans:upload_undo         POST upload                   302   302   403  302  404  404   403  404   404  in
plans:upload_file         GET  upload                   200   200   200  200  404  404   200  404   404  in
plans:upload_findings     GET  upload                   200   200   200  200  404  404   200  404   404  in
reports:home              GET  -                        200   200   200  200  200  200   200  200   200  in
reports:summary_index     GET  -                        302   302   302  302  302  302   302  302   200  in
reports:summary           GET  plan                     200   200   200  200  200  200   200  200   404  in
reports:summary_xlsx      GET  plan                     200   200   200  200  200  200   200  200   404  in
reports:district          GET  plan,north               200   200   200  200  200  200   200  200   404  in
reports:district          GET  plan,south               200   200   200  404  200  404   200  404   404  in
reports:communes          GET  plan                     404   404   404  404  404  404   404  404   404  in
reports:commune           GET  plan,first               200   200   200  200  200  200   200  200   404  in
reports:commune           GET  plan,third               200   200   200  404  200  404   200  404   404  in
criteria:grid             GET  province,period,stage    200   200   200  200  200  200   200  200   404  in
criteria:save             POST province,period,stage    400   400   400  400  400  400   400  400   404  401
criteria:cell             GET  province,period,stage,first,key 200 200 200 200 200 200 200 200 404 in
criteria:cell             GET  province,period,stage,third,key 200 200 200 404 200 404 200 404 404 in
reports:results_index     GET  -                        302   302   302  302  302  302   302  302   200  in
reports:results           GET  province,period          200   200   200  200  200  200   200  200   404  in
reports:results_xlsx      GET  province,period          200   200   200  200  200  200   200  200   404  in
reports:results_district  GET  province,period,north    200   200   200  200  200  200   200  200   404  in
reports:results_district  GET  province,period,south    200   200   200  404  200  404   200  404   404  in
reports:results_communes  GET  province,period          404   404   404  404  404  404   404  404   404  in
reports:results_commune   GET  province,period,first    200   200   200  200  200  200   200  200   404  in
reports:results_commune   GET  province,period,third    200   200   200  404  200  404   200  404   404  in
reports:works             GET  plan                     200   200   200  200  200  200   200  200   404  in
reports:works_xlsx        GET  plan                     200   200   200  200  200  200   200  200   404  in
reports:results_works     GET  province,period          200   200   200  200  200  200   200  200   404  in
reports:results_works_xlsx GET province,period          200   200   200  200  200  200   200  200   404  in
reports:results_nearly    GET  province,period          200   200   200  200  200  200   200  200   404  in
reports:results_nearly_xlsx GET province,period          200   200   200  200  200  200   200  200   404  in
criteria:entry            GET  -                        200   200   200  200  200  200   403  403   200  in
criteria:level_sets       GET  -                        200   200   200  200  200  200   200  200   200  in
criteria:levels           GET  province,set             200   200   200  200  200  200   200  200   404  in
criteria:levels           POST province,set             422   422   403  403  403  403   403  403   404  in
criteria:periods          GET  -                        200   200   200  200  200  200   200  200   200  in
criteria:period_new       GET  -                        200   200   403  403  403  403   403  403   200  in
criteria:period_new       POST -                        422   422   403  403  403  403   403  403   422  in
criteria:period_edit      GET  province,period          200   200   403  403  403  403   403  403   404  in
criteria:period_edit      POST province,period          422   422   403  403  403  403   403  403   404  in
criteria:period_delete    POST province,period          302   302   403  403  403  403   403  403   404  in
criteria:sheet            GET  province,period,stage    200   200   200  200  200  200   200  200   404  in
criteria:move             POST province,period,stage    422   422   403  422  403  403   403  403   404  in
criteria:proposals        GET  province,period,stage    200   200   200  200  200  200   200  200   404  in
criteria:proposals_xlsx   GET  province,period,stage    200   200   200  200  200  200   200  200   404  in
criteria:proposals_accept POST province,period,stage    422   422   403  422  422  403   403  403   404  in
criteria:proposals_reasons POST province,period,stage   302   302   403  302  302  403   403  403   404  in
criteria:proposals_batch  GET  province,period,stage,act 200  200   200  200  200  200   200  200   404  in
criteria:proposals_undo   POST province,period,stage,act 302  302   403  302  302  403   403  403   404  in
criteria:evidence_list    GET  province,period          200   200   200  200  200  200   200  200   404  in
criteria:evidence_commune GET  province,period,first    200   200   200  200  200  200   200  200   404  in
criteria:evidence_commune GET  province,period,third    200   200   200  404  200  404   200  404   404  in
criteria:evidence_new     GET  province,period,first    200   200   403  403  403  403   403  403   404  in
criteria:evidence_new     POST province,period,first    422   422   403  403  403  403   403  403   404  in
criteria:evidence_reuse   GET  province,period,first    200   200   403  403  403  403   403  403   404  in
criteria:evidence_reuse   POST province,period,first    422   422   403  403  403  403   403  403   404  in
criteria:evidence_use     GET  province,period,first,paper 200 200 403 403 403 403 403 403 404 in
criteria:evidence_use     POST province,period,first,paper 422 422 403 403 403 403 403 403 404 in
criteria:evidence_drop    POST province,period,first,paper,indicator 302 302 403 403 403 403 403 403 404 in
criteria:evidence_edit    GET  paper                    200   200   200  200  200  200   200  200   404  in
criteria:evidence_edit    POST paper                    422   422   403  403  403  403   403  403   404  in
criteria:evidence_edit    GET  south_paper              200   200   200  404  200  404   200  404   404  in
criteria:evidence_file    GET  paper                    200   200   200  200  200  200   200  200   404  in
criteria:evidence_file    GET  south_paper              200   200   200  404  200  404   200  404   404  in
criteria:evidence_put_back POST paper                   302   302   403  403  403  403   403  403   404  in
criteria:evidence_unused  GET  -                        200   200   403  403  403  403   403  403   200  in
criteria:recognitions     GET  -                        200   200   200  200  200  200   200  200   200  in
criteria:recognitions_xlsx GET -                        200   200   200  200  200  200   200  200   200  in
criteria:recognition_new  GET  -                        200   200   403  403  403  403   403  403   200  in
criteria:recognition_new  POST -                        422   422   403  403  403  403   403  403   422  in
criteria:recognition      GET  decided.first            200   200   200  200  200  200   200  200   404  in
criteria:recognition      GET  decided.third            200   200   200  404  200  404   200  404   404  in
criteria:recognition_edit GET  decided.first            200   200   403  403  403  403   403  403   404  in
criteria:recognition_edit POST decided.first            422   422   403  403  403  403   403  403   404  in
criteria:recognition_edit GET  decided.third            200   200   403  404  403  404   403  404   404  in
criteria:recognition_end  GET  decided.first            200   200   403  403  403  403   403  403   404  in
criteria:recognition_end  POST decided.first            422   422   403  403  403  403   403  403   404  in
criteria:recognition_delete GET decided.first           200   200   403  403  403  403   403  403   404  in
criteria:recognition_delete POST decided.first          422   422   403  403  403  403   403  403   404  in
reports:history           GET  -                        200   200   200  200  200  200   200  200   200  in
reports:history_xlsx      GET  -                        200   200   200  200  200  200   200  200   200  in
plans:results_template    GET  province,period,stage,results 200 200 403 200 200 403 403 403 404 in
plans:results_upload_new  GET  province,period,stage,results 200 200 403 200 200 403 403 403 404 in
plans:results_upload_new  POST province,period,stage,results 422 422 403 422 422 403 403 403 404 in
plans:results_output      GET  province,period,stage,results,kind 200 200 200 200 200 200 200 200 404 in
plans:results_output      GET  province,period,stage,annex,kind   404 404 404 404 404 404 404 404 404 in
admin:index               GET  -                        200   302   302  302  302  302   302  302   302  302
admin:login               GET  -                        302   403   403  403  403  403   403  403   403  in
admin:accounts_user_changelist GET -                    200   302   302  302  302  302   302  302   302  in
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()[1:]]


@pytest.fixture
def things(world, cast, settings):
    """What arguments of the rows may name."""
    settings.LOGIN_REDIRECT_URL = "/"
    upload, _ = receive_upload(annex=world.annex, user=cast.officer, name="hỏng.xlsx", data=b"-")
    changeset = open_changeset(user=cast.officer, channel="upload")
    AnnexVersion.objects.create(annex=world.annex, number=1, changeset=changeset)
    PlanTask.objects.create(
        plan=world.plan, annex=world.annex, line="1", step="appraisal", position=1, title="Thẩm định"
    )
    make_indicators(world.criteria[0], [("1.1", "boolean")])
    period = make_period(world)
    taken = Edit(world.communes[0].pk, "c1", 0, text="1", derived=True)
    sheet, day = open_sheet(period, "district"), period.opens_on
    save_edits(sheet=sheet, user=cast.officer, edits=[taken], today=day, reason=ACCEPTED)
    units = {
        "north": world.north,
        "south": world.south,
        "first": world.communes[0],
        "third": world.communes[2],
    }
    codes = {name: unit.code for name, unit in units.items()}
    papers = [make_evidence(cast.staff, period, [(units[name], "i1.1")]) for name in ("first", "third")]
    return SimpleNamespace(
        cast=cast,
        plan=world.plan.slug,
        annex=world.annex.code,
        upload=upload.pk,
        line="1",
        step="appraisal",
        kind="json",
        page="muc-luc",
        plan_kind="docx",
        section=PlanSection.objects.create(plan=world.plan, position=1, heading="Mục đích").pk,
        way="len",
        province=world.province.code,
        set=world.criteria_set.code,
        period=period.code,
        stage="district",
        key="c1",
        act=Changeset.objects.get(reason=ACCEPTED).pk,
        results="commune-results-criteria",
        decided=SimpleNamespace(
            first=make_recognition(world.communes[0], cast.staff).pk,
            third=make_recognition(world.communes[2], cast.staff).pk,
        ),
        paper=papers[0].pk,
        south_paper=papers[1].pk,
        indicator="i1.1",
        **codes,
    )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: " ".join(row[:3]))
def test_access(things, row):
    name, method, arguments, *expected = row
    paths = [] if arguments == "-" else arguments.split(",")
    url = reverse(name, args=[attrgetter(path)(things) for path in paths])
    got = {role: answer(method, url, getattr(things.cast, role)) for role in ROLES}
    assert got == dict(zip(ROLES, expected, strict=True))


def answer(method, url, user):
    """Status of one request, whose effects are taken back."""
    client = Client()
    with transaction.atomic():
        if user.is_authenticated:
            client.force_login(user)
        response = client.generic(method, url, content_type="application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    list(response)  # a file is streamed and stays open until it is read
    to_login = response.get("Location", "").startswith(reverse("accounts:login"))
    return "in" if to_login else str(response.status_code)


def url_names(patterns, namespace=""):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}:{pattern.name}"
        else:
            yield from url_names(pattern.url_patterns, pattern.namespace or namespace)


def test_every_url_has_a_row():
    names = {name for name in url_names(get_resolver().url_patterns) if name.split(":")[0] in OURS}
    assert names - {row[0] for row in ROWS} == set()
