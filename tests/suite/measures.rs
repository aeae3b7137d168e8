//! GB/T 9704-2012 measured on the finished file: output/2024/年报.pdf is read back, every
//! clause is measured in millimetres and held to its tolerance, and docs/GB_T_9704.md is
//! the record of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, MetadataProvider};

use crate::support::pdf as file;
use crate::support::pdf::{Glyph, Line, Page, text_of};
use crate::support::{self, root};

const CELL: f64 = 156.0 / 28.0;
const PITCH: f64 = (225.0 - 16.0 * 25.4 / 72.0) / 21.0;

/// The ink of glyphs, from the font files.
#[derive(Default)]
struct Inks {
    files: BTreeMap<String, Vec<u8>>,
}

/// Left, right, top, bottom of the ink, in millimetres on the paper.
type Ink = (f64, f64, f64, f64);

struct Extent(f32, f32, f32, f32);

impl Extent {
    fn add(&mut self, x: f32, y: f32) {
        *self = Extent(self.0.min(x), self.1.max(x), self.2.min(y), self.3.max(y));
    }
}

impl OutlinePen for Extent {
    fn move_to(&mut self, x: f32, y: f32) {
        self.add(x, y);
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.add(x, y);
    }
    fn quad_to(&mut self, _: f32, _: f32, x: f32, y: f32) {
        self.add(x, y);
    }
    fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, x: f32, y: f32) {
        self.add(x, y);
    }
    fn close(&mut self) {}
}

impl Inks {
    fn of(&mut self, glyph: &Glyph) -> Ink {
        let data = self.files.entry(glyph.face.clone()).or_insert_with(|| {
            let fonts = root().join("fonts");
            let name = ["otf", "ttf"]
                .map(|ending| fonts.join(format!("{}.{ending}", glyph.face)))
                .into_iter()
                .chain([fonts.join(format!("{}-Regular.ttf", glyph.face))])
                .find(|path| path.exists());
            fs::read(name.unwrap()).unwrap()
        });
        let font = FontRef::new(data).unwrap();
        let character =
            if glyph.text == "——" { '⸺' } else { glyph.text.chars().next().unwrap() };
        let outline = font.outline_glyphs().get(font.charmap().map(character).unwrap()).unwrap();
        let mut extent = Extent(f32::MAX, f32::MIN, f32::MAX, f32::MIN);
        let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
        outline.draw(settings, &mut extent).unwrap();
        let units = font.metrics(Size::unscaled(), LocationRef::default()).units_per_em;
        let scale = glyph.size * 25.4 / 72.0 / f64::from(units);
        let mm = |value: f32| f64::from(value) * scale;
        (
            glyph.x + mm(extent.0),
            glyph.x + mm(extent.1),
            glyph.baseline - mm(extent.3),
            glyph.baseline - mm(extent.2),
        )
    }

    /// Top and bottom of a line's hanzi.
    fn line(&mut self, line: &Line) -> (f64, f64) {
        let inks: Vec<Ink> =
            line.iter().filter(|glyph| is_hanzi(glyph)).map(|glyph| self.of(glyph)).collect();
        (
            inks.iter().map(|ink| ink.2).fold(f64::MAX, f64::min),
            inks.iter().map(|ink| ink.3).fold(f64::MIN, f64::max),
        )
    }
}

fn is_hanzi(glyph: &Glyph) -> bool {
    glyph.text.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

/// Measured values of one kind, and the record of all kinds.
#[derive(Default)]
struct Record {
    rows: String,
    wrong: Vec<String>,
}

impl Record {
    /// All values must lie within `tolerance` of `due`.
    fn near(&mut self, clause: &str, what: &str, key: &str, due: f64, tolerance: f64, got: &[f64]) {
        assert!(!got.is_empty(), "nothing measured: {clause} {what}");
        let least = got.iter().copied().fold(f64::MAX, f64::min);
        let most = got.iter().copied().fold(f64::MIN, f64::max);
        let shown = if most - least < 0.005 {
            format!("{least:.2}")
        } else {
            format!("{least:.2}～{most:.2}")
        };
        let met = least >= due - tolerance && most <= due + tolerance;
        self.row(clause, what, key, &format!("{due:.2} ± {tolerance}"), &shown, met);
    }

    fn same(&mut self, clause: &str, what: &str, key: &str, due: &str, got: &str) {
        self.row(clause, what, key, due, got, due == got);
    }

    fn row(&mut self, clause: &str, what: &str, key: &str, due: &str, got: &str, met: bool) {
        let mark = if met { "合" } else { "不合" };
        writeln!(self.rows, "| {clause} | {what} | {key} | {due} | {got} | {mark} |").unwrap();
        if !met {
            self.wrong.push(format!("{clause} {what}: {got}，应为 {due}"));
        }
    }
}

/// Without folio and imprint: what stands within the block.
fn block_lines(page: &Page) -> Vec<Line> {
    page.lines().into_iter().filter(|line| line[0].baseline < 262.5).collect()
}

fn find<'l>(lines: &'l [Line], text: &str) -> &'l Line {
    lines.iter().find(|line| text_of(line).contains(text)).unwrap_or_else(|| panic!("{text}"))
}

