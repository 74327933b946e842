"""Inputs for the fuzzer: sound documents, broken in the ways files break and in ways somebody might break them."""

from __future__ import annotations

import copy
import io
import random
import warnings
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from lxml import etree
from tests.hostile.making import page_with, stream
from tests.store.making import minutes, table

from kbbt.store.sealed import seal

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "samples"

WORDS = [
    *"()（）「」『』[]{}<>|*_#~`\\/：:；;。，、.-—–=+@&%$!?\"'",
    "\n", "\t", " ", "\u3000", "\r\n", "\x0c", "\x00", "\x1b[31m", "\u202e", "\u200b", "\ufeff", "\ud800", "\U0002f800", "\ue000", "⽂", "㈠", "①",
    "壹、", "一、", "(一)", "（二）", "1.", "(1)", "1、", "十、", "廿一、", "甲、", "99999999999、", "-1.", "０１．",
    "時間：", "地點：", "主席：", "紀錄：", "會議決議：", "會議結論", "臨時動議：", "散會：", "案由：", "說明：", "決議：", "資料時間：",
    "方案名稱", "最新辦理情形",
    "113年7月11日", "115 年 2 月 9 日(星期一)", "下午 2 時 70 分", "0年0月0日", "99999年99月99日", "1130711", "113.7.11", "同年底",
    "本(114)年", "第9季",
    "本案持續列管。", "同意解列", "予以解列", "俟明年再評估是否解除列管", "取消提案", "(共 6 案，持續列管 5 案、解列 1 案)", "9案合併為6案",
    "原「", "」調整為「", "」及「",
    "共" + "9" * 30 + "案", "(" * 40, "「" * 40, "一" * 200, "1" * 200, " " * 300, "{{", "}}", "{%", "%}", "</w:t>", "&amp;", "&#0;",
    "<table>", "|---|",
]  # fmt: skip
NUMBERS = [
    "0",
    "-1",
    "1",
    "2",
    "999",
    "65535",
    "2147483648",
    "99999999999999999999",
    "NaN",
    "1e309",
    "",
    "x",
    "true",
    "٣",
]

Maker = Callable[[random.Random], tuple[str, bytes]]


def samples(*suffixes: str) -> list[Path]:
    """The samples of these kinds."""
    return [path for path in sorted(SAMPLES.iterdir()) if path.suffix in suffixes]


def broken_bytes(rng: random.Random, data: bytes) -> bytes:
    """Bits flipped, pieces cut out, doubled, moved, overwritten."""
    out = bytearray(data)
    for _n in range(rng.choice((1, 1, 2, 5, 20))):
        at = rng.randrange(len(out) + 1)
        size = min(rng.choice((1, 2, 8, 100, 5000)), len(out) - at)
        match rng.randrange(6):
            case 0 if out:
                out[min(at, len(out) - 1)] ^= 1 << rng.randrange(8)
            case 1:
                del out[at : at + size]
            case 2:
                out[at:at] = out[at : at + size]
            case 3:
                out[at : at + size] = rng.randbytes(size)
            case 4:
                out[at:at] = rng.choice(NUMBERS).encode()
            case _ if rng.random() < 0.1:
                del out[at:]
    return bytes(out)


def broken_text(rng: random.Random, text: str) -> str:
    """Lines and words moved, doubled, dropped, joined; words that mean something put where they do not belong."""
    lines = text.split("\n")
    start = rng.randrange(max(1, len(lines) - 60))
    lines = lines[:4] + lines[start : start + rng.randrange(5, 80)]
    for _n in range(rng.choice((1, 3, 10, 30))):
        at = rng.randrange(len(lines))
        line = lines[at]
        cut = rng.randrange(len(line) + 1)
        match rng.randrange(7):
            case 0:
                lines[at] = line[:cut] + "".join(rng.choices(WORDS, k=rng.choice((1, 1, 3)))) + line[cut:]
            case 1:
                lines[at] = line[:cut] + line[cut + rng.randrange(1, 6) :]
            case 2:
                lines.insert(rng.randrange(len(lines)), line)
            case 3 if len(lines) > 1:
                del lines[at]
            case 4:
                lines[at : at + 2] = ["".join(lines[at : at + 2])]
            case 5:
                lines[at : at + 1] = [line[:cut], line[cut:]]
            case _:
                lines[at] = "".join(rng.choices(WORDS, k=rng.randrange(12)))
    return "\n".join(lines)


