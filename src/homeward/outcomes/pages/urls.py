"""Addresses of the outcomes pages."""

from django.urls import path

from homeward.outcomes.pages import (
    board_pack,
    count_again,
    definitions,
    exports,
    framework,
    measure,
    public_picture,
    rows,
)

urlpatterns = [
    path("outcomes", framework.framework, name="outcomes"),
    path("outcomes/collect", count_again.count_again, name="outcomes_collect"),
    path("outcomes/counting", count_again.counting, name="outcomes_counting"),
    path("outcomes/definitions", definitions.definitions, name="definitions"),
    path("outcomes/board-pack", board_pack.board_pack_page, name="board_pack"),
    path("outcomes/board-pack.docx", board_pack.board_pack_file, {"ending": "docx"}, name="board_pack_docx"),
    path("outcomes/board-pack.pdf", board_pack.board_pack_file, {"ending": "pdf"}, name="board_pack_pdf"),
    path("outcomes/for-everybody", public_picture.public_picture, name="public_picture"),
    path("outcomes/for-everybody.pdf", public_picture.public_picture_file, name="public_picture_pdf"),
    path("outcomes/exports", exports.exports_page, name="exports"),
    path("outcomes/exports/numbers.csv", exports.numbers_file, name="export_numbers"),
    path("outcomes/exports/definitions.json", exports.definitions_file, name="export_definitions"),
    path("outcomes/exports/dictionary.md", exports.dictionary_file, name="export_dictionary"),
    path("outcomes/<slug:code>", measure.measure_page, name="outcome"),
    path("outcomes/<slug:code>/rows", rows.rows_page, name="outcome_rows"),
]