fn end_of(line: &Line) -> f64 {
    let last = line.last().unwrap();
    last.x + last.advance
}

fn centre_of(line: &Line) -> f64 {
    (line[0].x + end_of(line)) / 2.0
}

fn looks(line: &Line) -> String {
    let hanzi = line.iter().find(|glyph| is_hanzi(glyph)).unwrap_or(&line[0]);
    format!("{} {}pt", hanzi.face, hanzi.size)
}

#[test]
fn every_clause_is_met_on_the_finished_file() {
    let bytes = fs::read(root().join("output/2024/年报.pdf")).unwrap();
    let (_, pages) = file::read(&bytes);
    let mut inks = Inks::default();
    let mut record = Record::default();
    let middle = &pages[1..pages.len() - 1];
    let lines: Vec<Vec<Line>> = pages.iter().map(block_lines).collect();
    let body: Vec<&Line> = lines[1..lines.len() - 1].iter().flatten().collect();
    page_and_grid(&mut record, &mut inks, &pages, middle, &body);
    head(&mut record, &mut inks, &pages[0]);
    title_and_body(&mut record, &mut inks, &lines);
    closing(&mut record, &mut inks, &pages, &lines);

    let mut sample_record = Record::default();
    let sample = Sample::new();
    let pages = sample.pages(false);
    sample_head(&mut sample_record, &mut inks, &pages[0]);
    sample_attachment(&mut sample_record, &mut inks, &pages);
    sample_imprint(&mut sample_record, &pages[pages.len() - 1]);
    let pages = sample.pages(true);
    sample_duplex(&mut sample_record, &pages);
    sample_seal(&mut sample_record, &pages);
    let wrong = [record.wrong, sample_record.wrong].concat();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));

    let written = format!("{HEAD}{}{SAMPLE}{}{TAIL}", record.rows, sample_record.rows);
    let path = root().join("docs/GB_T_9704.md");
    if std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
        fs::write(&path, &written).unwrap();
    }
    assert!(
        fs::read_to_string(&path).unwrap_or_default() == written,
        "docs/GB_T_9704.md is not of this file: SNAPSHOTS=overwrite cargo test --test suite measures::"
    );
}

fn page_and_grid(
    record: &mut Record,
    inks: &mut Inks,
    pages: &[Page],
    middle: &[Page],
    body: &[&Line],
) {
    let all = |value: fn(&Page) -> f64| -> Vec<f64> { pages.iter().map(value).collect() };
    record.near("5.1", "纸宽", "页面.纸宽", 210.0, 0.1, &all(|page| page.width));
    record.near("5.1", "纸高", "页面.纸高", 297.0, 0.1, &all(|page| page.height));

    let per_page: Vec<Vec<Line>> = middle.iter().map(block_lines).collect();
    let full: Vec<&Vec<Line>> = per_page.iter().filter(|lines| lines.len() >= 22).collect();
    let tops: Vec<f64> = full.iter().map(|lines| inks.line(&lines[0]).0).collect();
    let bottoms: Vec<f64> = full.iter().map(|lines| inks.line(&lines[21]).1).collect();
    record.near("5.2.1", "天头，量到首行字顶", "页面.天头", 37.0, 1.0, &tops);
    record.near("5.2.1", "末行字底", "页面.版心高", 262.0, 1.0, &bottoms);
    let first: Vec<&Glyph> =
        body.iter().map(|line| &line[0]).filter(|g| is_hanzi(g) && g.x < 29.0).collect();
    let frames: Vec<f64> = first.iter().map(|glyph| glyph.x).collect();
    record.near("5.2.1", "订口，量到首字字框左边", "页面.订口", 28.0, 0.1, &frames);
    // Narrow characters stand away from their frame: the block's edge is where the widest begin.
    let ink = first.iter().map(|glyph| inks.of(glyph).0).fold(f64::MAX, f64::min);
    record.near("5.2.1", "订口，量到首字笔画最左处", "页面.订口", 28.0, 1.0, &[ink]);
    // A line that another of its paragraph follows is filled: it does not end in the middle.
    let flush: Vec<f64> = body
        .iter()
        .filter(|line| is_hanzi(line.last().unwrap()))
        .map(|line| line.last().unwrap().x + CELL)
        .filter(|end| *end > 180.0)
        .collect();
    record.near("5.2.1", "排满的行右边缘", "页面.版心宽", 184.0, 0.3, &flush);

    let most = per_page.iter().map(Vec::len).max().unwrap();
    record.same("5.2.3", "每页行数", "页面.每页行数", "22", &most.to_string());
    record.row(
        "5.2.3",
        "排满 22 行的页",
        "页面.每页行数",
        "除首末页和标题移后的页",
        &format!("{} 页中 {} 页", middle.len(), full.len()),
        full.len() * 2 > middle.len(),
    );
    // Twenty-eight cells, none squeezed and none spread.
    let plain: Vec<&&Line> =
        body.iter().filter(|line| line.len() == 28 && is_plain(line)).collect();
    record.row(
        "5.2.3",
        "全角 28 字排满一行",
        "页面.每行字数",
        "28",
        &format!("28（{} 行）", plain.len()),
        !plain.is_empty(),
    );
    let cells: Vec<f64> = plain.iter().map(|line| (line[27].x - line[0].x) / 27.0).collect();
    record.near("5.2.3", "字距", "页面.版心宽 ÷ 每行字数", CELL, 0.02, &cells);
    let pitches: Vec<f64> = full
        .iter()
        .flat_map(|lines| lines.windows(2))
        .filter(|pair| pair.iter().all(|line| looks(line).starts_with("FandolFang")))
        .map(|pair| baseline_of(&pair[1]) - baseline_of(&pair[0]))
        .collect();
    record.near("5.2.3", "行距", "页面.版心高、每页行数", PITCH, 0.05, &pitches);
    let dashes: Vec<(f64, f64)> = body
        .iter()
        .flat_map(|line| line.windows(2))
        .filter(|pair| pair.iter().all(|glyph| glyph.text == "—"))
        .map(|pair| (pair[1].x - pair[0].x, inks.of(&pair[1]).0 - inks.of(&pair[0]).1))
        .collect();
    let cells: Vec<f64> = dashes.iter().map(|dash| dash.0).collect();
    record.near("标点", "破折号占二格，两半相距", "（程序）", CELL, 0.02, &cells);
    let gap = dashes.iter().map(|dash| dash.1).fold(f64::MIN, f64::max);
    let shown = format!("{:.2}", gap.max(0.0));
    record.row("标点", "破折号中间的空隙", "（程序）", "0.00", &shown, gap <= 0.0);
    let black =
        pages.iter().skip(1).all(|page| page.glyphs.iter().all(|glyph| glyph.colour == [0, 0, 0]));
    record.same("5.2.4", "正文颜色", "（程序）", "黑", if black { "黑" } else { "有别的颜色" });
}

