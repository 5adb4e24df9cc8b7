"""Addresses of the desk."""

from django.urls import path

from homeward.desk.pages import (
    caseload,
    details,
    flow_board,
    limits,
    own_referrals,
    record,
    team_board,
    to_do,
    visits,
    worklist,
)

urlpatterns = [
    path("worklist", worklist.worklist, name="worklist"),
    path("worklist/rows", worklist.worklist_rows, name="worklist_rows"),
    path("worklist/answers", worklist.answers, name="answers"),
    path("worklist/limits", limits.limits, name="limits"),
    path("caseload", caseload.caseload_page, name="caseload"),
    path("team-board", team_board.team_board_page, name="team_board"),
    path("to-do", to_do.to_do_page, name="to_do"),
    path("flow", flow_board.flow_page, name="flow"),
    path("flow/now", flow_board.flow_now, name="flow_now"),
    path("people/<int:pk>", record.record, name="record"),
    path("people/<int:pk>/details", details.person_details, name="person_details"),
    path("my-referrals", own_referrals.own_referrals, name="own_referrals"),
    path("my-referrals/answers/<int:pk>/read", own_referrals.answer_read, name="own_answer_read"),
    path("episodes/<int:pk>/visits/new", visits.visit_new, name="visit_new"),
    path("visits/<int:pk>/withdraw", visits.visit_withdraw, name="visit_withdraw"),
]
