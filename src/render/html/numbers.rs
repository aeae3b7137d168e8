//! Numbers in the cells of a table, which a narrow window must not break.

use std::borrow::Cow;

use super::Run;
use crate::text::is_han;

/// Cuts the plain words of a cell so that each number is a run of its own, with what belongs to
/// it: `2025年`, `1.2个百分点`.
pub(super) fn kept_whole(runs: Vec<Run<'_>>) -> Vec<Run<'_>> {
    runs.into_iter().flat_map(cut).collect()
}

fn cut(run: Run<'_>) -> Vec<Run<'_>> {
    if run.fact.is_some() || run.missing || run.strong {
        return vec![run];
    }
    let piece = |text: &str, whole: bool| Run {
        text: Cow::Owned(text.to_owned()),
        strong: false,
        missing: false,
        whole,
        fact: None,
    };
    let mut pieces = Vec::new();
    let mut rest = run.text.as_ref();
    while let Some((before, number, after)) = next_number(rest) {
        if !before.is_empty() {
            pieces.push(piece(before, false));
        }
        pieces.push(piece(number, true));
        rest = after;
    }
    // A number alone is not broken.
    if pieces.is_empty() || run.text.chars().all(|c| c.is_ascii_digit()) {
        return vec![run];
    }
    if !rest.is_empty() {
        pieces.push(piece(rest, false));
    }
    pieces
}

/// What stands before the next number, the number with its unit, and what stands behind it.
fn next_number(text: &str) -> Option<(&str, &str, &str)> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let before = text.get(..start)?.trim_end_matches(['约', '超', '近', '第', '−', '-', '+', '±']);
    let from = text.get(before.len()..)?;
    let mut end = from.find(|c: char| c.is_ascii_digit())?;
    let is_part = |c: char| c.is_ascii_digit() || ".,/%:∶-−".contains(c);
    end += from.get(end..)?.find(|c| !is_part(c)).unwrap_or(from.len() - end);
    let rest = from.get(end..)?;
    let unit = rest.find(|c| !"多余几万亿千百十".contains(c)).unwrap_or(rest.len());
    let behind = rest.get(unit..)?;
    let unit = unit
        + match behind.strip_prefix('个') {
            Some(points) if points.starts_with("百分点") => "个百分点".len(),
            _ => behind.chars().next().filter(|c| is_han(*c)).map_or(0, char::len_utf8),
        };
    Some((before, from.get(..end + unit)?, rest.get(unit..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_keeps_its_unit() {
        let cut = |text: &'static str| {
            let run = Run {
                text: Cow::Borrowed(text),
                strong: false,
                missing: false,
                whole: false,
                fact: None,
            };
            let pieces = kept_whole(vec![run]);
            let shown = pieces.iter().map(|run| match run.whole {
                true => format!("[{}]", run.text),
                false => run.text.to_string(),
            });
            shown.collect::<String>()
        };
        assert_eq!(cut("自2024年起，共1,234件"), "自[2024年]起，共[1,234件]");
        assert_eq!(cut("提高1.2个百分点。"), "提高[1.2个百分点]。");
        assert_eq!(cut("约1.1亿元"), "[约1.1亿元]");
        assert_eq!(cut("下降-3.5%"), "下降[-3.5%]");
        assert_eq!(cut("1480/8"), "[1480/8]");
        assert_eq!(cut("无"), "无");
        assert_eq!(cut("无；第"), "无；第");
    }
}
