//! What stands in a document that came back but is no text of the report.

/// Characters that are told of each text.
const MOST_SHOWN: usize = 60;

/// Characters of a paragraph that tell which it is.
const MOST_PLACE: usize = 16;

/// Texts that are told of each kind.
const MOST: usize = 20;

/// What is no text of the report, each with its words where it has some.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Told {
    /// Hidden text.
    pub(crate) hidden: Vec<String>,
    /// Text that is struck through by its look alone, and so not removed, each with the beginning of
    /// its paragraph.
    pub(crate) struck: Vec<String>,
    /// Footnotes and endnotes.
    pub(crate) notes: Vec<String>,
    /// Text boxes with words of the report; their text is read as paragraphs of it.
    pub(crate) boxes: Vec<String>,
    /// Text boxes and frames beside the report, which are remarks.
    pub(crate) beside: Vec<String>,
    /// What stands at the head or foot of the pages beside the number of the page.
    pub(crate) margins: Vec<String>,
    /// Characters of fonts of signs that stand for no known character; `〓` stands in their place.
    pub(crate) has_unknown_signs: bool,
    /// Pictures, drawings, embedded files.
    pub(crate) has_pictures: bool,
    /// Formulas, each with its text.
    pub(crate) formulas: Vec<String>,
    /// Fields that do not end in the paragraph that they begin in; what stands there is read as text.
    pub(crate) has_broken_fields: bool,
    /// Rows of tables that are marked as hidden; they are read.
    pub(crate) has_hidden_rows: bool,
    /// A table of contents.
    pub(crate) has_contents: bool,
    /// Numbers that the office program computes; they are read as text.
    pub(crate) has_automatic_numbers: bool,
    /// Tables within tables.
    pub(crate) has_nested_tables: bool,
}

impl Told {
    /// Adds to the last text of a list, or as one of its own.
    pub(super) fn add(list: &mut Vec<String>, text: &str, goes_on: bool) {
        if goes_on && let Some(last) = list.last_mut() {
            if last.chars().count() < MOST_SHOWN {
                last.push_str(text);
            }
            return;
        }
        if list.len() < MOST {
            list.push(text.to_owned());
        }
    }

    /// Adds text that is struck through.
    pub(super) fn add_struck(&mut self, words: &str, paragraph: &str) {
        let words = words.trim();
        if !words.is_empty() && self.struck.len() < MOST {
            self.struck.push(format!(
                "“{}”（在“{}”里）",
                short(words),
                first(paragraph, MOST_PLACE)
            ));
        }
    }

    /// Whether something that is seen in it was compared with nothing.
    pub(crate) fn has_uncompared(&self) -> bool {
        self.has_pictures
            || self.has_broken_fields
            || [&self.notes, &self.margins, &self.formulas].iter().any(|texts| !texts.is_empty())
    }

    /// What is said of it, a line each, of a text that is called so: `修改稿里有公式：9`.
    pub(crate) fn notes(&self, name: &str) -> Vec<String> {
        let lists = [
            ("隐藏的文字", &self.hidden),
            ("加了删除线的文字（还算正文；要删的，用修订或者直接删去）", &self.struck),
            ("脚注、尾注（不在对照之列，自己看）", &self.notes),
            ("文本框里的文字（当作正文读了）", &self.boxes),
            ("文本框里的文字（不算正文，要人处理）", &self.beside),
            ("页眉页脚里的文字（不在对照之列，自己看）", &self.margins),
            ("公式（不在对照之列，自己看）", &self.formulas),
        ];
        let lists = lists.iter().filter(|(_, texts)| !texts.is_empty());
        let mut notes: Vec<String> =
            lists.map(|(what, texts)| format!("{name}里有{what}：{}", texts.join("；"))).collect();
        let others = [
            ("图片", self.has_pictures),
            ("目录", self.has_contents),
            ("自动编号（当作文字读了）", self.has_automatic_numbers),
            ("嵌套的表格", self.has_nested_tables),
            ("认不出的符号", self.has_unknown_signs),
        ];
        let others: Vec<&str> =
            others.iter().filter(|(_, has)| *has).map(|(what, _)| *what).collect();
        if !others.is_empty() {
            notes.push(format!("{name}里有{}，不在对照之列", others.join("、")));
        }
        if self.has_hidden_rows {
            notes.push(format!("{name}里有标了“隐藏”的表格行，当作正文读了"));
        }
        if self.has_broken_fields {
            notes.push(format!(
                "{name}里有坏了的域（有开头，没有结尾），那一段里的当作正文读了，打开核对"
            ));
        }
        notes
    }

    /// Short enough to be shown, without texts that are empty.
    pub(super) fn shorten(&mut self) {
        for formula in self.formulas.iter_mut().filter(|text| text.trim().is_empty()) {
            formula.push_str("（没有文字）");
        }
        let lists = [
            &mut self.hidden,
            &mut self.notes,
            &mut self.boxes,
            &mut self.beside,
            &mut self.margins,
            &mut self.formulas,
        ];
        for list in lists {
            list.retain(|text| !text.trim().is_empty());
            for text in list {
                *text = short(text.trim());
            }
        }
    }
}

/// The beginning of a text.
pub(super) fn short(text: &str) -> String {
    first(text, MOST_SHOWN)
}

fn first(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}……", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
