//! Reading 维度 of the catalogue.

use std::sync::Arc;

use indexmap::IndexSet;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::super::{check_name, clash, identifier_fault};
use super::{Dimension, Dimensions, Group, OTHERS};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Span, Spanned};
use crate::yaml::{Entry, Fields, Kind, Node, Reader};

/// 总计 where nothing is written under it.
const TOTAL: &str = "总计";

/// Adds the dimensions that stand under 维度. `departments` are the names of the directory.
pub(crate) fn read(
    fields: &mut Fields<'_>,
    departments: &IndexSet<&str, FxBuildHasher>,
    dimensions: &mut Dimensions,
    reader: &mut Reader<'_>,
) {
    let Some(node) = fields.optional("维度") else { return };
    for entry in reader.entries(node, "维度").unwrap_or_default() {
        let name = Spanned { value: entry.key.to_string(), span: entry.key_span };
        reader.findings.extend(check_name(&name, "维度"));
        if let Some(first) = dimensions.get(&name.value) {
            reader.report(
                clash("维度", &name, first.span).help("同样的维度只写一次；不同的，换一个名称"),
            );
            continue;
        }
        let mut labels =
            Labels { name: &name.value, at: name.span, departments, seen: FxHashMap::default() };
        if let Some(dimension) = labels.dimension(&name, entry.value, reader) {
            dimensions.insert(name.value.clone(), Arc::new(dimension));
        }
    }
}

/// The names within one dimension.
struct Labels<'a> {
    /// The dimension.
    name: &'a str,
    /// Where its name stands; an implied total is noted there.
    at: Span,
    departments: &'a IndexSet<&'a str, FxBuildHasher>,
    /// The names so far, and where they stand.
    seen: FxHashMap<String, Span>,
}

impl Labels<'_> {
    /// `[甲, 乙]` or `{成员: [甲, 乙], 总计: 总计}`.
    fn dimension(
        &mut self,
        name: &Spanned<String>,
        node: Node,
        reader: &mut Reader<'_>,
    ) -> Option<Dimension> {
        let (members, total) = match node.kind {
            Kind::Map(_) => {
                let what = format!("维度“{}”", self.name);
                let mut fields = reader.fields(node, what, Some(name.span))?;
                let members = fields.required("成员", reader);
                let total = fields.optional("总计").map(|node| reader.line(node, "总计"));
                fields.finish(reader);
                (members?, total)
            }
            Kind::Null => {
                reader.report(self.empty(name.span));
                return None;
            }
            _ => (node, None),
        };
        let total = match total {
            None => Some(Spanned { value: TOTAL.to_owned(), span: name.span }),
            Some(total) => {
                let total = total?;
                match total.value.as_str() {
                    "否" => None,
                    "是" => Some(Spanned { value: TOTAL.to_owned(), span: total.span }),
                    _ => Some(total),
                }
            }
        };
        if let Some(total) = &total {
            self.take(total, "总计", reader);
        }
        let (members, groups) = self.members(members, name.span, reader)?;
        let total = total.map(|total| total.value);
        Some(Dimension { name: name.value.clone(), span: name.span, members, groups, total })
    }

    /// 成员: names, and mappings of the name of a group to names.
    fn members(
        &mut self,
        node: Node,
        at: Span,
        reader: &mut Reader<'_>,
    ) -> Option<(Vec<String>, Vec<Group>)> {
        let span = node.span;
        let (mut members, mut groups) = (Vec::new(), Vec::new());
        let before = reader.findings.len();
        let Kind::List(items) = node.kind else {
            // A text is told as what it is instead of a list.
            let named = reader.names(node, "成员")?;
            reader.findings.extend(named.is_empty().then(|| self.empty(at)));
            return None;
        };
        for item in items {
            let Kind::Map(entries) = item.kind else {
                self.names(span, item, &mut members, reader);
                continue;
            };
            for Entry { key, key_span, value } in entries {
                let group = Spanned { value: key.to_string(), span: key_span };
                self.take(&group, "分组", reader);
                let start = members.len();
                let list = value.span;
                if let Kind::List(inner) = value.kind {
                    for item in inner {
                        self.names(list, item, &mut members, reader);
                    }
                } else {
                    let help = format!("写成 {{{key}: [甲, 乙]}}");
                    reader.wrong_shape(value.span, &format!("分组“{key}”"), "列表", &help);
                    continue;
                }
                if members.len() == start {
                    reader.report(self.empty(key_span));
                    continue;
                }
                groups.push(Group { name: group.value, members: start..members.len() });
            }
        }
        if members.is_empty() {
            // Where something else was at fault, that was reported.
            let is_empty = reader.findings.len() == before;
            reader.findings.extend(is_empty.then(|| self.empty(at)));
            return None;
        }
        Some((members, groups))
    }

    /// One item of a list of members; several where Chinese commas stand between them.
    fn names(
        &mut self,
        list: Span,
        item: Node,
        members: &mut Vec<String>,
        reader: &mut Reader<'_>,
    ) {
        if matches!(item.kind, Kind::Map(_) | Kind::List(_)) {
            reader.report(
                Diagnostic::new(Code::E0222, format!("维度“{}”的分组里又有分组", self.name))
                    .at(item.span, "分组只能有一层")
                    .help("组里直接写成员：{组名: [甲, 乙]}"),
            );
            return;
        }
        let one = Node { span: list, kind: Kind::List(vec![item]) };
        for name in reader.names(one, "成员").unwrap_or_default() {
            if self.take(&name, "成员", reader) {
                members.push(name.value);
            }
        }
    }

    /// Checks a name and notes it as taken. Whether it is the first of its kind.
    fn take(&mut self, name: &Spanned<String>, what: &str, reader: &mut Reader<'_>) -> bool {
        // It stands after the name of a metric, so it may begin with a digit: 18岁以下.
        let after_digits = name.value.trim_start_matches(|c: char| c.is_numeric());
        if after_digits.is_empty() || identifier_fault(after_digits).is_some() {
            reader.findings.extend(check_name(name, what));
        }
        let fault = |why: &str| {
            let message = format!("维度“{}”的{what}不能叫“{}”", self.name, name.value);
            Diagnostic::new(Code::E0222, message).at(name.span, why)
        };
        let value = name.value.as_str();
        if value == OTHERS {
            let found = fault("填报时“其余”表示没有写出的各个成员");
            reader.report(found.help("换一个名称，如“其他”"));
        } else if self.departments.contains(value) {
            let found = fault("这是一个部门的名称");
            reader.report(found.help(
                "各部门分别填报的数，不用维度：把指标的责任部门写成“各部门”；确是成员的，换一个名称",
            ));
        }
        if let Some(first) = self.seen.get(value) {
            let first_use = match *first == self.at {
                true => format!("没有另写“总计”的名称，总计就叫“{value}”"),
                false => "先在这里用过".to_owned(),
            };
            reader.report(
                Diagnostic::new(Code::E0204, format!("维度“{}”里“{value}”重名", self.name))
                    .at(name.span, format!("{what}又用了这个名称"))
                    .also(*first, first_use)
                    .help("成员、分组、总计的名称各不相同：换一个，或者删去重复的一个"),
            );
            return false;
        }
        self.seen.insert(value.to_owned(), name.span);
        true
    }

    fn empty(&self, at: Span) -> Diagnostic {
        Diagnostic::new(Code::E0222, format!("维度“{}”没有成员", self.name))
            .at(at, "这里没有成员")
            .help(format!("写成 {}: [甲, 乙]，依次写出各个成员", self.name))
    }
}
