//! Numbers typed in the templates of a layout, of which nobody says where they come from: one
//! warning a heading, a paragraph or a table. Those of the data were looked at where they were typed.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::catalogue::{Catalogue, MetricKind};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Block, Fact, Inline, Text};
use crate::findings::{Findings, MOST};
use crate::load::Report;
use crate::number;
use crate::number::runs::{Run, Runs, measured_alike};
use crate::prose;
use crate::source::{FileId, Sources, Span};

/// Places of one group that are reported together.
const MOST_PLACES: usize = 100;

/// What the numbers of a layout are looked at with.
pub(super) struct Typed<'a> {
    pub(super) report: &'a Report,
    pub(super) catalogue: &'a Catalogue,
    pub(super) facts: &'a [Fact],
    /// The files of the layout's templates, its own first.
    pub(super) templates: &'a [FileId],
    pub(super) sources: &'a Sources,
}

/// A line of text, and where its pieces were typed.
#[derive(Default)]
struct Line {
    text: String,
    pieces: Vec<(Range<usize>, Option<Span>)>,
    /// Where figures and places held open stand.
    figures: Vec<Range<usize>>,
}

/// A number of a template that nobody owns.
struct Number {
    said: String,
    span: Option<Span>,
    /// The metric that it probably is.
    metric: Option<String>,
}

impl Line {
    fn add(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            let start = self.text.len();
            match inline {
                Inline::Strong(inner) => self.add(inner),
                Inline::Text(text) => {
                    self.text.push_str(text);
                    self.pieces.push((start..self.text.len(), text.place));
                }
                Inline::Figure { text, .. } => {
                    self.text.push_str(text);
                    self.figures.push(start..self.text.len());
                }
                Inline::Missing { text } => {
                    self.text.push_str(text);
                    self.figures.push(start..self.text.len());
                }
            }
        }
    }
}

