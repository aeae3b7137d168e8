//! Lines: what each one is, and which ones belong together.

use super::colons::{entry_end, entry_name, is_value};
use super::indents::Indentation;
use super::line_parts::{Indent, Rest, key_end, name_of};
use super::{Edit, INDENT, Lines, Open, Scanner};

impl<'t> Scanner<'t> {
    /// Reads the next line, which begins at `start`.
    pub(super) fn line(&mut self, start: usize, line: &'t str) {
        let (mut start, mut line) = self.shifted(start, line);
        if self.begins_swallowed(start, line) {
            (start, line) = self.shifted(start, line);
            (self.open, self.expects_value) = (Open::Nothing, None);
        }
        match &mut self.open {
            Open::Quote(_) | Open::Flow(_) => {
                if self.open.end(line).is_some() {
                    self.open = Open::Nothing;
                }
                return;
            }
            Open::Block { .. } => {
                if self.block_line(start, line) {
                    return;
                }
                self.open = Open::Nothing;
            }
            Open::Nothing => {}
        }
        self.structural_line(start, line);
    }

    /// A line outside texts of several lines, quotes and brackets.
    fn structural_line(&mut self, start: usize, line: &'t str) {
        let Indent { spaces, column, length } = Indent::of(line);
        let content = line.get(length..).unwrap_or_default();
        if content.starts_with('#') && length > spaces {
            // With a wide blank before it YAML would take it for text.
            let column = self.known_column(column).unwrap_or(0);
            self.indentation(start + spaces..start + length, line, start, column);
        }
        if content.is_empty() || content.starts_with('#') || self.marker(start, line) {
            return;
        }
        let awaited = self.expects_value.take();
        let expected = awaited.filter(|parent| column > *parent);
        let mut rest = Rest { at: start + length, column, content, dash: None };
        if length > spaces {
            // Wide blanks and tabs seldom come out at the column that was meant.
            if !content.starts_with('-') {
                rest.column = match expected {
                    Some(parent) => self.first_column(parent, column, start + line.len()),
                    None => self.odd_column(column, content),
                };
            }
            self.indentation(start + spaces..start + length, line, start, rest.column);
        }
        // What stands below is looked at as it is typed.
        let is_typed = length == spaces && self.shift.is_none();
        let right = match awaited {
            _ if length > spaces => None,
            None => {
                self.right_dash(rest.column, rest.content).or_else(|| self.right_of_file(&rest))
            }
            Some(parent) if column < parent => None,
            Some(parent) => self.column_of_items(parent, &rest).filter(|_| is_typed),
        };
        let moved = right.map(|right| {
            self.misaligned(start, rest.at, rest.content, right);
            rest.column = right;
            self.last_misaligned.take()
        });
        self.dashes(&mut rest, awaited);
        self.marked_name(&mut rest);
        let is_free = rest.dash.is_none() && expected.is_none();
        if !(is_free && self.next_item(&mut rest)) {
            let right = (is_free && length == spaces).then(|| {
                let text = self.column_below(rest.at);
                self.right_column(rest.column, rest.content, text)
                    .or_else(|| self.outdented(rest.column, rest.content, start + line.len()))
            });
            match right.flatten() {
                Some(right) => {
                    self.misaligned(start, rest.at, rest.content, right);
                    rest.column = right;
                }
                None => self.last_misaligned = None,
            }
        }
        // Lines that were moved with their dash are the same mistake.
        if let Some((_, mistake)) = moved.flatten() {
            self.last_misaligned = Some((rest.at - start, mistake));
        }
        self.wide_dash_column(&mut rest);
        let begins_mapping = awaited.is_some_and(|parent| column > parent || parent == 0)
            && self.is_below_mapping(&rest);
        let beside = awaited.filter(|parent| column >= *parent && rest.dash.is_none());
        if let Some(parent) = beside.filter(|_| is_typed)
            && let Some(right) = self.column_of_others(parent, &rest, begins_mapping)
        {
            self.misaligned(start, rest.at, rest.content, right);
            rest.column = right;
        }
        let name = name_of(rest.content);
        if rest.column == 0 {
            self.outermost.extend(name);
            self.section = entry_name(rest.content);
        }
        self.begin(&rest, begins_mapping);
        self.content(&rest, is_free, awaited, expected);
    }

    /// Reads what a line holds behind its blanks and dashes. `is_free`: no key or dash has its value there.
    fn content(
        &mut self,
        rest: &Rest<'t>,
        is_free: bool,
        awaited: Option<usize>,
        expected: Option<usize>,
    ) {
        if rest.content.is_empty() || rest.content.starts_with('#') {
            self.expects_value = rest.dash;
        } else if let Some(after_key) = key_end(rest.content) {
            self.key(rest, after_key);
        } else if is_free && awaited == Some(rest.column) && is_value(rest.content) {
            let value = rest.at..rest.at + rest.content.len();
            let mend = Edit::new(rest.at..rest.at, " ".repeat(INDENT));
            self.found_again(Indentation::ValueBelow, value, mend);
            self.expects_value = awaited;
        } else {
            self.no_key(rest, expected);
        }
    }

    /// Finds the group of a line. `begins_mapping`: nothing but names and values can be meant to stand from
    /// here on, whatever their colons.
    pub(super) fn begin(&mut self, rest: &Rest<'t>, begins_mapping: bool) {
        self.enter(rest.column, rest.dash, entry_name(rest.content));
        let is_entry = rest.dash.is_none() && entry_end(rest.content).is_some();
        if let Some(group) = self.groups.last_mut().filter(|_| begins_mapping && is_entry) {
            group.has_key = true;
        }
    }

    /// Finds the group of a line; `dash` is the column of its last dash, `name` its key.
    fn enter(&mut self, column: usize, dash: Option<usize>, name: Option<&'t str>) {
        self.close_groups(Some(dash.unwrap_or(column)));
        let known = self.groups.last().map(|group| group.column);
        if dash.is_some() || known != Some(column) {
            self.groups.push(Lines {
                column,
                has_key: self.mapping == Some(column),
                item: dash.map(|dash| (dash, name)),
                ..Lines::default()
            });
        }
    }

    /// Closes the groups further right than `column`, or all of them.
    pub(super) fn close_groups(&mut self, column: Option<usize>) {
        while let Some(group) =
            self.groups.pop_if(|group| column.is_none_or(|column| group.column > column))
        {
            if group.has_key {
                self.mistakes.extend(group.mistakes);
                self.edits.extend(group.edits);
            }
        }
    }
}
