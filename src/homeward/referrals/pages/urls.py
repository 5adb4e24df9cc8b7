"""Addresses of the front door."""

from django.urls import path

from homeward.referrals.pages import correcting, deciding, showing, taking

urlpatterns = [
    path("referrals/new", taking.take, name="referral_new"),
    path("referrals/<int:pk>", showing.show, name="referral"),
    path("referrals/<int:pk>/triage", showing.triage, name="referral_triage"),
    path("referrals/<int:pk>/start", correcting.start, name="referral_start"),
    path("referrals/<int:pk>/decide/<slug:kind>", deciding.decide, name="referral_decide"),
    path("referrals/<int:pk>/answers/<int:answer>/given", deciding.given, name="answer_given"),
]
