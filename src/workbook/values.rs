//! What a department's file says, as the cells of its form hold it.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use rustc_hash::FxHashSet;

use super::form::{Block, Content, Form, ITEM, OwnKey, OwnShape, THEME};
use super::label;
use crate::catalogue::{Catalogue, Family, OTHERS};
use crate::kind::Part;
use crate::prose::on_one_line_each;
use crate::source::Sources;
use crate::yaml::{self, Entry, Kind, Node};

/// What a department's file says.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Values {
    /// 指标, by the name of the metric; members under their own names.
    pub(crate) figures: IndexMap<String, Given>,
    /// 说明, 照录, 填报人, 联系电话
    pub(crate) remarks: Vec<Remark>,
    /// What stands in the file for each kind of report.
    pub(crate) contents: Vec<(Block, Contents)>,
}

/// A value of a figure.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Given {
    /// As it is typed.
    Text(String),
    /// Several texts.
    List(Vec<String>),
}

/// A row of the sheet of remarks.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Remark {
    pub(crate) name: String,
    pub(crate) matter: &'static str,
    pub(crate) text: String,
}

/// What is written for one kind of report.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Contents {
    /// 正文: keys and texts; one key may have several.
    pub(crate) prose: Vec<(String, String)>,
    /// The entries of each list, by its key: the texts of all parts.
    pub(crate) lists: IndexMap<String, Vec<Vec<Option<String>>>>,
    /// 本部门报告; none where there is none.
    pub(crate) own: Option<Vec<OwnValue>>,
    /// The keys of 本部门报告 whose values no cell holds: keys that are not known, empty lists.
    pub(crate) without_cell: Vec<String>,
}

/// A row of the sheet of the department's own report.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct OwnValue {
    pub(crate) key: String,
    /// 序号; empty where the value is no list.
    pub(crate) number: String,
    /// 分项; empty where the value has no keys.
    pub(crate) part: String,
    pub(crate) text: String,
}

impl Values {
    /// What a department's file says, of which the form knows where it belongs.
    pub(crate) fn of(node: &Node, form: &Form, catalogue: &Catalogue, sources: &Sources) -> Values {
        let reader = Reader { sources };
        let mut values = Values::default();
        for entry in entries(child(node, "指标")) {
            reader.figure(entry, catalogue, &mut values.figures);
        }
        for matter in [label::remarks::FILLED_BY, label::remarks::TELEPHONE] {
            let text = child(node, matter).and_then(|node| reader.text(node));
            values.remarks.extend(text.map(|text| Remark { name: String::new(), matter, text }));
        }
        values.remarks.extend(entries(child(node, label::remarks::REASON)).iter().filter_map(
            |entry| {
                let (name, text) = (entry.key.to_string(), reader.text(&entry.value)?);
                Some(Remark { name, matter: label::remarks::REASON, text })
            },
        ));
        for sheet in &form.sheets {
            let Content::OwnReport { block, .. } = &sheet.content else { continue };
            let within = match block {
                Some(kind) => child(node, kind),
                None => Some(node),
            };
            let Some(within) = within else { continue };
            for text in reader.texts(child(within, label::remarks::VERBATIM)) {
                let name = block.clone().unwrap_or_default();
                values.remarks.push(Remark { name, matter: label::remarks::VERBATIM, text });
            }
            values.contents.push((block.clone(), reader.contents(within, form, block)));
        }
        values
    }

    /// What is written for a kind of report.
    pub(crate) fn contents(&self, block: &Block) -> Option<&Contents> {
        self.contents.iter().find(|(of, _)| of == block).map(|(_, contents)| contents)
    }

