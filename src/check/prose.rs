//! Prose: its placeholders name metrics that have a value, no figure is typed by hand, the
//! habits of official writing are kept, and nothing is left open or written twice.

mod braces;
mod change_words;
mod citations;
mod compared;
mod contradictions;
mod doubled;
mod frame;
mod frame_characters;
mod gaps;
mod habits;
mod labels;
mod left_open;
mod metric_guess;
mod misnamed;
mod own;
mod passages;
mod placeholder;
mod reckoned;
mod remarks;
mod repeated;
mod samples;
mod share;
mod touching;
mod typed_number;
mod unitless;
mod unused;
mod verbatim;

pub(crate) use habits::words_of_templates;

use std::cell::{Cell, OnceCell};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rustc_hash::FxHashMap;
pub(crate) use unused::unused;

use self::passages::{Kind, Passage, passages};
use super::Context;
use super::figures::Noted;
use super::last_year::LastYear;
use super::ledger::{Ledger, Line, State};
use crate::catalogue::{Metric, MetricKind, Owner, Value};
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::{Findings, MOST, Outcome};
use crate::load::Spanned;
use crate::number::{self, Quantity};
use crate::prose::{self, Form, Piece, Placeholder, ProseFault};
use crate::source::Span;

/// What to do where a text of the unit's report cannot be printed in a department's own.
const OWN_TEXT: &str = "在“本部门报告”的“正文”下，把这一段另写一份，不引用这个数";

/// Places of one text that are reported together; who mends so many sees the others.
const MOST_PLACES: usize = 100;

/// The names that the texts print, as typed, and where each stands.
pub(super) type Uses<'a> = BTreeMap<String, Vec<Use<'a>>>;

/// A placeholder in a text, where it can be [located](prose::locate) when it is reported.
#[derive(Debug)]
pub(super) struct Use<'a> {
    text: &'a Spanned<String>,
    range: Range<usize>,
    /// It prints a department's own figure where each department has one.
    of_one: bool,
}

