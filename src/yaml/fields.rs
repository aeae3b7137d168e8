//! Fields: a mapping of a file read key by key.
//!
//! Every fault of shape (a key nobody knows, a key that is missing, a list where text was
//! meant) is reported here, so that the catalogue, the profile and the year's files report it in
//! the same words.

use std::borrow::Cow;

use super::remarks::cut_off;
use super::{Entry, Kind, Node, Style, doubtful_remark, reread_as_map, unfolded};
use crate::bounds::{Bound, LINE_LENGTH, LIST_ITEMS, PROSE_LENGTH};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::findings::Findings;
use crate::source::{Field, Listed, Sources, Span, Spanned};
use crate::text::{COMMAS, bracketed_list, differs_in_marks, list_of};

/// Where values are read from, and what was found while reading them.
#[derive(Debug)]
pub struct Reader<'a> {
    /// The texts that the nodes were read from.
    pub sources: &'a Sources,
    /// What was found while reading.
    pub findings: Findings,
    /// The mistakes of form, by place.
    pub misshapen: Vec<(Span, Misshapen)>,
}

/// A mistake of form: what else stands in its file may be something that was looked for and not
/// found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misshapen {
    /// A key that is not known, or something else than was to stand there.
    Strange,
    /// Something that must be there is not, or is empty.
    Missing,
}

/// A mapping being read. Each key is taken once; [`Fields::finish`] reports what is left over.
#[derive(Debug, Clone)]
#[must_use]
pub struct Fields<'k> {
    /// What the mapping is, for messages: `部门文件`, `一条不足`.
    what: Cow<'k, str>,
    /// Where a missing key is pointed out.
    at: Span,
    /// Those not taken yet, in any order.
    entries: Vec<Entry>,
    known: Vec<&'k str>,
    missing: Vec<&'k str>,
}

