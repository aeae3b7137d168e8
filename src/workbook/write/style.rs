//! How cells look.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// The face that every office has.
const FACE: &str = "宋体";

pub(super) const ROW_PIXELS: u32 = 20;
pub(super) const COLUMN_PIXELS: u32 = 64;

const REQUIRED: Color = Color::RGB(0x00FF_F2CC);
const RECOMMENDED: Color = Color::RGB(0x00E2_EFDA);
const COMPUTED: Color = Color::RGB(0x00DD_EBF7);
const LOCKED: Color = Color::RGB(0x00F2_F2F2);
const HEAD: Color = Color::RGB(0x00D9_D9D9);
const LINE: Color = Color::RGB(0x00A6_A6A6);
const REMARK: Color = Color::RGB(0x0059_5959);

/// The formats of all cells.
pub(super) struct Styles {
    /// The name of a sheet above it.
    pub(super) title: Format,
    /// Words without a box.
    pub(super) plain: Format,
    /// Words below the title.
    pub(super) note: Format,
    /// The header of a table.
    pub(super) head: Format,
    /// A heading between rows.
    pub(super) heading: Format,
    /// A label.
    pub(super) label: Format,
    /// A label in the middle of its cell.
    pub(super) centred: Format,
    /// A label whose characters stand one under the other.
    pub(super) vertical: Format,
    /// What is shown and not filled in.
    pub(super) shown: Format,
    /// The same of a number.
    pub(super) shown_number: Format,
    /// An input whose digits are kept as they are typed, with zeros before them.
    pub(super) as_typed: Format,
    /// Inputs, by what they are owed.
    pub(super) required: Inputs,
    pub(super) recommended: Inputs,
    pub(super) optional: Inputs,
    /// A formula that may be typed over.
    pub(super) computed: Inputs,
    /// A formula that is locked.
    pub(super) total: Inputs,
}

/// An input for a number, and one for a text.
pub(super) struct Inputs {
    pub(super) number: Format,
    pub(super) text: Format,
}

/// A cell of which nothing is said.
pub(super) fn plain() -> Format {
    Format::new().set_font_name(FACE).set_font_size(11).set_align(FormatAlign::VerticalCenter)
}

fn boxed() -> Format {
    plain().set_border(FormatBorder::Thin).set_border_color(LINE).set_text_wrap()
}

fn inputs(colour: Option<Color>, is_locked: bool) -> Inputs {
    let base = colour.map_or_else(boxed, |colour| boxed().set_background_color(colour));
    let base = if is_locked { base } else { base.set_unlocked() };
    Inputs {
        number: base.clone().set_align(FormatAlign::Right),
        text: base.set_align(FormatAlign::Left),
    }
}

impl Styles {
    pub(super) fn new() -> Styles {
        let shown = boxed().set_background_color(LOCKED).set_font_color(REMARK);
        let centred = boxed().set_background_color(LOCKED).set_align(FormatAlign::Center);
        Styles {
            title: plain().set_bold().set_font_size(16).set_align(FormatAlign::Center),
            plain: plain().set_text_wrap(),
            note: plain().set_font_color(REMARK).set_text_wrap(),
            head: boxed().set_bold().set_background_color(HEAD).set_align(FormatAlign::Center),
            heading: plain().set_bold(),
            label: boxed().set_background_color(LOCKED),
            // By this number characters stand one under the other, each upright.
            vertical: centred.clone().set_rotation(270),
            centred,
            shown_number: shown.clone().set_align(FormatAlign::Right),
            shown,
            required: inputs(Some(REQUIRED), false),
            recommended: inputs(Some(RECOMMENDED), false),
            as_typed: inputs(None, false).text.set_num_format("@"),
            optional: inputs(None, false),
            computed: inputs(Some(COMPUTED), false),
            total: inputs(Some(COMPUTED), true),
        }
    }
}
