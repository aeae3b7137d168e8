//! The outline (提纲): its themes in order, each with items, items with their text, text with
//! its item.

use std::cell::RefCell;

use indexmap::IndexMap;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Context, swallowed};
use crate::diagnostic::{Code, Diagnostic, Guesses};
use crate::findings::Findings;
use crate::load::{Department, Item, Spanned, Theme};
use crate::source::Span;
use crate::text::differs_in_marks;

/// The items of the outline.
#[derive(Default)]
struct Items<'a> {
    by_key: IndexMap<&'a str, &'a Item>,
    /// The item that a strange key probably means, of each looked for once.
    meant: RefCell<FxHashMap<String, Option<&'a str>>>,
    guesses: Guesses,
}

impl<'a> Items<'a> {
    /// The key that one probably stands for that is none.
    fn meant(&self, key: &str) -> Option<&'a str> {
        if let Some(known) = self.meant.borrow().get(key) {
            return *known;
        }
        let keys = || self.by_key.keys().copied();
        let meant = self.guesses.nearest(key, keys());
        let meant = meant.or_else(|| keys().find(|known| differs_in_marks(key, known)));
        self.meant.borrow_mut().insert(key.to_owned(), meant);
        meant
    }
}

pub(super) fn check(context: Context<'_>) -> Findings {
    let mut findings = Findings::new();
    findings.extend(themes(context));
    let outline = &context.submissions.report.outline;
    findings.extend(outline.iter().filter_map(|theme| empty(theme, context)));
    findings.extend(same_headings(outline.iter().map(|theme| &theme.heading)));
    let headings = outline.iter().flat_map(|theme| &theme.items).map(|item| &item.heading);
    findings.extend(same_headings(headings));
    let mut items = Items::default();
    let mut doubled: Vec<&Item> = Vec::new();
    // A theme that is left out, or a key that stands for two items, leaves text without its item.
    let mut settled = outline.len() >= context.submissions.report.kind.themes.len();
    for item in outline.iter().flat_map(|theme| &theme.items) {
        if let Some(first) = items.by_key.get(item.key.value.as_str()) {
            findings.report(
                Diagnostic::new(Code::E0802, format!("条目的键“{}”用了两次", item.key.value))
                    .at(item.key.span, "又用了一次")
                    .also(first.key.span, "先在这里用过")
                    .help("换一个键；部门文件“正文”下的键同时改过来"),
            );
            settled = false;
            doubled.push(item);
            continue;
        }
        findings.extend(writers(item, context));
        items.by_key.insert(&item.key.value, item);
    }
    for department in &context.submissions.departments {
        // Its text has another key, which the outline lacks.
        let is_doubled = doubled.iter().any(|item| asks(item, &department.name.value));
        for (key, _) in department.prose.iter() {
            if is_doubled && !items.by_key.contains_key(key.value.as_str()) {
                continue;
            }
            findings.extend(placed(key, department, &items, settled, context));
        }
    }
    for item in items.by_key.values() {
        findings.extend(written(item, context, &items));
    }
    findings
}

/// Headings of one level that say the same: one was copied and not changed.
fn same_headings<'a>(headings: impl Iterator<Item = &'a Spanned<String>>) -> Findings {
    let mut seen: FxHashMap<&str, Span> = FxHashMap::default();
    let again = headings.filter_map(|heading| {
        let words = heading.value.trim();
        let first = *seen.entry(words).or_insert(heading.span);
        (first != heading.span && !words.is_empty()).then(|| {
            Diagnostic::new(Code::E0739, format!("标题“{words}”写了两次"))
                .at(heading.span, "又写了一次")
                .also(first, "先写在这里")
                .help("改为这一条自己的标题；两处说的是一件事的，合为一条")
        })
    });
    again.collect()
}

