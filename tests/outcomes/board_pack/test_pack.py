"""The board pack: what is in it, that it shows no small number, and that its three forms say the same."""

import io
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
import zipfile
import zlib
from html import unescape
from pathlib import Path

import pytest

from homeward.outcomes.board_pack.as_docx import pack_as_docx
from homeward.outcomes.board_pack.as_html import pack_as_html
from homeward.outcomes.board_pack.as_pdf import pack_as_pdf
from homeward.outcomes.board_pack.blocks import Bullets, Chart, Heading, Pack, Paragraph, Table
from homeward.outcomes.board_pack.content import pack_of
from homeward.outcomes.board_pack.months import MonthUnusable, month_asked
from tests.outcomes.board_pack.year import OCTOBER, a_year, delayed, said, seen
from tests.support.borough import make_borough
from tests.support.changes import marked

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
needs_pdftotext = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed here")


@pytest.fixture
def pack(db: None, home: Path) -> Pack:
    """October of a year in which everything that a pack can show is there."""
    borough = make_borough()
    marked(borough.head, title="*One* number | #let $x$ <b>&amp;</b>")
    delays = [row for n in range(12) for row in delayed(OCTOBER, f"reason_{n:02}", stays=5, days=5 * (n + 1))]
    snapshot = a_year(home, other={"delays": delays, "answers": said(OCTOBER, (10, 10, 10, 40, 30))})
    return pack_of(snapshot, OCTOBER)


def table(pack: Pack, caption: str) -> Table:
    return next(one for one in pack.blocks if isinstance(one, Table) and one.caption.startswith(caption))


def words_of(pack: Pack) -> list[str]:
    """Everything the pack says, piece by piece."""
    found: list[str] = []
    for one in pack.blocks:
        match one:
            case Heading() | Paragraph():
                found.append(one.words)
            case Bullets():
                found += one.items
            case Table():
                found += [one.caption, *one.headings, *(cell for row in one.rows for cell in row if cell)]
    return found


def as_one(text: str) -> str:
    return " ".join(text.split())


def docx_parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def docx_text(data: bytes) -> str:
    paragraphs = ET.fromstring(docx_parts(data)["word/document.xml"]).iter(f"{W}p")
    return as_one(" ".join("".join(run.text or "" for run in one.iter(f"{W}t")) for one in paragraphs))


def test_each_measure_has_its_figure_counts_and_version(pack: Pack) -> None:
    rows = {row[0]: row for row in table(pack, "How soon").rows}
    assert rows["Seen within 2 hours"] == (
        "Seen within 2 hours",
        "80%",
        "70% or more",
        rows["Seen within 2 hours"][3],
        "30",
        "40",
        "0",
        "2",
    )
    full = dict(table(pack, "Seen within 2 hours, October 2026").rows)  # type: ignore[arg-type]
    assert full["Numerator"] == "30"
    assert full["Denominator: referrals"] == "40"
    assert "Data as at 4 November 2026 at 12:00" in " ".join(words_of(pack))


def test_every_headline_measure_stands_in_full_with_its_definition(pack: Pack) -> None:
    said_of_version = [words for words in words_of(pack) if words.startswith("Definition version")]
    assert len(said_of_version) == sum(1 for row in table(pack, "Headline measures").rows) - len(_uncounted(pack))


def _uncounted(pack: Pack) -> list[str]:
    return [words for words in words_of(pack) if words == "There is nothing to count for this month."]


def test_the_ten_reasons_that_cost_most_days_are_listed_and_the_rest_counted(pack: Pack) -> None:
    rows = table(pack, "Reasons for delay").rows
    assert [days for _, days, _ in rows] == [str(5 * n) for n in range(12, 2, -1)]
    assert any("2 more reasons are not shown" in words for words in words_of(pack))


def test_what_people_said_is_told_on_their_own_scale(pack: Pack) -> None:
    assert table(pack, "Share of answers").rows == (("People we helped", "10%", "10%", "10%", "40%", "30%", "100"),)


def test_a_phased_change_of_the_last_12_months_is_named(pack: Pack) -> None:
    assert table(pack, "Changes phased in").rows[0][0] == "*One* number | #let $x$ <b>&amp;</b>"


@pytest.mark.parametrize(
    ("seen_in_time", "many", "shown"),
    [(3, 3, "under 5"), (3, 40, "under 5"), (0, 4, "under 5"), (5, 5, "5"), (7, 40, "5"), (8, 40, "10")],
)
def test_no_small_number_leaves(home: Path, db: None, seen_in_time: int, many: int, shown: str) -> None:
    snapshot = a_year(home, last_month=seen(OCTOBER, many=many, in_time=seen_in_time))
    row = next(row for row in table(pack_of(snapshot, OCTOBER), "How soon").rows if row[0] == "Seen within 2 hours")
    assert shown in row[4:6]
    assert row[1] == "Not shown" or shown != "under 5"


