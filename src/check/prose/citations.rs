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

/// What may follow 无 for it to say so; it begins other words too (无偿, 无正当理由).
const AFTER: [&str; 7] = ["其", "需", "此", "该", "上述", "相关", "有关"];

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
            let may_be_none = content.is_required && matches!(content.form, ContentForm::Text);
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

    /// Where the texts say that there is nothing, the figures that say otherwise.
    fn none_in(
        &self,
        content: &Content,
        texts: &[&Spanned<String>],
        printed: &[String],
    ) -> Option<Diagnostic> {
        let lines = content.cited.not_none.iter();
        let lines = lines.filter(|name| !self.is_printed(name, printed));
        let above = lines.filter_map(|name| self.ledger.line(&name.value)?.number());
        let above = above.filter(|one| {
            one.quantity.least().is_some_and(|least| !least.is_sign_negative() && !least.is_zero())
        });
        let above: Vec<_> = above.collect();
        let first = above.first()?;
        let (text, range) = texts.iter().find_map(|text| Some((*text, nothing(&text.value)?)))?;
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

/// The clause that says there is nothing.
fn nothing(text: &str) -> Option<Range<usize>> {
    let mut start = 0;
    for clause in text.split_inclusive(['。', '，', '；', '、', '：', '\n', '！']) {
        let words = clause.trim_end_matches(['。', '，', '；', '、', '：', '\n', '！', ' ']);
        if says_nothing(words) {
            let lead = words.len() - words.trim_start().len();
            return Some(start + lead..start + words.len());
        }
        start += clause.len();
    }
    None
}

fn says_nothing(clause: &str) -> bool {
    let clause = clause.trim();
    let found = NOTHING.iter().filter_map(|word| Some((clause.find(word)?, *word))).min();
    let Some((at, word)) = found else { return false };
    let (lead, rest) = (&clause[..at], &clause[at + word.len()..]);
    let is_head = lead.chars().count() <= LONGEST_LEAD;
    let is_whole =
        word != "无" || rest.is_empty() || AFTER.iter().any(|word| rest.starts_with(word));
    is_head && is_whole && !rest.ends_with('的')
}

#[cfg(test)]
mod tests {
    use super::says_nothing;

    #[test]
    fn a_clause_says_that_there_is_nothing() {
        for clause in [
            "无",
            "没有其他需要报告的事项",
            "本年度无其他需要报告的事项",
            "2024年无",
            "暂无",
            "本机关未收取信息处理费",
            "无需要报告的事项",
        ] {
            assert!(says_nothing(clause), "{clause}");
        }
        for clause in [
            "",
            "无偿提供信息12件",
            "无正当理由大量反复申请的有3件",
            "收取信息处理费{{收费}}",
            "对申请人逾期没有补正的",
            "各单位在办理过程中对申请人没有不当限制",
        ] {
            assert!(!says_nothing(clause), "{clause}");
        }
    }
}
