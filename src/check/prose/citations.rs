//! 必引, 不写无: the figures that the texts of a content must print, and those beside which they cannot
//! say that there is nothing.

use std::ops::Range;

use super::{Passage, ProseChecker};
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::Findings;
use crate::kind::{Content, Form as ContentForm};
use crate::load::{Entry, Item, Spanned};
use crate::prose::{self, Form, Piece, Placeholder};
use crate::rules::point;

/// Words that say at the head of a clause that there is nothing.
const NOTHING: [&str; 9] =
    ["没有", "暂无", "并无", "均无", "不存在", "未发生", "未收取", "未产生", "无"];

/// What such a word denies that is of no figure in particular: 无其他需要报告的事项.
const ANYTHING: [&str; 7] = ["其", "需", "此", "该", "上述", "相关", "有关"];

/// Where a lead ends that is a clause of its own: 2024年，没有…
const LEADS: [char; 6] = ['年', '度', '内', '底', '间', '止'];

/// Characters before it in its clause that leave it the head: 本年度无…, 2024年全市无….
const LONGEST_LEAD: usize = 8;

impl ProseChecker<'_> {
    /// All contents of the kind that are held to figures.
    pub(super) fn citations(&self) -> Findings {
        let mut findings = Findings::new();
        for content in &self.context.submissions.report.kind.contents {
            let (required, not_none) = (&content.cited.required, &content.cited.not_none);
            if required.is_empty() && not_none.is_empty() {
                continue;
            }
            let all = required.iter().chain(not_none);
            findings.extend(all.filter_map(|name| self.unknown_in_kind(name)));
            let texts = self.texts_of(content);
            // What is not there, or still to be written, is reported as such.
            let may_be_none = content.may_be_none();
            let passage = |text| Passage { may_be_none, ..Passage::new(text, None) };
            let is_open = texts.iter().any(|text| passage(text).is_unwritten());
            let Some(first) = texts.first().filter(|_| !is_open) else { continue };
            let printed: Vec<String> = texts.iter().flat_map(|text| printed(&text.value)).collect();
            let mut open = required.iter().filter(|name| {
                self.ledger.line(&name.value).is_some() && !self.is_printed(name, &printed)
            });
            let mut is_told = false;
            for name in open.by_ref().filter(|name| !self.is_typed(&name.value, &texts)) {
                is_told = true;
                findings.report(not_cited(content, name, first));
            }
            // Who writes what is missing writes no 无.
            if !is_told {
                findings.extend(self.none_in(content, &texts, &printed));
            }
        }
        findings
    }

    /// A name of the kind that no metric bears.
    pub(super) fn unknown_in_kind(&self, name: &Spanned<String>) -> Option<Diagnostic> {
        if self.ledger.line(&name.value).is_some() {
            return None;
        }
        let fault = Diagnostic::new(Code::E0210, format!("指标目录里没有“{}”", name.value));
        let meant =
            self.ledger.current_name(&name.value).or_else(|| self.ledger.nearest(&name.value));
        Some(match meant {
            Some(meant) => {
                fault.at(name.span, format!("是否指“{meant}”")).help(format!("改为“{meant}”"))
            }
            None => fault.at(name.span, "没有这个指标").help("核对名称；新的指标先加到指标目录里"),
        })
    }

    /// The texts of a content, of those who write it.
    fn texts_of(&self, content: &Content) -> Vec<&Spanned<String>> {
        let (key, submissions) = (content.key.as_str(), self.context.submissions);
        let (report, departments) = (&submissions.report, &submissions.departments);
        let entries = |entries| -> Vec<&Spanned<String>> {
            let entries: &[Entry] = entries;
            entries.iter().flat_map(|entry| entry.parts.iter().flatten()).collect()
        };
        let is_marked = |item: &&Item| match content.form {
            ContentForm::Mark(_) => item.satisfies.as_deref() == Some(key),
            _ => true,
        };
        match content.form {
            ContentForm::Text => report.text(key).into_iter().collect(),
            ContentForm::Entries(_) if !report.entries(key).is_empty() => {
                entries(report.entries(key))
            }
            ContentForm::Entries(_) => {
                departments.iter().flat_map(|each| entries(each.entries(key))).collect()
            }
            ContentForm::Mark(_) | ContentForm::Outline(_) => {
                let items = report.outline.iter().flat_map(|theme| &theme.items);
                let writers = items.filter(is_marked).flat_map(|item| {
                    item.departments.iter().map(move |named| (&item.key.value, &named.value))
                });
                let texts = writers.flat_map(|(key, named)| {
                    departments
                        .iter()
                        .filter(move |each| each.name.value == *named)
                        .flat_map(move |each| each.texts(key))
                });
                texts.collect()
            }
        }
    }

    fn is_printed(&self, name: &Spanned<String>, printed: &[String]) -> bool {
        printed.iter().any(|one| {
            *one == name.value || self.ledger.current_name(one) == Some(name.value.as_str())
        })
    }

    /// Whether its number is typed in a text: that it is to be a placeholder is reported there.
    fn is_typed(&self, name: &str, texts: &[&Spanned<String>]) -> bool {
        let number = self.ledger.line(name).and_then(|line| Some(line.number()?.quantity.value));
        let is_typed = |text: &str| {
            let runs = self.runs(text, &[]);
            runs.iter()
                .any(|run| run.value == number && run.owner.is_none() && self.is_unit(run.unit))
        };
        number.is_some() && texts.iter().any(|text| is_typed(&text.value))
    }

    /// Where the texts say that there is nothing, the figures that say otherwise: a figure that is
    /// printed as nothing (无{{…}}), or, where the texts say nothing else at all, those not printed.
    fn none_in(
        &self,
        content: &Content,
        texts: &[&Spanned<String>],
        printed: &[String],
    ) -> Option<Diagnostic> {
        let above = |name: &str| {
            let number = self.ledger.line(name)?.number()?;
            let least = number.quantity.least()?;
            (!least.is_sign_negative() && !least.is_zero()).then_some(number)
        };
        let names = content.cited.not_none.iter();
        let denied = names.clone().find_map(|name| {
            let number = above(&name.value)?;
            let is_it = |said: &str| {
                said == name.value || self.ledger.current_name(said) == Some(name.value.as_str())
            };
            let place = texts.iter().find_map(|text| Some((*text, denied(&text.value, is_it)?)));
            Some((vec![number], place?))
        });
        let (above, (text, range)) = denied.or_else(|| {
            let said: Vec<_> = texts.iter().map(|text| nothing(&text.value)).collect();
            let is_whole = said.iter().all(Option::is_some);
            let clauses: Vec<_> = said.into_iter().flatten().flatten().collect();
            let first = clauses.first().filter(|_| is_whole)?.clone();
            let names = names.filter(|name| !self.is_printed(name, printed));
            let names = names
                .filter(|name| clauses.iter().any(|(_, object)| is_denied(object, &name.value)));
            let above: Vec<_> = names.filter_map(|name| above(&name.value)).collect();
            Some((above, (*texts.first()?, first.0)))
        })?;
        let first = above.first()?;
        let said = text.value.get(range.clone()).unwrap_or_default();
        let shown = format!("“{}”却有 {}", first.name, first.with_unit());
        let found =
            Diagnostic::new(Code::E0752, format!("{}写的是“{said}”，{shown}", content.name));
        let found = found.at(self.locate(Passage::new(text, None), &range), "这里说没有");
        let found = above.iter().fold(found, |found, one| {
            point(found, one, false, &format!("{} {}", one.name, one.with_unit()))
        });
        let names: Vec<String> = above.iter().map(|one| format!("{{{{{}}}}}", one.name)).collect();
        Some(found.help(format!("写明这一情况，引用 {}；没有的，把数改为 0", names.join("、"))))
    }
}

