//! The sheet 本部门报告, as the YAML that it stands for.

use super::contents::{add, go_on, names, said};
use super::sheet::{Row, Rows, bare};
use super::unread::Unread;
use super::yaml::{At, Key, Node, Words};
use crate::cells::{Cell, Value, Wanted};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{self, FileId};
use crate::workbook::form::{CONTINUED, ITEM, OwnKey, OwnShape, THEME};
use crate::workbook::label::{self, own};

/// 本部门报告; none where nothing is written in it.
pub(super) fn own_report(
    rows: &Rows<'_>,
    keys: &[OwnKey],
    unread: &mut Unread,
) -> Option<(Key, Node)> {
    let mut values: Vec<(Key, Node)> = Vec::new();
    let mut mark = None;
    let mut above: Option<(u32, String)> = None;
    for row in rows.rows() {
        let key = row.text(own::KEY).map(|key| bare(&key).into_owned());
        let known = keys.iter().find(|known| Some(&known.key) == key.as_ref());
        beside(&row, (key.as_deref(), known), keys, unread);
        if key.as_deref() == Some(own::MADE) {
            mark = row.cell(own::TEXT).and_then(Mark::read).map(|mark| (mark, row.at(own::TEXT)));
            continue;
        }
        let Some(words) = row.words(own::TEXT) else {
            if known.is_none() && key.as_deref() != Some(CONTINUED) {
                unread.stray(&row, own::KEY, own::TEXT);
            }
            continue;
        };
        let Some(key) = key.or_else(|| goes_on(above.as_ref(), row.number, keys)) else {
            unread.nameless(&row, own::KEY, own::TEXT, None);
            continue;
        };
        if key == CONTINUED {
            match values.last_mut() {
                Some((_, last)) => go_on(last, words),
                None => unread.goes_on_nothing(&row, own::TEXT),
            }
            continue;
        }
        if let Some(fault) = cut(&row, &key, unread.file) {
            unread.findings.report(fault);
        }
        above = Some((row.number, key.clone()));
        let shape = keys.iter().find(|known| known.key == key).map(|known| &known.shape);
        if let Some(missing) = own_value(&mut values, key, shape, &row, words) {
            unread.nameless(&row, missing, own::TEXT, None);
        }
    }
    let head = match mark {
        Some((_, at)) => Key::at(label::OWN_REPORT, at),
        None => Key::at(label::OWN_REPORT, rows.head(own::KEY)),
    };
    match mark {
        Some((Mark::Other, at)) => unread.strange_mark(at),
        Some((Mark::No, at)) if !values.is_empty() => unread.unwanted(at),
        _ => {}
    }
    match (values.is_empty(), mark) {
        (false, _) => Some((head, Node::Map(values))),
        (true, Some((Mark::Yes | Mark::Other, _))) => Some((head, Node::Nothing)),
        (true, _) => None,
    }
}

/// A number that has more digits than a cell keeps, such as 索引号 that was typed into one that is not for
/// texts.
fn cut(row: &Row<'_>, key: &str, file: FileId) -> Option<Diagnostic> {
    let cell = row.cell(own::TEXT)?;
    let At { sheet, row, column } = row.at(own::TEXT);
    matches!(cell.value, Value::Number { is_cut: true, .. }).then(|| {
        Diagnostic::new(Code::E0417, format!("“{key}”数字位数太多"))
            .at(
                source::Cell { file, sheet, row, column },
                "表格只记得住 15 位数字，后面的已经成了 0",
            )
            .help("先把这一格的格式设为“文本”，再重新填")
    })
}

/// What was typed beside the text of a row and says nothing of it.
fn beside(
    row: &Row<'_>,
    (key, known): (Option<&str>, Option<&OwnKey>),
    keys: &[OwnKey],
    unread: &mut Unread,
) {
    let is_made = key == Some(own::MADE);
    unread.hint(row, |text| match known {
        Some(known) => text == bare(&known.hint),
        None => text == bare(own::MADE_HINT) || keys.iter().any(|key| text == bare(&key.hint)),
    });
    let is_open = row.text(own::TEXT).is_none();
    let is_number = row.text(own::NUMBER).is_none_or(|number| is_place(&number));
    let part = row.text(own::PART).unwrap_or_default();
    let is_part = |shape: &OwnShape| match shape {
        OwnShape::Entries(parts) => parts.contains(&part),
        OwnShape::Outline => THEME.iter().chain(&ITEM).any(|known| *known == part),
        OwnShape::Text
        | OwnShape::Day
        | OwnShape::Paragraphs
        | OwnShape::Word(_)
        | OwnShape::Texts
        | OwnShape::Prose => false,
    };
    // What is missing beside a text is told where the text is entered.
    let (takes_number, takes_part) = match known.map(|known| &known.shape) {
        Some(OwnShape::Text | OwnShape::Day | OwnShape::Paragraphs | OwnShape::Word(_)) => {
            (false, false)
        }
        Some(OwnShape::Texts) => (is_number, false),
        Some(OwnShape::Prose) => (false, !is_open),
        Some(shape) => (is_number || !is_open, is_part(shape) || !is_open),
        None if is_made => (false, false),
        None => (is_number || !is_open, keys.iter().any(|key| is_part(&key.shape)) || !is_open),
    };
    if !takes_number {
        unread.stray(row, own::NUMBER, own::TEXT);
    }
    if !takes_part {
        unread.stray(row, own::PART, own::TEXT);
    }
}

