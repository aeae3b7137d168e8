//! Braces that make no placeholder: those that were meant to, and those that would be printed as
//! typed.

use std::ops::Range;

use super::{Kind, MOST_PLACES, Passage, ProseChecker};
use crate::catalogue::Metric;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::findings::{Findings, MOST};
use crate::prose::{ProseFault, ProseFaultKind, stray_braces};

impl ProseChecker<'_> {
    /// The placeholders that cannot be read, and where they stand.
    pub(super) fn misformed_all(
        &self,
        faults: &[ProseFault],
        passage: Passage<'_>,
    ) -> (Findings, Vec<Range<usize>>) {
        let (mut findings, mut ranges) = (Findings::new(), Vec::new());
        // Who mends so many sees the others.
        for fault in faults.iter().take(MOST) {
            if let Some(found) = self.misformed(fault, passage) {
                findings.report(found);
                ranges.push(fault.range.clone());
            }
        }
        ranges.extend(faults.iter().skip(MOST).map(|fault| fault.range.clone()));
        (findings, ranges)
    }

    fn misformed(&self, fault: &ProseFault, passage: Passage<'_>) -> Option<Diagnostic> {
        let span = self.locate(passage, &fault.range);
        let diagnostic =
            |code, message: &str, label: &str| Diagnostic::new(code, message).at(span, label);
        let diagnostic = match fault.kind {
            ProseFaultKind::Unclosed => diagnostic(Code::E0702, "占位符没有写完", "后面没有 }}"),
            ProseFaultKind::Broken => diagnostic(Code::E0702, "占位符断成了两行", "断在这里"),
            ProseFaultKind::Unopened => diagnostic(Code::E0702, "占位符没有开头", "前面没有 {{"),
            ProseFaultKind::Empty => diagnostic(Code::E0702, "占位符里没有指标名称", "里面是空的"),
            ProseFaultKind::WrongMarks => {
                let said = passage.text.value.get(fault.range.clone()).unwrap_or_default();
                match said.contains(['｛', '｝', '｜']) {
                    true => diagnostic(Code::E0703, "占位符用了全角符号", "{{ }} 和 | 用半角"),
                    false => diagnostic(
                        Code::E0703,
                        "占位符的花括号不是左右各两个",
                        "{{ 和 }} 各是紧挨着的两个",
                    ),
                }
            }
            ProseFaultKind::SingleBrace => {
                // Braces around anything else are left alone.
                let name = fault.correction.as_deref()?.trim_matches(['{', '}']);
                let name = name.split('|').next()?;
                if self.ledger.line(name).is_none() && self.ledger.nearest(name).is_none() {
                    return None;
                }
                diagnostic(Code::E0703, "占位符要用两层花括号", "花括号不成对")
            }
        };
        Some(match &fault.correction {
            Some(text) => {
                let diagnostic = diagnostic.help(format!("改为 {text}"));
                let name = text.trim_matches(['{', '}']).split('|').next().unwrap_or_default();
                match self.ledger.line(name) {
                    Some(_) => self.edited(diagnostic, passage, &fault.range, text),
                    None => diagnostic,
                }
            }
            None => diagnostic.help("占位符写作 {{指标名称}}，同一行内写完"),
        })
    }

    /// Names of metrics that would be printed as they stand: 【矛盾纠纷受理数】, 矛盾纠纷受理数|数, and 矛盾纠纷受理数件
    /// or 受理矛盾纠纷受理数。, where the braces were forgotten. `spared` are the placeholders and the phrases under 照录.
    /// With where they stand.
    pub(super) fn bare_names(
        &self,
        passage: Passage<'_>,
        spared: &[Range<usize>],
    ) -> (Findings, Vec<Range<usize>>) {
        let text = passage.text.value.as_str();
        let (mut findings, mut ranges) = (Findings::new(), Vec::new());
        let bracketed = bracketed(text).into_iter().filter_map(|(range, inside)| {
            let name = text.get(inside)?.trim();
            Some((range, self.ledger.line(name)?.metric.as_ref(), Severity::Error))
        });
        let all = self.names_in_place_of_values(passage).into_iter();
        let is_spared = |range: &Range<usize>| {
            spared.iter().any(|one| one.start < range.end && range.start < one.end)
        };
        let found = bracketed.chain(all).filter(|(range, ..)| !is_spared(range));
        for (range, metric, severity) in found.take(MOST) {
            let said = text.get(range.clone()).unwrap_or_default();
            let name = &metric.name;
            let fault = Diagnostic::new(Code::E0703, format!("“{said}”像是占位符，没有写花括号"))
                .severity(severity)
                .at(self.locate(passage, &range), "会照原样印出");
            let help = match metric.unit.as_str() {
                "" => format!("改为 {{{{{name}}}}}"),
                unit => format!("改为 {{{{{name}}}}}，单位“{unit}”会一同印出"),
            };
            findings.report(fault.help(help));
            ranges.push(range);
        }
        (findings, ranges)
    }

    /// The names of metrics where a value would stand: with their unit, or with the form of a placeholder, right
    /// behind, or as what was done at the end of a sentence.
    fn names_in_place_of_values(
        &self,
        passage: Passage<'_>,
    ) -> Vec<(Range<usize>, &Metric, Severity)> {
        // Most names have fewer.
        const LONGEST: usize = 40;
        let text = passage.text.value.as_str();
        let is_told = passage.kind == Kind::Body && !passage.is_plan;
        let mut found = Vec::new();
        for (end, last) in text.char_indices().map(|(at, c)| (at + c.len_utf8(), c)) {
            let Some(units) = self.ends_of_names.get(&last) else { continue };
            let rest = text.get(end..).unwrap_or_default();
            let form = form_behind(rest);
            let ends = is_told && last == '数' && is_end(rest);
            if !(form > 0 || ends || units.iter().any(|unit| rest.starts_with(unit))) {
                continue;
            }
            let head = text.get(..end).unwrap_or_default();
            let starts = head.char_indices().rev().map(|(at, _)| at).take(LONGEST);
            let metrics =
                starts.filter_map(|at| Some((at, self.ledger.line(head.get(at..)?)?.metric)));
            let named = metrics.filter(|(_, metric)| !metric.unit.is_empty());
            let meant = named.filter_map(|(start, metric)| {
                let (behind, severity) = match form {
                    // 走访企业数家 may be several of them.
                    0 if rest.starts_with(metric.unit.as_str()) => {
                        (metric.unit.len(), Severity::Warning)
                    }
                    0 if ends && does(head.get(..start)?) => (0, Severity::Warning),
                    0 => return None,
                    form => (form, Severity::Error),
                };
                Some((start..end + behind, metric.as_ref(), severity))
            });
            // The longest name.
            found.extend(meant.last());
        }
        found
    }

    /// `verbatim` are the phrases under 照录 and what is reported as a whole, with the braces
    /// around it; `placeholders` those that can be read and those that cannot.
    pub(super) fn braces(
        &self,
        passage: Passage<'_>,
        verbatim: &[Range<usize>],
        placeholders: Vec<Range<usize>>,
    ) -> Option<Diagnostic> {
        let mut others = placeholders;
        let widened = verbatim.iter().map(|range| range.start.saturating_sub(1)..range.end + 1);
        others.extend(widened);
        let stray = stray_braces(&passage.text.value, &others);
        if stray.is_empty() {
            return None;
        }
        let places = stray.iter().take(MOST_PLACES);
        let diagnostic = places.fold(left_braces(), |diagnostic, range| {
            diagnostic.at(self.locate(passage, range), "会照原样印出")
        });
        Some(diagnostic)
    }
}