def text_file(rng: random.Random) -> tuple[str, bytes]:
    """A text sample, broken; sometimes in another encoding."""
    text = broken_text(rng, rng.choice(samples(".txt")).read_text(encoding="utf-8"))
    encoding = rng.choice(("utf-8",) * 8 + ("utf-8-sig", "utf-16", "big5", "gb18030"))
    errors = "surrogatepass" if encoding.startswith("utf") else "replace"
    return rng.choice(("a.txt", "a.md", "a.txt", "a.html")), text.encode(encoding, errors)


def html_file(rng: random.Random) -> tuple[str, bytes]:
    """Words and tags in any order."""
    tags = ["<table>", "<tr>", "<td>", "<td colspan=3>", "<td rowspan=0>", "<th>", "</table>", "<p>", "<ol type=i start=-5>", "<li>", "</ol>",
            "<ol style='list-style-type: cjk-ideographic'>", "<br>", "<!--", "-->", "<h1>", "<thead>", "<tbody>", "<del>", "<span hidden>",
            "<svg>"]  # fmt: skip
    lines = broken_text(rng, rng.choice(samples(".txt")).read_text(encoding="utf-8")).split("\n")
    body = "".join(rng.choice(tags) + line for line in lines)
    return "a.html", f"<!DOCTYPE html><html><body>{body}".encode("utf-8", "surrogatepass")


def office_file(rng: random.Random) -> tuple[str, bytes]:
    """A DOCX or ODT whose XML, or whose zip, is broken."""
    path = rng.choice(samples(".docx", ".odt"))
    data = path.read_bytes()
    if rng.random() < 0.15:
        return path.name, broken_bytes(rng, data)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parts = [name for name in source.namelist() if name.endswith(".xml")]
        victims = rng.sample(parts, min(len(parts), rng.choice((1, 1, 2))))
        victims += [
            name
            for name in ("word/document.xml", "content.xml", "word/numbering.xml", "word/styles.xml")
            if name in parts and rng.random() < 0.6
        ]
        for name in source.namelist():
            member = source.read(name)
            if name in victims:
                member = broken_bytes(rng, member) if rng.random() < 0.1 else broken_xml(rng, member)
            target.writestr(name, member)
    return path.name, out.getvalue()


def broken_xml(rng: random.Random, data: bytes) -> bytes:
    """Elements moved, doubled, dropped, wrapped; attributes and texts that make no sense."""
    root = etree.fromstring(data)
    elements = list(root.iter(etree.Element))
    if len(elements) > 1500:  # a short document is as good, and quicker
        body = next((one for one in elements if etree.QName(one).localname in ("body", "text") and len(one) > 50), None)
        if body is not None:
            first = rng.randrange(len(body))
            last = first + rng.randrange(1, 40)
            for child in [child for n, child in enumerate(body) if not first <= n < last]:
                if etree.QName(child).localname != "sectPr":
                    body.remove(child)
        elements = list(root.iter(etree.Element))
    names = [one.tag for one in elements]
    for _n in range(rng.choice((1, 3, 10, 40))):
        one = rng.choice(elements)
        parent = one.getparent()
        match rng.randrange(7):
            case 0 if parent is not None:
                parent.remove(one)
            case 1 if parent is not None:
                parent.insert(rng.randrange(len(parent) + 1), copy.deepcopy(one))
            case 2 if one.attrib:
                one.set(rng.choice(list(one.attrib)), rng.choice(NUMBERS + WORDS_XML))
            case 3:
                one.text = "".join(rng.choices(WORDS_XML, k=rng.randrange(4)))
            case 4:
                one.tag = rng.choice(names)
            case 5 if parent is not None and one not in rng.choice(elements).iterancestors():
                target = rng.choice(elements)
                if one is not target and one not in target.iterancestors():
                    target.append(one)
            case _ if one.attrib:
                del one.attrib[rng.choice(list(one.attrib))]
    return etree.tostring(root)