/// A line of full cells: none squeezed, none spread, no digits.
fn is_plain(line: &Line) -> bool {
    let full = |glyph: &Glyph| is_hanzi(glyph) || "，。、；：“”（）《》".contains(&glyph.text);
    line.iter().all(full)
        && line.windows(2).all(|pair| {
            let hanzi = is_hanzi(&pair[0]) && is_hanzi(&pair[1]);
            !hanzi || (pair[1].x - pair[0].x - CELL).abs() < 0.01
        })
        && is_hanzi(&line[0])
        && line.last().is_some_and(is_hanzi)
        && (line[line.len() - 1].x - line[0].x - 27.0 * CELL).abs() < 0.05
}

fn baseline_of(line: &Line) -> f64 {
    line.iter().find(|glyph| is_hanzi(glyph)).unwrap_or(&line[0]).baseline
}

fn head(record: &mut Record, inks: &mut Inks, page: &Page) {
    let lines = page.lines();
    let mark = &lines[0];
    let top = inks.line(mark).0;
    record.near(
        "7.2.4",
        "发文机关标志上边缘至版心上边缘",
        "版头.标志上边距",
        35.0,
        1.0,
        &[top - 37.0],
    );
    record.near("7.2.4", "标志居中", "版头.标志", 106.0, 0.5, &[centre_of(mark)]);
    record.row(
        "7.2.4",
        "标志字体、颜色",
        "版头.标志、红色",
        "小标宋，红",
        &format!("{}，{:?}", mark[0].face, mark[0].colour),
        mark[0].face == "NotoSerifSC-Bold" && mark[0].colour == [230, 0, 18],
    );
    let number = find(&lines, "〔2025〕");
    record.same(
        "7.2.5",
        "发文字号字体字号",
        "版头.发文字号",
        "FandolFang-Regular 16pt",
        &looks(number),
    );
    record.near("7.2.5", "发文字号居中", "版头.发文字号", 106.0, 0.5, &[centre_of(number)]);
    let blank = (inks.line(number).0 - inks.line(mark).1) / PITCH;
    record.row(
        "7.2.5",
        "标志下空二行",
        "版头.字号上空行",
        "2 行以上，不到 3 行",
        &format!("{blank:.2} 行"),
        (2.0..3.0).contains(&blank),
    );
    let rule = &page.rules[0];
    let upper = rule.from.1 - rule.thickness / 2.0;
    record.near(
        "7.2.7",
        "红线在发文字号字底之下",
        "版头.红线上边距",
        4.0,
        0.5,
        &[upper - inks.line(number).1],
    );
    record.near("7.2.7", "红线长", "页面.版心宽", 156.0, 0.1, &[rule.to.0 - rule.from.0]);
    record.same("7.2.7", "红线颜色", "版头.红色", "[230, 0, 18]", &format!("{:?}", rule.colour));
    let title = lines.iter().find(|line| line[0].size == 22.0).unwrap();
    let blank = (inks.line(title).0 - upper) / PITCH;
    record.row(
        "7.3.1",
        "红线下空二行",
        "标题.上空行",
        "2 行以上，不到 3 行",
        &format!("{blank:.2} 行"),
        (2.0..3.0).contains(&blank),
    );
}

