//! Reading a form: a workbook becomes the text of the YAML file that says the same, with the cell
//! that each word of it came from. Whatever was typed comes out as text that YAML reads back to the
//! letter, so what is wrong with it is found where a file of YAML is read and checked.
//!
//! Sheets are known by their names, columns by the labels over them, rows by the names in them.
//! Where they stand serves for messages alone.

mod contents;
mod displaced;
mod elsewhere;
mod forms;
mod moved;
mod names;
mod once;
mod own;
mod record;
mod reordered;
mod reworded;
mod sheet;
mod shifted;
mod shown;
mod since;
mod slips;
mod strays;
mod table;
mod unread;
mod whole;
mod yaml;

use std::collections::BTreeSet;

use indexmap::IndexMap;
use rustc_hash::FxHashMap;

use self::contents::Figures;
pub(crate) use self::forms::Forms;
use self::forms::Sought;
use self::names::Names;
use self::record::Record;
use self::sheet::Rows;
use self::shown::Shown;
use self::since::Since;
use self::table::Leads;
use self::unread::Unread;
use self::yaml::{At, Key, Node, Words, Yaml, placed};
use super::form::{Block, Content, Row, VERSION};
use super::label;
use super::table::Table;
use crate::bounds::WORKBOOK_TEXT;
use crate::catalogue::Catalogue;
use crate::cells::{self, Book, Sheet, Wanted};
use crate::diagnostic::{Diagnostic, Severity};
use crate::findings::{Findings, Outcome};
use crate::package::{self, Package};
use crate::source::{Cell, FileId, Workbook};
use crate::yaml::Node as Tree;

/// The sheet of which nothing is read.
const UNREAD: [&str; 1] = [label::CHOICES];

/// Which workbook is read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    /// The source that it is.
    pub(crate) file: FileId,
    /// Its path.
    pub(crate) path: &'a str,
    /// The department and the year that its place stands for.
    pub(crate) whose: (&'a str, i32),
    /// Whether its year is over, so that it is read for what it says and mended no more.
    pub(crate) is_over: bool,
}

/// Reads a workbook; none where it is no form that can be read.
pub(crate) fn read(
    bytes: &[u8],
    asked: Asked<'_>,
    forms: &mut Forms<'_>,
) -> Outcome<Option<Workbook>> {
    read_with_tree(bytes, asked, forms).map(|read| read.map(|(workbook, _)| workbook))
}

/// The same with the tree of its text; none where that is to be read.
pub(crate) fn read_with_tree(
    bytes: &[u8],
    asked: Asked<'_>,
    forms: &mut Forms<'_>,
) -> Outcome<Option<(Workbook, Option<Tree>)>> {
    let Asked { file, path, whose, .. } = asked;
    let refused = |fault: Diagnostic| Outcome::new(None, Findings::from(fault.at(file, "")));
    let package = match Package::open_without(bytes, &cells::UNREAD) {
        Ok(package) => package,
        Err(refusal) => return refused(whole::refusal(refusal, path)),
    };
    if let Some(fault) = whole::dangers(&package, path) {
        return refused(fault);
    }
    let book = match cells::read(&package, &UNREAD) {
        Ok(book) => book,
        Err(fault) => return refused(whole::refused(fault, &package, path)),
    };
    if let Some(fault) = whole::outside(&book, path) {
        return refused(fault);
    }
    let Some(record) = Record::read(&book) else {
        let has_figures = book.sheets.iter().any(|sheet| sheet.name == label::FIGURES);
        return refused(whole::foreign(path, has_figures, whose));
    };
    if record.version != Some(VERSION) {
        return refused(whole::version(path, record.version, VERSION, whose));
    }
    let mut read = Filled::read(&book, &record, asked, forms);
    read.findings.extend(whole::drawn(&package).map(|fault| fault.at(file, "")));
    read
}

/// Bytes of what would be read of a workbook, when unpacked.
pub(crate) fn unpacked_size(bytes: &[u8]) -> u64 {
    package::unpacked_size(bytes, &cells::UNREAD)
}