/// The bracket that stands where a brace of a placeholder is missing.
pub(super) fn wrong_closing(text: &str, fault: &ProseFault) -> Option<Range<usize>> {
    let rest = text.get(fault.range.end..)?;
    let end = match fault.kind {
        ProseFaultKind::SingleBrace => 0,
        ProseFaultKind::Unclosed => {
            rest.find(|c: char| !c.is_alphanumeric() && !"·|".contains(c))?
        }
        _ => return None,
    };
    let bracket = rest.get(end..)?.chars().next().filter(|c| "）)】]］〕".contains(*c))?;
    let start = fault.range.end + end;
    Some(start..start + bracket.len_utf8())
}

/// How long `|数`, `|同比` and the like are, with which a text begins behind a name.
fn form_behind(rest: &str) -> usize {
    const FORMS: [&str; 5] = ["数", "同比", "合计", "占:", "占："];
    let Some(form) = rest.strip_prefix(['|', '｜']) else { return 0 };
    let word = FORMS.iter().find(|word| form.starts_with(**word));
    word.map_or(0, |word| rest.len() - form.len() + word.len())
}

fn is_end(rest: &str) -> bool {
    rest.trim_start_matches(' ').chars().next().is_none_or(|c| matches!(c, '。' | '；' | '\n'))
}

/// Whether a clause says before the name of a number what was done, and nothing else, so that its value should follow:
/// 另建成, 全区共受理. What is done with a number itself is none (公布, 减少), nor is a number of what was done (公布受理案件数).
fn does(before: &str) -> bool {
    const DONE: &str = "\
        共计 累计 总计 建成 新建 受理 收到 接收 办理 办结 审结 化解 调解 开展 举办 举行 查处 查办 立案 发放 培训 接待 \
        出动 印发 出台 修订 废止 新增 新收 达到 共";
    const LEADS: &str = "全区 全年 各部门 我局 本局 其中 先后 依法 累计 共 已 另 还 又";
    let clause =
        before.rsplit(['，', '。', '；', '：', '、', '\n', '}']).next().unwrap_or_default();
    let clause = clause.trim().trim_end_matches('了');
    let done = DONE.split_whitespace().find_map(|word| clause.strip_suffix(word));
    let Some(mut clause) = done else { return false };
    while let Some(rest) = LEADS.split_whitespace().find_map(|word| clause.strip_suffix(word)) {
        clause = rest;
    }
    clause.is_empty()
}

/// What stands between marks on one line that no text has around the name of a number: with them, and without.
fn bracketed(text: &str) -> Vec<(Range<usize>, Range<usize>)> {
    const PAIRS: [(&str, &str); 8] = [
        ("【", "】"),
        ("［", "］"),
        ("[", "]"),
        ("（（", "））"),
        ("((", "))"),
        ("《《", "》》"),
        ("<", ">"),
        ("$", "$"),
    ];
    let mut found = Vec::new();
    let mut open: Option<(usize, usize, &str)> = None;
    for (at, c) in text.char_indices() {
        let rest = text.get(at..).unwrap_or_default();
        if let Some((start, inside, closer)) = open
            && rest.starts_with(closer)
        {
            open = None;
            found.push((start..at + closer.len(), inside..at));
        } else if let Some((opener, closer)) = PAIRS.iter().find(|(one, _)| rest.starts_with(one)) {
            open = Some((at, at + opener.len(), *closer));
        } else if c == '\n' {
            open = None;
        }
    }
    found
}

/// Braces in a text that is printed.
pub(super) fn left_braces() -> Diagnostic {
    Diagnostic::new(Code::E0735, Code::E0735.title())
        .help("要引用指标的写成 {{指标名称}}；不是的，删去花括号，或者改用（）")
}
