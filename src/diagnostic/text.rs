//! Diagnostics for people at a terminal: the line, a mark under the place, what to write instead.

use std::ops::Range;

use annotate_snippets::renderer::DEFAULT_TERM_WIDTH;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Padding, Renderer, Snippet};

use super::{Diagnostic, Label, Severity};
use crate::source::{Cell, FileId, Place, Sources, Span};
use crate::text::printable;
use crate::text::width_cjk;

/// What diagnostics are shown on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// With the escape sequences of a terminal.
    pub colour: bool,
    /// In columns.
    pub width: usize,
}

impl Screen {
    /// A terminal of so many columns; without them, of the usual number.
    pub fn terminal(width: Option<usize>) -> Screen {
        Screen { colour: true, width: width.unwrap_or(DEFAULT_TERM_WIDTH).max(NARROWEST) }
    }

    /// One diagnostic, see [`render`].
    pub fn render(self, diagnostic: &Diagnostic, sources: &Sources) -> String {
        let renderer = if self.colour { Renderer::styled() } else { Renderer::plain() };
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR.with_name("错误"),
            Severity::Warning => Level::WARNING.with_name("警告"),
            Severity::Hint => Level::INFO.with_name("提示"),
        };
        let title = level.primary_title(&diagnostic.message).id(diagnostic.code.name());
        let mut group = Group::with_title(title);
        for file in files(&diagnostic.labels) {
            group = push_file(group, file, diagnostic, sources, self.width);
        }
        for (key, text) in &diagnostic.notes {
            group = group.element(Level::NOTE.with_name(key.as_str()).message(text));
        }
        if let Some(help) = &diagnostic.help {
            group = group.element(Level::HELP.with_name("建议").message(help));
        }
        without_bare_marks(&renderer.term_width(self.width).render(&[group]))
    }

    /// All of them, a blank line after each, and the [`summary`] at the end.
    pub fn report(self, diagnostics: &[Diagnostic], sources: &Sources) -> String {
        let mut text = String::new();
        for diagnostic in diagnostics {
            text.push_str(&self.render(diagnostic, sources));
            text.push_str("\n\n");
        }
        text + &summary(diagnostics)
    }
}

/// On a narrower terminal nothing could be shown.
const NARROWEST: usize = 40;

/// One diagnostic as several lines of text, without a line break at the end.
///
/// ```text
/// 错误[E0105]: 同一个键写了两遍：行政检查数
///  --> data/2024/区司法局.yaml:9:3
///   |
/// 5 |   行政检查数: 5757
///   |   ---------- 先在这里写过
/// …
/// 9 |   行政检查数: 5758
///   |   ^^^^^^^^^^ 又写了一遍
///   |
///   = 建议: 留下正确的一行，删去另一行
/// ```
///
/// `colour` adds the escape sequences of a terminal.
pub fn render(diagnostic: &Diagnostic, sources: &Sources, colour: bool) -> String {
    Screen { colour, width: DEFAULT_TERM_WIDTH }.render(diagnostic, sources)
}

/// All of them, a blank line after each, and the [`summary`] at the end.
pub fn report(diagnostics: &[Diagnostic], sources: &Sources, colour: bool) -> String {
    Screen { colour, width: DEFAULT_TERM_WIDTH }.report(diagnostics, sources)
}

/// The renderer draws a gutter (`|`) before the notes even where no text stands above them, and a `:::` before a
/// text whose name, a cell or a place in a long line, stands there already.
fn without_bare_marks(text: &str) -> String {
    let lines = text.lines().map(|line| (line, unstyled(line)));
    let lines: Vec<(&str, String)> = lines.filter(|(_, shown)| shown.trim() != ":::").collect();
    // A line of the text, or the name of the next file.
    let is_of_text = |at: Option<usize>| {
        let line = at.and_then(|at| lines.get(at)).map_or("", |(_, shown)| shown.as_str());
        let line = line.trim_start_matches(|c: char| c == ' ' || c.is_ascii_digit());
        line.starts_with(['|', ':'])
    };
    let is_kept = |at: usize, shown: &str| {
        shown.trim() != "|" || is_of_text(at.checked_sub(1)) || is_of_text(Some(at + 1))
    };
    let kept = lines.iter().enumerate().filter(|(at, (_, shown))| is_kept(*at, shown));
    kept.map(|(_, (line, _))| *line).collect::<Vec<_>>().join("\n")
}

