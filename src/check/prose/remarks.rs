//! Remarks typed into a text: `# 待核，先不发`. Outside of texts YAML leaves such lines out; in a
//! text they are printed.

use std::ops::Range;

use super::{MOST_PLACES, Passage, ProseChecker};
use crate::diagnostic::{Code, Diagnostic};

impl ProseChecker<'_> {
    /// All remarks of a text; `spared` are the phrases under 照录.
    pub(super) fn remarks(
        &self,
        passage: Passage<'_>,
        spared: &[Range<usize>],
    ) -> (Vec<Range<usize>>, Option<Diagnostic>) {
        let mut places = remarks(&passage.text.value);
        places.retain(|place| !spared.iter().any(|spared| spared.contains(&place.start)));
        // What follows so many is not looked at either.
        if let [.., last] = places.get_mut(..MOST_PLACES).unwrap_or_default() {
            last.end = passage.text.value.len();
            places.truncate(MOST_PLACES);
        }
        let diagnostic = Diagnostic::new(Code::E0737, "文字里夹着备注");
        let diagnostic = places.iter().fold(diagnostic, |diagnostic, place| {
            diagnostic.at(self.locate(passage, place), "会照原样印出")
        });
        let found = !places.is_empty();
        let diagnostic = found.then(|| {
            diagnostic.help(
                "备注写在文字之外：移到这一项的上面，单独一行，以“# ”开头；要印的，去掉 #；确要印 # 的，列入“照录”",
            )
        });
        (places, diagnostic)
    }
}

/// Where remarks stand, in the order of the text.
pub(super) fn remarks(text: &str) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim_end();
        let mut from = 0;
        while let Some(at) = words[from..].find(['#', '＃', '/']).map(|at| from + at) {
            if begins_remark(&words[..at], &words[at..]) {
                places.push(start + at..start + words.len());
                break;
            }
            let mark = words[at..].chars().next().map_or(1, char::len_utf8);
            from = subject(&words[at..]).map_or(at + mark, |length| at + length);
        }
        start += line.len();
    }
    places
}

/// Whether a remark begins between two parts of a line.
fn begins_remark(before: &str, rest: &str) -> bool {
    let opens_line = before.trim().is_empty();
    if rest.starts_with('/') {
        return opens_line && rest.starts_with("//");
    }
    let after = rest.trim_start_matches(['#', '＃']);
    let is_parted = after.is_empty() || after.starts_with(char::is_whitespace);
    if subject(rest).is_some() {
        return false;
    }
    // 3# 楼, C# 语言
    let ends_stop = before.ends_with(['。', '；', '！', '？', '，', '：', '）', '”']);
    opens_line
        || before.ends_with(char::is_whitespace)
        || ends_stop
        || (is_parted && !before.ends_with(|c: char| c.is_ascii_alphanumeric()))
}

/// How long the name of a subject is that a text begins with: `#宪法宣传周#`.
fn subject(text: &str) -> Option<usize> {
    let after = text.strip_prefix(['#', '＃'])?;
    if after.starts_with(|c: char| c.is_whitespace() || matches!(c, '#' | '＃')) {
        return None;
    }
    let end = after.find(['#', '＃'])?;
    let mark = after[end..].chars().next().map_or(1, char::len_utf8);
    Some(text.len() - after.len() + end + mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_are_told_from_words() {
        for (text, expected) in [
            ("一是抓。\n# 待核，先不发\n二是管。\n", "# 待核，先不发"),
            ("#待核", "#待核"),
            ("　　＃待核", "＃待核"),
            ("新收121件。 # 数待核\n", "# 数待核"),
            ("新收121件。#数待核", "#数待核"),
            ("新收121件 #数待核", "#数待核"),
            ("## 小标题", "## 小标题"),
            ("// 待核\n好。", "// 待核"),
        ] {
            let found: Vec<&str> = remarks(text).into_iter().map(|at| &text[at]).collect();
            assert_eq!(found.join("|"), expected, "{text}");
        }
        for text in [
            "#宪法宣传周#活动",
            "开展 #宪法宣传周# 活动",
            "用C#编写，住3#楼，3# 楼",
            "GB/T 9704，https://example.com/a//b",
            "件/次",
        ] {
            assert!(remarks(text).is_empty(), "{text}");
        }
    }
}
