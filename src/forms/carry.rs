//! How the years in a text of last year move on when the text is carried over.

use serde::Serialize;

use super::one_line;
use crate::catalogue::Catalogue;
use crate::project::Project;
use crate::prose::{self, Piece};
use crate::text::years as years_of_text;

/// A text of last year, for this year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Carried {
    pub(crate) text: String,
    /// Places with years that were left as they are, as they read.
    pub(crate) doubtful: Vec<String>,
}

/// Moves on the years that surely mean the reported year and those around it: `2024年度`,
/// `2024年，` and `2025年主要安排`. A date, an event, a range of years or a document's name
/// says what happened in its own year, so those stay, and are listed for a person to look at.
pub(crate) fn carried(text: &str, year: i32, project: &Project) -> Carried {
    moved(text, year, &project.catalogue, &project.kind.year_words)
}

/// The same for the title of the report, which names its own year.
pub(super) fn carried_title(text: &str, year: i32, project: &Project) -> Carried {
    moved(text, year, &project.catalogue, &project.kind.title_year_words)
}

/// `sure` is what may follow a year that moves on.
fn moved(text: &str, year: i32, catalogue: &Catalogue, sure: &[String]) -> Carried {
    let text = renamed(text, catalogue);
    let mut carried = Carried { text: String::new(), doubtful: Vec::new() };
    let mut rest = text.as_str();
    // The titles and quotations that are open, by where they begin.
    let mut open: Vec<usize> = Vec::new();
    let mut reported_until = 0;
    // Years that are not written in plain digits are never moved on.
    let mut odd = years_of_text(&text);
    odd.retain(|(range, _)| text.get(range.clone()).is_some_and(|year| !is_plain(year)));
    let mut odd = odd.into_iter().peekable();
    while let Some(character) = rest.chars().next() {
        let at = text.len() - rest.len();
        match character {
            '《' | '“' => open.push(at),
            '》' | '”' => drop(open.pop()),
            _ => {}
        }
        let (mut length, mut years) = years(rest);
        while odd.next_if(|(range, _)| range.start < at).is_some() {}
        let is_odd = odd.peek().is_some_and(|(range, _)| range.start == at);
        if let Some((range, written)) = odd.next_if(|_| is_odd) {
            (length, years) = (range.len(), vec![written]);
        }
        let is_near = years.iter().any(|written| (year - 2..=year).contains(written));
        let step = length.max(digits(rest)).max(character.len_utf8());
        let (these, after) = rest.split_at_checked(step).unwrap_or((rest, ""));
        match years.as_slice() {
            [written]
                if is_near
                    && !is_odd
                    && open.is_empty()
                    && !ends_a_range(text.get(..at).unwrap_or_default())
                    && sure.iter().any(|sure| after.starts_with(sure.as_str())) =>
            {
                carried.text.push_str(&(written + 1).to_string());
            }
            _ => {
                carried.text.push_str(these);
                if is_near && at >= reported_until {
                    let (start, end) = doubtful(&text, at, at + step, open.first().copied());
                    carried.doubtful.extend(text.get(start..end).map(one_line));
                    reported_until = end;
                }
            }
        }
        rest = after;
    }
    carried
}

/// Whether a year is written in plain digits.
fn is_plain(year: &str) -> bool {
    year.bytes().all(|byte| byte.is_ascii_digit())
}

/// How many bytes of digits a text begins with.
fn digits(text: &str) -> usize {
    text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len()
}

/// The year that a text begins with; several where they are joined, as in `2023年至2024年` and
/// `2024—2025年`. And how long that is, to the digits of the last.
fn years(text: &str) -> (usize, Vec<i32>) {
    const JOINTS: [&str; 13] =
        ["——", "—", "–", "-", "－", "～", "~", "至", "到", "、", "和", "及", "与"];
    let (mut length, mut years) = (0, Vec::new());
    let mut rest = text;
    while let Some(year) = rest.get(..digits(rest)).filter(|year| year.len() == 4) {
        years.extend(year.parse::<i32>());
        length = text.len() - rest.len() + year.len();
        let after = text.get(length..).unwrap_or_default();
        let after = after.strip_prefix('年').unwrap_or(after);
        let after = after.strip_prefix('度').unwrap_or(after);
        match JOINTS.iter().find_map(|joint| after.strip_prefix(joint)) {
            Some(next) => rest = next,
            None => break,
        }
    }
    (length, years)
}

/// Whether what comes next is the later end of a range: `2023年9月至`.
fn ends_a_range(before: &str) -> bool {
    before.ends_with(['—', '–', '-', '－', '～', '~', '至', '到']) && !before.ends_with("截至")
}