impl<'a> Reader<'a> {
    /// A reader that has found nothing yet.
    pub fn new(sources: &'a Sources) -> Reader<'a> {
        Reader { sources, findings: Findings::new(), misshapen: Vec::new() }
    }

    /// Reports one fault.
    pub fn report(&mut self, fault: Diagnostic) {
        self.findings.report(fault);
    }

    /// Reports a mistake of form.
    fn misshapen(&mut self, at: Span, form: Misshapen, fault: Diagnostic) {
        self.misshapen.push((at, form));
        self.report(fault);
    }

    /// Reports that something which must be there is not written yet.
    pub fn not_written(&mut self, at: Span, fault: Diagnostic) {
        self.misshapen(at, Misshapen::Missing, fault);
    }

    /// The mapping of a node. `at` is where its missing keys are pointed out; without it,
    /// its first key, or where that would be.
    pub fn fields<'k>(
        &mut self,
        node: Node,
        what: impl Into<Cow<'k, str>>,
        at: Option<Span>,
    ) -> Option<Fields<'k>> {
        let place = node.span;
        let what = what.into();
        let entries = self.entries(node, &what)?;
        let first = entries.first().map(|entry| entry.key_span);
        let at = at.or(first).unwrap_or(place);
        // As many keys as a metric may have.
        Some(Fields { what, at, entries, known: Vec::with_capacity(16), missing: Vec::new() })
    }

    /// The entries of a mapping whose keys are the user's own. Nothing written is no entries.
    pub fn entries(&mut self, node: Node, what: &str) -> Option<Vec<Entry>> {
        match node.kind {
            Kind::Map(entries) => Some(entries),
            Kind::Null => Some(Vec::new()),
            _ => {
                let reread = reread_as_map(&node, self.sources);
                let reread = reread.map(|reread| {
                    let strange = reread.findings.iter().filter_map(|found| found.span());
                    self.misshapen.extend(strange.map(|span| (span, Misshapen::Strange)));
                    reread.gather(&mut self.findings)
                });
                if let Some(Node { kind: Kind::Map(entries), .. }) = reread {
                    return Some(entries);
                }
                self.wrong_shape(
                    node.span,
                    what,
                    "若干行“名称: 值”",
                    "另起一行，缩进两格，每行写一个“名称: 值”；没有的，删去",
                );
                None
            }
        }
    }

    /// The items of a list. Nothing written is no items.
    pub fn list(&mut self, node: Node, what: &str) -> Option<Vec<Node>> {
        self.list_within(node, what, &LIST_ITEMS)
    }

    /// All items of a list.
    fn items(&mut self, node: Node, what: &str) -> Option<Vec<Node>> {
        match node.kind {
            Kind::List(items) => Some(items),
            Kind::Null => Some(Vec::new()),
            _ => {
                self.wrong_shape(node.span, what, "列表", "每项另起一行，以“- ”开头；没有的删去");
                None
            }
        }
    }

    /// A list of no more items than a bound. Of a longer one nothing is read, so that it is told once and
    /// not with the faults of each of its items.
    pub fn list_within(&mut self, node: Node, what: &str, bound: &Bound) -> Option<Vec<Node>> {
        let items = self.items(node, what)?;
        let Some(first) = items.get(bound.size()) else { return Some(items) };
        let message = bound.passed(Some(items.len() as u64));
        self.report(
            Diagnostic::new(Code::E0125, message)
                .at(first.span, "从这一项起太多了，整个列表没有读")
                .help("核对是不是把别的内容粘贴了进来；用不着的删去"),
        );
        None
    }

    /// A list of texts of one line each.
    pub fn lines(&mut self, node: Node, what: &str) -> Option<Vec<Spanned<String>>> {
        if let Some(text) = node.as_text().filter(|text| !text.contains('\n')) {
            if let Some(list) = bracketed_list(text) {
                self.mistyped_list(&node, text, what, list);
                return None;
            }
            let help = match text.contains(['，', '、', '；']) {
                true => format!("一项的，改为 [{text}]；几项的，改为 {}", list_of(text)),
                false => format!("改为 [{text}]；有几项的，写成 [甲, 乙]"),
            };
            self.wrong_shape(node.span, what, "列表", &help);
            return None;
        }
        let items = self.list(node, what)?;
        let mut lines = Vec::new();
        for item in items {
            if item.kind == Kind::Null {
                self.nothing(item.span, what);
            } else {
                lines.extend(self.line(item, what));
            }
        }
        Some(lines)
    }

    /// One name, or a list of them.
    pub fn name_or_names(&mut self, node: Node, what: &str) -> Vec<Spanned<String>> {
        let is_one = node
            .as_text()
            .is_some_and(|text| bracketed_list(text).is_none() && !text.contains(COMMAS));
        match node.as_text() {
            Some(_) if is_one => self.line(node, what).into_iter().collect(),
            Some(text) => {
                let list = bracketed_list(text).unwrap_or_else(|| list_of(text));
                self.mistyped_list(&node, text, what, list);
                Vec::new()
            }
            None => self.names(node, what).unwrap_or_default(),
        }
    }

    /// A list of names. Names hold no commas, so one that does is several names between
    /// which a Chinese comma was typed.
    pub fn names(&mut self, node: Node, what: &str) -> Option<Vec<Spanned<String>>> {
        let mut names = Vec::new();
        let is_bracketed = self.sources.text(node.span).starts_with('[');
        for name in self.lines(node, what)? {
            let Some(comma) = name.value.find(COMMAS) else {
                names.push(name);
                continue;
            };
            let comma =
                name.value.get(comma..).and_then(|rest| rest.chars().next()).unwrap_or('，');
            let parts = name.value.split(COMMAS).map(str::trim).filter(|part| !part.is_empty());
            let separate = parts.clone().collect::<Vec<_>>().join(", ");
            let is_plain = is_bracketed && self.sources.text(name.span) == name.value;
            self.report(
                Diagnostic::new(Code::E0142, format!("几个名称之间用了“{comma}”"))
                    .at(name.span, format!("会被当作一个名称，{what}里没有这样的名称"))
                    .help(format!("改用半角逗号：[{separate}]"))
                    .edit_where(is_plain, name.span, separate),
            );
            names.extend(parts.map(|part| Spanned { value: part.to_owned(), span: name.span }));
        }
        Some(names)
    }

    /// Reports a list whose brackets or commas are those of an input method.
    fn mistyped_list(&mut self, node: &Node, text: &str, what: &str, list: String) {
        let help = format!("列表的括号和逗号用半角，改为 {list}");
        let is_plain = self.sources.text(node.span) == text;
        let fault = not_of_shape(node.span, what, "列表", &help);
        self.misshapen(node.span, Misshapen::Strange, fault.edit_where(is_plain, node.span, list));
    }

    /// Text of any length, as typed; lines that YAML folded into one are joined.
    pub fn text(&mut self, node: Node, what: &str) -> Option<Spanned<String>> {
        let text = self.written(&node, what)?;
        self.is_within(&node, text, &PROSE_LENGTH)?;
        let text = Spanned { value: self.unfolded(&node, text), span: node.span };
        self.cut_off(&node, &text.value);
        Some(text)
    }

    /// Text of one line, blanks around it taken off.
    pub fn line(&mut self, node: Node, what: &str) -> Option<Spanned<String>> {
        let line = self.written_line(&node, what)?;
        self.is_within(&node, line, &LINE_LENGTH)?;
        let line = Spanned { value: self.unfolded(&node, line), span: node.span };
        self.cut_off(&node, &line.value);
        Some(line)
    }

    /// Reports a text that is longer than any of a report (E0126). None of such a one is read.
    fn is_within(&mut self, node: &Node, text: &str, bound: &Bound) -> Option<()> {
        // Most texts have fewer bytes than they may have characters.
        if text.len() <= bound.size() {
            return Some(());
        }
        let length = text.chars().count();
        if length <= bound.size() {
            return Some(());
        }
        // What is so long is not shown as a whole.
        let first = self.sources.text(node.span).chars().next().map_or(0, char::len_utf8);
        let range = node.span.range();
        let start = Span::new(node.span.file, range.start..range.start + first);
        self.report(
            Diagnostic::new(Code::E0126, bound.passed(Some(length as u64)))
                .at(start, "从这里起的一处没有读")
                .help("核对是不是把整份材料粘贴进了一处；只留要写进报告的文字"),
        );
        None
    }

    /// Reports what was cut off a text by a # that was hardly meant to begin a comment.
    pub fn cut_off(&mut self, node: &Node, text: &str) {
        if let Kind::Scalar { style: Style::Plain, .. } = node.kind
            && let Some(remark) = cut_off(text, node.span, self.sources)
        {
            self.report(taken_for_remark(remark, self.sources));
        }
    }

    fn unfolded(&self, node: &Node, text: &str) -> String {
        match node.kind {
            Kind::Scalar { style, .. } => {
                unfolded(text, style, self.sources.text(node.span)).into_owned()
            }
            _ => text.to_owned(),
        }
    }

    fn written<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n str> {
        match &node.kind {
            Kind::Scalar { text, .. } => Some(text),
            Kind::Null => None,
            Kind::Map(entries) => {
                let braces = matches!(self.sources.text(node.span).get(..1), Some("{"));
                let help = if braces {
                    "以括号开头的文字要写成多行文字：在冒号后写“|”，文字另起一行并缩进两格"
                } else {
                    "文字里有冒号时，在名称的冒号后写“|”，文字另起一行并缩进两格"
                };
                let at = entries.first().map_or(node.span, |entry| entry.key_span);
                self.wrong_shape(if braces { node.span } else { at }, what, "文字", help);
                None
            }
            Kind::List(_) => {
                self.wrong_shape(
                    node.span,
                    what,
                    "文字",
                    "写成一段文字；以方括号开头的文字，在冒号后写“|”，另起一行并缩进两格",
                );
                None
            }
        }
    }

    fn written_line<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n str> {
        let line = self.written(node, what)?.trim();
        if line.is_empty() {
            self.nothing(node.span, what);
            return None;
        }
        if line.contains('\n') {
            self.wrong_shape(node.span, what, "一行文字", "写在一行里，不分段");
            return None;
        }
        Some(line)
    }

    /// One of the words that are allowed, as what it stands for.
    pub fn word<T: Copy>(&mut self, node: Node, what: &str, words: &[(&str, T)]) -> Option<T> {
        let line = self.written_line(&node, what)?;
        if let Some((_, meaning)) = words.iter().find(|(word, _)| *word == line) {
            return Some(*meaning);
        }
        let all: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let fault = Diagnostic::new(Code::E0133, format!("{what}不能是“{line}”"));
        self.report(match nearest(line, all.iter().copied()) {
            Some(word) => fault
                .at(node.span, format!("是否指“{word}”"))
                .help(format!("改为“{word}”"))
                .edit_where(differs_in_marks(line, word), node.span, word),
            None => fault
                .at(node.span, "不在可填的几种之内")
                .help(format!("可以填：{}", all.join("、"))),
        });
        None
    }

    /// 是 or 否.
    pub fn yes_or_no(&mut self, node: Node, what: &str) -> Option<bool> {
        let line = self.written_line(&node, what)?;
        let meant = match line {
            "是" => return Some(true),
            "否" => return Some(false),
            "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "y" | "Y" | "1" | "有"
            | "√" | "✓" | "对" => Some(true),
            "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "n" | "N" | "0" | "无"
            | "×" | "不" | "不是" => Some(false),
            _ => None,
        };
        let fault = Diagnostic::new(Code::E0133, format!("{what}不能是“{line}”"))
            .at(node.span, "只能填“是”或者“否”");
        // A digit may answer another question.
        let is_certain = !["1", "0", "有", "无"].contains(&line);
        self.report(match meant {
            Some(true) => fault.help("改为“是”").edit_where(is_certain, node.span, "是"),
            Some(false) => fault.help("改为“否”").edit_where(is_certain, node.span, "否"),
            None => fault.help("填“是”或者“否”"),
        });
        meant
    }

    /// Reports what stands behind a # that was hardly meant to begin a comment, where a value that
    /// may be left out is empty.
    fn lost(&mut self, empty: Span) {
        if let Some(remark) = doubtful_remark(empty, self.sources) {
            self.report(taken_for_remark(remark, self.sources));
        }
    }

    fn nothing(&mut self, at: Span, what: &str) {
        self.misshapen(
            at,
            Misshapen::Missing,
            Diagnostic::new(Code::E0131, format!("{what}是空的"))
                .at(at, "这里没有内容")
                .help("填上内容；不需要这一项的，整行删去"),
        );
    }

    /// Reports something else than was to stand there.
    pub fn wrong_shape(&mut self, at: Span, what: &str, wanted: &str, help: &str) {
        // An alias is reported as such; no other plain text begins so.
        if self.sources.text(at).starts_with('*') {
            return;
        }
        self.misshapen(at, Misshapen::Strange, not_of_shape(at, what, wanted, help));
    }
}

