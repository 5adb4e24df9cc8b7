"""How a Word document of ours looks: pandoc's own reference document with other letters, tables and a foot. Pure."""

import io
import re
import zipfile

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FOOT = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:ftr xmlns:w="{_W}"><w:p><w:pPr><w:jc w:val="right"/></w:pPr>
<w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:t xml:space="preserve">Page </w:t></w:r>
<w:fldSimple w:instr=" PAGE "><w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:t>1</w:t></w:r></w:fldSimple>
<w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:t xml:space="preserve"> of </w:t></w:r>
<w:fldSimple w:instr=" NUMPAGES "><w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:t>1</w:t></w:r></w:fldSimple>
</w:p></w:ftr>"""
_PAGE = (
    f'<w:sectPr><w:footerReference xmlns:r="{_R}" w:type="default" r:id="rIdFoot"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1134" w:right="1020" w:bottom="1247" w:left="1020" w:header="567" w:footer="567" w:gutter="0"/>'
    "</w:sectPr>"
)
"""A4, with margins of about 18 mm, and the foot on every page."""
_LINES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="AEB7BD"/>' for side in ("top", "bottom", "insideH")
)
_OWN_STYLES = """
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Said"><w:name w:val="Said"/><w:basedOn w:val="BodyText"/>
<w:qFormat/><w:pPr><w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="005EB8"/></w:pBdr></w:pPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Key"><w:name w:val="Key"/><w:basedOn w:val="BodyText"/>
<w:qFormat/><w:rPr><w:sz w:val="18"/></w:rPr></w:style>
"""


def look_of(reference: bytes) -> bytes:
    """A reference document changed into our look: the same parts, one more for the foot, in the same order."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(reference)) as given,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for name in given.namelist():
            change = _CHANGES.get(name)
            data = given.read(name)
            written.writestr(_dated(name), change(data.decode()).encode() if change else data)
        written.writestr(_dated("word/footer-pages.xml"), _FOOT)
    return made.getvalue()


def _dated(name: str) -> zipfile.ZipInfo:
    """A part of the file without the time at which it was written."""
    part = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    part.compress_type = zipfile.ZIP_DEFLATED
    return part


def _styles(text: str) -> str:
    fonts = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial" w:eastAsia="Arial"/>'
    text = re.sub(r"<w:rFonts[^>]*/>", fonts, text)
    text = re.sub(r'<w:color w:val="[0-9A-Fa-f]{6}"[^>]*/>', '<w:color w:val="212B32"/>', text)
    text = re.sub(r'(<w:docDefaults>.*?<w:sz w:val=")\d+', r"\g<1>20", text, count=1, flags=re.DOTALL)
    text = re.sub(r'(<w:docDefaults>.*?<w:szCs w:val=")\d+', r"\g<1>20", text, count=1, flags=re.DOTALL)
    text = re.sub(
        r'(<w:style [^>]*w:styleId="Table".*?)(<w:tblCellMar>)',
        rf"\1<w:tblBorders>{_LINES}</w:tblBorders>\2",
        text,
        count=1,
        flags=re.DOTALL,
    )
    text = text.replace('<w:tblStylePr w:type="firstRow">', f'<w:tblStylePr w:type="firstRow">{_HEADINGS}')
    text = re.sub(
        r'(<w:style [^>]*w:styleId="Compact".*?)(</w:style>)', r"\1" + _SMALL + r"\2", text, count=1, flags=re.DOTALL
    )
    return text.replace("</w:styles>", f"{_OWN_STYLES}</w:styles>")


_HEADINGS = "<w:rPr><w:b/><w:bCs/></w:rPr>"
_SMALL = '<w:rPr><w:sz w:val="17"/><w:szCs w:val="17"/></w:rPr>'
"""Eight and a half points, for the words of tables."""


def _page(text: str) -> str:
    return re.sub(r"<w:sectPr.*?</w:sectPr>|<w:sectPr[^>]*/>", _PAGE, text, flags=re.DOTALL)


def _relations(text: str) -> str:
    foot = f'<Relationship Id="rIdFoot" Type="{_R}/footer" Target="footer-pages.xml"/>'
    return text.replace("</Relationships>", f"{foot}</Relationships>")


def _types(text: str) -> str:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
    return text.replace("</Types>", f'<Override PartName="/word/footer-pages.xml" ContentType="{kind}"/></Types>')


_CHANGES = {
    "word/styles.xml": _styles,
    "word/document.xml": _page,
    "word/_rels/document.xml.rels": _relations,
    "[Content_Types].xml": _types,
}
