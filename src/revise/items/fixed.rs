//! Words that are put together by the program: the title, days, organs, numbers of headings.

use std::ops::Range;

use super::super::data::Line;
use super::super::headed::Alone;
use super::super::merge::{Deed, State, What};
use super::super::named::{self, start_of};
use super::super::place::owner_of;
use super::super::{Item, Kind, Owner, Present};
use super::Items;
use crate::changes::without_number;
use crate::files;
use crate::sent::Role;
use crate::source::{self, Field, FileId, Span};
use crate::text::set_off;

/// Why a heading is not put on a line of its own.
const HEADING_ALONE: &str = "标题和它的文字印在一段里，是版式的排法；要另起一段，在版式里改";

impl Items<'_> {
    /// The texts of a kind that a layout prints unless the report gives others.
    pub(super) fn template(&self, item: &mut Item, line: &Line) {
        let kind = &self.present.year.submissions.report.kind;
        let keys: Vec<&str> = kind.texts().map(|(key, _)| key).collect();
        let file = item.place.map(|place| place.file);
        let table = line.role.cell().and(file);
        let is_template = |file: &FileId| self.sources().get(*file).role == source::Role::Template;
        item.remedy = Err(match table.filter(is_template) {
            Some(table) => format!(
                "是表格里印好的字（表样、表里的注），不从修改稿里取；要改的{}",
                named::to_change(self.sources(), table)
            ),
            None if line.role.cell().is_some() => {
                "是表格里印好的字（表样、表里的注），不从修改稿里取；要改的改表样".to_owned()
            }
            None => {
                let keys = keys.join("、");
                item.notes.push((
                    "说明",
                    format!(
                        "版式里的话各年都用；只改今年的，看能不能写进{}（{keys}）",
                        self.sheet()
                    ),
                ));
                match file.filter(|file| files::is_built_in(&self.sources().get(*file).path)) {
                    Some(file) => {
                        format!("是版式里的字，要改的{}", named::to_change(self.sources(), file))
                    }
                    None => "是版式里的字，要改模板".to_owned(),
                }
            }
        });
    }

    /// A heading that came back on a line of its own.
    pub(super) fn heading_alone(&self, alone: &Alone) -> Item {
        let (sent, came) = (self.quoted.sent(alone.sent), self.quoted.came(alone.came));
        let (heading, text) = came.split_at_checked(alone.ends.0).unwrap_or((came, ""));
        let deed = Deed {
            what: What::Lost { near: None },
            state: State::Open,
            old: sent.to_owned(),
            new: came.to_owned(),
            sent: Some((alone.sent, 0..sent.len())),
            came: alone.came..alone.came + 1,
            within: 0..0,
        };
        let known = without_number(sent).split('。').next().unwrap_or_default();
        let is_it = |line: &Line| {
            matches!(line.role, Role::RunIn(_)) && line.words().split('。').next() == Some(known)
        };
        let line = self.lines.iter().position(is_it);
        let mut item = self.item(&deed, line.map(|line| self.part(line)).unwrap_or_default());
        item.kind = Kind::Split;
        item.old.words = self.quoted.start_of_sent(&deed).unwrap_or_default();
        if let Some(line) = line {
            self.whole(&mut item, &deed, line);
        }
        item.new.words = format!("{}、{}", set_off(&start_of(heading)), set_off(&start_of(text)));
        item.remedy = Err(HEADING_ALONE.to_owned());
        item
    }

    /// Words that are put together by the program: where what they are made of was typed.
    pub(super) fn fixed(&self, item: &mut Item, line: &Line, range: &Range<usize>) {
        let report = &self.present.year.submissions.report;
        let key = |field: &Field<chrono::NaiveDate>| field.given().map(|day| day.span);
        let profile = || self.sources().of_role(&source::Role::Profile);
        let in_profile = |key: &str| {
            profile().and_then(|file| self.scalars.under(file, key)).map(|scalar| scalar.span)
        };
        let (place, what) = match line.role {
            Role::Title => return self.title(item, line, range),
            Role::Date => (key(&report.written), "成文日期"),
            Role::PrintedOn => (key(&report.printed).or(key(&report.written)), "印发日期"),
            Role::Copies => (in_profile("抄送机关"), "抄送机关"),
            Role::Salutation if self.present.document.edition.separate => {
                item.remedy = Err("是生成时 --to 写的，要改的重新生成，改 --to".to_owned());
                return;
            }
            Role::Salutation if self.present.document.edition.addressees.is_empty() => {
                let Some(salutation) = report.salutation.given() else {
                    let sheet = self.sheet();
                    let reason = format!("是版式里的称呼；只改今年的，在{sheet}里写“称呼”");
                    (item.place, item.owner, item.remedy) = (None, Owner::Computed, Err(reason));
                    return;
                };
                (Some(salutation.span), "称呼")
            }
            Role::Salutation => (in_profile("主送机关"), "主送机关"),
            Role::Heading(_) | Role::RunIn(_) if range.start < line.number() => {
                item.notes.push(("说明", "标题的编号由程序按层次编，调整次序的改提纲".to_owned()));
                return;
            }
            Role::AttachmentNote | Role::AttachmentLabel | Role::AttachmentTitle => {
                item.notes.push(("说明", "附件的名称和序号由程序编排".to_owned()));
                return;
            }
            Role::Cell { .. } => return self.of_catalogue(item, line),
            _ => return,
        };
        item.place = place;
        item.owner = place.map_or(Owner::Computed, |place| owner_of(self.sources(), place));
        item.remedy = Err(format!("由“{what}”排出，改了会动到格式，核实以后改那里"));
    }

    /// A title that the layout puts together of the organ's name and its own words.
    fn title(&self, item: &mut Item, line: &Line, range: &Range<usize>) {
        let Present { year, document, .. } = self.present;
        let issuer = year.project.profile.issuer.as_ref();
        let of_issuer = issuer.filter(|issuer| {
            let at = line.text.find(&issuer.value);
            at.is_some_and(|at| at <= range.start && range.end <= at + issuer.value.len())
        });
        let (place, what) = match of_issuer {
            Some(issuer) if document.edition.department.is_some() => {
                (Some(issuer.span), "单位档案里这个部门的名称")
            }
            Some(issuer) => (Some(issuer.span), "单位档案的“发文机关”"),
            None => (self.line_of_title(&document.edition.layout.name), "版式里写标题的一行"),
        };
        item.place = place;
        item.owner = place.map_or(Owner::Computed, |place| owner_of(self.sources(), place));
        item.remedy = Err(format!("标题由{what}排出；只改今年的，在{}里写“标题”", self.sheet()));
    }

    /// What says this year's words of the report.
    fn sheet(&self) -> String {
        match &self.present.document.edition.department {
            Some(department) => format!("{department}填报表的“本部门报告”"),
            None => "报告总表".to_owned(),
        }
    }

    /// The line of a layout that writes the title.
    pub(super) fn line_of_title(&self, layout: &str) -> Option<Span> {
        let name = format!("/{layout}.md.tera");
        let path = self.sources().iter().find(|source| source.path.ends_with(&name))?.path.clone();
        let file = self.sources().find(&path)?;
        let text = self.sources().get(file).text();
        let mut at = 0;
        let line = text.split_inclusive('\n').find_map(|line| {
            let start = at;
            at += line.len();
            line.starts_with("# ").then(|| start..start + line.trim_end().len())
        })?;
        Some(Span::new(file, line))
    }
}