    /// All that is said, by where it stands, in words of people. The order of the keys of a mapping says
    /// nothing, that of several texts under one key does.
    pub(crate) fn by_place(&self) -> BTreeMap<String, Vec<String>> {
        let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut enter = |place: String, said: String| places.entry(place).or_default().push(said);
        for (name, given) in &self.figures {
            enter(format!("“指标”里的“{name}”"), format!("{given:?}"));
        }
        for Remark { name, matter, text } in &self.remarks {
            let of = if name.is_empty() { String::new() } else { format!("里的“{name}”") };
            enter(format!("“{matter}”{of}"), text.clone());
        }
        for (block, contents) in &self.contents {
            let of = block.as_ref().map(|kind| format!("“{kind}”的")).unwrap_or_default();
            for (key, text) in &contents.prose {
                enter(format!("{of}“正文”里的“{key}”"), text.clone());
            }
            for (key, entries) in &contents.lists {
                entries
                    .iter()
                    .for_each(|entry| enter(format!("{of}“{key}”"), format!("{entry:?}")));
            }
            let own = || format!("{of}“{}”", label::OWN_REPORT);
            if let Some(values) = &contents.own {
                enter(own(), String::new());
                for OwnValue { key, number, part, text } in values {
                    enter(format!("{}里的“{key}”", own()), format!("{number} {part} {text}"));
                }
            }
            for key in &contents.without_cell {
                enter(format!("{}里的“{key}”", own()), String::new());
            }
        }
        places
    }
}

/// The value of a key of a mapping.
fn child<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    entries(Some(node)).iter().find(|entry| entry.key == key).map(|entry| &entry.value)
}

fn entries(node: Option<&Node>) -> &[Entry] {
    match node.map(|node| &node.kind) {
        Some(Kind::Map(entries)) => entries,
        _ => &[],
    }
}

fn items(node: Option<&Node>) -> &[Node] {
    match node.map(|node| &node.kind) {
        Some(Kind::List(items)) => items,
        _ => &[],
    }
}

struct Reader<'s> {
    sources: &'s Sources,
}