WORDS_XML = [
    word
    for word in WORDS
    if all(c in "\n\t\r" or (c >= " " and not 0xD800 <= ord(c) < 0xE000) for c in word) and "\ufffe" not in word
]


def pdf_file(rng: random.Random) -> tuple[str, bytes]:
    """A PDF sample broken, or a page drawn at random."""
    if rng.random() < 0.3:
        return "a.pdf", broken_bytes(rng, rng.choice(samples(".pdf")).read_bytes())
    return "a.pdf", drawn_page(rng)


def drawn_page(rng: random.Random) -> bytes:
    """One page with Chinese text and rules, about where they would be in a table, and now and then where they never are."""
    lines = broken_text(rng, rng.choice(samples(".txt")).read_text(encoding="utf-8")).split("\n")
    parts: list[str] = []
    y = 800.0
    for line in lines:
        for piece in line.split("\t"):
            x = rng.choice((60.0, 60.0, 200.0, 201.5, 350.0, rng.uniform(-50, 700)))
            code = piece[:60].encode("utf-16-be", "replace").hex()
            size = rng.choice((12, 12, 12, 8, 0, -12, 300))
            matrix = rng.choice(("1 0 0 1",) * 8 + ("0 1 -1 0", "-1 0 0 -1", "1 0 0.3 1", "0 0 0 0"))
            parts.append(f"BT /F {size} Tf {rng.choice((0, 0, 0, 3))} Tr {matrix} {x:.2f} {y:.2f} Tm <{code}> Tj ET")
        y -= rng.choice((16, 16, 16, 0, 30, -200))
        if rng.random() < 0.7:
            parts.append(f"{rng.choice((50, 50, 55))} {y + 12:.1f} m {rng.choice((545, 545, 300))} {y + 12:.1f} l S")
    columns = [x for x in (50, 195, 545) if rng.random() < 0.7]
    parts += [f"{x} 820 m {x} {rng.choice((20, 20, 400, 820))} l S" for x in columns]
    for _n in range(rng.choice((0, 0, 3, 40))):
        numbers = " ".join(f"{rng.uniform(-100, 900):.1f}" for _i in range(4))
        parts.append(
            f"{numbers} {rng.choice(('re S', 're f', 're W n', 're B*', 'rg', 'k', 'cm', 'd', 'Tm', 'TJ', 'y'))}"
        )
    content = stream(zlib.compress("\n".join(parts).encode()), b"/Filter/FlateDecode")
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/MSung/Encoding/UniCNS-UTF16-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0"
        b"/BaseFont/MSung/CIDSystemInfo<</Registry(Adobe)/Ordering(CNS1)/Supplement 4>>/DW 1000>>]>>"
    )
    box = rng.choice((b"0 0 595 842",) * 6 + (b"0 0 842 595", b"-100 -100 500 700", b"595 842 0 0", b"0 0 0 0"))
    turn = rng.choice(
        (b"",) * 6 + (b"]/Rotate 90/X[", b"]/Rotate -180/X[", b"]/UserUnit 10/X[", b"]/CropBox[100 100 300 300")
    )
    data = page_with(content, box=box + turn, extra={5: font})
    return broken_bytes(rng, data) if rng.random() < 0.2 else data


def plain_text(rng: random.Random) -> tuple[str, bytes]:
    """A few lines of words and sample text."""
    text = broken_text(rng, rng.choice(samples(".txt")).read_text(encoding="utf-8")) if rng.random() < 0.5 else ""
    return "x", (text[:2000] + "".join(rng.choices(WORDS, k=rng.randrange(40)))).encode("utf-8", "surrogatepass")


