"""Only the words of a file come into the library; what cannot be read is refused in one sentence."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from organizations.refusals import Refusal
from search import reading, services

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
    'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.'
    'document.main+xml"/></Types>'
)
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body):
    """A Word file with this body."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("[Content_Types].xml", TYPES)
        package.writestr(
            "word/document.xml", f'<?xml version="1.0"?><w:document {WORD}><w:body>{body}</w:body></w:document>'
        )
    return file.getvalue()


def paragraph(words):
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def take(name, content):
    return services.take(SimpleUploadedFile(name, content))


def test_of_a_page_only_its_words_are_kept():
    page = (
        "<html><head><title>x</title><script>alert(1)</script></head><body onload='x()'><h1>某办法</h1>"
        "<p>第一条&nbsp;甲<img src=x onerror=alert(2)>乙。</p><style>p{}</style><p>第二条 &lt;b&gt;丙。</p>"
        "<iframe srcdoc='第三条 假。'></iframe></body></html>"
    )

    parsed = take("某办法.html", page.encode()).parsed

    assert parsed.title == "某办法"
    assert [article.text for article in parsed.articles] == ["甲乙。", "<b>丙。"]


def test_a_word_file_keeps_insertions_and_controls_and_loses_deletions():
    body = (
        paragraph("某办法")
        + '<w:p><w:r><w:t>第一条 甲</w:t></w:r><w:ins w:id="1" w:author="a"><w:r><w:t>乙</w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="a"><w:r><w:delText>丙</w:delText></w:r></w:del></w:p>'
        f"<w:sdt><w:sdtContent>{paragraph('第二条 丁')}</w:sdtContent></w:sdt>"
    )

    assert [article.text for article in take("某办法.docx", docx(body)).parsed.articles] == ["甲乙", "丁"]


def _pdf(text_of_page):
    """A pdf of one page with these words in a standard font, or with none."""
    stream = f"BT /F1 12 Tf 50 700 Td ({text_of_page}) Tj ET".encode() if text_of_page else b""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    file, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    file += b"".join(b"%010d 00000 n \n" % place for place in places)
    return file + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)


def test_a_pdf_of_images_is_told_to_be_one():
    with pytest.raises(Refusal, match="扫描图片"):
        take("扫描.pdf", _pdf(""))


def test_a_pdf_with_text_is_read():
    words = "hand hygiene rules for every ward. " * 5

    assert "hand hygiene" in take("hand.pdf", _pdf(words)).parsed.articles[0].text


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("坏.pdf", b"%PDF-1.4 broken", "已损坏"),
        ("空.txt", b" \n ", "没有正文"),
        ("只有标题.md", "# 某办法".encode(), "没有正文"),
        ("表.xlsx", b"PK", "不能作为法规文本"),
        ("改名.docx", "第一条 甲".encode(), "不是真正的docx"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(name, content, sentence):
    with pytest.raises(Refusal, match=sentence):
        take(name, content)


def test_broken_lines_of_a_page_are_put_together_and_page_numbers_left_out():
    text = "某办法\n第一条 医疗机构应当加强医疗废物的安全管理，防止\n疾病传播。\n- 3 -\n第二条 自公布之日起施行。"

    assert reading.joined(text).split("\n")[1:] == [
        "第一条 医疗机构应当加强医疗废物的安全管理，防止疾病传播。",
        "第二条 自公布之日起施行。",
    ]


def test_a_text_in_an_old_encoding_is_read():
    assert take("某办法.txt", "某办法\n第一条 甲。".encode("gb18030")).parsed.articles[0].text == "甲。"
