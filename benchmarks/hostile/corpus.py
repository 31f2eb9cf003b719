"""Hostile files, generated from a seed: the same corpus on every machine, without files in the repository."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage

import docx
import pypdfium2
from PIL import Image

from ascertain.entrypoints.demo.samples import random_content, render

_PDF_WORDS = (
    b"/Length",
    b"/Count",
    b"/Kids",
    b"/Parent",
    b"/Filter",
    b"/FlateDecode",
    b"/MediaBox",
    b"/W ",
    b"/Size",
    b"startxref",
    b"endobj",
    b"stream",
    b"/Font",
)


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file, and a description of how it was made."""

    name: str
    data: bytes
    made: str


def corpus(*, seed: int = 1, fuzzed: int = 150) -> Iterator[Hostile]:
    """All files: about a hundred that are built here, and `fuzzed` mutations of good ones."""
    rng = random.Random(seed)
    good = _good()
    yield from _archives(rng)
    yield from _pictures(rng)
    yield from _pdfs(rng, good["a.pdf"])
    yield from _messages(rng, good["a.pdf"])
    yield from _texts(rng)
    yield from _renamed(rng, good)
    for index in range(fuzzed):
        name = rng.choice(list(good))
        data, made = _mutated(rng, good[name])
        yield Hostile(f"fuzz-{index:03d}-{name}", data, f"{made} of {name}")


def _good() -> dict[str, bytes]:
    pdf = render("utility_bill", "A", random_content("utility_bill", 1))
    document = pypdfium2.PdfDocument(pdf)
    picture = document[0].render(scale=0.6).to_pil().convert("RGB")
    document.close()
    found = {"a.pdf": pdf, "b.pdf": render("passport", "B", random_content("passport", 2))}
    for name, form in (("c.png", "PNG"), ("d.jpg", "JPEG"), ("e.tiff", "TIFF")):
        out = io.BytesIO()
        picture.save(out, form)
        found[name] = out.getvalue()
    paper = docx.Document()
    paper.add_heading("Board resolution", 1)
    paper.add_paragraph("Resolved that Ilse Varga be appointed. " * 20)
    table = paper.add_table(rows=2, cols=2)
    table.rows[0].cells[0].text = "Director"
    out = io.BytesIO()
    paper.save(out)
    found["f.docx"] = out.getvalue()
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.com", "b@example.com", "documents"
    message.set_content("Please find the bill attached. " * 10)
    message.add_attachment(pdf, maintype="application", subtype="pdf", filename="bill.pdf")
    found["g.eml"] = message.as_bytes()
    return found


def _mutated(rng: random.Random, data: bytes) -> tuple[bytes, str]:
    """The data changed in one of the ways of a fuzzer, and the name of the way."""
    kind = rng.choice(["bits", "cut", "doubled", "zeros", "swapped", "numbers", "spliced", "grown", "words"])
    changed = bytearray(data)
    at = rng.randrange(len(data))
    if kind == "bits":
        for _ in range(rng.choice((1, 8, 64, 512))):
            changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    elif kind == "cut":
        changed = changed[:at]
    elif kind == "doubled":
        part = data[at : at + rng.choice((10, 200, 5000))]
        changed[at:at] = part * rng.choice((2, 50))
    elif kind == "zeros":
        length = rng.choice((4, 100, 3000))
        changed[at : at + length] = b"\0" * length
    elif kind == "swapped":
        middle = sorted((at, rng.randrange(len(data))))
        changed = changed[middle[1] :] + changed[middle[0] : middle[1]] + changed[: middle[0]]
    elif kind == "numbers":
        digits = [i for i, byte in enumerate(changed) if 48 <= byte <= 57]
        for i in rng.sample(digits, min(len(digits), rng.choice((1, 10, 100)))):
            changed[i] = rng.choice(b"0123456789-")
    elif kind == "spliced":
        other = rng.randrange(len(data))
        changed[at : at + 300] = data[other : other + rng.choice((30, 3000))]
    elif kind == "grown":
        changed += rng.randbytes(rng.choice((100, 100_000)))
    else:
        word = rng.choice(_PDF_WORDS)
        changed = bytearray(bytes(changed).replace(word, rng.choice((b"", word * 3, word + b" -1", b"/X"))))
    return bytes(changed), kind