pub(super) fn uses(context: Context<'_>) -> Uses<'_> {
    let mut uses = Uses::new();
    let expanded = passages(context).into_iter().filter(|passage| passage.kind != Kind::Note);
    for Passage { text, department, .. } in expanded {
        for piece in prose::parse(&text.value).0 {
            if let Piece::Placeholder(Placeholder { name, range, total, form }) = piece {
                let of_one = department.is_some() && !total;
                if let Form::Share(share) = form {
                    let range = range.clone();
                    uses.entry(share.whole).or_default().push(Use { text, range, of_one });
                }
                uses.entry(name).or_default().push(Use { text, range, of_one });
            }
        }
    }
    uses
}

/// Where the outline is yet to be mended, nothing is said of figures that no text uses.
pub(super) fn check(
    ledger: &Ledger<'_>,
    last_year: &LastYear<'_>,
    uses: &Uses<'_>,
    outline_is_settled: bool,
    context: Context<'_>,
) -> Outcome<Noted> {
    let numbers = context.catalogue.metrics.values();
    let numbers =
        numbers.filter(|metric| !matches!(metric.kind, MetricKind::Text | MetricKind::Boolean));
    let kinds = numbers.map(|metric| number::kind_of_unit(&metric.unit)).collect();
    let names = context.catalogue.metrics.values().filter(|metric| !metric.unit.is_empty());
    let mut ends_of_names: FxHashMap<char, Vec<&str>> = FxHashMap::default();
    for metric in names {
        let Some(last) = metric.name.chars().next_back() else { continue };
        let units = ends_of_names.entry(last).or_default();
        if !units.contains(&metric.unit.as_str()) {
            units.push(&metric.unit);
        }
    }
    let examples = samples::examples(&context.submissions.report.kind);
    let small = ledger.lines().filter_map(|line| quantity(line)?.value.normalize().try_into().ok());
    let small = small.filter(|value| (1..10).contains(value)).collect();
    let (pairs, phrases) = (OnceCell::new(), OnceCell::new());
    let checker = ProseChecker {
        ledger,
        last_year,
        context,
        kinds,
        ends_of_names,
        examples,
        small,
        pairs,
        phrases,
        names: OnceCell::new(),
        names_left: Cell::new(misnamed::MOST_NAMES),
    };
    let passages = passages(context);
    let mut findings = Findings::new();
    // What could not be read, or is yet to be mended, may use figures that no text uses now.
    let mut is_settled = outline_is_settled && context.submissions.unread.is_empty();
    for passage in &passages {
        is_settled &= checker.check(*passage).gather(&mut findings);
    }
    let mut others = checker.frame();
    others.extend(checker.bare_phrases());
    others.extend(checker.frame_characters());
    others.extend(checker.sample_elements());
    others.extend(checker.unreported(uses));
    others.extend(checker.unfinished());
    others.extend(checker.repeated(&passages));
    others.extend(checker.citations());
    others.extend(checker.contradictions(&passages));
    is_settled &= !others.has_errors();
    findings.extend(others);
    // A department's own report need not print all that it reports to the unit.
    let is_settled = is_settled && context.edition.department.is_none();
    let unused = if is_settled { checker.unused(uses) } else { Vec::new() };
    let shares = checker.shares(&passages);
    let noted = Noted { excused: checker.excused(&passages), unused, shares };
    Outcome::new(noted, findings)
}

/// The number of a line, when it has one.
fn quantity(line: &Line<'_>) -> Option<Quantity> {
    match &line.state {
        State::Reported { value: Value::Number(quantity), .. } => Some(*quantity),
        State::Computed { value, .. } => Some(Quantity::exact(*value)),
        _ => None,
    }
}

struct ProseChecker<'a> {
    ledger: &'a Ledger<'a>,
    last_year: &'a LastYear<'a>,
    context: Context<'a>,
    /// The kinds of units that the catalogue counts in.
    kinds: BTreeSet<&'a str>,
    /// The last characters of the names of metrics that have a unit, each with the units.
    ends_of_names: FxHashMap<char, Vec<&'a str>>,
    /// What empty forms show as examples.
    examples: Vec<String>,
    /// The values of figures below ten.
    small: BTreeSet<i64>,
    /// How many names of metrics have a pair of neighbouring characters; counted when asked for.
    pairs: OnceCell<BTreeMap<(char, char), usize>>,
    /// 照录, found by their beginnings; put in order when asked for.
    phrases: OnceCell<verbatim::Phrases<'a>>,
    /// The names that may stand before a figure; gathered when asked for.
    names: OnceCell<misnamed::Names<'a>>,
    /// How many of them may still be held against such words.
    names_left: Cell<usize>,
}