fn title_and_body(record: &mut Record, inks: &mut Inks, pages: &[Vec<Line>]) {
    let first = &pages[0];
    let title: Vec<&Line> = first.iter().filter(|line| line[0].size == 22.0).collect();
    record.same("7.3.1", "标题字体字号", "标题.文字", "NotoSerifSC-Bold 22pt", &looks(title[0]));
    let centres: Vec<f64> = title.iter().map(|line| centre_of(line)).collect();
    record.near("7.3.1", "标题各行居中", "标题.文字", 106.0, 0.5, &centres);
    let shape: Vec<String> = title.iter().map(|line| text_of(line)).collect();
    record.row(
        "7.3.1",
        "词意完整、梯形或菱形",
        "（程序）",
        "不拆词，各行不等长",
        &shape.join(" / "),
        shape.windows(2).all(|pair| pair[0].chars().count() != pair[1].chars().count()),
    );
    let at = first.iter().position(|line| text_of(line).ends_with('：')).unwrap();
    let salutation = &first[at];
    record.near("7.3.2", "主送机关顶格", "主送机关.文字", 28.0, 0.1, &[salutation[0].x]);
    let mut middle = |line: &Line| -> f64 {
        let (top, bottom) = inks.line(line);
        (top + bottom) / 2.0
    };
    let lines_down = (middle(salutation) - middle(title[title.len() - 1])) / PITCH;
    record.near("7.3.2", "在标题下第二行（行）", "主送机关.上空行", 2.0, 0.1, &[lines_down]);
    record.row(
        "7.3.3",
        "首页必须显示正文",
        "（程序）",
        "有正文",
        &format!("{} 行", first.len() - at - 1),
        first.len() > at + 1,
    );
    let all: Vec<&Line> = pages.iter().flatten().collect();
    let body: Vec<&Line> =
        all.iter().copied().filter(|line| looks(line) == "FandolFang-Regular 16pt").collect();
    record.row(
        "5.2.2、7.3.3",
        "正文字体字号",
        "正文.文字",
        "仿宋 16pt",
        &format!("FandolFang-Regular 16pt（{} 行）", body.len()),
        body.len() > 100,
    );
    let indents: Vec<f64> =
        body.iter().map(|line| line[0].x).filter(|x| *x > 30.0 && *x < 45.0).collect();
    record.near("7.3.3", "段首空二字", "正文.段首空字", 28.0 + 2.0 * CELL, 0.1, &indents);
    for (level, number, face) in [
        ("一、", "一、主要举措", "NotoSansSC-Medium 16pt"),
        ("（一）", "（一）", "FandolKai-Regular 16pt"),
        ("1.", "1.", "FandolFang-Regular 16pt"),
    ] {
        let line = all.iter().find(|line| text_of(line).starts_with(number)).unwrap();
        record.same("7.3.3", &format!("{level} 的字体"), "正文.层次", face, &looks(line));
    }
}

#[expect(clippy::too_many_lines, reason = "a list of measures")]
fn closing(record: &mut Record, inks: &mut Inks, pages: &[Page], lines: &[Vec<Line>]) {
    let all: Vec<&Line> = lines.iter().flatten().collect();
    let date_at = all.iter().rposition(|line| text_of(line) == "2025年2月13日").unwrap();
    let (organ, date) = (all[date_at - 1], all[date_at]);
    record.near(
        "7.3.5.2",
        "署名右空二字",
        "署名.右空字",
        184.0 - 2.0 * CELL,
        0.3,
        &[organ.last().unwrap().x + CELL],
    );
    record.near(
        "7.3.5.2",
        "日期首字比署名首字右移二字",
        "署名.日期右移字",
        2.0 * CELL,
        0.1,
        &[date[0].x - organ[0].x],
    );
    record.near(
        "7.3.5.2",
        "在正文下第二行（行）",
        "署名.上空行",
        2.0,
        0.2,
        &[(baseline_of(organ) - baseline_of(all[date_at - 2])) / PITCH],
    );
    let page = lines.iter().position(|page| page.iter().any(|l| text_of(l) == "2025年2月13日"));
    let lines_above =
        lines[page.unwrap()].iter().position(|l| text_of(l) == text_of(organ)).unwrap();
    record.row(
        "7.3.5.5",
        "署名所在页有正文",
        "署名.同页正文行",
        "2 行以上",
        &format!("{lines_above} 行"),
        lines_above >= 2,
    );
    let note = all[date_at + 1];
    record.near("7.3.6", "附注左空二字", "附注.左空字", 28.0 + 2.0 * CELL, 0.1, &[note[0].x]);
    record.near(
        "7.3.6",
        "成文日期下一行（行）",
        "附注.上空行",
        1.0,
        0.1,
        &[(baseline_of(note) - baseline_of(date)) / PITCH],
    );

    let last = pages.last().unwrap();
    let thick: Vec<_> = last.rules.iter().filter(|rule| rule.from.1 > 200.0).collect();
    let (top, bottom) = (thick[0], thick[thick.len() - 1]);
    record.near("7.4.1", "首末线粗", "版记.粗线", 0.35, 0.01, &[top.thickness, bottom.thickness]);
    let lengths: Vec<f64> = thick.iter().map(|rule| rule.to.0 - rule.from.0).collect();
    record.near("7.4.1", "各线长", "页面.版心宽", 156.0, 0.1, &lengths);
    record.near(
        "7.4.1",
        "末线与版心下边缘重合",
        "（程序）",
        262.0,
        0.1,
        &[bottom.from.1 + bottom.thickness / 2.0],
    );
    let small = 14.0 / 16.0 * CELL;
    let printed = last.lines();
    let printed = find(&printed, "印发");
    record.same(
        "7.4.3",
        "印发机关字体字号",
        "版记.文字",
        "FandolFang-Regular 14pt",
        &looks(printed),
    );
    record.near("7.4.3", "印发机关左空一字", "版记.左右空字", 28.0 + small, 0.1, &[printed[0].x]);
    record.near(
        "7.4.3",
        "印发日期右空一字",
        "版记.左右空字",
        184.0 - small,
        0.3,
        &[printed.last().unwrap().x + small],
    );

    let folios: Vec<Line> = pages.iter().map(|page| page.lines().pop().unwrap()).collect();
    record.same("7.5", "页码字体字号", "页码.文字", "NotoSerifSC-Regular 14pt", &looks(&folios[0]));
    let tops: Vec<f64> = folios.iter().map(|line| inks.of(&line[0]).2 - 262.0).collect();
    record.near("7.5", "一字线上距版心下边缘", "页码.一字线上边距", 7.0, 0.3, &tops);
    let odd: Vec<f64> = folios.iter().step_by(2).map(end_of).collect();
    record.near("7.5", "单页居右空一字", "页码.左右空字", 184.0 - CELL, 0.3, &odd);
    let even: Vec<f64> = folios.iter().skip(1).step_by(2).map(|line| line[0].x).collect();
    record.near("7.5", "双页居左空一字", "页码.左右空字", 28.0 + CELL, 0.3, &even);
    let shapes = folios.iter().zip(1..).all(|(line, i)| text_of(line) == format!("— {i} —"));
    record.same("7.5", "页码样式", "（程序）", "— 1 —", if shapes { "— 1 —" } else { "不是" });
}

