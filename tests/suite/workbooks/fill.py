"""Fills in the form of a department as a person would, who knows nothing but the form: the names of
its sheets, the labels over its columns and those in its rows.

    fill.py FORM.xlsx < what the department's file says, as JSON
"""

import json
import sys

import openpyxl

FORM = sys.argv[1]
SAYS = json.load(sys.stdin)


def column(sheet, label):
    """The column below a label, whatever row the label stands in."""
    for row in sheet.iter_rows(max_row=10):
        for cell in row:
            if cell.value == label:
                return cell.column
    raise SystemExit(f"{FORM}: no {label} in {sheet.title}")


def rows(sheet, label, wanted):
    """The rows with such a text below a label."""
    at = column(sheet, label)
    return [row for row in range(2, sheet.max_row + 1) if sheet.cell(row, at).value == wanted]


def empty_row(sheet, labels):
    """The first row below the header with nothing in these columns."""
    columns = [column(sheet, label) for label in labels]
    row = 2
    while any(sheet.cell(row, at).value not in (None, "") for at in columns):
        row += 1
    return row


def put(sheet, row, label, value):
    cell = sheet.cell(row, column(sheet, label))
    cell.value = value.rstrip("\n") if isinstance(value, str) else value
    if isinstance(value, str):
        # A text that begins with = is none that is computed.
        cell.data_type = "s"


def latin(character):
    return character < "\u2000" and not character.isspace()


def on_one_line_each(text):
    """A text with each paragraph on a line, as a cell has it: blank lines part paragraphs."""
    paragraphs = []
    for part in text.split("\n\n"):
        joined = ""
        for line in part.split("\n"):
            parted = joined and line and latin(joined[-1]) and latin(line[0])
            joined += (" " if parted else "") + line
        paragraphs.append(joined)
    return "\n".join(paragraphs)


def put_row(sheet, labels, values):
    row = empty_row(sheet, labels)
    for label, value in zip(labels, values):
        put(sheet, row, label, value)


def figures(book, said):
    sheet = book["指标"]
    for name, value in said.items():
        if isinstance(value, dict):
            raise SystemExit(f"{FORM}: {name} has members")
        found = rows(sheet, "名称", name)
        if len(found) != 1:
            raise SystemExit(f"{FORM}: {name} has {len(found)} rows")
        if value is not None:
            put(sheet, found[0], "数值", "\n".join(value) if isinstance(value, list) else value)


def prose(book, said):
    sheet = book["正文"]
    for key, texts in said.items():
        texts = [on_one_line_each(text) for text in (texts if isinstance(texts, list) else [texts])]
        for row, text in zip(rows(sheet, "条目", key), texts):
            put(sheet, row, "正文", text)
        for text in texts[len(rows(sheet, "条目", key)):]:
            put_row(sheet, ["条目", "正文"], [key, text])


def entries(book, key, said):
    for entry in said:
        put_row(book[key], list(entry), [on_one_line_each(text) for text in entry.values()])


def remarks(book, matter, said):
    for name, text in said:
        put_row(book["说明"], ["名称", "事项", "内容"], [name, matter, text])


book = openpyxl.load_workbook(FORM)
for key, said in SAYS.items():
    if key in ("部门", "年度") or said is None:
        continue
    elif key == "指标":
        figures(book, said)
    elif key == "正文":
        prose(book, said)
    elif key == "说明":
        remarks(book, key, said.items())
    elif key == "照录":
        remarks(book, key, [("", text) for text in said])
    elif key in ("填报人", "联系电话"):
        remarks(book, key, [("", said)])
    elif key in book.sheetnames:
        entries(book, key, said)
    else:
        raise SystemExit(f"{FORM}: no place for {key}")
book.save(FORM)
