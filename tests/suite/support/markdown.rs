//! The text of a Markdown file, by a parser that the program does not use.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The text of a report in Markdown, without asterisks: where bold text ends in 。 right before a
/// hanzi, CommonMark takes the asterisks around it for text.
pub(crate) fn text_of(markdown: &str) -> String {
    let mut text = String::new();
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        match event {
            Event::Text(piece) => text.push_str(&piece),
            Event::Start(
                Tag::Paragraph
                | Tag::Heading { .. }
                | Tag::Strong
                | Tag::Emphasis
                | Tag::Table(_)
                | Tag::TableHead
                | Tag::TableRow
                | Tag::TableCell
                | Tag::BlockQuote(_),
            )
            | Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::Strong
                | TagEnd::Emphasis
                | TagEnd::Table
                | TagEnd::TableHead
                | TagEnd::TableRow
                | TagEnd::TableCell
                | TagEnd::BlockQuote(_),
            ) => {}
            other => panic!("not in a report: {other:?} of {markdown}"),
        }
    }
    text.replace('*', "")
}