/// The themes of the kind, in their order.
fn themes(context: Context<'_>) -> Option<Diagnostic> {
    let report = &context.submissions.report;
    let (wanted, outline) = (&report.kind.themes, &report.outline);
    let has_outline = report.kind.outline().is_some();
    // A kind without themes takes any.
    if !outline.is_whole || !has_outline || wanted.is_empty() && !outline.is_empty() {
        return None;
    }
    let given = outline.iter().map(|theme| &theme.key);
    let wrong = wanted.iter().zip(given.clone()).find(|(wanted, key)| **wanted != key.value);
    let (span, label) = match (wrong, given.clone().nth(wanted.len()), given.clone().next_back()) {
        (Some((wanted, key)), _, _) => (key.span.into(), format!("这里应当是“{wanted}”")),
        (None, Some(extra), _) => (extra.span.into(), "多出的主题".into()),
        (None, None, Some(last)) if outline.len() < wanted.len() => {
            let left: Vec<&str> = wanted.iter().skip(outline.len()).map(String::as_str).collect();
            (last.span.into(), format!("后面还缺“{}”", left.join("”“")))
        }
        (None, None, None) => (context.report_year(), "没有提纲".into()),
        _ => return None,
    };
    if let (Some(department), true) = (&context.edition.department, outline.is_empty()) {
        return Some(
            Diagnostic::new(Code::E0801, format!("{department}的报告没有提纲"))
                .at(context.report_year(), "没有提纲")
                .note("说明", format!("报告总表的提纲没有分给{department}的条目"))
                .help(format!("在“本部门报告”下写“提纲”，主题从这些里取：{}", wanted.join("、"))),
        );
    }
    Some(Diagnostic::new(Code::E0801, "提纲的主题与指标目录不一致").at(span, label).help(
        match wanted.is_empty() {
            true => "在“提纲”下依次写明主题和条目".to_owned(),
            false => format!("主题依次写：{}", wanted.join("、")),
        },
    ))
}

/// A theme without items would be printed as a heading with nothing below.
fn empty(theme: &Theme, context: Context<'_>) -> Option<Diagnostic> {
    if !theme.items.is_empty() || !context.submissions.report.outline.is_whole {
        return None;
    }
    let key = &theme.key;
    Some(
        Diagnostic::new(Code::E0813, format!("主题“{}”下没有条目", key.value))
            .at(key.span, "标题下面会是空的")
            .help("在“条目”下逐条写明键、标题和撰写的部门"),
    )
}

/// The departments that an item names are in the directory, each once.
fn writers(item: &Item, context: Context<'_>) -> Findings {
    let mut findings = Findings::new();
    for (place, named) in item.departments.iter().enumerate() {
        let mut earlier =
            item.departments.iter().take(place).filter(|earlier| earlier.value == named.value);
        let mentions = earlier.clone().count() + 1;
        // A department that wrote a text for each place stands there twice with reason.
        let texts = context.department(&named.value);
        let texts =
            texts.map_or(1, |_| context.submissions.texts(&named.value, &item.key.value).count());
        if let Some(first) = earlier.next() {
            if texts >= mentions {
                continue;
            }
            findings.report(
                Diagnostic::new(
                    Code::E0814,
                    format!("条目“{}”里{}写了两遍", item.key.value, named.value),
                )
                .at(named.span, "这一处没有可印的文字")
                .also(first.span, "先写在这里")
                .help("删去一个；确要写在两处的，在它的“正文”里把这个键写成两份，每份以“- |”开头"),
            );
            continue;
        }
        if context.profile.knows(&named.value) {
            continue;
        }
        let fault = Diagnostic::new(Code::E0803, format!("单位档案中没有部门“{}”", named.value));
        findings.report(match context.profile.meant(&named.value) {
            Some(name) => fault
                .at(named.span, format!("是否指“{name}”"))
                .help(format!("改为“{name}”"))
                .edit_where(differs_in_marks(&named.value, name), named.span, name),
            None => fault
                .at(named.span, "不在部门名录中")
                .help("核对名称；确是新增部门的，先加到单位档案的“部门”中"),
        });
    }
    findings
}

