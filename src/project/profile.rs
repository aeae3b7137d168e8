//! The profile of a district, `data/profile.yaml`: who issues the report, to whom, and the
//! directory of its departments.

use std::collections::HashMap;

use super::reports::{self, ReportEntry};
use crate::bounds::DEPARTMENTS;
use crate::catalogue;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::findings::Outcome;
use crate::kind::{Kind, LEVELS_OF_ORGANS, Layout, Level};
use crate::source::{Sources, Span, Spanned};
use crate::yaml::{Fields, Node, Reader};

/// 单位档案: what the file says. With faults in the file some of it is empty.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    /// 发文机关: the full name of the organ that issues the report.
    pub issuer: Option<Spanned<String>>,
    /// 发文机关标志; none = no red head.
    pub mark: Option<Spanned<String>>,
    /// 发文机关代字: how its document numbers begin.
    pub code: Option<String>,
    /// 主送机关: to whom the report is sent; empty = to nobody by name.
    pub addressees: Vec<Spanned<String>>,
    /// 抄送机关: who gets a copy.
    pub copies: Vec<Spanned<String>>,
    /// 印发机关: the office that prints and sends it.
    pub printer: Option<Spanned<String>>,
    /// 网站: where the report is published.
    pub site: Site,
    /// 级别 of who issues the report, by which deadlines differ.
    pub level: Level,
    /// 报告: the kinds of report that are made, the usual one first; empty = the default kind.
    pub reports: Vec<ReportEntry>,
    /// 版式: the default layout; none = the first one of the kind of report.
    pub layout: Option<Spanned<String>>,
    /// 部门, in report order.
    pub departments: Vec<DirectoryEntry>,
}

/// 网站: the website that publishes the report, as its page head names it.
#[derive(Debug, Clone, Default)]
pub struct Site {
    /// 名称
    pub name: Option<String>,
    /// 域名
    pub domain: Option<String>,
    /// 标识码 of the government website.
    pub code: Option<String>,
    /// 栏目
    pub column: Option<String>,
    /// 栏目类别
    pub column_type: Option<String>,
}

/// A department of the directory.
#[derive(Debug, Clone)]
pub struct DirectoryEntry {
    /// 名称, which is also the name of its file.
    pub name: String,
    /// 全称: its full name, under which it issues a report of its own, or else 名称.
    pub issuer: Spanned<String>,
    /// 简称
    pub short_name: Option<String>,
    /// 曾用名: what it was called in former years, or the departments that went into it.
    pub former_names: Vec<String>,
    /// 级别, by which the deadlines of its own report differ: a town is a government.
    pub level: Level,
    /// 联系人
    pub contact: Option<String>,
}

impl Profile {
    /// What it says of a kind of report.
    pub fn report(&self, kind: &str) -> Option<&ReportEntry> {
        self.reports.iter().find(|entry| entry.kind.value == kind)
    }

    /// The layout that the profile gives a kind, or the profile's, which is one of the project's usual
    /// kind, or the kind's first.
    pub(crate) fn usual_layout(&self, kind: &Kind) -> Layout {
        let is_usual_kind = match self.reports.first() {
            Some(usual) => usual.kind.value == kind.folder,
            None => kind.is_default,
        };
        let given = self.report(&kind.folder).and_then(|entry| entry.layout.as_ref());
        let [given, of_profile] =
            [given, self.layout.as_ref()].map(|layout| layout.map(|layout| layout.value.as_str()));
        let of_kind = kind.layouts.first().map(|layout| layout.name.as_str());
        let usual = match is_usual_kind {
            true => of_profile.or(of_kind),
            false => of_kind.or(of_profile),
        };
        kind.layout(given.or(usual).unwrap_or_default())
    }

    /// Where a department stands in the directory.
    pub fn place(&self, department: &str) -> Option<usize> {
        self.departments.iter().position(|entry| entry.name == department)
    }

    /// Whether a department is in the directory.
    pub fn knows(&self, department: &str) -> bool {
        self.place(department).is_some()
    }

    /// What a department that goes by its present or a former name is called today.
    pub fn present(&self, name: &str) -> Option<&str> {
        let former = |entry: &&DirectoryEntry| entry.former_names.iter().any(|old| old == name);
        let mut departments = self.departments.iter();
        let entry = departments.clone().find(|entry| entry.name == name);
        entry.or_else(|| departments.find(former)).map(|entry| entry.name.as_str())
    }