/// The shipped report with every element that it has not.
struct Sample(support::Project);

impl Sample {
    fn new() -> Sample {
        let project = support::Project::shipped();
        let (report, profile) = ("data/2024/report.yaml", "data/profile.yaml");
        project.edit(report, "发布日期: 2025-02-24 19:03\n附注: 此件主动公开\n", "");
        let added = "份号: 000001\n密级: 机密\n保密期限: 1年\n紧急程度: 特急\n签发人: [某某, 某某某, 某某某]\n";
        project.write(report, &format!("{}{added}", project.read(report)));
        let several = |count: usize| vec!["某某区人民代表大会常务委员会"; count].join(", ");
        project.edit(profile, "[区人大常委会]", &format!("[{}]", several(3)));
        project.edit(profile, "抄送机关: []", &format!("抄送机关: [{}]", several(4)));
        Sample(project)
    }

    fn pages(&self, duplex_and_sealed: bool) -> Vec<Page> {
        let options = nianbao::Options {
            appendix: true,
            duplex: duplex_and_sealed,
            seal: duplex_and_sealed,
            ..Default::default()
        };
        let mut examined = nianbao::examine(self.0.path(), 2024, &options);
        let year = examined.year.take().unwrap();
        let formats = [nianbao::render::pdf::FORMAT];
        let outputs = nianbao::make(&year, &formats, &mut examined.sources).value;
        file::read(&outputs[0].bytes).1
    }
}

