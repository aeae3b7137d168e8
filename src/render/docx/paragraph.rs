//! Paragraphs and their runs.

use super::markup::{escape, value, wrapped};
use super::named::Named;
use crate::document::{Inline, plain_text};

/// What the properties of a paragraph end with: a section that ends with it stands before that.
pub(super) const PROPERTIES_END: &str = "</w:pPr>";

/// What a paragraph or a style of paragraphs has that it does not take from its style.
#[derive(Debug, Clone, Default)]
pub(super) struct Paragraph {
    pub(super) style: Option<Named>,
    /// It stands on the page of the next one.
    pub(super) keeps_next: bool,
    /// It stands on one page.
    pub(super) keeps_lines: bool,
    /// It begins a page.
    pub(super) begins_page: bool,
    /// Whether its first or last line may not stand alone on a page.
    pub(super) keeps_two_lines: Option<bool>,
    /// The content of `w:pBdr`.
    pub(super) borders: String,
    /// Tab stops, in twips from the margin.
    pub(super) tabs: Vec<i64>,
    /// Space above, in twips.
    pub(super) before: Option<i64>,
    /// Space below, in twips.
    pub(super) after: Option<i64>,
    /// From the top of one line to the top of the next, exactly, in twips.
    pub(super) pitch: Option<i64>,
    /// Indents, in twips.
    pub(super) left: Option<i64>,
    pub(super) right: Option<i64>,
    /// Of the first line; below zero it hangs out to the left.
    pub(super) first: Option<i64>,
    /// `left`, `center`, `right`, `both`
    pub(super) align: Option<&'static str>,
    /// Level among the headings, from 0.
    pub(super) outline: Option<u8>,
}

impl Paragraph {
    pub(super) fn of(style: Named) -> Paragraph {
        Paragraph { style: Some(style), ..Paragraph::default() }
    }

    /// The content of `w:pPr`, in the order that the format demands.
    pub(super) fn xml(&self) -> String {
        let mut xml = self.style.map_or_else(String::new, |style| value("pStyle", style.id()));
        let mut flag = |is: bool, name: &str| {
            if is {
                xml.push_str(&format!("<w:{name}/>"));
            }
        };
        flag(self.keeps_next, "keepNext");
        flag(self.keeps_lines, "keepLines");
        flag(self.begins_page, "pageBreakBefore");
        if let Some(keeps) = self.keeps_two_lines {
            xml += &value("widowControl", u8::from(keeps));
        }
        xml += &wrapped("pBdr", &self.borders);
        let tab = |position: &i64| format!("<w:tab w:val=\"left\" w:pos=\"{position}\"/>");
        xml += &wrapped("tabs", &self.tabs.iter().map(tab).collect::<String>());
        let attribute = |name: &str, value: Option<i64>| {
            value.map_or_else(String::new, |value| format!(" w:{name}=\"{value}\""))
        };
        let pitch = attribute("line", self.pitch);
        let rule = if self.pitch.is_some() { " w:lineRule=\"exact\"" } else { "" };
        let spacing = [attribute("before", self.before), attribute("after", self.after), pitch];
        if spacing.iter().any(|attribute| !attribute.is_empty()) {
            xml += &format!("<w:spacing{}{rule}/>", spacing.concat());
        }
        let first = match self.first {
            Some(first) if first < 0 => attribute("hanging", Some(-first)),
            first => attribute("firstLine", first),
        };
        let indents = [attribute("left", self.left), attribute("right", self.right), first];
        if indents.iter().any(|attribute| !attribute.is_empty()) {
            xml += &format!("<w:ind{}/>", indents.concat());
        }
        if let Some(align) = self.align {
            xml += &value("jc", align);
        }
        if let Some(outline) = self.outline {
            xml += &value("outlineLvl", outline);
        }
        xml
    }

    /// The paragraph with its runs.
    pub(super) fn with(&self, runs: &str) -> String {
        format!("<w:p>{}{runs}</w:p>", wrapped("pPr", &self.xml()))
    }
}

