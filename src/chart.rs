//! Chart: numbers of one unit as bars, drawn as a list of shapes that any output can paint.
//!
//! Every bar starts at the axis, at zero, and all bars of a chart share one scale; those of negative
//! numbers point to the left, and a bar that would be too short to be seen has a least length. Each has
//! its number beside it, so that a reader who cannot distinguish the colours loses nothing.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// How wide every drawing is; heights follow from what is drawn. The unit is the painter's.
pub(crate) const WIDTH: u32 = 1000;
/// The size of the letters.
pub(crate) const LETTER: u32 = 44;
const BAR: u32 = 36;
const GAP: u32 = 14;
/// A bar of anything is seen beside the axis, however small its share is.
const LEAST: u32 = 10;

/// One thing that is counted.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    pub name: String,
    pub now: Amount,
    /// Last year's, where every row of the chart has one.
    pub before: Option<Amount>,
}

/// A number, and how it is printed: `5757件`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Amount {
    pub value: Decimal,
    pub text: String,
}

/// A finished drawing, [`WIDTH`] wide; `y` runs downwards.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Drawing {
    pub height: u32,
    pub shapes: Vec<Shape>,
}

/// A part of a drawing; lengths in the drawing's unit.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    /// A bar; `x` and `y` are its upper left corner.
    Rect { x: u32, y: u32, width: u32, height: u32, tone: Tone },
    /// An axis.
    Line { x1: u32, y1: u32, x2: u32, y2: u32 },
    /// `x` is the text's beginning or its end, `y` its baseline.
    Text { x: u32, y: u32, to_end: bool, text: String },
}

/// What a bar stands for; painted so that the two differ in lightness and outline too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// The year reported.
    Now,
    /// The year before.
    Before,
}

/// Draws a bar for each row, and one for last year under it. None when there is nothing to
/// draw: no row, or nothing but zeros.
pub(crate) fn bars(rows: &[Row]) -> Option<Drawing> {
    let amounts = rows.iter().flat_map(|row| std::iter::once(&row.now).chain(&row.before));
    let values = || amounts.clone().map(|amount| amount.value);
    let (least, most) = (values().min()?.min(Decimal::ZERO), values().max()?.max(Decimal::ZERO));
    // Half of each, as numbers of all digits have no difference.
    let span = most / Decimal::TWO - least / Decimal::TWO;
    if span.is_zero() {
        return None;
    }
    let length = |value: Decimal| {
        let share = value.abs() / Decimal::TWO / span * Decimal::from(WIDTH);
        let length = share.round().to_u32().unwrap_or(0);
        if value.is_zero() { 0 } else { length.max(LEAST) }
    };
    let axis = length(least);
    let mut shapes = Vec::new();
    let mut y = 0;
    for row in rows {
        y += LETTER;
        let numbers = match &row.before {
            Some(before) => format!("{}，上年{}", row.now.text, before.text),
            None => row.now.text.clone(),
        };
        shapes.push(Shape::Text { x: GAP, y, to_end: false, text: row.name.clone() });
        if GAP * 2 + width(&row.name) + width(&numbers) > WIDTH {
            y += LETTER + GAP;
        }
        shapes.push(Shape::Text { x: WIDTH, y, to_end: true, text: numbers });
        y += GAP;
        for (amount, tone) in [(Some(&row.now), Tone::Now), (row.before.as_ref(), Tone::Before)] {
            if let Some(amount) = amount {
                let is_left = amount.value.is_sign_negative();
                let width = length(amount.value).min(if is_left { axis } else { WIDTH - axis });
                let x = match is_left {
                    true => axis.saturating_sub(width),
                    false => axis,
                };
                shapes.push(Shape::Rect { x, y, width, height: BAR, tone });
                y += BAR;
            }
        }
        y += GAP * 2;
    }
    shapes.push(Shape::Line { x1: axis, y1: 0, x2: axis, y2: y });
    Some(Drawing { height: y, shapes })
}

/// How wide a text is drawn, rather too much than too little: no font is known here.
fn width(text: &str) -> u32 {
    text.chars().map(|c| if c.is_ascii() { LETTER * 2 / 3 } else { LETTER }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, now: i64, before: Option<i64>) -> Row {
        let amount = |value: i64| Amount { value: value.into(), text: format!("{value}件") };
        Row { name: name.to_owned(), now: amount(now), before: before.map(amount) }
    }

    fn lengths(rows: &[Row]) -> Vec<(u32, u32)> {
        let shapes = bars(rows).unwrap().shapes;
        let rects = shapes.into_iter().filter_map(|shape| match shape {
            Shape::Rect { x, width, .. } => Some((x, width)),
            Shape::Line { .. } | Shape::Text { .. } => None,
        });
        rects.collect()
    }

    #[test]
    fn bars_start_at_zero_and_share_one_scale() {
        let rows = [row("甲", 200, None), row("乙", 50, None), row("丙", 0, None)];
        assert_eq!(lengths(&rows), [(0, 1000), (0, 250), (0, 0)]);
        let rows = [row("甲", 50, Some(100))];
        assert_eq!(lengths(&rows), [(0, 500), (0, 1000)], "last year counts for the scale too");
    }

    #[test]
    fn the_smallest_bar_is_seen() {
        let rows = [row("甲", 5757, Some(0)), row("乙", 5, Some(1))];
        assert_eq!(lengths(&rows), [(0, 1000), (0, 0), (0, 10), (0, 10)]);
    }

    #[test]
    fn bars_of_negative_numbers_point_to_the_left() {
        let rows = [row("甲", 75, None), row("乙", -25, None), row("丙", 0, None)];
        assert_eq!(lengths(&rows), [(250, 750), (0, 250), (250, 0)]);
        assert_eq!(lengths(&[row("甲", -5, Some(-10))]), [(500, 500), (0, 1000)]);
        assert_eq!(lengths(&[row("甲", -1, Some(5757))]), [(0, 10), (10, 990)]);
    }

    #[test]
    fn every_bar_carries_its_number() {
        let shapes = bars(&[row("甲", 50, Some(100))]).unwrap().shapes;
        let text = |wanted: &str| {
            shapes.iter().any(|shape| matches!(shape, Shape::Text { text, .. } if text == wanted))
        };
        assert!(text("甲") && text("50件，上年100件"));
    }

    #[test]
    fn a_long_name_stands_above_its_number() {
        let heights = |name: &str| {
            let shapes = bars(&[row(name, 50, Some(100))]).unwrap().shapes;
            let texts = shapes.into_iter().filter_map(|shape| match shape {
                Shape::Text { y, .. } => Some(y),
                Shape::Rect { .. } | Shape::Line { .. } => None,
            });
            texts.collect::<Vec<_>>()
        };
        assert_eq!(heights("甲"), [44, 44]);
        assert_eq!(heights(&"甲".repeat(16)), [44, 102]);
    }

    #[test]
    fn nothing_to_draw() {
        assert_eq!(bars(&[]), None);
        assert_eq!(bars(&[row("甲", 0, None)]), None);
    }
}