impl Reader<'_> {
    /// A text, without the line breaks at its end; none where there is nothing.
    fn text(&self, node: &Node) -> Option<String> {
        let Kind::Scalar { text, style } = &node.kind else { return None };
        let text = yaml::unfolded(text, *style, self.sources.text(node.span));
        let text = text.trim_end_matches(['\n', '\r']);
        (!text.trim().is_empty()).then(|| text.to_owned())
    }

    /// A text as a cell holds it in which each line is a paragraph.
    fn paragraphs(&self, node: &Node) -> Option<String> {
        self.text(node).map(|text| on_one_line_each(&text))
    }

    /// One text or several.
    fn texts(&self, node: Option<&Node>) -> Vec<String> {
        match node {
            Some(node) if matches!(node.kind, Kind::List(_)) => {
                items(Some(node)).iter().filter_map(|item| self.text(item)).collect()
            }
            node => node.and_then(|node| self.text(node)).into_iter().collect(),
        }
    }

    fn given(&self, node: &Node) -> Option<Given> {
        match &node.kind {
            Kind::List(_) => Some(Given::List(self.texts(Some(node)))),
            _ => self.text(node).map(Given::Text),
        }
    }

    fn figure(&self, entry: &Entry, catalogue: &Catalogue, figures: &mut IndexMap<String, Given>) {
        let name = entry.key.as_str();
        match catalogue.family(name) {
            Some(family) if matches!(entry.value.kind, Kind::Map(_)) => {
                self.members(family, &family.members, &entry.value, figures);
            }
            Some(family) if entry.value.as_text() == Some("0") => {
                zero(family.members.iter(), figures);
            }
            _ => {
                let given = self.given(&entry.value);
                figures.extend(given.map(|given| (name.to_owned(), given)));
            }
        }
    }

    /// The members that stand in a mapping; `rest` are those that 其余 means.
    fn members(
        &self,
        family: &Family,
        rest: &[String],
        node: &Node,
        figures: &mut IndexMap<String, Given>,
    ) {
        let mut typed: FxHashSet<&str> = FxHashSet::default();
        let mut others = false;
        for entry in entries(Some(node)) {
            let name = entry.key.as_str();
            let group = family.dimension.groups.iter().position(|group| group.name == name);
            if name == OTHERS {
                others = entry.value.as_text() == Some("0");
            } else if let (Some(group), Kind::Map(_)) = (group, &entry.value.kind) {
                let inner = family.members_of(group);
                typed.extend(inner.iter().map(String::as_str));
                self.members(family, inner, &entry.value, figures);
            } else if let Some(metric) = family.metric(name) {
                typed.insert(metric);
                let given = self.given(&entry.value);
                figures.extend(given.map(|given| (metric.to_owned(), given)));
            }
        }
        if others {
            zero(rest.iter().filter(|metric| !typed.contains(metric.as_str())), figures);
        }
    }

    fn contents(&self, within: &Node, form: &Form, block: &Block) -> Contents {
        let mut contents =
            Contents { prose: self.prose(child(within, "正文")), ..Contents::default() };
        for sheet in &form.sheets {
            match &sheet.content {
                Content::Entries { block: of, key, parts } if of == block => {
                    let keys: Vec<&str> =
                        parts.iter().map(|Part { key, .. }| key.as_str()).collect();
                    let listed = items(child(within, key)).iter();
                    let listed = listed.map(|item| self.parts(item, &keys)).collect();
                    contents.lists.insert(key.clone(), listed);
                }
                Content::OwnReport { block: of, keys } if of == block => {
                    let own = child(within, label::OWN_REPORT);
                    contents.own = own.map(|own| self.own(own, keys));
                    let lost = entries(own).iter().filter(|entry| {
                        let is_known = keys.iter().any(|known| entry.key == known.key);
                        let is_empty_list =
                            matches!(&entry.value.kind, Kind::List(items) if items.is_empty());
                        !is_known || is_empty_list
                    });
                    contents.without_cell = lost.map(|entry| entry.key.to_string()).collect();
                }
                _ => {}
            }
        }
        contents
    }

    fn prose(&self, node: Option<&Node>) -> Vec<(String, String)> {
        let of = |entry: &Entry| {
            let texts = self.texts(Some(&entry.value)).into_iter();
            let key = entry.key.to_string();
            texts.map(|text| (key.clone(), on_one_line_each(&text))).collect::<Vec<_>>()
        };
        entries(node).iter().flat_map(of).collect()
    }

    fn parts(&self, item: &Node, keys: &[&str]) -> Vec<Option<String>> {
        keys.iter().map(|key| child(item, key).and_then(|node| self.paragraphs(node))).collect()
    }

    fn own(&self, own: &Node, keys: &[OwnKey]) -> Vec<OwnValue> {
        let mut values = Vec::new();
        for OwnKey { key, shape, .. } in keys {
            let Some(node) = child(own, key) else { continue };
            let value = |number: String, part: &str, text| OwnValue {
                key: key.clone(),
                number,
                part: part.to_owned(),
                text,
            };
            match shape {
                OwnShape::Text | OwnShape::Day | OwnShape::Word(_) => {
                    values.extend(self.text(node).map(|text| value(String::new(), "", text)));
                }
                OwnShape::Paragraphs => {
                    let text = self.paragraphs(node);
                    values.extend(text.map(|text| value(String::new(), "", text)));
                }
                OwnShape::Texts => {
                    let texts = self.texts(Some(node)).into_iter().enumerate();
                    values.extend(texts.map(|(at, text)| value((at + 1).to_string(), "", text)));
                }
                OwnShape::Prose => values.extend(
                    self.prose(Some(node))
                        .into_iter()
                        .map(|(part, text)| value(String::new(), &part, text)),
                ),
                OwnShape::Entries(parts) => {
                    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
                    values.extend(self.numbered(items(Some(node)), "", &parts, &value));
                }
                OwnShape::Outline => {
                    for (at, theme) in items(Some(node)).iter().enumerate() {
                        let number = (at + 1).to_string();
                        let parts = self.parts(theme, &THEME).into_iter().zip(THEME);
                        values.extend(
                            parts.filter_map(|(text, part)| {
                                Some(value(number.clone(), part, text?))
                            }),
                        );
                        let prefix = format!("{number}.");
                        let listed = items(child(theme, "条目"));
                        values.extend(self.numbered(listed, &prefix, &ITEM, &value));
                    }
                }
            }
        }
        values
    }

    /// The parts of the items of a list, each with the number of its item.
    fn numbered(
        &self,
        listed: &[Node],
        prefix: &str,
        keys: &[&str],
        value: &impl Fn(String, &str, String) -> OwnValue,
    ) -> Vec<OwnValue> {
        let mut values = Vec::new();
        for (at, item) in listed.iter().enumerate() {
            let number = format!("{prefix}{}", at + 1);
            let parts = self.parts(item, keys).into_iter().zip(keys);
            values
                .extend(parts.filter_map(|(text, part)| Some(value(number.clone(), part, text?))));
        }
        values
    }
}

/// Enters a zero for each.
fn zero<'m>(metrics: impl Iterator<Item = &'m String>, figures: &mut IndexMap<String, Given>) {
    figures.extend(metrics.map(|metric| (metric.clone(), Given::Text("0".to_owned()))));
}