fn sample_head(record: &mut Record, inks: &mut Inks, page: &Page) {
    let lines = page.lines();
    let (number, secrecy, urgency) = (&lines[0], &lines[1], &lines[2]);
    record.same("7.2.1", "份号", "版头.份号", "000001", &text_of(number));
    record.same("7.2.1", "份号字体字号", "版头.份号", "LiberationSerif 16pt", &looks(number));
    record.near("7.2.1", "份号顶格", "版头.份号", 28.0, 0.1, &[number[0].x]);
    let first = 37.0 + 16.0 * 25.4 / 72.0 * 0.88;
    record.near("7.2.1", "份号在首行（基线）", "页面.天头", first, 0.3, &[number[0].baseline]);
    for (clause, line, due, row) in
        [("7.2.2", secrecy, "机密★1年", 1.0), ("7.2.3", urgency, "特急", 2.0)]
    {
        let key = if row < 2.0 { "版头.密级" } else { "版头.紧急程度" };
        let what = if row < 2.0 { "密级和保密期限" } else { "紧急程度" };
        record.same(clause, what, key, due, &text_of(line));
        let face = format!("{what}字体字号");
        record.same(clause, &face, key, "NotoSansSC-Medium 16pt", &looks(line));
        record.near(clause, &format!("{what}顶格"), key, 28.0, 0.1, &[line[0].x]);
        let down = (inks.line(line).0 - 37.0) / PITCH;
        record.near(clause, &format!("{what}在首行下（行）"), key, row, 0.1, &[down]);
    }
    let mark = find(&lines, "文件");
    let top = inks.line(mark).0 - 37.0;
    record.near("7.2.4", "其下的发文机关标志不移位", "版头.标志上边距", 35.0, 1.0, &[top]);

    let at = lines.iter().position(|line| text_of(line).contains("签发人：")).unwrap();
    let (above, below) = (&lines[at], &lines[at + 1]);
    let name = |line: &Line| line.iter().position(|glyph| glyph.face.contains("Kai")).unwrap();
    record.same(
        "7.2.6",
        "“签发人：”字体字号",
        "版头.发文字号",
        "FandolFang-Regular 16pt",
        &looks(above),
    );
    let names: Line = above[name(above)..].to_vec();
    record.same(
        "7.2.6",
        "签发人姓名字体字号",
        "版头.签发人姓名",
        "FandolKai-Regular 16pt",
        &looks(&names),
    );
    let counts = format!("{} 字、{} 字", names.len(), below.len() - name(below));
    record.same("7.2.6", "每行两个姓名（二字、三字；三字）", "（程序）", "5 字、3 字", &counts);
    record.near("7.2.6", "签发人右空一字", "版头.左右空字", 184.0 - CELL, 0.3, &[end_of(above)]);
    record.near(
        "7.2.6",
        "回行与第一个姓名对齐",
        "（程序）",
        names[0].x,
        0.1,
        &[below[name(below)].x],
    );
    record.near(
        "7.2.5",
        "上行文的发文字号左空一字",
        "版头.左右空字",
        28.0 + CELL,
        0.1,
        &[below[0].x],
    );
    record.same(
        "7.2.5",
        "发文字号与最后一个签发人同行",
        "（程序）",
        "泉洛政文〔2025〕14号某某某",
        &text_of(below),
    );
    let rule = &page.rules[0];
    let gap = rule.from.1 - rule.thickness / 2.0 - inks.line(below).1;
    record.near("7.2.7", "红线在最后一行之下", "版头.红线上边距", 4.0, 0.5, &[gap]);

    let at = lines.iter().position(|line| text_of(line).starts_with("某某区")).unwrap();
    let ends = lines[at..].iter().position(|line| text_of(line).ends_with('：')).unwrap();
    let lefts: Vec<f64> = lines[at..=at + ends].iter().map(|line| line[0].x).collect();
    assert!(lefts.len() > 1);
    record.near("7.3.2", "主送机关回行顶格", "主送机关.文字", 28.0, 0.1, &lefts);
}

#[expect(clippy::too_many_lines, reason = "a list of measures")]
fn sample_attachment(record: &mut Record, inks: &mut Inks, pages: &[Page]) {
    let lines: Vec<Vec<Line>> = pages.iter().map(block_lines).collect();
    let body = lines
        .iter()
        .find(|page| page.iter().any(|line| text_of(line).starts_with("附件：")))
        .unwrap();
    let at = body.iter().position(|line| text_of(line).starts_with("附件：")).unwrap();
    let note = &body[at];
    record.same(
        "7.3.4",
        "附件说明，名称后无标点",
        "附件说明",
        "附件：主要指标数据一览表",
        &text_of(note),
    );
    record.same(
        "7.3.4",
        "附件说明字体字号",
        "附件说明.文字",
        "FandolFang-Regular 16pt",
        &looks(note),
    );
    record.near(
        "7.3.4",
        "附件说明左空二字",
        "附件说明.左空字",
        28.0 + 2.0 * CELL,
        0.1,
        &[note[0].x],
    );
    let down = (baseline_of(note) - baseline_of(&body[at - 1])) / PITCH;
    record.near("7.3.4", "在正文下第二行（行）", "附件说明.上空行", 2.0, 0.2, &[down]);

    let first = lines.iter().position(|page| text_of(&page[0]) == "附件").unwrap();
    let (label, title) = (&lines[first][0], &lines[first][1]);
    record.same("7.3.7", "“附件”字体字号", "附件.标记", "NotoSansSC-Medium 16pt", &looks(label));
    record.near("7.3.7", "“附件”顶格", "附件.标记", 28.0, 0.1, &[label[0].x]);
    record.near("7.3.7", "“附件”在首行，字顶", "页面.天头", 37.0, 1.0, &[inks.line(label).0]);
    record.same("7.3.7", "附件标题字体字号", "附件.标题", "NotoSerifSC-Bold 22pt", &looks(title));
    record.near("7.3.7", "附件标题居中", "附件.标题", 106.0, 0.5, &[centre_of(title)]);
    let middle = |ink: (f64, f64)| (ink.0 + ink.1) / 2.0;
    let down = (middle(inks.line(title)) - middle(inks.line(label))) / PITCH;
    record.near("7.3.7", "附件标题在第三行（行）", "附件.标题行", 3.0, 0.1, &[down + 1.0]);
    record.same(
        "7.3.7",
        "附件另面编排，页码连续",
        "（程序）",
        &format!("— {} —", first + 1),
        &text_of(&pages[first].lines().pop().unwrap()),
    );

    let header = "序号指标单位2024年责任部门";
    let with = lines[first..]
        .iter()
        .filter(|page| page.iter().any(|line| text_of(line) == header))
        .count();
    record.same(
        "8",
        "表头各页重复",
        "表格",
        &format!("{} 页", lines.len() - first),
        &format!("{with} 页"),
    );
    let table: Vec<&file::Rule> = pages[first..]
        .iter()
        .flat_map(|page| &page.rules)
        .filter(|rule| (rule.thickness - 0.25).abs() < 0.01)
        .collect();
    let wide: Vec<f64> = table
        .iter()
        .filter(|rule| rule.to.0 - rule.from.0 > 1.0)
        .map(|rule| rule.to.0 - rule.from.0)
        .filter(|length| *length > 150.0)
        .collect();
    record.near("8", "表格与版心同宽", "页面.版心宽", 156.0, 0.1, &wide);
    let lowest = table.iter().map(|rule| rule.from.1.max(rule.to.1)).fold(0.0, f64::max);
    record.row(
        "8",
        "表格不出版心",
        "（程序）",
        "262.00 以内",
        &format!("{lowest:.2}"),
        lowest < 262.0 + 0.1,
    );
    // The units digits of this year's numbers: 1661, 783, 92.72.
    let units: Vec<f64> = lines[first..]
        .iter()
        .flatten()
        .filter(|line| !text_of(line).contains("年"))
        .filter_map(|line| {
            // The number after the name: a row begins with its own, the 序号.
            let is_digit = |glyph: &&Glyph| glyph.text.chars().all(|c| c.is_ascii_digit());
            let row = line.iter().take_while(is_digit).count();
            let at = row + line[row..].iter().position(|glyph| is_digit(&glyph))?;
            let digits = line[at..].iter().take_while(is_digit);
            digits.last().filter(|digit| digit.size < 11.0).map(|digit| digit.x + digit.advance)
        })
        .collect();
    let middle = units[0];
    record.near("8", "数字个位对齐", "（程序）", middle, 0.05, &units);
}