impl ProseChecker<'_> {
    /// The value is whether the text prints the metrics that it means to: it has no error, but
    /// perhaps asks for a comparison that cannot be made.
    fn check(&self, passage: Passage<'_>) -> Outcome<bool> {
        let text = passage.text.value.as_str();
        if passage.is_unwritten() {
            let fault = self.unwritten(passage);
            return Outcome::new(!fault.is_error(), fault.into());
        }
        let mut verbatim = self.verbatim(passage);
        let (mut findings, mut incomparable) = (Findings::new(), Findings::new());
        // Whatever else is wrong with an example or a remark goes with it.
        let (samples, fault) = self.samples(passage, &verbatim);
        findings.extend(fault);
        let (remarks, fault) = self.remarks(passage, &verbatim);
        findings.extend(fault);
        verbatim.extend(samples.into_iter().chain(remarks));
        if let Some((label, fault)) = self.label(passage, &verbatim) {
            verbatim.push(label);
            findings.report(fault);
        }
        let pasted = habits::markup_of_pages(text);
        let (pieces, faults) = prose::parse(text);
        let placeholders = pieces.iter().filter_map(|piece| match piece {
            Piece::Placeholder(placeholder) => Some(placeholder),
            Piece::Text(_) => None,
        });
        let placeholders: Vec<&Placeholder> = placeholders.collect();
        let mut spared = verbatim;
        let phrases = spared.len();
        spared.extend(placeholders.iter().map(|placeholder| placeholder.range.clone()));
        // Nothing is expanded in a note, which is reported with the frame.
        if passage.kind != Kind::Note {
            let (verbatim, figures) = spared.split_at(phrases);
            let (misformed, ranges) = self.misformed_all(&faults, passage);
            findings.extend(misformed);
            let mut faulty = Findings::new();
            // The placeholders beside which something is reported.
            let mut settled = Vec::new();
            for placeholder in &placeholders {
                if faulty.len() + incomparable.len() >= MOST {
                    break;
                }
                if let Some(fault) = self.placeholder(placeholder, passage) {
                    faulty.report(fault);
                    settled.push(placeholder.range.clone());
                } else if let Some(fault) = self.incomparable(placeholder, passage) {
                    incomparable.report(fault);
                } else {
                    let doubled = self.beside(placeholder, passage, verbatim);
                    if !doubled.is_empty() {
                        settled.push(placeholder.range.clone());
                    }
                    faulty.extend(doubled);
                }
            }
            findings.extend(faulty);
            findings.extend(self.change_words(&placeholders, passage, verbatim, &settled));
            findings.extend(self.rows(&placeholders, passage, verbatim));
            // The signs of <b>{{检查数}}</b> go with the tags.
            let told = [verbatim, &pasted].concat();
            let (touching, touched) = self.touching(&pieces, passage, &told, &settled);
            findings.extend(touching);
            let told = [spared.as_slice(), &ranges].concat();
            let (bare, named) = self.bare_names(passage, &told);
            findings.extend(bare);
            findings.extend(self.braces(passage, verbatim, [&ranges[..], figures].concat()));
            spared.extend(touched.into_iter().chain(named));
        }
        let (verbatim, others) = spared.split_at(phrases);
        let (figures, touched) = others.split_at(placeholders.len());
        let verbatim = [verbatim, touched].concat();
        let mut open = left_open::open_places(text);
        open.retain(|place| !spared.iter().any(|spared| spared.contains(&place.start)));
        let kept = [marks_told(text, &open, &faults), verbatim.clone()].concat();
        findings.extend(self.habits(passage, &placeholders, &kept));
        let others = [&verbatim[..], &pasted, &open].concat();
        findings.extend(self.typed_numbers(passage, figures, &others));
        findings.extend(self.left_open(passage, &open));
        let is_settled = !findings.has_errors();
        findings.extend(incomparable);
        Outcome::new(is_settled, findings)
    }

    fn unwritten(&self, passage: Passage<'_>) -> Diagnostic {
        let remedy = match passage.kind {
            Kind::Body if self.is_required(passage) => "写上内容，这一项不能没有",
            Kind::Body => "写上内容；没有内容的，连同键一起删去",
            Kind::Heading => "写上标题",
            Kind::Note => "写上附注；没有的，删去这一行",
        };
        Diagnostic::new(Code::E0708, "这里还没有写内容")
            .at(passage.text.span, "空白或者占位文字")
            .help(remedy)
    }

    /// Whether a text of the office is one that must be there.
    fn is_required(&self, passage: Passage<'_>) -> bool {
        let report = &self.context.submissions.report;
        let mut required = report.kind.contents.iter().filter(|content| content.is_required);
        required.any(|content| {
            report.text(&content.key).is_some_and(|text| text.span == passage.text.span)
        })
    }

    /// What is wrong with the words beside a figure; one that is taken for its change says it all.
    fn beside(
        &self,
        placeholder: &Placeholder,
        passage: Passage<'_>,
        spared: &[Range<usize>],
    ) -> Findings {
        if let Some(found) = self.for_change(placeholder, passage, spared) {
            return found.into();
        }
        let doubled = self.doubled(placeholder, passage, spared);
        if !doubled.is_empty() {
            return doubled;
        }
        let found = self.compared(placeholder, passage, spared);
        let found = found.or_else(|| self.unitless(placeholder, passage, spared));
        found.or_else(|| self.misnamed(placeholder, passage, spared)).into_iter().collect()
    }

    /// A contribution that breaks off would run into the next department's.
    fn unfinished(&self) -> Findings {
        let mut findings = Findings::new();
        for department in &self.context.submissions.departments {
            for (_, text) in department.prose.iter() {
                let written = text.value.trim_end();
                // What is reported at its end already is enough.
                let open = left_open::open_places(written);
                let is_reported = number::is_placeholder(written)
                    // Markup that pasting left behind the sentence.
                    || written.ends_with(['>', '*', '_'])
                    || written.ends_with("&nbsp;")
                    || habits::mends_end(written)
                    || open
                        .last()
                        .is_some_and(|place| !written[place.end..].contains(char::is_alphanumeric))
                    || self.is_sample(written)
                    || remarks::remarks(written).last().is_some_and(|at| at.end == written.len())
                    || !prose::parse(written).1.is_empty();
                if is_reported
                    || ends_sentence(written)
                    || self.context.submissions.unread.overlaps(text.span)
                {
                    continue;
                }
                let last = written.chars().next_back().map_or(0, char::len_utf8);
                let range = written.len() - last..written.len();
                let passage = Passage::new(text, Some(department));
                findings.report(
                    Diagnostic::new(Code::E0709, "稿件的最后一句没有写完")
                        .at(self.locate(passage, &range), "到这里就断了")
                        .note("说明", "几个单位的稿件要接成一段，每一份都要以句号结尾")
                        .help(match written.ends_with(['，', '、', '；', '：', ',', ';', ':']) {
                            true => "把末尾的标点改为句号",
                            false => "在末尾写上句号",
                        }),
                );
            }
        }
        findings
    }

    fn locate(&self, passage: Passage<'_>, range: &Range<usize>) -> Span {
        prose::locate(self.context.sources, passage.text.span, &passage.text.value, range)
    }

    /// The edit that writes something else in a range of a text, where that is certain and the file
    /// has the text as it is, without escapes or line breaks.
    fn edited(
        &self,
        diagnostic: Diagnostic,
        passage: Passage<'_>,
        range: &Range<usize>,
        right: &str,
    ) -> Diagnostic {
        let span = self.locate(passage, range);
        let wrong = passage.text.value.get(range.clone()).unwrap_or_default();
        let is_found = !wrong.is_empty() && self.context.sources.text(span) == wrong;
        diagnostic.edit_where(is_found, span, right)
    }

    /// Metrics that texts print and nobody reported: one diagnostic each, where the value is to
    /// be written; nothing where its want is reported already.
    fn unreported(&self, uses: &Uses<'_>) -> Findings {
        let lines = self.ledger.lines().filter(|line| {
            line.metric.taken_from.is_none()
                && matches!(line.state, State::Missing | State::Approximate | State::Incomplete)
                && !self.ledger.is_reported(&line.metric.name)
                && !self.context.may_be_unread(line)
        });
        lines
            .filter_map(|line| {
                let metric = line.metric;
                // Where the parts have no sum, each department may still print its own.
                let has_parts = matches!(line.state, State::Approximate | State::Incomplete)
                    && line.metric.owner == Owner::Every;
                let uses = uses.get(metric.name.as_str())?.iter();
                let uses = uses.filter(|place| !(has_parts && place.of_one)).take(MOST_PLACES);
                let uses: Vec<Span> = uses.map(|place| self.place(place)).collect();
                let diagnostic =
                    Diagnostic::new(Code::E0706, format!("引用的指标“{}”没有数", metric.name));
                let remedy =
                    if uses.len() > 1 { "删去这几处引用" } else { "删去这处引用" };
                if let Some(sum) = self.incomplete(line) {
                    return gaps::not_whole(diagnostic, sum, &uses, remedy);
                }
                let approximate = self.approximate_parts(line);
                if !approximate.is_empty() {
                    uses.first()?;
                    let diagnostic = uses
                        .iter()
                        .fold(diagnostic, |diagnostic, span| diagnostic.at(*span, "算不出来"));
                    let diagnostic = approximate.iter().fold(diagnostic, |diagnostic, span| {
                        diagnostic.also(*span, "是概数，不能计算")
                    });
                    return Some(diagnostic.help(format!(
                        "填上准确数，就能算出“{}”；没有准确数的，{remedy}",
                        metric.name
                    )));
                }
                let (diagnostic, more) = match (self.empty_line(metric), uses.split_first()) {
                    (Some(empty), _) => {
                        (diagnostic.at(empty, "这里空着，应当填写"), uses.as_slice())
                    }
                    (None, Some((first, more))) => {
                        (diagnostic.at(*first, "没有填报，印不出来"), more)
                    }
                    (None, None) => return None,
                };
                let diagnostic = more
                    .iter()
                    .fold(diagnostic, |diagnostic, span| diagnostic.also(*span, "正文引用"));
                if let Some((owner, own)) = self.is_of_another(metric) {
                    return Some(
                        diagnostic
                            .note(
                                "说明",
                                format!(
                                    "“{}”由{owner}填报，{own}自己的报告里没有这个数",
                                    metric.name
                                ),
                            )
                            .help(OWN_TEXT),
                    );
                }
                Some(diagnostic.help(format!("{}，或者{remedy}", self.to_be_filled_in(metric))))
            })
            .collect()
    }

    /// The approximate numbers for which it cannot be computed.
    fn approximate_parts(&self, line: &Line<'_>) -> Vec<Span> {
        let computed_from = self.context.catalogue.computed_from(&line.metric.name);
        let parts = computed_from.into_iter().filter_map(|name| self.ledger.line(name));
        let entries = parts.chain([line]).flat_map(|line| &line.entries);
        entries.filter(|entry| entry.is_approximate()).map(|entry| entry.span).collect()
    }

    /// In a department's own report: whose metric it is, and whose report, where these are two.
    fn is_of_another<'m>(&'m self, metric: &'m Metric) -> Option<(&'m str, &'m str)> {
        let own = self.context.edition.department.as_deref()?;
        match &metric.owner {
            Owner::Department(owner) => (owner != own).then_some((owner, own)),
            Owner::Every => None,
        }
    }

    /// Where a metric that was not reported is to be filled in.
    fn to_be_filled_in(&self, metric: &Metric) -> String {
        match &metric.owner {
            Owner::Department(owner) => {
                format!("在 {} 的“指标”下填报", self.context.file_of(owner))
            }
            Owner::Every => "在部门文件的“指标”下填报".to_owned(),
        }
    }

    fn place(&self, place: &Use<'_>) -> Span {
        let Use { text, range, .. } = place;
        prose::locate(self.context.sources, text.span, &text.value, range)
    }

    /// The line of the owner's form where its value should stand.
    fn empty_line(&self, metric: &Metric) -> Option<Span> {
        let Owner::Department(owner) = &metric.owner else { return None };
        let files = self.context.submissions.of_department(owner);
        let mut metrics = files.flat_map(|file| &file.metrics);
        metrics.find(|(key, _)| key.value == metric.name).map(|(key, _)| key.span)
    }
}