/// The department and the year that a form was made for; none of what is no form.
pub(crate) fn whose(bytes: &[u8]) -> Option<(String, String)> {
    let book = cells::read(&Package::open_without(bytes, &cells::UNREAD).ok()?, &UNREAD).ok()?;
    Record::read(&book).map(|record| (record.department, record.year))
}

/// What a form is filled in with.
struct Filled<'a> {
    asked: Asked<'a>,
    catalogue: &'a Catalogue,
    book: &'a Book,
    form: &'a Sought,
    /// The sheets that were read.
    used: BTreeSet<u32>,
    /// Those of the form that were found, by the names that they have there.
    found: BTreeSet<String>,
    names: Names,
    shown: Shown,
    since: Since,
    figures: Figures,
    /// The head of the names of figures.
    figures_at: Option<At>,
    people: Vec<(Key, Node)>,
    reasons: Vec<(Key, Node)>,
    blocks: IndexMap<Block, Vec<(Key, Node)>>,
    findings: Findings,
}

impl<'a> Filled<'a> {
    fn read(
        book: &Book,
        record: &Record<'_>,
        asked: Asked<'_>,
        forms: &mut Forms<'_>,
    ) -> Outcome<Option<(Workbook, Option<Tree>)>> {
        let (place, _) = asked.whose;
        let project = forms.project;
        let department = project.profile.present(&record.department).unwrap_or(place);
        let form = forms.of(department, asked.is_over);
        let mut filled = Filled {
            asked,
            catalogue: &project.catalogue,
            book,
            form: &form,
            used: BTreeSet::new(),
            found: BTreeSet::new(),
            names: Names::read(book, record.sheet),
            shown: Shown::read(record, project, asked.is_over),
            since: Since::default(),
            figures: Figures::new(asked.file),
            figures_at: None,
            people: Vec::new(),
            reasons: Vec::new(),
            blocks: IndexMap::new(),
            findings: Findings::new(),
        };
        for (sheet, leads) in &form.sheets {
            filled.sheet(&sheet.name, &sheet.content, leads.as_ref());
        }
        filled.lost_sheets();
        filled.strange_sheets();
        filled.changed_since(project);
        filled.finish(record)
    }

    /// A sheet by its name, or else a visible one of another name that looks like it; that there is none
    /// is reported where it must be.
    fn find(
        &mut self,
        name: &str,
        must_be: bool,
        looks_like_it: impl Fn(&Sheet) -> bool,
    ) -> Option<(u32, &'a Sheet)> {
        let sheets = || (0..).zip(&self.book.sheets);
        let found = sheets().find(|(_, sheet)| sheet.name.trim() == name).or_else(|| {
            let mut others = sheets().filter(|(number, sheet)| {
                !sheet.is_hidden
                    && !self.form.names.contains(sheet.name.trim())
                    && !self.used.contains(number)
            });
            others.find(|(_, sheet)| looks_like_it(sheet))
        });
        match found {
            Some((number, _)) => {
                self.used.insert(number);
                self.found.insert(name.to_owned());
            }
            None if self.shown.had(name) == Some(false) => {
                self.since.new_sheets.insert(name.to_owned());
            }
            None if must_be => {
                self.findings.report(whole::no_sheet(name).at(self.asked.file, ""));
            }
            None => {}
        }
        found
    }