fn sample_imprint(record: &mut Record, page: &Page) {
    let rules: Vec<&file::Rule> = page
        .rules
        .iter()
        .filter(|rule| rule.from.1 > 200.0 && rule.to.0 - rule.from.0 > 150.0)
        .rev()
        .take(3)
        .collect();
    let middle = rules[1];
    record.near("7.4.1", "中间细线粗", "版记.细线", 0.25, 0.01, &[middle.thickness]);
    record.near("7.4.1", "中间细线长", "页面.版心宽", 156.0, 0.1, &[middle.to.0 - middle.from.0]);
    let small = 14.0 / 16.0 * CELL;
    let lines = page.lines();
    let at = lines.iter().position(|line| text_of(line).starts_with("抄送：")).unwrap();
    let rows: Vec<&Line> =
        lines[at..].iter().take_while(|line| line[0].baseline < middle.from.1).collect();
    assert!(rows.len() > 1);
    record.same("7.4.2", "抄送字体字号", "版记.文字", "FandolFang-Regular 14pt", &looks(rows[0]));
    record.near("7.4.2", "抄送左空一字", "版记.左右空字", 28.0 + small, 0.1, &[rows[0][0].x]);
    let under: Vec<f64> = rows[1..].iter().map(|line| line[0].x).collect();
    record.near("7.4.2", "回行与冒号后的首字对齐", "（程序）", rows[0][3].x, 0.1, &under);
    let ends: Vec<f64> =
        rows[..rows.len() - 1].iter().map(|line| line.last().unwrap().x + small).collect();
    record.near("7.4.2", "抄送右空一字", "版记.左右空字", 184.0 - small, 0.3, &ends);
    let last_row = text_of(rows[rows.len() - 1]);
    record.same(
        "7.4.2",
        "最后一个机关后标句号",
        "（程序）",
        "。",
        &last_row.chars().last().unwrap().to_string(),
    );
}

fn sample_duplex(record: &mut Record, pages: &[Page]) {
    let left = |page: &Page| {
        let lines = block_lines(page);
        let first = lines.iter().map(|line| &line[0]).filter(|glyph| is_hanzi(glyph));
        first.map(|glyph| glyph.x).fold(f64::MAX, f64::min)
    };
    let middle = &pages[1..pages.len() - 4];
    let even: Vec<f64> = middle.iter().step_by(2).map(left).collect();
    let odd: Vec<f64> = middle.iter().skip(1).step_by(2).map(left).collect();
    record.near("5.2.1", "双面印刷，单页左白边", "页面.双面、订口", 28.0, 0.1, &odd);
    record.near("5.2.1", "双面印刷，双页左白边", "页面.双面、订口", 26.0, 0.1, &even);
}

