//! Colours of letters and cells, and whether one is seen on the other.

use crate::package::Element;

/// Red, green and blue.
pub(super) type Colour = [u8; 3];

pub(super) const BLACK: Colour = [0; 3];
pub(super) const WHITE: Colour = [255; 3];

/// A colour as such, or one of those that are the same in all palettes and themes: black and white, of
/// the letters and of the paper.
pub(super) fn colour(element: &Element<'_>) -> Option<Colour> {
    let is_tinted =
        element.attribute("tint").is_some_and(|tint| !tint.trim_matches(['0', '.']).is_empty());
    match [element.attribute("rgb"), element.attribute("indexed"), element.attribute("theme")] {
        [Some(rgb), ..] => {
            let number = u32::from_str_radix(rgb, 16).ok()?;
            let [_, red, green, blue] = number.to_be_bytes();
            Some([red, green, blue])
        }
        [_, Some("1" | "9" | "65"), _] => Some(WHITE),
        [_, Some("0" | "8" | "64"), _] => Some(BLACK),
        [_, _, Some("0")] if !is_tinted => Some(WHITE),
        [_, _, Some("1")] if !is_tinted => Some(BLACK),
        _ => None,
    }
}

/// Whether nobody sees letters of one colour on another: white on the pale colours of a form, say.
pub(super) fn are_alike(one: Colour, other: Colour) -> bool {
    // As much as the colours of red, green and blue may differ, and the light of all of them, of which
    // green gives most.
    const HUE: u8 = 55;
    const LIGHT: u32 = 30_000;
    let light = |[red, green, blue]: Colour| {
        299 * u32::from(red) + 587 * u32::from(green) + 114 * u32::from(blue)
    };
    let differ = one.iter().zip(other).map(|(one, other)| one.abs_diff(other));
    differ.max().unwrap_or_default() <= HUE && light(one).abs_diff(light(other)) <= LIGHT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_in_the_colour_of_a_cell_are_not_seen() {
        let white = [[255, 242, 204], [226, 239, 218], [221, 235, 247], [242, 242, 242]];
        for fill in white {
            assert!(are_alike(WHITE, fill), "{fill:?}");
            assert!(!are_alike(BLACK, fill), "{fill:?}");
            assert!(are_alike(fill, fill), "{fill:?}");
        }
        assert!(are_alike([254; 3], WHITE) && are_alike([8, 0, 0], BLACK));
        for pale in [[192, 192, 192], [217, 217, 217], [255, 255, 0], [255, 0, 0], [0, 176, 240]] {
            assert!(!are_alike(pale, WHITE), "{pale:?}");
        }
    }
}