/// A line without the escape sequences of a terminal.
fn unstyled(line: &str) -> String {
    let mut escapes = line.split('\u{1b}');
    let first = escapes.next().unwrap_or_default();
    let others = escapes.map(|part| part.split_once('m').map_or("", |(_, text)| text));
    [first].into_iter().chain(others).collect()
}

/// The last line of a run, e.g. `共 2 处错误、3 处警告`.
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    let count =
        |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    let parts: Vec<String> = [
        (count(Severity::Error), "处错误"),
        (count(Severity::Warning), "处警告"),
        (count(Severity::Hint), "条提示"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, what)| format!("{count} {what}"))
    .collect();
    if parts.is_empty() {
        "没有发现问题".to_owned()
    } else {
        format!("共 {}", parts.join("、"))
    }
}

/// How many faults each file has, when there are several files: one line a file, in the
/// order of the diagnostics. Hints do not count.
pub fn by_file(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut counts: Vec<(FileId, usize, usize)> = Vec::new();
    for diagnostic in diagnostics {
        let (error, warning) = match diagnostic.severity {
            Severity::Error => (1, 0),
            Severity::Warning => (0, 1),
            Severity::Hint => continue,
        };
        let Some(file) = diagnostic.place().map(Place::file) else { continue };
        match counts.iter_mut().find(|(known, ..)| *known == file) {
            Some((_, errors, warnings)) => {
                *errors += error;
                *warnings += warning;
            }
            None => counts.push((file, error, warning)),
        }
    }
    if counts.len() < 2 {
        return String::new();
    }
    let mut text = "  错误  警告  文件\n".to_owned();
    for (file, errors, warnings) in counts {
        text.push_str(&format!(
            "{errors:>6}{warnings:>6}  {}\n",
            printable(&sources.get(file).path)
        ));
    }
    text
}

/// The files of the labels, the first primary label's file first.
fn files(labels: &[Label]) -> Vec<FileId> {
    let mut files = Vec::new();
    let primary = labels.iter().filter(|label| label.primary);
    for label in primary.chain(labels) {
        if !files.contains(&label.place.file()) {
            files.push(label.place.file());
        }
    }
    files
}

fn push_file<'a>(
    group: Group<'a>,
    file: FileId,
    diagnostic: &'a Diagnostic,
    sources: &'a Sources,
    width: usize,
) -> Group<'a> {
    let source = sources.get(file);
    let labels = diagnostic.labels.iter().filter(|label| label.place.file() == file);
    let (primary, others): (Vec<&Label>, Vec<&Label>) = labels.partition(|label| label.primary);
    let labels = primary.into_iter().chain(others);
    if !source.has_lines() {
        return without_lines(group, file, labels, sources, width);
    }
    let views = labels.map(|label| View::of(label, marked(label, source.text()), source.text()));
    shown_together(views, width).iter().fold(group, |group, view| view.show(group, file, sources))
}

/// The views, those that a screen of such a width shows together as one.
fn shown_together<'a>(of_labels: impl Iterator<Item = View<'a>>, width: usize) -> Vec<View<'a>> {
    let mut views: Vec<View<'_>> = Vec::new();
    for view in of_labels {
        match views.iter_mut().find_map(|known| Some((known.with(&view, width)?, known))) {
            Some((both, known)) => *known = both,
            None => views.push(view),
        }
    }
    views
}

/// Bytes of lines that are looked through as a whole, and what is shown of longer ones on both
/// sides of a label.
const LONG_LINE: usize = 1 << 14;
const NEAR: usize = 1 << 10;

/// Places in what has no lines: a folder or a file that could not be read by its path, cells of a
/// workbook each by its name, with what is typed there where it was read.
fn without_lines<'a>(
    mut group: Group<'a>,
    file: FileId,
    labels: impl Iterator<Item = &'a Label>,
    sources: &'a Sources,
    width: usize,
) -> Group<'a> {
    let path = printable(&sources.get(file).path);
    let mut origins: Vec<String> = Vec::new();
    let mut views: Vec<View<'_>> = Vec::new();
    for label in labels {
        if let Some(within) = sources.in_cell(label.place)
            && !within.text.is_empty()
        {
            let view = View::of(label, within.range, within.text);
            views.push(View { cell: Some((within.cell, within.line)), ..view });
            continue;
        }
        let origin = match sources.shown(label.place) {
            Place::Cell(cell) => {
                let place = format!("{path} {} {}", sources.cell_name(cell), label.text);
                place.trim_end().to_owned()
            }
            Place::File(_) | Place::Text(_) => path.clone(),
        };
        if !origins.contains(&origin) {
            origins.push(origin);
        }
    }
    for (number, view) in shown_together(views.into_iter(), width).iter().enumerate() {
        if number > 0 {
            group = group.element(Padding);
        }
        group = view.show(group, file, sources);
    }
    origins.into_iter().fold(group, |group, origin| group.element(Origin::path(origin)))
}