fn sample_seal(record: &mut Record, pages: &[Page]) {
    let at = pages
        .iter()
        .rposition(|page| page.lines().iter().any(|line| text_of(line) == "2025年2月13日"))
        .unwrap();
    let lines = block_lines(&pages[at]);
    let row = lines.iter().position(|line| text_of(line) == "2025年2月13日").unwrap();
    let (organ, date) = (&lines[row - 1], &lines[row]);
    let right = if at % 2 == 0 { 184.0 } else { 182.0 };
    let end = end_of(date) - right + 4.0 * CELL;
    record.near("7.3.5.1", "盖章的日期右空四字（差）", "署名.盖章日期右空字", 0.0, 0.3, &[end]);
    let apart = centre_of(organ) - centre_of(date);
    record.near("7.3.5.1", "署名以日期为准居中（差）", "（程序）", 0.0, 0.3, &[apart]);
    let down = (baseline_of(organ) - baseline_of(&lines[row - 2])) / PITCH;
    record.near(
        "7.3.5.1",
        "在正文或者附件说明下第三行（行）",
        "署名.盖章上空行",
        3.0,
        0.2,
        &[down],
    );
    // Its text stands a little below a seal's middle.
    let (top, bottom) = (baseline_of(organ) - 5.0, baseline_of(date) + 0.7);
    let seal_top = (top + bottom) / 2.0 - 3.0 - 21.0;
    let above = seal_top - (baseline_of(&lines[row - 2]) + 0.7);
    record.row(
        "7.3.5.1",
        "直径 42 毫米的印章，顶端上距正文",
        "署名.盖章上空行",
        "一行之内",
        &format!("{above:.1}"),
        (0.0..PITCH).contains(&above),
    );
}

const HEAD: &str = "\
# GB/T 9704—2012 逐条对照

下表由 `cargo test --test suite measures::` 在 `output/2024/年报.pdf` 上量得：把 PDF 读回，取字形轮廓、
字的位置、线和颜色，不看程序内部的数。长度单位是毫米，注明“行”“页”的除外。
“常量”是 `templates/gbt9704.yaml` 中的键。表与文件不符，测试就不通过。

| 条款 | 要求 | 常量 | 应为 | 实测 | |
|---|---|---|---|---|---|
";

const SAMPLE: &str = "
## 这份文件里没有的要素

同一份报告，加上份号、密级、紧急程度、三个签发人、几个主送和抄送机关、附件，
出一份样稿，再双面、留章位出一份，同样读回来量。

| 条款 | 要求 | 常量 | 应为 | 实测 | |
|---|---|---|---|---|---|
";

const TAIL: &str = "
## 另行测试的

| 条款 | 要求 | 常量 | 测试 |
|---|---|---|---|
| 7.3.2 | 主送机关过多，首页排不下正文的，移至版记 | （程序） | `tests/suite/pdf.rs` `a_crowded_first_page_sends_the_addressees_to_the_imprint` |
| 7.3.4 | 附件说明回行与名称对齐 | 附件说明 | `tests/suite/pdf.rs` `attachments_are_named_and_stand_on_pages_of_their_own` |
| 7.3.5.5 | 署名不单独成页，前面几页略加或者略减行距 | 署名.放宽后每页行数、收紧后每页行数 | `tests/suite/pdf.rs` `the_page_before_the_signature_is_filled` |
| 7.3.5.2 | 日期比署名长的，日期右空二字 | 署名 | `tests/suite/pdf.rs` `a_date_longer_than_the_name_stands_two_in` |
| 7.4.1 | 版记不单独成页：与署名或者附件末几行同页 | 署名.放宽后每页行数、收紧后每页行数 | `tests/suite/pdf.rs` `the_imprint_never_stands_alone` |
| 8 | 表格的行不断开 | 表格 | `tests/suite/pdf.rs` `a_long_table_repeats_its_header_and_aligns_its_numbers` |
| 8 | 横排的表格另用横放的页，页码位置不变，表头在订口一边 | （程序） | `tests/suite/form_pages.rs` `a_table_on_a_turned_page_keeps_the_place_of_the_number` |
| 标点 | 行首行末禁则、不可拆的数和单位 | （程序） | `tests/suite/pdf.rs` `lines_keep_the_rules` |
| 各要素 | 名称再长也不出版心、不相叠 | （程序） | `tests/suite/pdf.rs` `elements_of_any_length_stay_within_the_block_and_apart` |
| 标点 | 先压缩标点，再推到下行；段末不留单字 | （程序） | `tests/suite/pdf.rs` `marks_are_squeezed_before_they_are_pushed_out`、`a_paragraph_does_not_end_in_one_character` |
| 标点 | 破折号、省略号不拆开 | （程序） | `tests/suite/pdf.rs` `dashes_and_ellipses_are_never_parted` |
| 7.3.1 | 标题照报告总表的分行，放不下的按词意另分 | 标题 | `tests/suite/pdf.rs` `a_marked_title_is_broken_as_marked_where_its_lines_fit` |
| 7.3.3 | 标题不落在页末 | （程序） | `tests/suite/pdf.rs` `no_heading_stands_at_the_foot_of_a_page` |

## 用不到的

签名章（7.3.5.3）和联合行文的几个印章（7.3.5.1）：不用；单一机关的印章只留位置（`--seal`），程序不画章。联合行文的几个发文机关标志（7.2.4）、
信函、命令、纪要的特定格式（10）：年度报告不用。空白页（7.5）：程序不出空白页。
";