def test_a_reason_that_held_up_few_people_has_no_line_and_is_never_alone_without_one(home: Path, db: None) -> None:
    delays = [
        *delayed(OCTOBER, "many", stays=20, days=60),
        *delayed(OCTOBER, "some", stays=6, days=12),
        *delayed(OCTOBER, "few", stays=4, days=8),
    ]
    found = table(pack_of(a_year(home, other={"delays": delays}), OCTOBER), "Reasons for delay")
    assert [row[0] for row in found.rows] == ["Many"]


@pytest.mark.parametrize(
    ("spread", "shown"), [((5, 5, 5, 20, 15), True), ((5, 5, 5, 20, 14), False), ((4, 5, 5, 20, 30), False)]
)
def test_a_spread_of_few_answers_is_not_shown(home: Path, db: None, spread: tuple[int, ...], shown: bool) -> None:
    found = table(pack_of(a_year(home, other={"answers": said(OCTOBER, spread)}), OCTOBER), "Share of answers")
    assert ("Not shown" not in found.rows[0]) == shown


def test_word_says_everything_with_real_headings_tables_and_words_for_every_picture(pack: Pack) -> None:
    made = pack_as_docx(pack)
    text = docx_text(made)
    assert [words for words in words_of(pack) if as_one(words) not in text] == []
    document = ET.fromstring(docx_parts(made)["word/document.xml"])
    styles = [one.get(f"{W}val") for one in document.iter(f"{W}pStyle")]
    headings = [one for one in pack.blocks if isinstance(one, Heading)]
    assert styles.count("Heading1") == sum(1 for one in headings if one.level == 1)
    assert styles.count("Heading2") == sum(1 for one in headings if one.level == 2)
    assert len(list(document.iter(f"{W}tblHeader"))) == sum(1 for one in pack.blocks if isinstance(one, Table))
    drawn = [one for one in document.iter() if one.tag.endswith("}docPr")]
    charts = [one for one in pack.blocks if isinstance(one, Chart)]
    assert [one.get("descr") for one in drawn] == [one.alt for one in charts]
    assert charts
    assert [one.get(f"{W}type") for one in document.iter(f"{W}br")].count("page") == styles.count("Heading1") - 1
    foot = docx_parts(made)["word/footer-pages.xml"].decode()
    assert " PAGE " in foot
    assert "footerReference" in docx_parts(made)["word/document.xml"].decode()


def test_the_html_file_says_everything_and_needs_nothing_beside_it(pack: Pack) -> None:
    page = pack_as_html(pack).decode()
    text = as_one(unescape(re.sub(r"<[^>]+>", " ", page)))
    assert [words for words in words_of(pack) if as_one(words) not in text] == []
    assert "<link" not in page
    assert "src=" not in page
    assert page.count('class="spc-chart"') == sum(1 for one in pack.blocks if isinstance(one, Chart))


def streams_of(pdf: bytes) -> bytes:
    """The file with everything in it that was packed, unpacked."""
    found = [pdf]
    for one in re.finditer(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(one[1]))
        except zlib.error:
            continue
    return b"\n".join(found)


def test_the_pdf_is_tagged_titled_and_has_words_for_every_picture(pack: Pack) -> None:
    inside = streams_of(pack_as_pdf(pack))
    charts = sum(1 for one in pack.blocks if isinstance(one, Chart))
    assert b"/StructTreeRoot" in inside
    assert b"pdfuaid:part" in inside
    assert b"Board pack for October 2026" in inside
    assert len(re.findall(rb"/S\s*/Figure\b", inside)) >= charts
    assert len(set(re.findall(rb"/Alt\s*[(<].{60}", inside, re.DOTALL))) == charts
    assert len(re.findall(rb"/S\s*/Table\b", inside)) == sum(1 for one in pack.blocks if isinstance(one, Table))


@needs_pdftotext
def test_the_pdf_says_everything(pack: Pack, tmp_path: Path) -> None:
    (tmp_path / "pack.pdf").write_bytes(pack_as_pdf(pack))
    asked = ["pdftotext", "-raw", str(tmp_path / "pack.pdf"), "-"]
    text = subprocess.run(asked, capture_output=True, check=True, text=True).stdout
    said_in_one = re.sub(
        r"\s+", "", re.sub(r"Board pack for October 2026\. .*?Page \d+ of \d+", "", text, flags=re.DOTALL)
    )
    missing = [words for words in words_of(pack) if re.sub(r"\s+", "", words) not in said_in_one]
    across_pages = [words for words in missing if len(words) > 200]  # a paragraph that a page's end breaks
    assert [words for words in missing if words not in across_pages] == []
    assert len(across_pages) < 4


def test_equal_facts_make_equal_files(pack: Pack) -> None:
    assert pack_as_pdf(pack) == pack_as_pdf(pack)
    assert pack_as_docx(pack) == pack_as_docx(pack)


@pytest.mark.parametrize("text", ["2026-13", "October", "2026-11", "2027-01", "2026-1", "../etc"])
def test_a_month_that_cannot_be_is_refused_in_a_sentence(home: Path, text: str) -> None:
    with pytest.raises(MonthUnusable, match=r"2026-10"):
        month_asked(a_year(home), text)


def test_without_a_month_it_is_the_last_one_that_was_over(home: Path) -> None:
    assert month_asked(a_year(home), "") == OCTOBER