def _archives(rng: random.Random) -> Iterator[Hostile]:
    """Zip bombs and broken DOCX files."""

    def packed(parts: dict[str, bytes]) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in parts.items():
                archive.writestr(name, data)
        return out.getvalue()

    types = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    # Compressed, 400 MB of zeros are 400 kB.
    bomb = b"\0" * (400 << 20)
    yield Hostile("bomb.docx", packed({"[Content_Types].xml": types, "word/document.xml": bomb}), "400 MB of zeros")
    del bomb  # 400 MB
    # Nine levels of entities, each ten times the one before.
    lol = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">' + b"".join(
        f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">'.encode() for i in range(9)
    ) + b"]><w:document xmlns:w='x'>&j;</w:document>"  # fmt: skip
    yield Hostile("laughs.docx", packed({"[Content_Types].xml": types, "word/document.xml": lol}), "a billion laughs")
    outside = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="x">&x;</w:document>'
    yield Hostile(
        "outside.docx",
        packed({"[Content_Types].xml": types, "word/document.xml": outside}),
        "an entity of a file outside",
    )
    deep = b"<w:document xmlns:w='x'>" + b"<w:p>" * 100_000 + b"</w:p>" * 100_000 + b"</w:document>"
    yield Hostile("deep.docx", packed({"[Content_Types].xml": types, "word/document.xml": deep}), "nested 100,000 deep")
    yield Hostile(
        "paths.docx", packed({"../../etc/cron.d/x": b"x", "[Content_Types].xml": types}), "a path that climbs"
    )
    yield Hostile("empty.docx", packed({}), "an archive of nothing")
    yield Hostile("many.docx", packed({f"word/{i}.xml": b"<x/>" for i in range(20_000)}), "20,000 members")
    inner = packed({"a": b"\0" * 1_000_000})
    for depth in range(6):
        inner = packed({f"{i}.zip": inner for i in range(3)})
        yield Hostile(f"nest-{depth}.docx", inner, f"archives {depth + 1} deep")
    yield Hostile(
        "macro.docx", packed({"[Content_Types].xml": types, "word/vbaProject.bin": rng.randbytes(500)}), "a macro"
    )


def _pictures(rng: random.Random) -> Iterator[Hostile]:
    """Images with absurd sizes and false headers."""

    def png(width: int, height: int, rows: bytes) -> bytes:
        def chunk(kind: bytes, data: bytes) -> bytes:
            return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

        head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
        return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")

    for width, height in (
        (60_000, 60_000),
        (2**31 - 1, 1),
        (1, 2**31 - 1),
        (0, 10),
        (200_000, 3),
        (3, 200_000),
        (1, 1),
    ):
        yield Hostile(f"size-{width}x{height}.png", png(width, height, b"\0" * 1000), f"{width} x {height} pixels")
    yield Hostile("bomb.png", png(30_000, 30_000, b"\0" * (30_001 * 3_000)), "a picture that unpacks to a gigabyte")
    for kind in (b"\xff\xd8\xff\xe0", b"II*\x00", b"MM\x00*", b"\x89PNG\r\n\x1a\n"):
        yield Hostile(f"head-{kind[:2].hex()}.jpg", kind + rng.randbytes(3000), "a head and noise")
    loop = b"II*\x00\x08\x00\x00\x00" + b"\x00\x00" + struct.pack("<I", 8)
    yield Hostile("loop.tiff", loop, "a directory that is its own next")
    frames = [Image.new("1", (8, 8)) for _ in range(3000)]
    out = io.BytesIO()
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:])
    yield Hostile("frames.tiff", out.getvalue(), "3,000 frames")