/// The title that the years from `at` to `end` stand in, or else the date that they begin.
fn doubtful(text: &str, at: usize, end: usize, title: Option<usize>) -> (usize, usize) {
    let rest = |from: usize| text.get(from..).unwrap_or_default();
    if let Some(start) = title {
        let close = if rest(start).starts_with('《') { '》' } else { '”' };
        if let Some(length) = rest(start).find(close) {
            return (start, (start + length + close.len_utf8()).max(at));
        }
    }
    let is_date = |c: char| c.is_ascii_digit() || "年月日—－-～至".contains(c);
    let end = text.len() - rest(end).trim_start_matches(is_date).len();
    // A word or two of what the date is of.
    let more: usize =
        rest(end).chars().take(4).take_while(|c| c.is_alphanumeric()).map(char::len_utf8).sum();
    (at, end + more)
}

/// Placeholders of metrics that were renamed take the present name.
fn renamed(text: &str, catalogue: &Catalogue) -> String {
    let mut renamed = text.to_owned();
    for piece in prose::parse(text).0 {
        let Piece::Placeholder(placeholder) = piece else { continue };
        let former = |name: &String| *name == placeholder.name;
        if catalogue.metrics.contains_key(&placeholder.name) {
            continue;
        }
        let metric =
            catalogue.metrics.values().find(|metric| metric.former_names.iter().any(former));
        if let (Some(metric), Some(old)) = (metric, text.get(placeholder.range.clone())) {
            renamed = renamed.replace(old, &old.replacen(&placeholder.name, &metric.name, 1));
        }
    }
    renamed
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: [&str; 4] = ["年度", "年，", "年主要安排", "年工作安排"];

    fn moved_on(text: &str) -> (String, Vec<String>) {
        let carried = moved(text, 2025, &Catalogue::default(), &WORDS.map(str::to_owned));
        (carried.text, carried.doubtful)
    }

    #[test]
    fn years_that_are_sure_move_on() {
        for (last, this) in [
            ("2024年，区政府以……为引领", "2025年，区政府以……为引领"),
            ("一年来情况和2025年主要安排报告如下", "一年来情况和2026年主要安排报告如下"),
            ("就2023年度履职情况开展述法", "就2024年度履职情况开展述法"),
            ("公布2024年度全区普法清单", "公布2025年度全区普法清单"),
            ("截至2024年，建成", "截至2025年，建成"),
        ] {
            assert_eq!(moved_on(last), (this.to_owned(), Vec::new()), "{last}");
        }
    }

    #[test]
    fn years_of_events_and_titles_stay_and_are_listed() {
        for (text, doubtful) in [
            ("于2024年5月30日安排培训", "2024年5月30日安排培训"),
            ("召开2024年示例区招商大会", "2024年示例区招"),
            ("印发《示例区2024年工作方案》，落实", "《示例区2024年工作方案》"),
            ("《方案（2024—2025年）》", "《方案（2024—2025年）》"),
            ("组织“2024年度培训”", "“2024年度培训”"),
            ("2023年至2024年，累计", "2023年至2024年"),
            ("2019—2024年度，累计", "2019—2024年度"),
            ("2023、2024年，累计", "2023、2024年"),
            ("2023年度和2024年度，累计", "2023年度和2024年度"),
            ("2023年9月至2024年，累计", "2023年9月至2024年"),
            ("“十四五”以来至2024年，累计", "2024年"),
            ("２０２４年，区政府", "２０２４年"),
            ("二○二四年度工作", "二○二四年度工作"),
            ("２０２３年，二〇二四年，累计", "２０２３年；二〇二四年"),
            ("2O24年，区政府", "2O24年"),
        ] {
            let doubtful: Vec<String> = doubtful.split('；').map(str::to_owned).collect();
            assert_eq!(moved_on(text), (text.to_owned(), doubtful), "{text}");
        }
        // A year of long ago is no question, nor is a number that is none.
        for text in ["自2016年起", "2016年至2018年，", "共20245件", "12024年"] {
            assert_eq!(moved_on(text), (text.to_owned(), Vec::new()), "{text}");
        }
    }

    #[test]
    fn the_year_of_a_title_moves_on() {
        let title = |text: &str| moved(text, 2025, &Catalogue::default(), &["年".to_owned()]);
        let last = "示例区人民政府\n关于2024年法治政府建设情况和2025年安排的报告";
        assert_eq!(
            title(last).text,
            "示例区人民政府\n关于2025年法治政府建设情况和2026年安排的报告"
        );
        assert_eq!(title(last).doubtful, [""; 0]);
        assert_eq!(
            title("关于《纲要（2021—2025年）》的报告").doubtful,
            ["《纲要（2021—2025年）》"]
        );
    }
}