    /// The rows of a sheet, with the columns that it must have.
    fn rows(
        &mut self,
        name: &str,
        labels: &[&str],
        key: &[&str],
        must_be: bool,
    ) -> Option<Rows<'a>> {
        let lacking = |rows: Option<&Rows<'_>>| -> Vec<String> {
            let is_missing = |label: &&&str| rows.is_none_or(|rows| rows.column(label).is_none());
            key.iter().filter(is_missing).map(|label| (*label).to_owned()).collect()
        };
        let looks_like_it =
            |sheet: &Sheet| lacking(Rows::of(sheet, 0, labels, key).as_ref()).is_empty();
        let (number, sheet) = self.find(name, must_be, looks_like_it)?;
        let rows = Rows::of(sheet, number, labels, key);
        if self.is_shifted((name, number), displaced::find(self.names.made(&sheet.name))) {
            return None;
        }
        let missing = lacking(rows.as_ref());
        if let Some(rows) = rows.as_ref().filter(|_| missing.is_empty()) {
            self.findings.extend(slips::hidden(rows, key, self.asked.file));
        }
        if missing.is_empty() {
            return rows;
        }
        // A sheet that was emptied is none that was filled in.
        if !must_be && sheet.cells.is_empty() {
            return None;
        }
        let strange = rows.as_ref().map(Rows::strange_labels).unwrap_or_default();
        let renamed = missing.first().and_then(|first| whole::renamed(first, &strange));
        let column = renamed.as_ref().map_or(0, |(column, _)| *column);
        let at = At { sheet: number, row: rows.map_or(0, |rows| rows.header), column };
        let renamed = renamed.as_ref().map(|(_, label)| label.as_str());
        self.findings.report(whole::no_columns(name, &missing, renamed).at(self.cell(at), ""));
        None
    }

    fn cell(&self, at: At) -> Cell {
        let At { sheet, row, column } = at;
        Cell { file: self.asked.file, sheet, row, column }
    }

    fn sheet(&mut self, name: &str, content: &Content, leads: Option<&Leads>) {
        match content {
            Content::Guide => {
                let mut unread = Unread::new(self.asked.file);
                let shown = &self.shown;
                let mut sheets = (0..).zip(&self.book.sheets);
                let guide = sheets.find(|(_, sheet)| sheet.name.trim() == name);
                guide.into_iter().for_each(|guide| unread.guide(guide, shown));
                self.take(unread);
            }
            Content::Figures(listed) => self.figures(name, listed),
            Content::Table(table) => {
                if let Some(leads) = leads {
                    self.table(name, (table, leads));
                }
            }
            Content::Prose(block) => {
                let key = [label::prose::KEY, label::prose::TEXT];
                if let Some(rows) = self.rows(name, &label::prose::ALL, &key, false) {
                    let mut unread = Unread::of(
                        self.asked.file,
                        &rows,
                        &label::prose::ALL,
                        &[label::prose::TEXT],
                    );
                    let named = self.names.of_sheet(&rows.sheet.name);
                    let names = (&named, self.names.sent(name));
                    let texts = contents::texts(&rows, names, &self.shown, &mut unread);
                    self.take(unread);
                    if !texts.is_empty() {
                        let head = Key::at(label::PROSE, rows.head(label::prose::TEXT));
                        self.block(block).push((head, Node::Map(texts)));
                    }
                }
            }
            Content::Entries { block, key, parts } => {
                let keys: Vec<&str> = parts.iter().map(|part| part.key.as_str()).collect();
                let last: Vec<String> =
                    keys.iter().map(|key| format!("{}{key}", label::entries::LAST_YEAR)).collect();
                let labels = [label::entries::NUMBER].into_iter().chain(keys.iter().copied());
                let labels: Vec<&str> = labels.chain(last.iter().map(String::as_str)).collect();
                if let Some(rows) = self.rows(name, &labels, &keys, false) {
                    let mut unread = Unread::of(self.asked.file, &rows, &labels, &keys);
                    let list = contents::list(&rows, parts, &self.shown, &mut unread);
                    self.take(unread);
                    let head = keys.first().map(|part| rows.head(part));
                    if !list.is_empty() {
                        let key = Key { text: key.clone(), at: head };
                        self.block(block).push((key, Node::List(list)));
                    }
                }
            }
            Content::Remarks => self.remarks(name),
            Content::OwnReport { block, keys } => {
                let [key, number, part, text, _] = label::own::ALL;
                if let Some(rows) =
                    self.rows(name, &label::own::ALL, &[key, number, part, text], false)
                {
                    let mut unread =
                        Unread::of(self.asked.file, &rows, &label::own::ALL, &[label::own::TEXT]);
                    let own = own::own_report(&rows, keys, &mut unread);
                    self.take(unread);
                    if let Some(own) = own {
                        self.block(block).push(own);
                    }
                }
            }
        }
    }

    /// The sheet of figures. Where it cannot be read, none of its figures is missed besides.
    fn figures(&mut self, name: &str, listed: &[Row]) {
        let key = [label::figures::NAME, label::figures::VALUE];
        // A department that has no figures any more had some in a year that is over.
        let must_be = !listed.is_empty();
        let Some(rows) = self.rows(name, &label::figures::ALL, &key, must_be) else {
            if self.since.new_sheets.contains(name) {
                return;
            }
            self.figures.lost.extend(listed.iter().filter_map(|row| match row {
                Row::Figure(figure) => Some(figure.metric.name.clone()),
                Row::Heading(_) => None,
            }));
            return;
        };
        self.figures_at = Some(rows.head(label::figures::NAME));
        let (catalogue, file) = (self.catalogue, self.asked.file);
        let in_tables = self.in_tables();
        let strays =
            strays::rows(&rows, (listed, &in_tables), (&self.shown, &self.names), catalogue, file);
        if !strays.has_moved
            && self.names.made(&rows.sheet.name).is_empty()
            && let Some(made) = shifted::by_words(&rows, &self.names)
            && self.is_shifted((name, rows.number), displaced::find(&made))
        {
            return;
        }
        self.figures.lost.extend(strays.lost);
        self.since.has_gone_rows = strays.has_gone;
        let mut unread = Unread::new(file);
        let has_head = |cell: &cells::Cell| rows.sheet.at(rows.header, cell.column).is_some();
        let told: BTreeSet<u32> = strays.told.iter().map(|(_, column)| *column).collect();
        let is_told = |cell: &cells::Cell| match has_head(cell) {
            true => told.contains(&cell.column),
            false => strays.told.contains(&(cell.row, cell.column)),
        };
        // Marks beside the rows, and columns of one's own, are no figures.
        let severity = |cell: &cells::Cell| match has_head(cell)
            || !cell.typed(Wanted::Text).contains(char::is_numeric)
        {
            true => Severity::Hint,
            false => Severity::Warning,
        };
        unread.outside(&rows, &label::figures::ALL, (is_told, severity));
        for row in rows.rows() {
            if strays.alone.binary_search(&row.number).is_ok() {
                unread.alone(&row, label::figures::NAME);
            } else if strays.without.binary_search(&row.number).is_ok() {
                unread.beside_no_figure(&row, &label::figures::ALL);
            }
        }
        self.figures.lost.extend(unread.lost);
        self.figures.read(&rows, (listed, &self.names), &strays.rows, catalogue);
        let mut found = strays.faults;
        found.extend(unread.findings);
        found.extend(std::mem::take(&mut self.figures.faults));
        let lost = &self.figures.lost;
        let (found, moved) = elsewhere::tie(found, (&rows, listed), lost, catalogue);
        self.findings.extend(found);
        self.figures.lost.extend(moved);
    }

    /// A table of a form. Where a part of it cannot be read, its figures are not missed besides.
    fn table(&mut self, name: &str, (table, leads): (&Table, &Leads)) {
        let looks_like_it = |sheet: &Sheet| leads.are_in(table, sheet);
        let must_be = table.own().next().is_some();
        let Some((number, sheet)) = self.find(name, must_be, looks_like_it) else {
            if !self.since.new_sheets.contains(name) {
                self.figures.lost.extend(table.own().map(str::to_owned));
            }
            return;
        };
        let made = self.names.made(&sheet.name);
        if self.is_shifted((name, number), displaced::find(made)) {
            self.figures.lost.extend(table.own().map(str::to_owned));
            return;
        }
        let sheets = (number, sheet, self.names.made(&sheet.name));
        let (sought, shown) = ((table, leads), &self.shown);
        let read = table::read(sought, sheets, shown, self.catalogue, &mut self.figures);
        self.since.of_others.extend(read.of_others);
        self.since.reworded.extend(read.reworded);
        self.findings.extend(slips::unseen(sheet, &read.unseen, self.asked.file));
        let words: Vec<&cells::Cell> =
            read.words.iter().filter_map(|(row, column)| sheet.at(*row, *column)).collect();
        let mut unread = Unread::new(self.asked.file);
        unread.foreign(number, &words, (&format!("“{name}”里"), "这一格不是要填的格"));
        self.take(unread);
        self.figures.lost.extend(read.unread);
        if let Some(fault) = whole::no_labels(name, &read.lost) {
            let first = sheet.cells.first().map_or((0, 0), |cell| (cell.row, cell.column));
            let at = At { sheet: number, row: first.0, column: first.1 };
            self.findings.report(fault.at(self.cell(at), ""));
        }
    }

    fn remarks(&mut self, name: &str) {
        let key = [label::remarks::NAME, label::remarks::TEXT];
        let Some(rows) = self.rows(name, &label::remarks::ALL, &key, false) else { return };
        let mut unread =
            Unread::of(self.asked.file, &rows, &label::remarks::ALL, &[label::remarks::TEXT]);
        let catalogue = self.catalogue;
        let is_metric = |name: &str| {
            catalogue.metrics.contains_key(name) || catalogue.families.contains_key(name)
        };
        let read = contents::remarks(&rows, is_metric, &mut unread);
        self.take(unread);
        self.people.extend(read.people);
        self.reasons.extend(read.reasons);
        for (kind, phrase) in read.verbatim {
            let key = Key::at(label::remarks::VERBATIM, rows.head(label::remarks::TEXT));
            let block = self.block(&kind);
            match block.iter_mut().find(|(known, _)| known.text == key.text) {
                Some((_, Node::List(phrases))) => phrases.push(phrase),
                _ => block.push((key, Node::List(vec![phrase]))),
            }
        }
        for (at, matter) in read.strange {
            let cell = self.cell(at);
            self.findings.report(whole::strange_matter(&matter).at(cell, ""));
        }
    }

    /// What was found of it.
    fn take(&mut self, unread: Unread) {
        self.findings.extend(unread.findings);
        self.figures.lost.extend(unread.lost);
    }

    /// The sheets of the tables in which figures of the department are filled in.
    fn in_tables(&self) -> FxHashMap<&'a str, &'a str> {
        let form: &'a Sought = self.form;
        let tables = form.sheets.iter().filter_map(|(sheet, _)| match &sheet.content {
            Content::Table(table) => Some((sheet.name.as_str(), table)),
            _ => None,
        });
        tables.flat_map(|(sheet, table)| table.own().map(move |name| (name, sheet))).collect()
    }

    /// What is written for a kind of report.
    fn block(&mut self, block: &Block) -> &mut Vec<(Key, Node)> {
        self.blocks.entry(block.clone()).or_default()
    }

    /// Reports sheets of texts that are not there: what was written in them is lost, or perhaps nothing
    /// was, unless the form asks for a text there. Few departments need that of their own report.
    fn lost_sheets(&mut self) {
        let names: Vec<&str> = self.book.sheets.iter().map(|sheet| sheet.name.trim()).collect();
        let is_lost = |name: &str| !names.contains(&name) && !self.found.contains(name);
        let of_texts = self.form.sheets.iter().map(|(sheet, _)| sheet).filter(|sheet| {
            let (Content::Prose(_) | Content::Entries { .. } | Content::Remarks) = &sheet.content
            else {
                return false;
            };
            is_lost(&sheet.name) && self.shown.had(&sheet.name) != Some(false)
        });
        let of_texts: Vec<&str> = of_texts.map(|sheet| sheet.name.as_str()).collect();
        let asked = of_texts.iter().flat_map(|sheet| self.names.sent(sheet)).cloned();
        let asked: Vec<String> = asked.collect();
        let lost: Vec<String> = of_texts.iter().map(|sheet| format!("“{sheet}”")).collect();
        if !lost.is_empty() {
            let fault = whole::no_sheets_of_texts(&lost, !asked.is_empty());
            self.findings.report(fault.at(self.asked.file, ""));
        }
        self.figures.lost.extend(asked);
    }

    /// Reports sheets that hold something and are none of the form's.
    fn strange_sheets(&mut self) {
        let hidden = [label::RECORD, label::CHOICES];
        for (number, sheet) in (0..).zip(&self.book.sheets) {
            let name = sheet.name.trim();
            let is_known = hidden.contains(&name)
                || self.form.names.contains(name)
                || self.used.contains(&number);
            let Some(first) = sheet.cells.first().filter(|_| !is_known) else { continue };
            let at = At { sheet: number, row: first.row, column: first.column };
            if self.shown.had(name) == Some(true) {
                self.since.gone_sheets.push((name.to_owned(), at));
                continue;
            }
            let user = whole::user_of(self.book, &self.used, &sheet.name);
            let fault = whole::strange_sheet(&sheet.name, user.as_deref());
            self.findings.report(fault.at(self.cell(at), ""));
        }
    }

    /// The text, with what was found at its places in it.
    fn finish(self, record: &Record<'_>) -> Outcome<Option<(Workbook, Option<Tree>)>> {
        let Filled {
            asked,
            book,
            mut figures,
            figures_at,
            people,
            mut reasons,
            mut blocks,
            mut findings,
            used,
            ..
        } = self;
        figures.told_again();
        findings.extend(std::mem::take(&mut figures.faults));
        for (at, fault) in slips::looks(book, &used, asked.file) {
            if fault.is_error() {
                figures.lose(at);
            }
            findings.report(fault);
        }
        findings.extend(slips::notes(book, asked.file));
        let text = |key: &str, value: &str| (Key::fixed(key), Node::Text(Words::fixed(value)));
        let mut entries = vec![
            text(label::record::DEPARTMENT, &record.department),
            text(label::record::YEAR, &record.year),
        ];
        entries.extend(people);
        reasons.extend(std::mem::take(&mut figures.reasons));
        let lost = std::mem::take(&mut figures.lost);
        let figures = figures.into_entries();
        if !figures.is_empty() {
            let key = Key { text: label::FIGURES.to_owned(), at: figures_at };
            entries.push((key, Node::Map(figures)));
        }
        entries.extend(blocks.shift_remove(&None).unwrap_or_default());
        if !reasons.is_empty() {
            entries.push((Key::fixed(label::REMARKS), Node::Map(reasons)));
        }
        entries.extend(
            blocks
                .into_iter()
                .filter_map(|(block, contents)| Some((Key::fixed(&block?), Node::Map(contents)))),
        );
        findings.extend(once::keep_first(&mut entries, asked.file));
        let (yaml, tree) = Yaml::of(asked.file, &entries);
        if yaml.text.len() > WORKBOOK_TEXT.size() {
            let fault = whole::too_much_text(asked.path).at(asked.file, "");
            return Outcome::new(None, Findings::from(fault));
        }
        let sheets = book.sheets.iter().map(|sheet| sheet.name.clone()).collect();
        let findings = placed(findings, &yaml, asked.file);
        let workbook = Workbook {
            sheets,
            text: yaml.text,
            stretches: yaml.stretches,
            remarks: slips::remarks(book, &used),
            lost,
        };
        debug_assert!(
            tree.is_none() || crate::yaml::parse(asked.file, &workbook.text).value == tree,
            "{}",
            workbook.text
        );
        Outcome::new(Some((workbook, tree)), findings)
    }
}

#[cfg(test)]
mod tests;