def declaration(rng: random.Random) -> tuple[str, bytes]:
    """A built-in declaration with keys, values and lines broken."""
    paths = [path for path in sorted((ROOT / "parsers").rglob("*.toml")) if path.parent.name != "phrases"]
    lines = rng.choice(paths).read_text(encoding="utf-8").split("\n")
    values = [
        '"(a+)+$"',
        '"(.*)*x"',
        '"("',
        "true",
        "[]",
        "{}",
        "-1",
        '""',
        '"{year}"',
        '"{nothing}"',
        '"(?P<date>.)"',
        '"x"',
        "1979-05-27",
        '["a", "a"]',
    ]
    for _n in range(rng.choice((1, 1, 2, 5))):
        at = rng.randrange(len(lines))
        key, equals, _value = lines[at].partition("=")
        match rng.randrange(6):
            case 0 if equals:
                lines[at] = f"{key}= {rng.choice(values)}"
            case 1 if equals:
                lines[at] = f"{key.strip()}{rng.choice(('x', '.names', '2', ' '))} {equals}{_value}"
            case 2:
                lines.insert(at, rng.choice(lines))
            case 3:
                del lines[at]
            case 4:
                cut = rng.randrange(len(lines[at]) + 1)
                lines[at] = lines[at][:cut] + rng.choice([w for w in WORDS if "\ud800" not in w]) + lines[at][cut:]
            case _:
                lines.insert(
                    at,
                    rng.choice(
                        (
                            'extends = "status-report"',
                            'extends = "fuzz"',
                            'extends = "common"',
                            "version = 2",
                            "[title]",
                        )
                    ),
                )
        lines = lines or [""]
    return "fuzz.toml", "\n".join(lines).encode("utf-8", "replace")


def template(rng: random.Random) -> tuple[str, bytes]:
    """A template of pieces that are sound, odd, or an attack."""
    pieces = [
        "{{ report.title }}", "{% for g in report.groups %}", "{% for e in g.entries %}", "{% endfor %}", "{{ e.name }}", "{% if e %}",
        "{% endif %}", "{% else %}",
        "{{ e.text|upper }}", "{{ report.nothing }}", "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{% include '/etc/passwd' %}", "{% import 'os' as os %}", "{{ range(10**9)|list }}", "{{ 'x' * 10**10 }}", "{{ 2 ** 10 ** 8 }}",
        "{{ report.groups|map(attribute='__class__')|list }}",
        "{% set x = [1] %}", "{{ x.append(x) }}", "{{ x }}", "{{ '%s'|format(report.__init__) }}", "{{ 'a'.format_map }}",
        "{{ e.fields['主辦'] }}", "{{ 1/0 }}", "{{ e.date + 1 }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "{{ (report,)*99|length }}", "{#", "#}", "{{", "}}", "{%", "%}",
        "{{ '{0.__class__}'.format(report) }}", "{{ report|attr('__class__') }}",
        "{{ report.model_dump() }}", "{{ words.a }}", "{{ e.marks|join(', ') }}", "{% filter upper %}", "{% endfilter %}", "{% raw %}",
        "{% endraw %}", "{{ 'a'|center(10**9) }}", "\n", "text ",
    ]  # fmt: skip
    return "x", "".join(rng.choices(pieces, k=rng.randrange(1, 9))).encode()


def stored(rng: random.Random) -> tuple[str, bytes]:
    """A file of the store, broken."""
    source = rng.choice((table("a", {"甲": "一", "乙": "二"}), minutes("b", {"甲": "一"})))
    return "x", broken_bytes(rng, seal("source", source))


def frame(rng: random.Random) -> tuple[str, bytes]:
    """Frames of the wire, broken."""
    from kbbt.ingest.wire import send

    out = io.BytesIO()
    for _n in range(rng.randrange(1, 4)):
        send(
            out,
            {
                "error": {"kind": rng.choice(("StoreError", "KbbtError", "SystemExit", "x")), "message": "m"},
                "last": True,
            },
            b"{}" * rng.randrange(9),
        )
    return "x", broken_bytes(rng, out.getvalue()) if rng.random() < 0.9 else rng.randbytes(200)


MAKERS: dict[str, list[Maker]] = {
    "file": [text_file, text_file, html_file, office_file, office_file, pdf_file, pdf_file],
    "repair": [text_file, office_file, pdf_file],
    "dates": [plain_text],
    "declaration": [declaration],
    "template": [template],
    "stored": [stored],
    "frame": [frame],
}
