//! Names that are listed before their figures, in another order: 检查、处罚分别为{{行政处罚数}}、{{行政检查数}}, with or
//! without 分别.

use std::ops::Range;

use super::{Passage, ProseChecker};
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::{Findings, MOST};
use crate::prose::Placeholder;

/// Words that say of listed names that each has a figure of its own.
const EACH: [&str; 3] = ["分别", "依次", "各"];

/// What parts the entries of a list.
const JOINTS: [char; 4] = ['、', '和', '与', '及'];

/// Names of a row, beyond which none is looked at.
const MOST_NAMES: usize = 20;

impl ProseChecker<'_> {
    /// `figures` are the placeholders of the text, in order; `spared` the phrases under 照录.
    pub(in crate::check::prose) fn rows(
        &self,
        figures: &[&Placeholder],
        passage: Passage<'_>,
        spared: &[Range<usize>],
    ) -> Findings {
        let text = passage.text.value.as_str();
        let is_spared = |at: usize| spared.iter().any(|spared| spared.contains(&at));
        let rows = figures.iter().enumerate().filter_map(|(at, first)| {
            let names = names_before(text, first.range.start)?;
            let row = figures.get(at..at + names.len())?;
            let (name, figure) = misplaced(text, &names, row)?;
            if is_spared(name.start) {
                return None;
            }
            let (said, cited) = (text.get(name.clone())?, &figure.name);
            let message = format!("前面依次写的是几项，“{said}”对着的却是“{cited}”");
            let in_order = names.iter().filter_map(|name| {
                let place = place_in(text.get(name.clone())?, row)?;
                text.get(row.get(place)?.range.clone())
            });
            let in_order: Vec<&str> = in_order.collect();
            let found = Diagnostic::new(Code::E0755, message)
                .at(self.locate(passage, &name), "")
                .also(self.locate(passage, &figure.range), format!("引用的是“{cited}”"))
                .help(format!("数与前面的名称次序一致，改为 {}", in_order.join("、")));
            Some(found)
        });
        rows.take(MOST).collect()
    }
}

/// The names that are listed right before a figure that is the first of theirs.
fn names_before(text: &str, end: usize) -> Option<Vec<Range<usize>>> {
    let head = text.get(..end)?.trim_end();
    let head = head.trim_end_matches(['为', '是', '达', '有', '共', '占', '：']);
    // 分别同比, 同比分别
    let head = head.strip_suffix("同比").unwrap_or(head);
    let head = EACH.iter().find_map(|word| head.strip_suffix(word)).unwrap_or(head);
    let head = head.strip_suffix("同比").unwrap_or(head);
    let start = head.rfind(|c: char| !c.is_alphanumeric() && c != '、');
    let start = start.map_or(0, |at| at + head[at..].chars().next().map_or(0, char::len_utf8));
    let mut at = start;
    let names = head.get(start..)?.split_inclusive(JOINTS).map(|part| {
        at += part.len();
        at - part.len()..at - part.len() + part.trim_end_matches(JOINTS).len()
    });
    let names: Vec<Range<usize>> = names.filter(|name| !name.is_empty()).take(MOST_NAMES).collect();
    (names.len() > 1).then_some(names)
}

/// The first name that stands at the figure of another one of them, and that figure; none where a name is not
/// certainly that of one figure.
fn misplaced<'p>(
    text: &str,
    names: &[Range<usize>],
    figures: &[&'p Placeholder],
) -> Option<(Range<usize>, &'p Placeholder)> {
    let is_row = figures.windows(2).all(|pair| {
        let [one, other] = pair else { return false };
        let between = text.get(one.range.end..other.range.start).unwrap_or_default().trim();
        between.ends_with(['、', '，', '和', '与', '及']) && between.chars().count() <= 3
    });
    let form = |figure: &Placeholder| std::mem::discriminant(&figure.form);
    let are_alike =
        figures.windows(2).all(|pair| matches!(pair, [one, other] if form(one) == form(other)));
    if !is_row || !are_alike {
        return None;
    }
    let places = names.iter().map(|name| place_in(text.get(name.clone())?, figures));
    let places: Vec<usize> = places.collect::<Option<_>>()?;
    let is_each_once = (0..names.len()).all(|place| places.contains(&place));
    let wrong = places.iter().enumerate().position(|(at, place)| at != *place)?;
    is_each_once.then_some((names.get(wrong)?.clone(), *figures.get(wrong)?))
}

/// Which of some figures a name is that of, and of no other one; a verb may stand before the name: 办理公证.
fn place_in(name: &str, figures: &[&Placeholder]) -> Option<usize> {
    let said = counted(name);
    let ends = said.char_indices().filter_map(|(at, _)| said.get(at..));
    let mut ends = ends.filter(|end| end.chars().nth(1).is_some());
    let of = |end: &str| {
        let called = figures.iter().enumerate().filter(|(_, figure)| figure.name.contains(end));
        called.map(|(place, _)| place).collect::<Vec<_>>()
    };
    match ends.find_map(|end| Some(of(end)).filter(|places| !places.is_empty()))?.as_slice() {
        [place] => Some(*place),
        _ => None,
    }
}

/// A name without what says that it is counted.
fn counted(name: &str) -> &str {
    let name = name.strip_suffix("数量").unwrap_or(name).trim_end_matches('数');
    name.strip_suffix("案件").filter(|rest| rest.chars().nth(1).is_some()).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_listed_before_their_figures() {
        let names = |text: &str| {
            names_before(text, text.len())
                .map(|names| names.into_iter().map(|at| text[at].to_owned()).collect::<Vec<_>>())
        };
        let shown = |text: &str| names(text).map(|names| names.join(" "));
        assert_eq!(shown("全年检查、处罚、强制分别为").as_deref(), Some("全年检查 处罚 强制"));
        assert_eq!(shown("办结。受理数和审结数分别是").as_deref(), Some("受理数 审结数"));
        assert_eq!(shown("行政处罚分别为"), None);
        assert_eq!(shown("检查、处罚").as_deref(), Some("检查 处罚"));
        assert_eq!(shown("检查、处罚同比分别").as_deref(), Some("检查 处罚"));
        assert_eq!(shown("检查"), None);
    }
}
