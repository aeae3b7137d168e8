//! What is to be done for entries that are printed in one paragraph, and for themes of the outline.

use super::super::data::Piece;
use super::super::place::is_data;
use super::Adviser;
use crate::kind::{Content, Form, Part};
use crate::load::{Item, Theme};
use crate::sent::Role;
use crate::source::Span;
use crate::text::set_off;

impl<'s> Adviser<'_, 's> {
    /// The list that a place of the data is an entry of, and the parts of its entries.
    fn list(&self, place: Span) -> Option<(&'s Content, &'s [Part])> {
        let scalar = self.scalars.around(place)?;
        let kind = &self.present.year.submissions.report.kind;
        kind.contents.iter().find_map(|content| match &content.form {
            Form::Entries(parts) if scalar.keys.iter().any(|key| *key == content.key) => {
                Some((content.as_ref(), parts.as_slice()))
            }
            _ => None,
        })
    }

    /// The key of the list that a place of the data is an entry of.
    pub(in crate::revise) fn list_key(&self, place: Span) -> Option<&'s str> {
        self.list(place).map(|(content, _)| content.key.as_str())
    }

    /// The place of the heading that a paragraph stands under.
    fn heading(&self, line: usize) -> Option<Span> {
        let lines = self.lines.get(..=line)?.iter().rev();
        let mut headings =
            lines.filter(|line| matches!(line.role, Role::Heading(_) | Role::RunIn(_)));
        let pieces = &headings.next()?.pieces;
        pieces.iter().find(|piece| is_data(self.sources(), piece)).and_then(Piece::place)
    }

    fn themes(&self) -> &'s [Theme] {
        &self.present.year.submissions.report.outline
    }

    /// The item of the outline that a paragraph is a text of.
    fn item(&self, line: usize) -> Option<&'s Item> {
        let place = self.heading(line)?;
        let mut items = self.themes().iter().flat_map(|theme| &theme.items);
        items.find(|item| holds(item.heading.span, place))
    }

    /// What is to be done for another order of what departments wrote for an item.
    pub(in crate::revise) fn order_of_departments(&self, line: usize) -> String {
        let item = self.item(line).and_then(|item| item.departments.first());
        match item {
            Some(first) => format!(
                "先后按 {} 的“部门”排，“一是”“二是”由程序编；核实以后改那里部门的次序",
                self.named(first.span)
            ),
            None => {
                "先后由程序按部门排，“一是”“二是”由程序编；核实以后改提纲里部门的次序".to_owned()
            }
        }
    }

    /// What is to be done for an entry that is gone.
    pub(in crate::revise) fn removed_entry(&self, place: Span, line: usize) -> String {
        let named = self.named(place);
        if let Some(key) = self.list_key(place) {
            return format!("是“{key}”里的一条，核实以后删去 {named} 起的这一条");
        }
        let departments = self.item(line).and_then(|item| item.departments.first());
        let departments =
            departments.map(|first| format!("，再在 {} 的“部门”里去掉它", self.named(first.span)));
        format!(
            "是一个部门写的一条，核实以后删去 {named} 起的这一段稿子{}",
            departments.unwrap_or_default()
        )
    }

    /// What is to be done for entries at some places that were joined to one, or for one that was parted.
    pub(in crate::revise) fn joined_entries(&self, is_joined: bool, places: &[Span]) -> String {
        let Some((first, others)) = places.split_first() else {
            return "找不到这几条写在哪里".to_owned();
        };
        let at = self.named(*first);
        let others: Vec<String> = others.iter().map(|place| self.named(*place)).collect();
        let others = others.join("、");
        match (is_joined, self.list_key(*first)) {
            (true, Some(key)) => format!(
                "都是“{key}”里的条目，核实以后把后面的话写进 {at} 起的一条，再删去 {others} 起的"
            ),
            (true, None) => format!(
                "是几个部门各写的，序号由程序编；核实以后把后面的话写进 {at} 起的一段，再删去 {others} 起的"
            ),
            (false, Some(key)) => {
                format!("是“{key}”里的一条，核实以后照修改稿把 {at} 起的一条写成几条")
            }
            (false, None) => {
                format!("是一个部门写的，序号由程序编；核实以后照修改稿改 {at} 起的一段")
            }
        }
    }

    /// What is to be done for a new text among those of several departments.
    pub(in crate::revise) fn new_contribution(&self, line: usize, near: Option<Span>) -> String {
        let key = self.item(line).map(|item| format!("“{}”", item.key.value)).unwrap_or_default();
        let near =
            near.map(|near| format!("；旁边的一条在 {}", self.named(near))).unwrap_or_default();
        format!("像是新的一条，序号由程序编；核实以后写进写它的部门的“正文”{key}{near}")
    }

    /// What is to be done for a new entry beside the one at a place; its words by the keys of its parts.
    pub(in crate::revise) fn new_entry(
        &self,
        place: Span,
        side: &str,
        parts: &[(String, String)],
    ) -> Option<String> {
        let key = self.list_key(place)?;
        let written: Vec<String> =
            parts.iter().map(|(key, text)| set_off(&format!("{key}: {text}"))).collect();
        Some(format!(
            "像是“{key}”里新的一条，核实以后照 {} 的样子在它{side}加一条：{}",
            self.named(place),
            written.join("、")
        ))
    }

    /// What is to be done for a part that an entry has not had.
    pub(in crate::revise) fn new_part(&self, place: Span, key: &str, text: &str) -> String {
        let named = self.named(place);
        let written = set_off(&format!("{key}: {text}"));
        format!("这一条还没有写“{key}”，核实以后在 {named} 的下一行加：{written}")
    }

    /// What is to be done for a part of an entry that is gone.
    pub(in crate::revise) fn removed_part(&self, place: Span, key: &str) -> String {
        let named = self.named(place);
        let part =
            self.list(place).and_then(|(_, parts)| parts.iter().find(|part| part.key == key));
        match part.is_some_and(|part| part.is_optional) {
            true => format!("“{key}”可以不写，核实以后删去 {named} 的“{key}”"),
            false => format!("“{key}”必须写，不能删去；要改写的改 {named}"),
        }
    }

    /// What is to be done for the heading of a theme that is gone, where a place is one.
    pub(super) fn removed_theme(&self, place: Span) -> Option<String> {
        let theme = self.themes().iter().find(|theme| holds(theme.heading.span, place))?;
        let named = self.named(place);
        let count = theme.items.len();
        Some(format!(
            "“{}”是必有的主题，不能删去，下面的 {count} 条也靠它；标题要改写的，改 {named}",
            theme.key.value
        ))
    }
}

fn holds(span: Span, place: Span) -> bool {
    span.file == place.file && span.start <= place.start && place.end <= span.end
}
