//! Pages as LibreOffice sets them: the Word file turned into a PDF, and the lines of a PDF.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::word::parse;
use crate::support::{reader, root};

/// The faces at hand, and the names under which offices have such faces.
const FACES: [(&str, &str); 6] = [
    ("FandolFang-Regular.otf", "仿宋_GB2312"),
    ("FandolKai-Regular.otf", "楷体_GB2312"),
    ("NotoSansSC-Medium.ttf", "黑体"),
    ("NotoSerifSC-Regular.ttf", "宋体"),
    ("NotoSerifSC-Bold.ttf", "方正小标宋简体"),
    ("LiberationSerif-Regular.ttf", "Times New Roman"),
];

/// The configuration of fonts under which the program finds these faces and no others.
fn configuration(cache: &Path) -> String {
    let fonts = root().join("fonts");
    let mut xml = format!(
        "<?xml version=\"1.0\"?>\n<!DOCTYPE fontconfig SYSTEM \"fonts.dtd\">\n<fontconfig>\n\
        <dir>{}</dir>\n<cachedir>{}</cachedir>\n",
        fonts.display(),
        cache.display()
    );
    for (file, name) in FACES {
        let file = fonts.join(file);
        writeln!(
            xml,
            "<match target=\"scan\"><test name=\"file\" compare=\"eq\"><string>{}</string></test>",
            file.display()
        )
        .unwrap();
        for key in ["family", "fullname"] {
            writeln!(
                xml,
                "<edit name=\"{key}\" mode=\"assign_replace\"><string>{name}</string></edit>"
            )
            .unwrap();
        }
        xml += "<edit name=\"style\" mode=\"assign_replace\"><string>Regular</string></edit>\n\
            <edit name=\"weight\" mode=\"assign_replace\"><const>regular</const></edit></match>\n";
    }
    xml + "</fontconfig>\n"
}

/// The file as LibreOffice prints it; none where that is not at hand.
pub(super) fn convert(docx: &[u8]) -> Option<Vec<u8>> {
    let program = reader("soffice")?;
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("年报.docx"), docx).unwrap();
    fs::write(at("fonts.conf"), configuration(&at("cache"))).unwrap();
    let output = Command::new(program)
        .arg(format!("-env:UserInstallation=file://{}", at("profile").display()))
        .args(["--headless", "--convert-to", "pdf", "--outdir"])
        .arg(folder.path())
        .arg(at("年报.docx"))
        .env("FONTCONFIG_FILE", at("fonts.conf"))
        .output()
        .unwrap();
    let printed = fs::read(at("年报.pdf"));
    Some(printed.unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr))))
}

/// A page: its size and its lines, from the top, in points.
#[derive(Debug, Clone)]
pub(super) struct Laid {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) lines: Vec<Line>,
}

/// A line, without blanks.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
    /// Of its largest character.
    pub(super) height: f64,
    /// Of its lowest character.
    pub(super) foot: f64,
}

impl Line {
    /// Whether it is the number of a page.
    pub(super) fn is_number(&self) -> bool {
        let number = self.text.strip_prefix('—').and_then(|text| text.strip_suffix('—'));
        number.is_some_and(|number| number.parse::<u32>().is_ok())
    }
}

/// The pages of a PDF as poppler reads them; words on one height are a line.
pub(super) fn laid(pdf: &[u8]) -> Vec<Laid> {
    let Some(program) = reader("pdftotext") else { return Vec::new() };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file.pdf");
    fs::write(&path, pdf).unwrap();
    let output = Command::new(program).arg("-bbox").arg(&path).arg("-").output().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let (_, body) = text.split_once("<body>").unwrap();
    let body = format!("<body>{}", body.split_once("</html>").unwrap().0);
    let body = parse(&body);
    body.find("page").into_iter().map(page).collect()
}

fn page(page: &crate::support::word::Element) -> Laid {
    let of = |one: &crate::support::word::Element, key: &str| -> f64 {
        one.get(key).unwrap().parse().unwrap()
    };
    let mut words: Vec<_> = page.find("word");
    // Faces differ in the heights that they give; the middle of a word is what they share.
    let middle = |one: &crate::support::word::Element| (of(one, "yMin") + of(one, "yMax")) / 2.0;
    words.sort_by(|a, b| middle(a).total_cmp(&middle(b)));
    let mut lines: Vec<Vec<&crate::support::word::Element>> = Vec::new();
    for word in words {
        match lines.last_mut() {
            Some(line) if (middle(word) - middle(line[0])).abs() < 6.0 => line.push(word),
            _ => lines.push(vec![word]),
        }
    }
    let line = |mut words: Vec<&crate::support::word::Element>| {
        words.sort_by(|a, b| of(a, "xMin").total_cmp(&of(b, "xMin")));
        let text: String = words.iter().map(|word| word.text.as_str()).collect();
        let most = |key: &str| words.iter().map(|word| of(word, key)).fold(0.0, f64::max);
        let height = words.iter().map(|word| of(word, "yMax") - of(word, "yMin"));
        Line {
            text: text.split_whitespace().collect(),
            left: of(words[0], "xMin"),
            right: most("xMax"),
            height: height.fold(0.0, f64::max),
            foot: most("yMax"),
        }
    };
    let lines = lines.into_iter().map(line).collect();
    Laid { width: of(page, "width"), height: of(page, "height"), lines }
}