/// A run of text, in the look of a style of characters or of its paragraph.
pub(super) fn run(text: &str, style: Option<Named>) -> String {
    sized_run(text, style, None)
}

fn sized_run(text: &str, style: Option<Named>, size: Option<i64>) -> String {
    match text {
        "" => String::new(),
        text => {
            let text = format!("<w:t xml:space=\"preserve\">{}</w:t>", escape(text));
            sized_run_of(&text, style, size)
        }
    }
}

/// A run of anything.
pub(super) fn run_of(content: &str, style: Option<Named>) -> String {
    sized_run_of(content, style, None)
}

/// A run of another size, in half points, than its style has. The hint is what makes “ ” … — Chinese.
fn sized_run_of(content: &str, style: Option<Named>, size: Option<i64>) -> String {
    let style = style.map_or_else(String::new, |style| value("rStyle", style.character_id()));
    let size = size.map_or_else(String::new, |size| value("sz", size) + &value("szCs", size));
    format!("<w:r><w:rPr>{style}<w:rFonts w:hint=\"eastAsia\"/>{size}</w:rPr>{content}</w:r>")
}

/// To the next tab stop.
pub(super) fn tab() -> String {
    run_of("<w:tab/>", None)
}

/// Lines of one paragraph.
pub(super) fn lines(lines: &[String], style: Option<Named>) -> String {
    let lines: Vec<String> = lines.iter().map(|line| run(line, style)).collect();
    lines.join(&run_of("<w:br/>", None))
}

/// The runs of some inlines.
pub(super) fn inlines(inlines: &[Inline], style: Option<Named>) -> String {
    sized_inlines(inlines, style, None)
}

/// The same in another size, in half points, than their style has.
pub(super) fn sized_inlines(inlines: &[Inline], style: Option<Named>, size: Option<i64>) -> String {
    let mut texts: Vec<(String, Option<Named>)> = Vec::new();
    push(inlines, style, &mut texts);
    texts.iter().map(|(text, style)| sized_run(text, *style, size)).collect()
}

/// Text that goes on in the same look is one run.
fn push(inlines: &[Inline], style: Option<Named>, texts: &mut Vec<(String, Option<Named>)>) {
    for inline in inlines {
        let style = match inline {
            Inline::Strong(inner) => {
                push(inner, Some(Named::Strong), texts);
                continue;
            }
            Inline::Text(_) | Inline::Figure { .. } => style,
            Inline::Missing { .. } => Some(Named::Missing),
        };
        let text = plain_text(std::slice::from_ref(inline));
        match texts.last_mut() {
            Some((last, of)) if *of == style => last.push_str(&text),
            _ => texts.push((text, style)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_stand_in_the_order_of_the_format() {
        let paragraph = Paragraph {
            keeps_next: true,
            keeps_two_lines: Some(true),
            tabs: vec![20],
            before: Some(5),
            pitch: Some(580),
            first: Some(-3),
            align: Some("both"),
            outline: Some(0),
            ..Paragraph::of(Named::Heading1)
        };
        assert_eq!(
            paragraph.xml(),
            "<w:pStyle w:val=\"Level1\"/><w:keepNext/><w:widowControl w:val=\"1\"/>\
            <w:tabs><w:tab w:val=\"left\" w:pos=\"20\"/></w:tabs>\
            <w:spacing w:before=\"5\" w:line=\"580\" w:lineRule=\"exact\"/>\
            <w:ind w:hanging=\"3\"/><w:jc w:val=\"both\"/><w:outlineLvl w:val=\"0\"/>"
        );
    }

    #[test]
    fn text_in_one_look_is_one_run() {
        let inlines_of = [
            Inline::text("甲"),
            Inline::text(" 乙"),
            Inline::Missing { text: "【待补：丙】".into() },
        ];
        let runs = inlines(&inlines_of, None);
        assert_eq!(runs.matches("<w:r>").count(), 2);
        assert!(runs.contains("<w:t xml:space=\"preserve\">甲 乙</w:t>"), "{runs}");
    }
}