fn not_of_shape(at: Span, what: &str, wanted: &str, help: &str) -> Diagnostic {
    Diagnostic::new(Code::E0132, format!("{what}应当是{wanted}"))
        .at(at, format!("这里不是{wanted}"))
        .help(help)
}

impl<'k> Fields<'k> {
    /// Those of a mapping that could not be read: none.
    pub fn none(what: &'k str, at: Span) -> Fields<'k> {
        Fields {
            what: what.into(),
            at,
            entries: Vec::new(),
            known: Vec::new(),
            missing: Vec::new(),
        }
    }

    /// Where the mapping is pointed to.
    pub fn span(&self) -> Span {
        self.at
    }

    /// The place of a key, if it is there and was not taken yet.
    pub fn key_span(&self, key: &str) -> Option<Span> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| entry.key_span)
    }

    /// What stands under a key, which is still to be read.
    pub fn peek(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value)
    }

    /// The value of a key that may be left out, or left empty.
    pub fn optional(&mut self, key: &'k str) -> Option<Node> {
        let value = self.take(key)?.value;
        (value.kind != Kind::Null).then_some(value)
    }

    /// What stands under a key that holds one value and may be left out. `read` gives nothing
    /// where it reported a fault.
    pub fn field<T>(
        &mut self,
        key: &'k str,
        reader: &mut Reader<'_>,
        read: impl FnOnce(Node, &mut Reader<'_>) -> Option<Spanned<T>>,
    ) -> Field<T> {
        let Some(entry) = self.take(key) else { return Field::Absent(None) };
        let place = entry.value.span;
        if entry.value.kind == Kind::Null {
            reader.lost(entry.value.span);
            return Field::Absent(Some(entry.key_span));
        }
        match read(entry.value, reader) {
            Some(value) => Field::Given(value),
            None => Field::Faulty(place.into()),
        }
    }

    /// What is listed under a key that may be left out.
    pub fn listed<T>(
        &mut self,
        key: &'k str,
        reader: &mut Reader<'_>,
        read: impl FnOnce(Node, &mut Reader<'_>) -> Vec<T>,
    ) -> Listed<T> {
        let Some(entry) = self.take(key) else { return Listed::default() };
        let key = Some(entry.key_span);
        if entry.value.kind == Kind::Null {
            reader.lost(entry.value.span);
            return Listed { key, ..Listed::default() };
        }
        let before = reader.findings.len();
        let entries = read(entry.value, reader);
        let is_whole = !reader.findings[before..].iter().any(Diagnostic::is_error);
        Listed { entries, key, is_whole }
    }

    fn take(&mut self, key: &'k str) -> Option<Entry> {
        self.known.push(key);
        let at = self.entries.iter().position(|entry| entry.key == key)?;
        Some(self.entries.swap_remove(at))
    }

    /// The value of a key that must be there.
    pub fn required(&mut self, key: &'k str, reader: &mut Reader<'_>) -> Option<Node> {
        let Some(entry) = self.take(key) else {
            self.missing.push(key);
            return None;
        };
        if entry.value.kind == Kind::Null {
            let at = entry.value.span;
            let fault = Diagnostic::new(Code::E0131, format!("“{key}”没有填"));
            let fault = match doubtful_remark(at, reader.sources) {
                Some(remark) => fault.at(remark, "以 # 开头，当作了备注").help(format!(
                    "是“{key}”的内容的，用引号包住；是备注的，在“{key}:”后面填上内容"
                )),
                None => fault.at(at, "这里没有内容").help(format!("在“{key}:”后面填上内容")),
            };
            reader.misshapen(at, Misshapen::Missing, fault);
            return None;
        }
        Some(entry.value)
    }

    /// Takes the entries that are left and are meant for another place.
    pub fn take_strays(&mut self, is_stray: impl Fn(&Entry) -> bool) -> Vec<Entry> {
        let mut strays: Vec<Entry> = self.entries.extract_if(.., |entry| is_stray(entry)).collect();
        strays.sort_by_key(|entry| entry.key_span);
        strays
    }

    /// Passes over what is left, when it is not known what it should be: all but what a missing
    /// key was probably mistyped as.
    pub fn forget(&mut self) {
        let missing = &self.missing;
        self.entries.retain(|entry| meant(&entry.key, missing).is_some());
    }

    /// Whether only one key is left, which nobody knows: [`Fields::finish`] reports it as this one.
    pub fn is_misnamed(&mut self, key: &'k str) -> bool {
        let is_alone = self.entries.len() == 1;
        self.missing.extend(is_alone.then_some(key));
        is_alone
    }

    /// Reports the keys that nobody knows and those that are missing. A missing key that was mistyped,
    /// or the only one where one key is unknown, is reported once, as an unknown one.
    pub fn finish(mut self, reader: &mut Reader<'_>) {
        let mut missing = self.missing;
        self.entries.sort_by_key(|entry| entry.key_span);
        let only_missing = match (self.entries.as_slice(), missing.as_slice()) {
            ([_], [key]) => Some(*key),
            _ => None,
        };
        for entry in self.entries {
            if let Some(fault) = colon_in_key(&entry, reader.sources) {
                missing.retain(|key| !entry.key.starts_with(key));
                reader.misshapen(entry.key_span, Misshapen::Strange, fault);
                continue;
            }
            let meant = meant(&entry.key, &missing).or_else(|| meant(&entry.key, &self.known));
            let fault =
                Diagnostic::new(Code::E0130, format!("{}里没有“{}”这一项", self.what, entry.key));
            let fault = match (meant, only_missing) {
                (Some(meant), _) => {
                    missing.retain(|key| *key != meant);
                    fault
                        .at(entry.key_span, format!("是否指“{meant}”"))
                        .help(format!("改为“{meant}”"))
                        .edit_where(differs_in_marks(&entry.key, meant), entry.key_span, meant)
                }
                (None, Some(key)) => {
                    missing.clear();
                    let help = format!("改为“{key}”；不是的，删去它，另加一行“{key}: ……”");
                    fault.at(entry.key_span, format!("是否指“{key}”")).help(help)
                }
                (None, None) => fault
                    .at(entry.key_span, "不认识这一项")
                    .help(format!("可以写的有：{}", self.known.join("、"))),
            };
            reader.misshapen(entry.key_span, Misshapen::Strange, fault);
        }
        for key in missing {
            reader.misshapen(
                self.at,
                Misshapen::Missing,
                Diagnostic::new(Code::E0131, format!("{}缺少“{key}”", self.what))
                    .at(self.at, format!("这里要有“{key}”"))
                    .help(format!("加一行“{key}: ……”")),
            );
        }
    }
}

/// A text behind a # was read as a comment.
fn taken_for_remark(remark: Span, sources: &Sources) -> Diagnostic {
    let written = sources.text(remark);
    let short: String = written.chars().take(20).collect();
    let dots = if short.len() < written.len() { "……" } else { "" };
    Diagnostic::new(Code::E0738, format!("“{short}{dots}”当作了备注，不会印出"))
        .at(remark, "空格后面的 # 在 YAML 里是备注的开头")
        .help("是文字的，用引号包住整个值；是备注的，在 # 后面加一个空格")
}

/// `最小：1` or `最小:1` between braces, where the repairs of lines do not see the colon.
pub(crate) fn colon_in_key(entry: &Entry, sources: &Sources) -> Option<Diagnostic> {
    let colon = entry.key.find(['：', ':']).filter(|_| entry.value.kind == Kind::Null)?;
    let (name, value) = entry.key.split_at(colon);
    let value = value.trim_start_matches(['：', ':']).trim();
    let wide = entry.key.contains('：');
    let (code, message, label) = match wide {
        true => (Code::E0106, "冒号用了全角“：”", "应当是半角冒号加一个空格"),
        false => (Code::E0107, "冒号后面缺少空格", "冒号后面要有一个半角空格"),
    };
    let right = format!("{}: {value}", name.trim());
    let diagnostic = Diagnostic::new(code, message).at(entry.key_span, label);
    let is_plain = sources.text(entry.key_span) == entry.key;
    Some(diagnostic.help(format!("改为“{right}”")).edit_where(is_plain, entry.key_span, right))
}

/// The key that a key nobody knows was probably meant to be.
fn meant<'k>(key: &str, known: &[&'k str]) -> Option<&'k str> {
    let key = key.trim();
    let contained = |known: &&str| key.contains(known) || known.contains(key);
    nearest(key, known.iter().copied()).or_else(|| known.iter().copied().find(contained))
}