/// The metrics whose values a text prints.
fn printed(text: &str) -> Vec<String> {
    let pieces = prose::parse(text).0.into_iter();
    let printed = pieces.filter_map(|piece| match piece {
        Piece::Placeholder(Placeholder {
            name,
            form: Form::Full | Form::Number | Form::Unit(_),
            ..
        }) => Some(name),
        _ => None,
    });
    printed.collect()
}

fn not_cited(content: &Content, name: &Spanned<String>, text: &Spanned<String>) -> Diagnostic {
    let (key, name) = (&content.key, &name.value);
    Diagnostic::new(Code::E0751, format!("“{key}”没有写明“{name}”"))
        .at(text.span, format!("没有引用 {{{{{name}}}}}"))
        .note("要求", format!("{}必须写明这个数，是 0 的也写", content.name))
        .help(format!("加一句，如“{name}{{{{{name}}}}}。”"))
}

/// The clause that prints a figure right after a word that says there is none: 无{{…}}.
fn denied(text: &str, is_it: impl Fn(&str) -> bool) -> Option<Range<usize>> {
    let pieces = prose::parse(text).0.into_iter();
    let mut places = pieces.filter_map(|piece| match piece {
        Piece::Placeholder(placeholder) if is_it(&placeholder.name) => Some(placeholder.range),
        _ => None,
    });
    places.find_map(|place| {
        let before = text.get(..place.start)?;
        let clause = before.rsplit(MARKS).next()?.trim_start();
        let object = denied_object(clause)?;
        object.is_empty().then(|| before.len() - clause.len()..place.end)
    })
}