def _pdfs(rng: random.Random, good: bytes) -> Iterator[Hostile]:
    """PDFs with scripts, loops, absurd page boxes and deep nesting."""

    def pdf(*objects: bytes, trailer: bytes = b"/Root 1 0 R") -> bytes:
        body = b"".join(b"%d 0 obj%sendobj\n" % (number, data) for number, data in enumerate(objects, 1))
        return b"%PDF-1.7\n" + body + b"trailer<<" + trailer + b">>\n%%EOF\n"

    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %s]%s>>"
    catalog, kids = b"<</Type/Catalog/Pages 2 0 R%s>>", b"<</Type/Pages/Kids[3 0 R]/Count %d>>"
    for size in (b"1e38 1e38", b"-100 -100", b"0 0", b"14400 14400", b"1 999999", b"nan inf"):
        yield Hostile(
            f"box-{size.decode().replace(' ', '_')}.pdf",
            pdf(catalog % b"", kids % 1, page % (size, b"")),
            f"a page of {size.decode()}",
        )
    for count in (-1, 0, 2**31, 10**12):
        yield Hostile(
            f"count-{count}.pdf", pdf(catalog % b"", kids % count, page % (b"200 200", b"")), f"declares {count} pages"
        )
    script = b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\);while\\(true\\){})>>"
    yield Hostile("script.pdf", pdf(catalog % script, kids % 1, page % (b"200 200", b"")), "a script at opening")
    launch = b"/OpenAction<</S/Launch/F(/bin/sh)>>"
    yield Hostile("launch.pdf", pdf(catalog % launch, kids % 1, page % (b"200 200", b"")), "starts a program")
    yield Hostile(
        "uri.pdf",  # the metadata address of cloud machines
        pdf(catalog % b"/OpenAction<</S/URI/URI(http://169.254.169.254/)>>", kids % 1, page % (b"200 200", b"")),
        "calls an address",
    )
    yield Hostile(
        "self.pdf", pdf(catalog % b"", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"), "pages that are their own kids"
    )
    yield Hostile(
        "parent.pdf",
        pdf(catalog % b"", kids % 1, b"<</Type/Page/Parent 3 0 R/MediaBox 3 0 R>>"),
        "a page that is its own parent",
    )
    form = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>/Length 5>>stream\n/F Do\nendstream "
    resources = b"/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>"
    yield Hostile(
        "form.pdf",
        pdf(catalog % b"", kids % 1, page % (b"200 200", resources), b"<</Length 5>>stream\n/F Do\nendstream ", form),
        "a form that draws itself",
    )
    for size in (10**5, 10**7):
        drawn = zlib.compress(b"0 0 m 9 9 l S\n" * (size // 14))
        stream = b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream " % (len(drawn), drawn)
        yield Hostile(
            f"drawing-{size}.pdf",
            pdf(catalog % b"", kids % 1, page % (b"200 200", b"/Contents 4 0 R"), stream),
            f"{size:,} bytes of strokes",
        )
    packed = zlib.compress(zlib.compress(b"\0" * (200 << 20)))
    stream = b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%s\nendstream " % (len(packed), packed)
    yield Hostile(
        "twice.pdf",
        pdf(catalog % b"", kids % 1, page % (b"200 200", b"/Contents 4 0 R"), stream),
        "packed twice, 200 MB",
    )
    for depth in (500, 50_000):
        yield Hostile(
            f"deep-{depth}.pdf",
            pdf(catalog % b"", kids % 1, page % (b"200 200", b"/X" + b"[" * depth + b"]" * depth)),
            f"nested {depth:,} deep",
        )
    yield Hostile("eof.pdf", good + b"%%EOF\n" * 20_000, "20,000 ends")
    yield Hostile("revisions.pdf", good * 200, "200 files after one another")
    yield Hostile("poly.pdf", b"PK\x03\x04" + rng.randbytes(500) + good, "a PDF behind the head of an archive")


def _messages(rng: random.Random, good: bytes) -> Iterator[Hostile]:
    """E-mails with false charsets, deep nesting and huge headers."""
    head = "From: a@example.com\nTo: b@example.com\nMIME-Version: 1.0\nSubject: "
    for depth in (30, 3000):
        nest = "".join(f'Content-Type: multipart/mixed; boundary="b{i}"\n\n--b{i}\n' for i in range(depth))
        yield Hostile(f"nest-{depth}.eml", f"{head}x\n{nest}text\n".encode(), f"{depth:,} parts deep")
    yield Hostile(
        "charset.eml",
        f"{head}x\nContent-Type: text/plain; charset=klingon\n\nhello there, dear sir\n".encode(),
        "an unknown charset",
    )
    yield Hostile(
        "long.eml", (head + "y" * 2_000_000 + "\n\nbody of the letter\n").encode(), "a subject of two megabytes"
    )
    yield Hostile(
        "base64.eml", f"{head}x\nContent-Transfer-Encoding: base64\n\n!!!!not base64!!!!\n".encode(), "false base64"
    )
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.com", "b@example.com", "many"
    message.set_content("many documents")
    for index in range(300):
        message.add_attachment(b"text of a paper", maintype="text", subtype="plain", filename=f"{index}.txt")
    yield Hostile("many.eml", message.as_bytes(), "300 attachments")
    for name in ("../../etc/passwd", "a\x00b.pdf", "x" * 5000 + ".pdf", "con", ""):
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = "a@example.com", "b@example.com", "name"
        message.set_content("a paper with a name")
        message.add_attachment(good, maintype="application", subtype="pdf", filename=name.replace("\x00", "%00"))
        yield Hostile(f"name-{len(name)}.eml", message.as_bytes(), f"an attachment named {name[:20]!r}")
    html = "<html>" + "<div>" * 50_000 + "<script>alert(1)</script><img src=http://169.254.169.254/>" + "</html>"
    yield Hostile("html.eml", f"{head}x\nContent-Type: text/html\n\n{html}\n".encode(), "HTML nested 50,000 deep")
    for index in range(6):
        yield Hostile(f"noise-{index}.eml", head.encode() + rng.randbytes(2000), "noise behind a head")


def _texts(rng: random.Random) -> Iterator[Hostile]:
    """Texts with NULs, typst markup, endless lines and bidirectional controls."""
    yield Hostile("nul.txt", b"Dear Sir,\0 we\0 write" * 50, "NULs")
    yield Hostile(
        "markup.txt", b'#import "/etc/passwd": *\n#read("/etc/passwd")\n#while true {}\n' * 20, "markup of the layouter"
    )
    yield Hostile("line.txt", b"a" * 3_000_000, "one line of three megabytes")
    yield Hostile("lines.txt", b"a\n" * 400_000, "400,000 lines")
    yield Hostile("turn.txt", ("\u202e\u2066Ilse Varga\u2069 " * 500).encode(), "letters that turn the line")
    yield Hostile("marks.txt", ("a" + "\u0301" * 2000 + " ").encode() * 20, "2,000 accents on a letter")
    yield Hostile("utf16.txt", b"\xff\xfe" + b"\x00\xd8" * 500, "halves of surrogates")
    yield Hostile("bom.txt", b"\xef\xbb\xbf", "a byte order mark and nothing")
    yield Hostile("deep.md", b">" * 20_000 + b" quoted\n", "a quotation 20,000 deep")
    for index in range(6):
        yield Hostile(f"noise-{index}.txt", rng.randbytes(3000), "noise")


def _renamed(rng: random.Random, good: dict[str, bytes]) -> Iterator[Hostile]:
    """Files under the names of others, and unsupported types."""
    names = list(good)
    for index in range(20):
        source, other = rng.sample(names, 2)
        yield Hostile(f"as-{index:02d}-{other}", good[source], f"{source} named {other}")
    elf = b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 20
    others = {"run.pdf": elf, "run.png": b"MZ" + rng.randbytes(3000), "page.html": b"<html><script>alert(1)</script></html>" * 30,
              "draw.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>" * 20,
              "x.zip": b"PK\x05\x06" + b"\0" * 18,
              "sound.mp3": b"ID3\x03" + rng.randbytes(2000), "a.gz": b"\x1f\x8b\x08" + rng.randbytes(500),
              "a.rtf": b"{\\rtf1 " + b"{" * 50_000,
              "a.ps": b"%!PS\n{ } loop\n", "data.json": b"[" * 100_000, "shell.txt": b"#!/bin/sh\nrm -rf /\n" * 10}  # fmt: skip
    for name, data in others.items():
        yield Hostile(name, data, "a type that is not read, or hardly")