/// Labels that are shown together. Lines of prose are longer than a screen is wide, and only
/// what lies within one window of columns can be shown of several of them.
#[derive(Debug, Clone)]
struct View<'a> {
    /// Each with the bytes of the text that it marks.
    labels: Vec<(&'a Label, Range<usize>)>,
    /// The text that they stand in: of a file, or one line of a cell.
    text: &'a str,
    /// The cell of a workbook, and which line of it.
    cell: Option<(Cell, usize)>,
    /// The columns that must be seen.
    left: usize,
    right: usize,
    /// The longest of the lines.
    longest: usize,
}

impl<'a> View<'a> {
    fn of(label: &'a Label, range: Range<usize>, text: &'a str) -> View<'a> {
        let (before, after) = (text.get(..range.start), text.get(range.start..));
        let before = before.unwrap_or_default().rsplit('\n').next().unwrap_or_default();
        let after = after.unwrap_or_default().split('\n').next().unwrap_or_default();
        // Of a line that is far longer than any screen its bytes are near enough.
        let columns = |part: &str| match before.len() + after.len() > LONG_LINE {
            true => part.len(),
            false => width_cjk(part),
        };
        let left = columns(before);
        let right = left + columns(text.get(range.clone()).unwrap_or_default());
        let labels = vec![(label, range)];
        View { labels, text, cell: None, left, right, longest: left + columns(after) }
    }

    /// Both in one, when a screen of such a width shows them.
    fn with(&self, other: &View<'a>, width: usize) -> Option<View<'a>> {
        // Line numbers, and dots on both sides.
        const MARGIN: usize = 20;
        let both = View {
            labels: self.labels.iter().chain(&other.labels).cloned().collect(),
            text: self.text,
            cell: self.cell,
            left: self.left.min(other.left),
            right: self.right.max(other.right),
            longest: self.longest.max(other.longest),
        };
        // A label and the value that it leads to stand for one cell with texts of their own.
        let is_same = self.cell == other.cell && std::ptr::eq(self.text, other.text);
        let is_seen = is_same && both.longest.min(both.right - both.left) + MARGIN <= width;
        is_seen.then_some(both)
    }

    /// The lines from the first label to the last: the renderer looks through all that it is
    /// given, for every diagnostic anew.
    ///
    /// Of a line that is far longer than any screen only what is near the labels is given, and
    /// where that is stands before it.
    fn show(&self, group: Group<'a>, file: FileId, sources: &'a Sources) -> Group<'a> {
        let source = sources.get(file);
        let text = self.text;
        let ranges = || self.labels.iter().map(|(_, range)| range);
        let first = ranges().map(|range| range.start).min().unwrap_or(0);
        let last = ranges().map(|range| range.end).max().unwrap_or(0);
        let start = text.get(..first).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let end = text.get(last..).and_then(|after| after.find('\n'));
        let end = end.map_or(text.len(), |length| last + length);
        let is_long = end - start > LONG_LINE;
        let near = |at: usize| (at..text.len()).find(|at| text.is_char_boundary(*at));
        let whole = start..end;
        let (start, end) = match is_long {
            true => (
                near(first.saturating_sub(NEAR)).unwrap_or(start).max(start),
                near(last + NEAR).unwrap_or(end).min(end),
            ),
            false => (start, end),
        };
        let line = match self.cell {
            Some((_, line)) => line + 1,
            None => sources.position(Span::new(file, whole.start..whole.start)).line,
        };
        let annotations = self.labels.iter().map(|(label, range)| {
            let kind =
                if label.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            let annotation = kind.span(range.start - start..range.end - start);
            if label.text.is_empty() { annotation } else { annotation.label(&label.text) }
        });
        let lines = text.get(start..end).unwrap_or_default();
        let snippet = Snippet::source(lines).line_start(line).annotations(annotations);
        if let Some((cell, _)) = self.cell {
            let place = format!("{} {}", printable(&source.path), sources.cell_name(cell));
            return group.element(Origin::path(place)).element(snippet);
        }
        if !is_long {
            return group.element(snippet.path(printable(&source.path)));
        }
        let main = self.labels.first().map_or(first, |(_, range)| range.start);
        let place = sources.position(Span::new(file, main..main));
        let origin =
            Origin::path(printable(&source.path)).line(place.line).char_column(place.column);
        group.element(origin).element(snippet)
    }
}