    /// The department that a name not in the directory probably means.
    pub fn meant(&self, name: &str) -> Option<&str> {
        let by_short_name =
            self.departments.iter().find(|entry| entry.short_name.as_deref() == Some(name));
        by_short_name
            .map(|entry| entry.name.as_str())
            .or_else(|| self.present(name))
            .or_else(|| nearest(name, self.departments.iter().map(|entry| entry.name.as_str())))
    }

    /// The department that a file of such a name was meant for: people add a year, a number or
    /// 副本 to the name, or leave a part of it out.
    pub fn of_file(&self, stem: &str) -> Option<&str> {
        let names = self.departments.iter().map(|entry| (&entry.name, entry));
        let other_names = self.departments.iter().flat_map(|entry| {
            entry.short_name.iter().chain(&entry.former_names).map(move |name| (name, entry))
        });
        longest_in(stem, names)
            .or_else(|| self.meant(stem))
            .or_else(|| longest_in(stem, other_names))
    }

    /// Reads `data/profile.yaml`.
    pub fn read(node: Node, sources: &Sources) -> Outcome<Profile> {
        let mut reader = Reader::new(sources);
        let mut profile = Profile::default();
        if let Some(mut fields) = reader.fields(node, "单位档案", None) {
            super::format::read(&mut fields, &mut reader);
            profile = read_profile(&mut fields, &mut reader);
            fields.finish(&mut reader);
        }
        Outcome::new(profile, reader.findings)
    }

    /// Reads of `data/profile.yaml` only what a new district takes over. The other lines may be
    /// wrong, or wait to be filled in.
    pub(super) fn read_model(node: Node, sources: &Sources) -> Outcome<Profile> {
        let mut reader = Reader::new(sources);
        let mut profile = Profile::default();
        if let Some(mut fields) = reader.fields(node, "单位档案", None) {
            profile.reports = reports::read(&mut fields, &mut reader);
            profile.layout = layout(&mut fields, &mut reader);
            profile.departments = read_departments(&mut fields, &mut reader);
            fields.forget();
            fields.finish(&mut reader);
        }
        Outcome::new(profile, reader.findings)
    }
}

/// The department whose name, of those that a text holds, is the longest.
fn longest_in<'a>(
    text: &str,
    names: impl Iterator<Item = (&'a String, &'a DirectoryEntry)>,
) -> Option<&'a str> {
    let held = names.filter(|(name, _)| text.contains(name.as_str()));
    held.max_by_key(|(name, _)| name.len()).map(|(_, entry)| entry.name.as_str())
}

fn read_profile(fields: &mut Fields, reader: &mut Reader<'_>) -> Profile {
    Profile {
        issuer: required_line(fields, "发文机关", reader),
        mark: fields.optional("发文机关标志").and_then(|node| reader.line(node, "发文机关标志")),
        code: optional_line(fields, "发文机关代字", reader),
        addressees: addressees(fields, reader),
        copies: fields
            .optional("抄送机关")
            .and_then(|node| reader.names(node, "抄送机关"))
            .unwrap_or_default(),
        printer: required_line(fields, "印发机关", reader),
        site: fields
            .optional("网站")
            .and_then(|node| reader.fields(node, "网站", None))
            .map_or_else(Site::default, |fields| read_site(fields, reader)),
        level: level(fields, reader).unwrap_or_default(),
        reports: reports::read(fields, reader),
        layout: layout(fields, reader),
        departments: read_departments(fields, reader),
    }
}

/// 级别
fn level(fields: &mut Fields, reader: &mut Reader<'_>) -> Option<Level> {
    fields.optional("级别").and_then(|node| reader.word(node, "级别", &LEVELS_OF_ORGANS))
}

/// 版式. Without the key it is the first one of the kind of report; a key with nothing after it still
/// waits to be filled in.
fn layout(fields: &mut Fields, reader: &mut Reader<'_>) -> Option<Spanned<String>> {
    match fields.key_span("版式") {
        Some(_) => required_line(fields, "版式", reader),
        None => fields.optional("版式").and_then(|node| reader.line(node, "版式")),
    }
}

/// 主送机关. A report sent to nobody leaves the key out, or writes `[]`; a key with nothing after it
/// still waits to be filled in.
fn addressees(fields: &mut Fields, reader: &mut Reader<'_>) -> Vec<Spanned<String>> {
    let node = match fields.key_span("主送机关") {
        Some(_) => fields.required("主送机关", reader),
        None => fields.optional("主送机关"),
    };
    node.and_then(|node| reader.names(node, "主送机关")).unwrap_or_default()
}

