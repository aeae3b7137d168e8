//! Which lines of a text are one paragraph.

use crate::text::parted_by_blank;

/// The paragraphs of a text, blank lines between them, each as its lines, without the blanks around these.
pub(crate) fn paragraphs(text: &str) -> Vec<Vec<&str>> {
    let mut paragraphs = vec![Vec::new()];
    for line in text.lines().map(str::trim) {
        match paragraphs.last_mut() {
            Some(lines) if !line.is_empty() => lines.push(line),
            _ => paragraphs.push(Vec::new()),
        }
    }
    paragraphs.retain(|lines| !lines.is_empty());
    paragraphs
}

/// The same text with each paragraph on one line. A blank stands for a line break only between Latin words.
pub(crate) fn on_one_line_each(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for lines in paragraphs(text) {
        if !joined.is_empty() {
            joined.push('\n');
        }
        for (place, line) in lines.into_iter().enumerate() {
            let before = joined.chars().next_back().filter(|_| place > 0);
            if parted_by_blank(before, line.chars().next()) {
                joined.push(' ');
            }
            joined.push_str(line);
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_a_paragraph_are_joined_and_paragraphs_stay_apart() {
        for (text, joined) in [
            ("一段，\n没有完。\n\n二段。", "一段，没有完。\n二段。"),
            ("　　一段。  \n \n　\n\n　　二段。\n", "一段。\n二段。"),
            ("用 GB\nT 编号\n5 年", "用 GB T 编号5 年"),
            ("受理{{受理数}}，\n{{办结数}}已办结", "受理{{受理数}}，{{办结数}}已办结"),
            ("- 一\n- 二", "- 一- 二"),
            ("\n\n", ""),
        ] {
            assert_eq!(on_one_line_each(text), joined, "{text:?}");
        }
    }
}
