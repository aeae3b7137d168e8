//! The part with the styles: every look of the report by its name.

use super::faces::Faces;
use super::markup::{PROLOGUE, WORDS, value, wrapped};
use super::measure::{Grid, colour, eighths, half_points, twips};
use super::named::Named;
use super::paragraph::Paragraph;
use crate::font::Role;
use crate::layout::{Colour, Len, MarkLook, Style, TextStyle};

/// What every paragraph has: lines of one pitch, Chinese rules for the ends of lines, no blank
/// between Chinese characters and others, both edges flush. The exact pitch keeps the lines on the grid
/// of the section: programs differ in how they snap lines and characters to it.
const NORMAL: &str = "<w:widowControl w:val=\"0\"/><w:kinsoku w:val=\"1\"/><w:overflowPunct w:val=\"0\"/>\
    <w:topLinePunct w:val=\"0\"/><w:autoSpaceDE w:val=\"0\"/><w:autoSpaceDN w:val=\"0\"/>\
    <w:adjustRightInd w:val=\"0\"/><w:snapToGrid w:val=\"0\"/>";

/// The languages of the text. `val` is that of digits and Latin letters: were it Chinese, LibreOffice would
/// end a line within a number.
const LANGUAGE: &str = "<w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\"/>";

/// The part.
pub(super) fn part(style: &Style, grid: Grid, faces: &Faces, mark: Option<MarkLook>) -> String {
    let looks = Looks { style, grid, faces, mark };
    let body = looks.faces.xml(style.body.text.role)
        + &value("snapToGrid", 0)
        + &value("spacing", grid.spacing(style))
        + &sized(style.body.text.size);
    let pitch = format!(
        "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"{}\" w:lineRule=\"exact\"/>",
        grid.pitch
    );
    let mut xml = format!(
        "{PROLOGUE}<w:styles xmlns:w=\"{WORDS}\"><w:docDefaults><w:rPrDefault><w:rPr>{body}{LANGUAGE}\
        </w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>\
        <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/>\
        <w:qFormat/><w:pPr>{NORMAL}{pitch}<w:jc w:val=\"both\"/></w:pPr><w:rPr>{body}</w:rPr></w:style>\
        <w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\">\
        <w:name w:val=\"Default Paragraph Font\"/><w:uiPriority w:val=\"1\"/><w:semiHidden/></w:style>\
        <w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\">\
        <w:name w:val=\"Normal Table\"/><w:uiPriority w:val=\"99\"/><w:semiHidden/><w:tblPr>\
        <w:tblInd w:w=\"0\" w:type=\"dxa\"/></w:tblPr></w:style>\
        <w:style w:type=\"numbering\" w:default=\"1\" w:styleId=\"NoList\"><w:name w:val=\"No List\"/>\
        <w:semiHidden/></w:style>"
    );
    for (named, ..) in Named::ALL {
        xml += &looks.entry(named);
    }
    xml + "</w:styles>"
}

struct Looks<'a> {
    style: &'a Style,
    grid: Grid,
    faces: &'a Faces,
    mark: Option<MarkLook>,
}