/// Text under 正文 belongs to an item that names its department.
fn placed(
    key: &Spanned<String>,
    department: &Department,
    items: &Items<'_>,
    settled: bool,
    context: Context<'_>,
) -> Option<Diagnostic> {
    let name = &department.name.value;
    if !context.submissions.report.outline.is_whole {
        return None;
    }
    if let Some(item) = items.by_key.get(key.value.as_str()) {
        // An item that names nobody, or names it wrongly, is reported as such.
        let named = item.departments.iter().any(|named| {
            named.value == *name
                || (!context.profile.knows(&named.value)
                    && context.profile.meant(&named.value) == Some(name))
        });
        if named || item.departments.is_empty() {
            return None;
        }
        return Some(
            Diagnostic::new(Code::E0807, format!("提纲没有把“{}”分给{name}", key.value))
                .at(key.span, "这段文字不会进入报告")
                .also(item.key.span, "提纲的条目")
                .help(format!("在提纲这一条目的“部门”中加上{name}，或者删去这段文字")),
        );
    }
    let fault = Diagnostic::new(Code::E0806, format!("提纲中没有条目“{}”", key.value));
    Some(match items.meant(&key.value) {
        Some(meant) => fault
            .at(key.span, format!("是否指“{meant}”"))
            .help(format!("改为“{meant}”"))
            .edit_where(differs_in_marks(&key.value, meant), key.span, meant),
        None if !settled => return None,
        None => {
            let fault = fault.at(key.span, "没有这个条目");
            let own: Vec<&str> = items
                .by_key
                .values()
                .filter(|item| asks(item, name))
                .map(|item| item.key.value.as_str())
                .collect();
            match own.as_slice() {
                [] => fault.help("提纲没有分给本部门的条目；请汇总单位加上，或者删去这段文字"),
                own => fault.help(format!("可用的键：{}", own.join("、"))),
            }
        }
    })
}

fn asks(item: &Item, department: &str) -> bool {
    item.departments.iter().any(|named| named.value == department)
}

/// Every item has text, from each department that it names.
fn written(item: &Item, context: Context<'_>, items: &Items<'_>) -> Findings {
    // Departments that handed in nothing are reported as such; so are mistyped keys.
    let mut findings = Findings::new();
    let mut silent = Vec::new();
    let mut excused = false;
    let mut names: Vec<&Spanned<String>> = Vec::new();
    for named in &item.departments {
        // One that is named twice is asked once.
        if names.iter().any(|known| known.value == named.value) {
            continue;
        }
        names.push(named);
        if context.submissions.texts(&named.value, &item.key.value).next().is_some() {
            continue;
        }
        let department = context.department(&named.value).filter(|_| {
            // A text may have been lost with a mistyped 正文.
            let mut files = context.submissions.of_department(&named.value);
            !context.submissions.unread.is_all_of(&named.value)
                && files.all(|file| file.prose.is_whole)
        });
        let Some(department) = department else {
            excused = true;
            continue;
        };
        let keys = || department.prose.iter().map(|(key, _)| key.value.as_str());
        if context.submissions.unread.is_lost(department.file, &item.key.value) {
            excused = true;
            continue;
        }
        if let Some(fault) = swallowed::text(&item.key.value, department, context) {
            findings.report(fault);
            excused = true;
            continue;
        }
        let mut strange = keys().filter(|key| !items.by_key.contains_key(key));
        let is_item = |key: &str| items.meant(key) == Some(item.key.value.as_str());
        let mistyped = strange.clone().any(is_item);
        // Each text without an item is reported, and is probably that of an item without a text.
        let own: FxHashSet<&str> = keys().collect();
        let asked = items.by_key.values().filter(|item| asks(item, &named.value));
        let mut unwritten = asked.filter(|item| !own.contains(item.key.value.as_str()));
        let all_reported = unwritten.all(|_| strange.next().is_some());
        if mistyped || all_reported {
            excused = true;
        } else {
            silent.push(named);
        }
    }
    if !excused && silent.len() == names.len() {
        let names: Vec<&str> = silent.iter().map(|named| named.value.as_str()).collect();
        let fault = Diagnostic::new(Code::E0804, format!("条目“{}”没有正文", item.key.value));
        let fault = match names.as_slice() {
            [] => fault.at(item.key.span, "没有写明由哪个部门撰写").help("在“部门”中写明撰写部门"),
            names => names
                .iter()
                .fold(fault, |fault, name| fault.concerning(*name))
                .at(item.key.span, "没有一个部门写了这一条")
                .help(format!(
                    "请{}在“正文”下写“{}”，或者从提纲中删去这一条目",
                    names.join("、"),
                    item.key.value
                )),
        };
        findings.report(fault);
        return findings;
    }
    let missing = silent.into_iter().map(|named| {
        Diagnostic::new(Code::E0805, format!("条目“{}”没有{}的文字", item.key.value, named.value))
            .at(named.span, "提纲要求其撰写")
            .concerning(&named.value)
            .help(format!(
                "请{}在“正文”下写“{}”，或者从这一条目的“部门”中去掉",
                named.value, item.key.value
            ))
    });
    findings.extend(missing);
    findings
}
