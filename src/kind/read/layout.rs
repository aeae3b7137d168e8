//! Reads 版式 of `kind.yaml`.

use super::KindReader;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::kind::layout::{LEVELS, Layout, LayoutPart, LeftOut, NUMBERINGS, PARTS, Presence};
use crate::kind::{Kind, keys};
use crate::source::{Span, Spanned};
use crate::yaml::{self, Node};

/// What a part may be.
const PRESENCES: [(&str, Presence); 3] =
    [("是", Presence::Present), ("否", Presence::Absent), ("可不写", Presence::Optional)];

impl KindReader<'_> {
    /// 版式: names, and mappings where more is to be said. `kind` has its contents already.
    pub(super) fn layouts(&mut self, node: Node, kind: &Kind) -> Vec<Layout> {
        let mut layouts: Vec<Layout> = Vec::new();
        let mut places: Vec<Span> = Vec::new();
        for item in self.reader.list(node, "版式").unwrap_or_default() {
            let read = match item.kind {
                yaml::Kind::Map(_) => self.layout(item, kind),
                _ => {
                    let name = self.reader.line(item, "版式");
                    name.map(|name| (name.span, Layout::plain(&name.value)))
                }
            };
            let Some((span, mut layout)) = read else { continue };
            match layouts.iter().position(|known| known.name == layout.name) {
                Some(known) => {
                    let name = Spanned { value: layout.name, span };
                    self.twice("版式", &name, places.get(known).copied());
                }
                None => {
                    layout.place = Some(span);
                    layouts.push(layout);
                    places.push(span);
                }
            }
        }
        layouts
    }

    /// One that more is said of, and where its name stands.
    fn layout(&mut self, node: Node, kind: &Kind) -> Option<(Span, Layout)> {
        let mut fields = self.reader.fields(node, "一个版式", None)?;
        let name = fields.required("名称", &mut self.reader);
        let name = name.and_then(|node| self.reader.line(node, "名称"));
        let mut layout = Layout::default();
        layout.description = self.optional_line(&mut fields, "说明");
        for (key, part, is_optional) in PARTS {
            let Some(node) = fields.optional(key) else { continue };
            let presence = match part {
                LayoutPart::Salutation => self.salutation(node, &mut layout),
                _ if is_optional => self.reader.word(node, key, &PRESENCES),
                _ => self.reader.word(node, key, &PRESENCES[..2]),
            };
            if let Some(presence) = presence {
                layout.declare(part, presence);
            }
        }
        if let Some(node) = fields.optional("编号") {
            self.numbering(node, &mut layout);
        }
        if let Some(node) = fields.optional("不印") {
            layout.left_out = self.left_out(node, kind);
        }
        fields.finish(&mut self.reader);
        let name = name?;
        layout.name = name.value;
        Some((name.span, layout))
    }

    /// 称呼: 是, 否, or the words of it.
    fn salutation(&mut self, node: Node, layout: &mut Layout) -> Option<Presence> {
        let words = self.reader.line(node, "称呼")?;
        let known = PRESENCES[..2].iter().find(|(word, _)| *word == words.value);
        if let Some((_, presence)) = known {
            return Some(*presence);
        }
        layout.salutation = Some(words.value);
        Some(Presence::Present)
    }

    /// 编号: of each level that is not numbered from one below each heading above it.
    fn numbering(&mut self, node: Node, layout: &mut Layout) {
        let Some(mut levels) = self.reader.fields(node, "编号", None) else { return };
        for (level, numbering) in LEVELS.into_iter().zip(&mut layout.numbering) {
            let Some(node) = levels.optional(level) else { continue };
            if let Some(word) = self.reader.word(node, level, &NUMBERINGS) {
                *numbering = word;
            }
        }
        levels.finish(&mut self.reader);
    }

    /// 不印: `其他`, or a part of entries: `不足.原因`.
    fn left_out(&mut self, node: Node, kind: &Kind) -> Vec<LeftOut> {
        let known = texts(kind);
        let mut left_out = Vec::new();
        for written in self.reader.lines(node, "不印").unwrap_or_default() {
            if !known.contains(&written.value) {
                let known = || known.iter().map(String::as_str);
                let help = match nearest(&written.value, known()) {
                    Some(meant) => format!("改为“{meant}”"),
                    None => format!("可以写：{}", known().collect::<Vec<_>>().join("、")),
                };
                self.reader.report(
                    Diagnostic::new(Code::E0218, format!("不印的不能是“{}”", written.value))
                        .at(written.span, "这一种报告没有这一项文字")
                        .help(help),
                );
                continue;
            }
            let (key, part) = match written.value.split_once('.') {
                Some((key, part)) => (key, Some(part.to_owned())),
                None => (written.value.as_str(), None),
            };
            left_out.push(LeftOut { key: key.to_owned(), part });
        }
        left_out
    }
}

/// What a layout may leave out: the contents, the parts of their entries, the 套话.
fn texts(kind: &Kind) -> Vec<String> {
    let outline = kind.outline().map(|outline| outline.key.clone());
    let lists = kind.lists().flat_map(|(list, parts)| {
        let parts = keys(parts).into_iter().map(|part| format!("{}.{part}", list.key));
        std::iter::once(list.key.clone()).chain(parts)
    });
    outline.into_iter().chain(lists).chain(kind.texts().map(|(key, _)| key.to_owned())).collect()
}
