"""Addresses of the messages that wait for a person."""

from django.urls import path

from homeward.exchange.pages import views

urlpatterns = [
    path("messages", views.listing, name="messages"),
    path("messages/<int:pk>", views.show, name="message"),
    path("messages/<int:pk>/body", views.body, name="message_body"),
    path("messages/<int:pk>/retry", views.retry, name="message_retry"),
    path("messages/<int:pk>/resolve", views.settle, name="message_resolve"),
]