/// Marks that are told with what they belong to: the brackets around a place that was kept open, and the one in the
/// place of a brace, as in `{{检查数}）`.
fn marks_told(text: &str, open: &[Range<usize>], faults: &[ProseFault]) -> Vec<Range<usize>> {
    let open = open.iter().map(|place| left_open::with_brackets(text, place));
    let wrong = faults.iter().filter_map(|fault| braces::wrong_closing(text, fault));
    open.chain(wrong).collect()
}

/// Whether the text ends a sentence, closing quotes and brackets aside, or with a remark in brackets behind one:
/// （来源：区财政局）.
fn ends_sentence(text: &str) -> bool {
    let ends = |text: &str| {
        text.trim_end_matches(['”', '’', '）', '》', '」', '』']).ends_with(['。', '！', '？', '…'])
    };
    let remark = text.strip_suffix(['）', ')']).and_then(|head| head.rfind(['（', '(']));
    ends(text) || remark.is_some_and(|at| ends(text[..at].trim_end()))
}

#[cfg(test)]
mod tests {
    use super::ends_sentence;

    #[test]
    fn sentences_end_in_a_stop() {
        for text in
            ["好。", "“好。”", "好！）", "好。（来源：区财政局）", "好。\n\n（来源：区财政局）"]
        {
            assert!(ends_sentence(text), "{text}");
        }
        for text in
            ["", "好", "好，", "如下：", "《法》", "好（来源：区财政局）", "（来源：区财政局）"]
        {
            assert!(!ends_sentence(text), "{text}");
        }
    }
}