impl Looks<'_> {
    /// An entry of the part; that of a heading is two.
    fn entry(&self, named: Named) -> String {
        let (id, name) = (named.id(), value("name", named.name()));
        let run = wrapped("rPr", &self.run(named));
        if named.is_of_characters() {
            return format!(
                "<w:style w:type=\"character\" w:customStyle=\"1\" w:styleId=\"{id}\">{name}\
                <w:qFormat/>{run}</w:style>"
            );
        }
        let is_heading = self.level(named).is_some();
        let character = named.character_id();
        let link = if is_heading { value("link", &character) } else { String::new() };
        let next = if is_heading { value("next", Named::Body.id()) } else { String::new() };
        let paragraph = wrapped("pPr", &self.paragraph(named).xml());
        let mut xml = format!(
            "<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"{id}\">{name}\
            <w:basedOn w:val=\"Normal\"/>{next}{link}<w:qFormat/>{paragraph}{run}</w:style>"
        );
        if is_heading {
            xml += &format!(
                "<w:style w:type=\"character\" w:customStyle=\"1\" w:styleId=\"{character}\">\
                <w:name w:val=\"{}字符\"/><w:link w:val=\"{id}\"/>{run}</w:style>",
                named.name()
            );
        }
        xml
    }

    /// The level of a heading, from 0.
    fn level(&self, named: Named) -> Option<u8> {
        (1..=4).find(|level| Named::heading(*level) == named).map(|level| level - 1)
    }

    /// Face and size.
    fn text(&self, text: TextStyle) -> String {
        self.coloured(text, None)
    }

    fn coloured(&self, TextStyle { role, size }: TextStyle, red: Option<Colour>) -> String {
        self.faces.xml(role) + &shade(red) + &sized(size)
    }

    fn face(&self, role: Role, red: Colour) -> String {
        self.faces.xml(role) + &shade(Some(red))
    }

    /// The content of `w:rPr`.
    fn run(&self, named: Named) -> String {
        let style = self.style;
        let head = &style.letterhead;
        match named {
            Named::CopyNumber => self.text(head.copy_number),
            Named::Secrecy => self.text(head.secrecy),
            Named::Urgency => self.text(head.urgency),
            Named::Mark => {
                let look = self.mark.unwrap_or(MarkLook { size: head.mark.size, condensed: 100 });
                let face = self.face(head.mark.role, head.colour);
                face + &value("w", look.condensed) + &sized(look.size)
            }
            Named::Number => self.text(head.number),
            Named::Rule | Named::Body => String::new(),
            Named::Title => self.text(style.title.text),
            Named::Subtitle => self.text(style.subtitle().text),
            Named::Reporter => self.text(style.reporter().text),
            Named::Salutation => self.text(style.salutation.text),
            Named::Heading1 => self.text(style.body.level(1)),
            Named::Heading2 => self.text(style.body.level(2)),
            Named::Heading3 => self.text(style.body.level(3)),
            Named::Heading4 => self.text(style.body.level(4)),
            Named::AttachmentNote => self.text(style.attachment_note.text),
            Named::Organ | Named::Date => self.text(style.signature.text),
            Named::Note => self.text(style.note.text),
            Named::AttachmentLabel => self.text(style.attachment.label),
            Named::AttachmentTitle => self.text(style.attachment.title),
            Named::TableCaption => self.text(style.table.caption),
            Named::TableUnit => self.text(style.table.unit),
            Named::TableHeader => self.text(style.table.header),
            Named::TableText => self.text(style.table.text),
            Named::Imprint => self.text(style.imprint.text),
            Named::PageNumber => self.text(style.page_number.text),
            Named::Stamp => self.coloured(style.draft.text, Some(style.draft.colour)),
            Named::Signer => self.text(head.signer),
            Named::Strong => self.faces.xml(style.body.strong.role),
            Named::Missing => self.face(style.body.strong.role, style.body.missing),
        }
    }

    /// What a style of paragraphs adds to the usual one.
    fn paragraph(&self, named: Named) -> Paragraph {
        let (style, usual) = (self.style, Paragraph::default());
        let characters = |count: u32| Some(twips(style.characters(count)));
        let own = |pitch: Len| Paragraph { pitch: Some(twips(pitch)), ..Paragraph::default() };
        let centred = Paragraph { align: Some("center"), ..Paragraph::default() };
        match named {
            Named::CopyNumber | Named::Secrecy | Named::Urgency => usual,
            Named::Salutation | Named::AttachmentNote | Named::AttachmentLabel => usual,
            Named::Mark => {
                let size = self.mark.map_or(style.letterhead.mark.size, |mark| mark.size);
                // Another face may be a little wider than the block; it stays on one line.
                let beyond = Some(-twips(style.characters(1)));
                Paragraph { align: Some("center"), left: beyond, right: beyond, ..own(size) }
            }
            Named::Number => {
                Paragraph { before: Some(self.grid.lines(style.letterhead.blank_lines)), ..usual }
            }
            Named::Rule => self.rule(),
            Named::Title | Named::AttachmentTitle | Named::TableCaption => centred,
            Named::Subtitle => self.under_title(style.subtitle().blank_lines),
            Named::Reporter => self.under_title(style.reporter().blank_lines),
            Named::Body => Paragraph { first: characters(style.body.indent), ..usual },
            Named::Heading1 | Named::Heading2 | Named::Heading3 | Named::Heading4 => Paragraph {
                keeps_next: true,
                first: characters(style.body.indent),
                outline: self.level(named),
                ..usual
            },
            Named::Organ => Paragraph {
                right: characters(style.signature.right),
                align: Some("right"),
                ..usual
            },
            Named::Date => Paragraph { align: Some("right"), ..usual },
            Named::Note => Paragraph { first: characters(style.note.indent), ..usual },
            Named::TableUnit => Paragraph { align: Some("right"), ..own(style.table.pitch) },
            Named::TableHeader => Paragraph { align: Some("center"), ..own(style.table.pitch) },
            Named::TableText => own(style.table.pitch),
            Named::Imprint => own(style.imprint.pitch),
            Named::PageNumber => own(style.page_number.text.size),
            Named::Stamp => Paragraph { align: Some("right"), ..own(style.draft.text.size) },
            Named::Signer | Named::Strong | Named::Missing => usual,
        }
    }

    fn under_title(&self, blank_lines: u32) -> Paragraph {
        Paragraph {
            before: Some(self.grid.lines(blank_lines)),
            align: Some("center"),
            ..Paragraph::default()
        }
    }

    /// The red rule is the upper border of a paragraph without text, so that it is as wide as the
    /// block whatever the indents of the line above it.
    fn rule(&self) -> Paragraph {
        let head = &self.style.letterhead;
        // An exact pitch leaves a fifth of what the characters do not need below them.
        let below = (self.style.pitch() - head.number.size).scale(1, 5);
        Paragraph {
            borders: format!(
                "<w:top w:val=\"single\" w:sz=\"{}\" w:space=\"0\" w:color=\"{}\"/>",
                eighths(head.rule),
                colour(head.colour)
            ),
            before: Some(twips(head.rule_gap - below).max(0)),
            after: Some(self.grid.lines(self.style.title.blank_lines)),
            pitch: Some(twips(Len::pt(1))),
            ..Paragraph::default()
        }
    }
}

fn shade(shown: Option<Colour>) -> String {
    shown.map_or_else(String::new, |shown| value("color", colour(shown)))
}

fn sized(size: Len) -> String {
    let size = half_points(size);
    value("sz", size) + &value("szCs", size)
}