const MARKS: [char; 9] = ['。', '，', '；', '、', '：', '\n', '！', '（', '）'];

/// The clauses of a text that says nothing else but that there is nothing, each with what it
/// denies.
fn nothing(text: &str) -> Option<Vec<(Range<usize>, String)>> {
    let mut start = 0;
    let mut clauses = Vec::new();
    for clause in text.split_inclusive(MARKS) {
        let words = clause.trim_end_matches(|c| MARKS.contains(&c) || c == ' ');
        let lead = words.len() - words.trim_start().len();
        let range = start + lead..start + words.len();
        start += clause.len();
        let is_lead = words.chars().count() <= LONGEST_LEAD + 4 && words.ends_with(LEADS);
        if words.trim().is_empty() || (is_lead && denied_object(words).is_none()) {
            continue;
        }
        clauses.push((range, denied_object(words)?.to_owned()));
    }
    (!clauses.is_empty()).then_some(clauses)
}

/// What a clause denies that says at its head that there is nothing: all of it where that is empty.
fn denied_object(clause: &str) -> Option<&str> {
    let clause = clause.trim();
    let found = NOTHING.iter().filter_map(|word| Some((clause.find(word)?, *word)));
    let (at, word) = found.min_by_key(|(at, word)| (*at, std::cmp::Reverse(word.len())))?;
    let (lead, rest) = (&clause[..at], &clause[at + word.len()..]);
    (lead.chars().count() <= LONGEST_LEAD && !rest.ends_with('的')).then_some(rest)
}

/// Whether a figure is among what is denied: anything at all, or what its name says.
fn is_denied(object: &str, name: &str) -> bool {
    object.is_empty()
        || ANYTHING.iter().any(|word| object.starts_with(word))
        || (object.chars().count() > 1 && name.contains(object))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_says_that_there_is_nothing_and_no_more() {
        let is_denied = |text: &str| {
            let clauses = nothing(text);
            clauses.is_some_and(|all| {
                all.iter().any(|(_, object)| is_denied(object, "收取信息处理费"))
            })
        };
        for text in [
            "无",
            "无。",
            "没有其他需要报告的事项。",
            "本年度无其他需要报告的事项。",
            "2024年无。",
            "2024年度，没有其他需要报告的事项。",
            "暂无。",
            "本机关未收取信息处理费。",
            "无需要报告的事项。",
        ] {
            assert!(is_denied(text), "{text}");
        }
        for text in [
            "",
            "无偿提供信息12件。",
            "无正当理由大量反复申请的有3件。",
            "收取信息处理费{{收费}}。",
            "收取信息处理费{{收费}}。除上述情况外，无其他需要报告的事项。",
            "开展培训12次。没有其他需要报告的事项。",
            "未发生安全事故。",
            "对申请人逾期没有补正的。",
            "各单位在办理过程中对申请人没有不当限制。",
        ] {
            assert!(!is_denied(text), "{text}");
        }
    }

    #[test]
    fn a_figure_is_printed_as_nothing() {
        let is_found = |text: &str| denied(text, |name| name == "收费").is_some();
        for text in ["无{{收费}}。", "本年度未收取{{收费}}。", "有申请，没有 {{收费}}"]
        {
            assert!(is_found(text), "{text}");
        }
        for text in ["未收取信息处理费（{{收费}}）。", "收取{{收费}}。", "无{{其他}}。"]
        {
            assert!(!is_found(text), "{text}");
        }
    }
}