/// Whether a number is that of an item of a list, or of an item within one.
fn is_place(number: &str) -> bool {
    let is_one =
        |number: &str| number.trim().parse().is_ok_and(|number: usize| number <= MOST_ITEMS);
    number.split('.').all(is_one)
}

/// What the first row says: whether there is such a report.
#[derive(Debug, Clone, Copy)]
enum Mark {
    Yes,
    No,
    Other,
}

impl Mark {
    fn read(cell: &Cell) -> Option<Mark> {
        Some(match &*cell.typed(Wanted::YesNo) {
            "" => return None,
            "是" => Mark::Yes,
            "否" => Mark::No,
            _ => Mark::Other,
        })
    }
}

/// The key of a row without one: that of the list right above it, whose items have no names.
fn goes_on(above: Option<&(u32, String)>, row: u32, keys: &[OwnKey]) -> Option<String> {
    let (_, key) = above.filter(|(number, _)| number + 1 == row)?;
    let known = keys.iter().find(|known| known.key == *key)?;
    (known.shape == OwnShape::Texts).then(|| key.clone())
}

/// Enters a row of the sheet; what it lacks where that cannot be.
fn own_value(
    values: &mut Vec<(Key, Node)>,
    key: String,
    shape: Option<&OwnShape>,
    row: &Row<'_>,
    mut words: Words,
) -> Option<&'static str> {
    words.are_paragraphs = !matches!(
        shape,
        Some(OwnShape::Text | OwnShape::Day | OwnShape::Word(_) | OwnShape::Texts) | None
    );
    let number = row.text(own::NUMBER).unwrap_or_default();
    let part = row.text(own::PART).map(|part| part.trim().to_owned()).unwrap_or_default();
    let at = row.at(own::KEY);
    let known = values.iter().position(|(known, _)| known.text == key);
    let empty = match shape {
        Some(OwnShape::Texts | OwnShape::Entries(_) | OwnShape::Outline) => Node::List(Vec::new()),
        Some(OwnShape::Prose) => Node::Map(Vec::new()),
        Some(OwnShape::Text | OwnShape::Day | OwnShape::Paragraphs | OwnShape::Word(_)) | None => {
            values.push((Key::at(&key, at), Node::Text(words)));
            return None;
        }
    };
    if part.is_empty() && shape != Some(&OwnShape::Texts) {
        return Some(own::PART);
    }
    let known = known.unwrap_or_else(|| {
        values.push((Key::at(&key, at), empty));
        values.len() - 1
    });
    let (_, value) = values.get_mut(known)?;
    let part_key = Key::at(&part, row.at(own::PART));
    match (value, number.split_once('.')) {
        (Node::Map(texts), _) => {
            match texts.iter_mut().find(|(known, _)| known.text == part_key.text) {
                Some((_, text)) => add(text, words),
                None => texts.push((part_key, Node::Text(words))),
            }
        }
        (Node::List(items), _) if matches!(shape, Some(OwnShape::Texts)) => {
            match names(&said(&words)) {
                Some(names) => {
                    let at = row.at(own::TEXT);
                    items.extend(names.into_iter().map(|name| Node::Text(Words::one(at, name))));
                }
                None => items.push(Node::Text(words)),
            }
        }
        (Node::List(themes), Some((theme, item))) => {
            let Some(theme) = item_of(themes, theme) else { return Some(own::NUMBER) };
            let known = theme.iter().position(|(key, _)| key.text == LISTED);
            let known = known.unwrap_or_else(|| {
                theme.push((Key::fixed(LISTED), Node::List(Vec::new())));
                theme.len() - 1
            });
            let Some((_, Node::List(items))) = theme.get_mut(known) else { return None };
            let Some(item) = item_of(items, item) else { return Some(own::NUMBER) };
            item.push((part_key, Node::Text(words)));
        }
        (Node::List(items), None) => {
            let Some(item) = item_of(items, &number) else { return Some(own::NUMBER) };
            item.push((part_key, Node::Text(words)));
        }
        (Node::Nothing | Node::Text(_) | Node::Names(..), _) => {}
    }
    None
}

/// The key under which the items of a theme stand.
const LISTED: &str = "条目";

/// How many items a list may have that is numbered by hand.
const MOST_ITEMS: usize = 1000;

/// The item of a list with a number, from 1.
fn item_of<'i>(items: &'i mut Vec<Node>, number: &str) -> Option<&'i mut Vec<(Key, Node)>> {
    let number: usize = number.trim().parse().ok()?;
    let place = number.checked_sub(1).filter(|place| *place < MOST_ITEMS)?;
    while items.len() <= place {
        items.push(Node::Map(Vec::new()));
    }
    match items.get_mut(place) {
        Some(Node::Map(entries)) => Some(entries),
        _ => None,
    }
}