fn read_site(mut fields: Fields, reader: &mut Reader<'_>) -> Site {
    let site = Site {
        name: optional_line(&mut fields, "名称", reader),
        domain: optional_line(&mut fields, "域名", reader),
        code: optional_line(&mut fields, "标识码", reader),
        column: optional_line(&mut fields, "栏目", reader),
        column_type: optional_line(&mut fields, "栏目类别", reader),
    };
    fields.finish(reader);
    site
}

fn read_departments(fields: &mut Fields, reader: &mut Reader<'_>) -> Vec<DirectoryEntry> {
    let items = fields
        .required("部门", reader)
        .and_then(|node| reader.list_within(node, "部门", &DEPARTMENTS));
    let mut departments = Vec::new();
    let mut taken = HashMap::new();
    for item in items.unwrap_or_default() {
        let (name, mut fields) = match only_name(&item, reader) {
            Some(name) => (Some(name), Fields::none("部门", item.span)),
            None => {
                let Some(mut fields) = reader.fields(item, "部门", None) else { continue };
                let name = fields.required("名称", reader);
                (name.and_then(|node| reader.line(node, "部门名称")), fields)
            }
        };
        let full_name = fields.optional("全称").and_then(|node| reader.line(node, "全称"));
        let short_name = fields.optional("简称").and_then(|node| reader.line(node, "简称"));
        let former_names = fields.optional("曾用名");
        let former_names = former_names.and_then(|node| reader.names(node, "曾用名"));
        let former_names = former_names.unwrap_or_default();
        let level = level(&mut fields, reader).unwrap_or(Level::Department);
        let contact = optional_line(&mut fields, "联系人", reader);
        fields.finish(reader);
        let mut own: Vec<&Spanned<String>> = Vec::new();
        for name in name.iter().chain(&short_name).chain(&former_names) {
            // The short name may be the name itself, or a former one.
            if !own.iter().any(|known| known.value == name.value) {
                take_name(name, &mut taken, reader);
                own.push(name);
            }
        }
        let short_name = short_name.map(|name| name.value);
        departments.extend(name.map(|name| DirectoryEntry {
            issuer: full_name.unwrap_or_else(|| name.clone()),
            name: name.value,
            short_name,
            former_names: values(former_names),
            level,
            contact,
        }));
    }
    departments
}

/// `- 区司法局`: a department of which nothing but the name was written. It is known all the same.
fn only_name(item: &Node, reader: &mut Reader<'_>) -> Option<Spanned<String>> {
    let name = item.as_text().filter(|text| catalogue::identifier_fault(text).is_none())?;
    let right = format!("名称: {name}");
    reader.report(
        Diagnostic::new(Code::E0132, "部门应当是若干行“名称: 值”")
            .at(item.span, "这里只有名称")
            .help(format!("改为“- {right}”，简称、全称另起一行写在它下面"))
            .edit(item.span, right),
    );
    Some(Spanned { value: name.to_owned(), span: item.span })
}

/// A department's name is the name of its file, and belongs to it alone.
fn take_name(name: &Spanned<String>, taken: &mut HashMap<String, Span>, reader: &mut Reader<'_>) {
    if let Some((fault, mended)) = catalogue::identifier_fault(&name.value) {
        reader.report(
            Diagnostic::new(Code::E0203, format!("部门的名称“{}”不合要求", name.value))
                .at(name.span, fault)
                .help(format!("名称也是文件名，{}", catalogue::renamed(&mended))),
        );
    }
    if let Some(first) = taken.get(&name.value) {
        reader.report(
            Diagnostic::new(Code::E0204, format!("部门“{}”重名", name.value))
                .at(name.span, "又用了这个名称")
                .also(*first, "先在这里用过")
                .help("每个部门的名称、简称、曾用名各不相同：换一个，或者删去重复的一项"),
        );
    } else {
        taken.insert(name.value.clone(), name.span);
    }
}

fn required_line(
    fields: &mut Fields,
    key: &'static str,
    reader: &mut Reader<'_>,
) -> Option<Spanned<String>> {
    fields.required(key, reader).and_then(|node| reader.line(node, key))
}

fn optional_line(
    fields: &mut Fields,
    key: &'static str,
    reader: &mut Reader<'_>,
) -> Option<String> {
    fields.optional(key).and_then(|node| reader.line(node, key)).map(|line| line.value)
}

fn values(spanned: Vec<Spanned<String>>) -> Vec<String> {
    spanned.into_iter().map(|spanned| spanned.value).collect()
}