/// What a label marks: of a place of several lines its first line only, so that a paragraph
/// of prose does not fill the screen.
fn marked(label: &Label, text: &str) -> Range<usize> {
    // The renderer would panic within a character.
    let boundary = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    let range = label.place.span().map_or(0..0, Span::range);
    let start = boundary(range.start).unwrap_or(0);
    // Nor is a whole line marked that is far longer than any screen.
    let end = boundary(range.end.min(start + LONG_LINE / 4)).unwrap_or(0).max(start);
    let end = text
        .get(start..end)
        .and_then(|marked| marked.find('\n'))
        .map_or(end, |length| start + length);
    start..end
}

#[cfg(test)]
mod tests {
    use snapbox::{assert_data_eq, str};

    use super::*;
    use crate::diagnostic::{Code, sample};
    use crate::source::{Content, Stretch, Workbook};

    fn place(sources: &Sources, file: FileId, text: &str) -> Span {
        let start = sources.get(file).text().find(text).unwrap();
        Span::new(file, start..start + text.len())
    }

    #[test]
    fn labels_in_several_files() {
        let mut sources = Sources::default();
        let ours = sources.add(
            "data/2024/区司法局.yaml",
            "指标:\n  执法案件录入总数: 6289\n  行政检查数: 5757\n",
        );
        let theirs = sources.add("data/2024/区城管局.yaml", "指标:\n  行政处罚数: 526\n");
        let diagnostic = Diagnostic::new(Code::E0105, "合计不等于分项之和")
            .also(place(&sources, theirs, "526"), "分项")
            .at(place(&sources, ours, "6289"), "合计 6289")
            .also(place(&sources, ours, "5757"), "分项")
            .note("算式", "5757 + 526 = 6283，差 6")
            .note("说明", "第一行\n第二行")
            .help("核对平台导出数");
        assert_data_eq!(
            render(&diagnostic, &sources, false),
            str![[r#"
错误[E0105]: 合计不等于分项之和
 --> data/2024/区司法局.yaml:2:13
  |
2 |   执法案件录入总数: 6289
  |                     ^^^^ 合计 6289
3 |   行政检查数: 5757
  |               ---- 分项
  |
 ::: data/2024/区城管局.yaml:2:10
  |
2 |   行政处罚数: 526
  |               --- 分项
  |
  = 算式: 5757 + 526 = 6283，差 6
  = 说明: 第一行
          第二行
  = 建议: 核对平台导出数
"#]]
        );
        assert!(render(&diagnostic, &sources, true).contains("\u{1b}["));
    }

    #[test]
    fn without_a_text_there_is_no_gutter() {
        let mut sources = Sources::default();
        let folder = sources.add("data/2024/区司法局.yaml", "部门: 区司法局\n");
        let bare = Diagnostic::new(Code::E0105, "没有这个选项")
            .note("说明", "第一行\n第二行")
            .help("改正");
        assert_eq!(
            render(&bare, &sources, false),
            "错误[E0105]: 没有这个选项\n = 说明: 第一行\n         第二行\n = 建议: 改正"
        );
        for is_styled in [false, true] {
            let shown = render(&bare, &sources, is_styled);
            assert!(shown.lines().all(|line| unstyled(line).trim() != "|"), "{shown}");
        }
        // The line of a text keeps its own.
        let line = bare.at(place(&sources, folder, "区司法局"), "");
        assert_eq!(
            render(&line, &sources, false).lines().filter(|line| line.trim() == "|").count(),
            2
        );
    }

    #[test]
    fn a_place_of_several_lines_shows_its_first() {
        let mut sources = Sources::default();
        let file = sources.add("a.yaml", "学习: |\n  一“二”……\n  三\n");
        let span = Span { end: 40, ..place(&sources, file, "一") };
        let diagnostic = Diagnostic::new(Code::E0105, "长").at(span, "").severity(Severity::Hint);
        assert_data_eq!(
            render(&diagnostic, &sources, false),
            str![[r#"
提示[E0105]: 长
 --> a.yaml:2:3
  |
2 |   一“二”……
  |   ^^^^^^^^
"#]]
        );
    }

    /// Two places that no one window of columns shows are shown one by one, each with its mark.
    #[test]
    fn places_far_apart_in_long_lines() {
        let mut sources = Sources::default();
        let long = "推进法治政府建设。".repeat(20);
        let file = sources.add("a.yaml", format!("甲: 头{long}\n乙: {long}尾\n"));
        let diagnostic = Diagnostic::new(Code::E0105, "远")
            .at(place(&sources, file, "尾"), "这里")
            .also(place(&sources, file, "头"), "那里");
        let narrow = Screen { colour: false, width: 60 };
        assert_data_eq!(
            narrow.render(&diagnostic, &sources),
            str![[r#"
错误[E0105]: 远
 --> a.yaml:2:184
  |
2 | ... 。推进法治政府建设。尾
  |                         ^^ 这里
  |
 ::: a.yaml:1:4
  |
1 | 甲: 头推进法治政府建设。推进法治政府建设。推进法治政...
  |     -- 那里
"#]]
        );
        for line in narrow.render(&diagnostic, &sources).lines() {
            assert!(width_cjk(line) <= 60, "{line}");
        }
    }

    #[test]
    fn a_place_without_text_shows_its_path() {
        let mut sources = Sources::default();
        let file = sources.add("data/2025", Content::Missing);
        let diagnostic = Diagnostic::new(Code::E0101, "没有这个文件夹")
            .at(file, "")
            .severity(Severity::Warning)
            .help("新建文件夹");
        assert_data_eq!(
            render(&diagnostic, &sources, false),
            str![[r#"
警告[E0101]: 没有这个文件夹
--> data/2025
 = 建议: 新建文件夹
"#]]
        );
    }

    #[test]
    fn cells_are_shown_by_their_names() {
        let (diagnostic, sources) = sample::in_cells();
        assert_data_eq!(
            render(&diagnostic, &sources, false),
            str![[r#"
错误[E0401]: “信访总量”不是数字
--> data/2025/区信访局.xlsx 指标!C5 只写数字
::: data/2025/区信访局.xlsx 指标!C10
"#]]
        );
    }

    #[test]
    fn what_is_typed_in_a_cell_is_shown() {
        let (diagnostic, sources) = sample::in_a_workbook();
        assert_data_eq!(
            render(&diagnostic, &sources, false),
            str![[r#"
错误[E0401]: “受理数”不是数字
 --> data/2025/区信访局.xlsx 指标!B5
  |
1 | 121件
  | ^^^^^ 只写数字
  |
 ::: data/2025/区信访局.xlsx 正文!C2
  |
2 | 受理121件。
  |     ----- 正文里也有
"#]]
        );
        assert_eq!(render(&diagnostic, &sources, true).matches(":::").count(), 1);
    }

    #[test]
    fn a_label_and_a_value_of_one_cell_are_shown_apart() {
        let text = "指标:\n  信访受理数总计: 1件\n";
        let stretch = |part: &str| {
            let start = text.find(part).unwrap();
            Stretch { range: start..start + part.len(), sheet: 0, row: 4, column: 0, line: 0 }
        };
        let workbook = Workbook {
            sheets: vec!["指标".to_owned()],
            text: text.to_owned(),
            stretches: vec![stretch("信访受理数总计"), stretch("1件")],
            ..Workbook::default()
        };
        let mut sources = Sources::default();
        let file = sources.add("data/2025/区信访局.xlsx", Content::Workbook(workbook));
        let diagnostic = Diagnostic::new(Code::E0401, "不是数字")
            .at(place(&sources, file, "1件"), "只写数字")
            .also(place(&sources, file, "信访受理数总计"), "这一项");
        let shown = render(&diagnostic, &sources, false);
        for line in ["1 | 1件\n  | ^^^ 只写数字", "1 | 信访受理数总计\n  | -------------- 这一项"]
        {
            assert!(shown.contains(line), "{shown}");
        }
    }

    #[test]
    fn a_summary_counts_by_severity() {
        let all = [
            Diagnostic::new(Code::E0105, "乙"),
            Diagnostic::new(Code::E0105, "甲").severity(Severity::Hint),
            Diagnostic::new(Code::E0106, "丙"),
        ];
        assert_eq!(summary(&all), "共 2 处错误、1 条提示");
        assert_eq!(summary(&[]), "没有发现问题");
    }
}