impl Typed<'_> {
    pub(super) fn check(&self, title: &Text, body: &[Block]) -> Findings {
        let phrases = self.report.verbatim.iter().map(|phrase| phrase.value.trim().to_owned());
        let phrases: Vec<String> =
            self.report.kind.fixed_phrases.iter().cloned().chain(phrases).collect();
        let metrics = self.catalogue.metrics.values();
        let numbers =
            metrics.filter(|metric| !matches!(metric.kind, MetricKind::Text | MetricKind::Boolean));
        let units: BTreeSet<&str> =
            numbers.map(|metric| number::kind_of_unit(&metric.unit)).collect();
        let runs = Runs::new(&phrases, |word: &str| units.contains(number::kind_of_unit(word)));
        let found = groups(title, body).into_iter().filter_map(|group| {
            let mut own = Vec::new();
            for line in &group {
                // Most lines hold nothing that was typed in a template.
                if line.pieces.iter().any(|(range, place)| self.is_own(line, range, *place)) {
                    let runs = runs.scan(&line.text, &line.figures);
                    own.extend(self.own_numbers(line, &runs));
                }
            }
            self.told(&own)
        });
        found.take(MOST).collect()
    }

    /// Whether a piece is a template's own: typed there, or with a number that an expression prints.
    fn is_own(&self, line: &Line, range: &Range<usize>, place: Option<Span>) -> bool {
        match place {
            Some(place) => self.templates.contains(&place.file),
            None => {
                let text = line.text.get(range.clone()).unwrap_or_default();
                text.contains(|c: char| c.is_ascii_digit())
            }
        }
    }

    /// The numbers of a line that were typed in a template and that nobody owns.
    fn own_numbers(&self, line: &Line, runs: &[Run<'_>]) -> Vec<Number> {
        let unowned = runs.iter().filter(|run| run.owner.is_none() && !run.is_word(&line.text));
        let mut count = 0;
        let own = unowned.filter_map(|run| {
            let at = line.pieces.partition_point(|(range, _)| range.end <= run.digits.start);
            let (range, place) = line.pieces.get(at)?;
            if !self.is_own(line, range, *place) {
                return None;
            }
            let span = || {
                let within = run.range.start.checked_sub(range.start)?;
                let within = within..run.range.end.min(range.end) - range.start;
                let text = line.text.get(range.clone())?;
                Some(prose::locate(self.sources, (*place)?, text, &within))
            };
            // A place is looked for from the beginning of the words, and no more are shown.
            count += 1;
            if count > MOST_PLACES {
                return Some(Number { said: String::new(), span: None, metric: None });
            }
            Some(Number {
                said: line.text.get(run.range.clone()).unwrap_or_default().to_owned(),
                span: span().or_else(|| self.nearest(line)),
                metric: self.metric(run, &line.text).map(str::to_owned),
            })
        });
        own.collect()
    }

    fn told(&self, own: &[Number]) -> Option<Diagnostic> {
        let message = match own {
            [] => return None,
            [number] => format!("版式里的“{}”没有来历", number.said),
            _ => format!("版式里有 {} 个数没有来历", own.len()),
        };
        let mut diagnostic = Diagnostic::new(Code::E0728, message);
        let mut remedies: Vec<String> = Vec::new();
        let mut known = BTreeSet::new();
        for Number { said, span, metric } in own.iter().take(MOST_PLACES) {
            // Words that a layout holds twice are found in their first place.
            let span = span.filter(|span| known.insert(*span));
            let label = match metric {
                Some(metric) => format!("很可能是指标“{metric}”"),
                None => String::new(),
            };
            diagnostic = span.into_iter().fold(diagnostic, |found, span| found.at(span, &label));
            if let Some(metric) = metric {
                remedies.push(format!("“{said}”改为 {{{{ \"{metric}\" | figure }}}}"));
            }
        }
        remedies.push(
            "是统计数的，用 {{ \"指标名称\" | figure }} 引用；不是的，加上引号“”，或者列入报告种类的“固定说法”"
                .to_owned(),
        );
        Some(diagnostic.help(remedies.join("；")))
    }

    /// The words of a template on the same line, else the layout as a whole.
    fn nearest(&self, line: &Line) -> Option<Span> {
        let mut places = line.pieces.iter().filter_map(|(_, place)| *place);
        let near = places.find(|place| self.templates.contains(&place.file));
        near.or_else(|| self.templates.first().map(|file| Span::new(*file, 0..0)))
    }

    /// The one metric that has the value, and most of its name on the line.
    fn metric(&self, run: &Run<'_>, text: &str) -> Option<&str> {
        let value = run.value?;
        let fits = |fact: &&Fact| {
            let alike =
                run.unit.is_empty() || measured_alike(run.unit) == measured_alike(&fact.unit);
            let name: Vec<char> = fact.metric.trim_end_matches('数').chars().collect();
            let pairs = name.windows(2).map(|pair| pair.iter().collect::<String>());
            alike
                && fact.value.exact == Some(value)
                && pairs.filter(|pair| text.contains(pair.as_str())).take(2).count() == 2
        };
        let mut fitting = self.facts.iter().filter(fits);
        let first = fitting.next()?;
        fitting.next().is_none().then_some(first.metric.as_str())
    }
}

/// All lines of text that a layout makes: each heading and paragraph by itself, a table together.
fn groups(title: &Text, body: &[Block]) -> Vec<Vec<Line>> {
    let line = |parts: &[&[Inline]]| {
        let mut line = Line::default();
        parts.iter().for_each(|part| line.add(part));
        line
    };
    let title = vec![line(&[&[Inline::Text(title.clone())]])];
    let body = body.iter().map(|block| match block {
        Block::Heading(heading) => vec![line(&[&heading.text])],
        Block::Paragraph(paragraph) => {
            let heading = paragraph.run_in.as_ref().map_or([].as_slice(), |run_in| &run_in.text);
            vec![line(&[heading, &paragraph.text])]
        }
        Block::Table(table) => {
            let header = table.header.iter().flatten().map(|cell| line(&[&cell.content]));
            let rows = table.rows.iter().flat_map(|row| {
                let cells = row.iter().map(|cell| line(&[&cell.content])).enumerate();
                // 序号
                let is_index = |at: usize, line: &Line| {
                    at == 0 && line.text.len() < 4 && line.text.parse::<u32>().is_ok()
                };
                cells.filter(move |(at, line)| !is_index(*at, line)).map(|(_, line)| line)
            });
            std::iter::once(line(&[&table.caption])).chain(header).chain(rows).collect()
        }
    });
    std::iter::once(title).chain(body).collect()
}
