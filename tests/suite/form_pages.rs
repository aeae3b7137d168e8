//! Tables of forms on the page: the statutory ones with real numbers, and random ones.

use std::collections::{BTreeMap, BTreeSet};

use nianbao::document::{
    Align, Amount, Attachment, Block, Cell, Document, Fact, FactId, Inline, Origin, OriginAt,
    Table, TypeSize,
};
use nianbao::font::FontBook;
use nianbao::layout::{
    self, Direction, Item, Len, Page, Pages, Rule, Run, RunGlyph, Structure, TagId,
};
use nianbao::source::Sources;
use proptest::prelude::*;

use crate::pdf::{
    cases, fonts, heading, lay_out, one_paragraph, paragraph, pdf, run, style, without_blanks,
};
use crate::support::statutory::{disputes, label, numbers, published, requests};

/// A report with some tables, each under a heading of its own.
fn report_with(tables: Vec<Table>) -> Document {
    let titles = [
        "主动公开政府信息情况",
        "收到和处理政府信息公开申请情况",
        "政府信息公开行政复议、行政诉讼情况",
    ];
    let mut document = one_paragraph("现将2024年政府信息公开工作情况报告如下。");
    for ((number, table), title) in (2..).zip(tables).zip(titles) {
        document.body.push(Block::Heading(heading(1, number, title)));
        document.body.push(Block::Table(table));
    }
    document.body.push(Block::Heading(heading(1, 6, "其他需要报告的事项")));
    document.body.push(paragraph("收取信息处理费3940元。"));
    document
}

/// The statutory tables; the second of them on turned pages or not.
pub(crate) fn statutory(is_landscape: bool) -> Document {
    report_with(vec![published(), Table { is_landscape, ..requests() }, disputes()])
}

pub(crate) fn file(document: &Document) -> Vec<u8> {
    FONTS.with(|fonts| pdf(document, &style(), fonts).unwrap())
}

/// The same with figures for numbers, each with a fact of its own, as a 核校本.
fn proof(mut document: Document) -> Document {
    let mut facts = Vec::new();
    for block in &mut document.body {
        let Block::Table(table) = block else { continue };
        for cell in table.rows.iter_mut().flatten().filter(|cell| !cell.is_header) {
            let Some(Inline::Text(text)) = cell.content.first().cloned() else { continue };
            facts.push(Fact {
                is_part: false,
                metric: format!("指标{}", facts.len()),
                theme: String::new(),
                value: Amount { shown: text.shown.clone(), exact: None },
                unit: "件".to_owned(),
                definition: String::new(),
                department: "区政府办公室".to_owned(),
                origin: Some(Origin {
                    folder: "data/2024".to_owned(),
                    file: "区政府办公室.yaml".to_owned(),
                    at: OriginAt::Line(facts.len() + 1),
                }),
                derivation: "填报".to_owned(),
                previous: None,
                change: None,
            });
            cell.content = vec![Inline::Figure { text, fact: FactId(facts.len() - 1) }];
        }
    }
    document.facts = facts;
    document.edition.proof = true;
    document
}

thread_local! {
    static FONTS: FontBook<'static> = fonts();
}

fn pages_of(document: &Document) -> Pages {
    FONTS.with(|fonts| lay_out(document, &style(), fonts).unwrap())
}

fn runs(page: &Page) -> impl Iterator<Item = &Run> {
    page.items.iter().filter_map(|item| match item {
        Item::Run(run) => Some(run),
        Item::Rule(_) => None,
    })
}

fn rules(page: &Page) -> impl Iterator<Item = &Rule> {
    page.items.iter().filter_map(|item| match item {
        Item::Rule(rule) => Some(rule),
        Item::Run(_) => None,
    })
}

fn text_of(run: &Run) -> String {
    run.glyphs.iter().flat_map(RunGlyph::text).collect()
}

/// What each cell of the tables shows, with the pages it stands on, in the order of the tags.
fn cells(pages: &Pages) -> Vec<(String, BTreeSet<usize>)> {
    let mut shown: BTreeMap<TagId, (String, BTreeSet<usize>)> = BTreeMap::new();
    for (number, page) in pages.pages.iter().enumerate() {
        for run in runs(page) {
            let Some(tag) = run.tag else { continue };
            let (text, on) = shown.entry(tag).or_default();
            text.push_str(&text_of(run));
            on.insert(number);
        }
    }
    let is_cell = |tag: &TagId| {
        matches!(pages.tags[tag.0].structure, Structure::Cell(_) | Structure::HeaderCell(..))
    };
    shown.into_iter().filter(|(tag, _)| is_cell(tag)).map(|(_, shown)| shown).collect()
}

/// The texts of a table's cells in reading order, without those that are empty.
fn texts(table: &Table) -> Vec<String> {
    let cells = table.header.iter().chain(&table.rows).flatten();
    let texts = cells.map(|cell| nianbao::document::plain_text(&cell.content));
    texts.filter(|text| !text.is_empty()).collect()
}

/// The left, right, upper and lower edges of the ink of a run that is not turned. Brackets and
/// stops may have half a cell without ink; those of a line are squeezed.
fn ink(run: &Run) -> (Len, Len, Len, Len) {
    let has_blank = |run: &Run| text_of(run).ends_with(|c| "，。、；：）”》".contains(c));
    let blank = if has_blank(run) { run.size.half() } else { Len::units(2000) };
    let opens = text_of(run).starts_with(|c| "（“《".contains(c));
    let before = if opens { run.size.half() } else { Len::units(2000) };
    (run.x + before, run.end() - blank, run.y - run.size.scale(65, 100), run.y)
}

/// Whether a rule passes through a run.
fn crosses(rule: &Rule, run: &Run) -> bool {
    let (left, right, top, foot) = ink(run);
    let (from, to) = (rule.from, rule.to);
    if from.1 == to.1 {
        from.1 > top && from.1 < foot && from.0 < right && to.0 > left
    } else {
        from.0 > left && from.0 < right && from.1 < foot && to.1 > top
    }
}

/// Whether two runs stand in one place. Within a label one under the other they may come near.
fn overlap(a: &Run, b: &Run) -> bool {
    let is_label = |run: &Run| run.direction == Direction::Down;
    if a.tag.is_some() && a.tag == b.tag || is_label(a) && is_label(b) {
        return false;
    }
    let (a, b) = (ink(a), ink(b));
    let near = Len::units(1000);
    a.0 + near < b.1 && b.0 + near < a.1 && a.2 + near < b.3 && b.2 + near < a.3
}

/// No rule passes through text, no two texts stand in one place, and all is within the block.
fn assert_apart(pages: &Pages) {
    for page in &pages.pages {
        let runs: Vec<&Run> = runs(page).filter(|run| run.direction != Direction::Turned).collect();
        for (at, run) in runs.iter().enumerate() {
            for rule in rules(page) {
                assert!(!crosses(rule, run), "{} and {rule:?}", text_of(run));
            }
            for other in &runs[at + 1..] {
                assert!(!overlap(run, other), "{} and {}", text_of(run), text_of(other));
            }
        }
    }
}

/// On every page the table is closed above and below by rules over its whole width.
fn assert_closed(pages: &Pages) {
    for page in &pages.pages {
        let width = if page.width > page.height { Len::mm(225) } else { Len::mm(156) };
        let across: Vec<&Rule> = rules(page).filter(|rule| rule.from.1 == rule.to.1).collect();
        let ends = |y: Len| -> Len {
            let mut parts: Vec<(Len, Len)> = across
                .iter()
                .filter(|rule| rule.from.1 == y)
                .map(|rule| (rule.from.0, rule.to.0))
                .collect();
            parts.sort();
            let mut covered = Len::ZERO;
            let mut at = Len::ZERO;
            for (from, to) in parts {
                covered += (to - from.max(at)).max(Len::ZERO);
                at = at.max(to);
            }
            covered
        };
        let upright: Vec<&Rule> = rules(page).filter(|rule| rule.from.0 == rule.to.0).collect();
        let Some(top) = upright.iter().map(|rule| rule.from.1).min() else { continue };
        let foot = upright.iter().map(|rule| rule.to.1).max().unwrap();
        for y in [top, foot] {
            assert!(
                (ends(y) - width).to_units().abs() < 40,
                "{} of {}",
                ends(y).show_mm(),
                y.show_mm()
            );
        }
    }
}

#[test]
fn the_layout_of_the_statutory_tables() {
    let layout =
        FONTS.with(|fonts| lay_out(&statutory(false), &style(), fonts).unwrap().describe(fonts));
    snapbox::assert_data_eq!(layout, snapbox::file!["../pdf/form_tables.txt"]);
}

#[test]
fn the_statutory_tables_print_the_published_numbers_in_reading_order() {
    let tables = [published(), requests(), disputes()];
    let expected: Vec<String> = tables.iter().flat_map(texts).collect();
    for is_landscape in [false, true] {
        let document = statutory(is_landscape);
        let pages = pages_of(&document);
        let shown: Vec<String> = cells(&pages).into_iter().map(|(text, _)| text).collect();
        assert_eq!(shown, expected);
        assert_apart(&pages);
        assert_closed(&pages);

        let bytes = file(&document);
        let Some(raw) = run("pdftotext", &["-raw", "{}", "-"], &bytes) else { return };
        let lines: Vec<&str> = raw.lines().collect();
        for line in [
            "行政规范性文件 8 26 66",
            "行政处罚 3985758",
            "行政事业性收费 96171.6",
            "一、本年新收政府信息公开申请数量 3001 53 0 0 61 4 3119",
            "二、上年结转政府信息公开申请数量 34 0 0 0 0 0 34",
            "2.其他法律行政法规禁止公开 30 1 0 0 0 0 31",
            "1.本机关不掌握相关政府信息 746 12 0 0 10 1 769",
            "（七）总计 2932 53 0 0 61 4 3050",
            "四、结转下年度继续办理 103 0 0 0 0 0 103",
            "72 64 178 37 351 13 4 8 1 26 12 1 1 6 20",
        ] {
            assert!(lines.contains(&line), "{line}: {raw}");
        }
        for part in ["三、本年度办理结果", "（一）予以公开 1288 21 0 0 50 3 1362"] {
            assert!(raw.contains(part), "{part}: {raw}");
        }
        // The tags tell the text once and in order, the repeats of labels and header rows left out.
        let Some(tagged) = run("pdfinfo", &["-struct-text", "{}"], &bytes) else { return };
        let tagged: Vec<String> =
            tagged.split('"').skip(1).step_by(2).map(without_blanks).collect();
        let tagged = tagged.concat();
        let whole: String = expected[..texts(&tables[0]).len()].concat();
        assert!(tagged.contains(&without_blanks(&whole)), "{tagged}");
        let whole = texts(&tables[1]).concat();
        assert!(tagged.contains(&without_blanks(&whole)), "{tagged}");
    }
}

#[test]
fn a_vertical_label_stands_in_the_middle_of_what_a_page_shows_of_it() {
    let pages = pages_of(&statutory(false));
    let column = |page: &Page| -> Vec<(bool, Len, String)> {
        let down = runs(page).filter(|run| run.direction == Direction::Down);
        down.map(|run| (run.tag.is_some(), run.y, text_of(run))).collect()
    };
    let seen: Vec<Vec<(bool, Len, String)>> =
        pages.pages.iter().map(column).filter(|column| !column.is_empty()).collect();
    assert_eq!(seen.len(), 2, "the label stands on both pages");
    for (page, column) in seen.iter().enumerate() {
        let text: String = column.iter().map(|(.., text)| text.as_str()).collect();
        assert_eq!(text, "三、本年度办理结果");
        assert!(column.is_sorted_by_key(|(_, y, _)| *y), "from the top downwards");
        assert!(column.iter().all(|(is_text, ..)| *is_text == (page == 0)), "repeats are no text");
    }
    // The second page shows the rows from below the header to the last but one.
    let page = &pages.pages[1];
    let row = |text: &str| runs(page).find(|run| text_of(run) == text).unwrap().y;
    let (top, foot) = (row("6"), row("3050"));
    let middle = (seen[1][0].1 + seen[1].last().unwrap().1).half();
    assert!((middle - (top + foot).half()).to_units().abs() < Len::mm(4).to_units());
}

#[test]
fn a_short_group_is_not_torn_and_its_heading_stays_with_it() {
    // Lines of text before the tables move the page's end over every row.
    for lines in 0..22 {
        let mut document = statutory(false);
        document.body.insert(0, paragraph(&"年".repeat(28 * lines + 1)));
        let pages = pages_of(&document);
        assert_apart(&pages);
        assert_closed(&pages);
        let page_of = |text: &str| -> BTreeSet<usize> {
            let cells = cells(&pages);
            let cell = cells.iter().find(|(shown, _)| shown == text);
            cell.unwrap_or_else(|| panic!("{text}")).1.clone()
        };
        for group in [
            ["（四）无法提供", "3.补正后申请内容仍不明确"],
            ["（五）不予处理", "5.要求行政机关确认或重新出具已获取信息"],
            ["第二十条第（一）项", "规章"],
            ["第二十条第（八）项", "行政事业性收费"],
        ] {
            assert_eq!(page_of(group[0]), page_of(group[1]), "{lines}: {group:?}");
        }
        assert!(cells(&pages).iter().all(|(_, pages)| pages.len() == 1), "a row is never cut");
    }
}

#[test]
fn a_table_on_a_turned_page_keeps_the_place_of_the_number() {
    let document = statutory(true);
    let pages = pages_of(&document);
    let turned: Vec<usize> = (0..pages.pages.len())
        .filter(|page| pages.pages[*page].width > pages.pages[*page].height)
        .collect();
    assert!(!turned.is_empty() && turned[0] > 0, "{turned:?}");
    let number = |page: usize| {
        let runs = runs(&pages.pages[page]);
        let dash = runs.filter(|run| text_of(run).contains('—')).last().unwrap();
        assert!(dash.tag.is_none());
        (dash.x, dash.y, dash.direction)
    };
    let upright = pages.pages.iter().position(|page| page.width < page.height).unwrap();
    for page in turned {
        let sheet = &pages.pages[page];
        assert_eq!((sheet.width, sheet.height), (Len::mm(297), Len::mm(210)));
        let (x, y, direction) = number(page);
        assert_eq!(direction, Direction::Turned);
        let (number_x, number_y, _) = number(upright);
        assert_eq!(Len::mm(297) - x, number_y, "as far below the block");
        if page % 2 == upright % 2 {
            assert!((y - number_x).to_units().abs() < Len::mm(1).to_units());
        }
        // The table's top is at the edge where the sheets are bound.
        let top = rules(sheet).map(|rule| rule.from.1).min().unwrap();
        assert!(top >= Len::mm(28), "{}", top.show_mm());
        // The heading of the table stands above it.
        let has = |text: &str| runs(sheet).any(|run| text_of(run).contains(text));
        assert!(has("申请人情况"));
        assert!(!has("其他需要报告的事项"));
    }
    let bytes = file(&document);
    if let Some(printed) = run("pdfinfo", &["-f", "1", "-l", "9", "{}"], &bytes) {
        assert!(printed.contains("841.89 x 595.276 pts"), "{printed}");
    }
}

#[test]
fn an_attachment_that_is_a_turned_table_has_its_title_above_it() {
    let mut document = one_paragraph("情况见附件。");
    document.attachments = vec![Attachment {
        number: 1,
        title: "申请办理情况表".into(),
        body: vec![Block::Table(Table { is_landscape: true, ..requests() })],
    }];
    let pages = pages_of(&document);
    let page = pages.pages.iter().position(|page| page.width > page.height).unwrap();
    let sheet = &pages.pages[page];
    let title = runs(sheet).find(|run| text_of(run) == "申请办理情况表").unwrap();
    let middle = (title.x + title.end()).half();
    assert!((middle - Len::mm(35 + 112)).to_units().abs() < Len::mm(1).to_units());
    // 版记 stands on a page that is not turned.
    let last = pages.pages.last().unwrap();
    assert!(last.width < last.height && runs(last).any(|run| text_of(run).contains("印发")));
}

/// The size of the numbers of a table, and what was found.
fn size_of(table: &Table, number: &str) -> (Option<f32>, Vec<String>) {
    let document = report_with(vec![table.clone()]);
    FONTS.with(|fonts| {
        let laid_out = layout::lay_out(&document, &style(), fonts, &Sources::default());
        let early = layout::preflight(&document, &style(), fonts, &Sources::default());
        let codes = |findings: nianbao::findings::Findings| -> Vec<String> {
            findings.iter().map(|found| found.code.name().to_owned()).collect()
        };
        let pages = laid_out.value;
        let whole = pages.pages.iter().flat_map(runs).find(|run| text_of(run) == number);
        let found = codes(laid_out.findings);
        assert_eq!(codes(early), found, "what is checked is what is made");
        (whole.map(|run| run.size.to_pt()), found)
    })
}

#[test]
fn long_numbers_of_a_form_are_never_broken() {
    let with = |number: &str| {
        let mut table = requests();
        if let Some(cell) = table.rows[0].last_mut() {
            *cell = Cell::new(vec![Inline::text(number)]);
        }
        size_of(&table, number)
    };
    assert_eq!(with("3119"), (Some(9.0), vec![]));
    assert_eq!(with("311900"), (Some(9.0), vec![]));
    assert_eq!(with("3119000"), (Some(7.5), vec![]));
    // More than the given width holds in the smallest type: the labels give way.
    assert_eq!(with("3119000000"), (Some(9.0), vec![]));
    let many = |columns: u32| {
        let columns = usize::try_from(columns).unwrap();
        let row = numbers(&vec!["3119000000"; columns].join(",")).collect();
        let table = Table {
            widths: vec![1; columns],
            size: Some(TypeSize(18)),
            ..Table::plain(vec![Align::Right; columns], Vec::new(), vec![row])
        };
        size_of(&table, "3119000000")
    };
    assert_eq!(many(9), (Some(9.0), vec![]));
    assert_eq!(many(10), (Some(8.0), vec![]));
    assert_eq!(many(20), (None, vec!["E1113".to_owned()]));
    // The clerk is told of the turned page where the table does not stand on one.
    let told = |is_landscape: bool| {
        let row = numbers(&vec!["3119000000"; 30].join(",")).collect();
        let table = Table {
            widths: vec![1; 30],
            is_landscape,
            ..Table::plain(vec![Align::Right; 30], Vec::new(), vec![row])
        };
        let document = report_with(vec![table]);
        FONTS.with(|fonts| {
            let found = layout::preflight(&document, &style(), fonts, &Sources::default());
            let found: Vec<_> = found.into_iter().collect();
            let help = found[0].help.clone().unwrap_or_default();
            (help.contains("少列几栏"), help.contains("横排"))
        })
    };
    assert_eq!(told(false), (true, true));
    assert_eq!(told(true), (true, false));
}

#[test]
fn a_table_has_the_size_that_it_asks_for() {
    for (asked, size) in [(18, 9.0), (21, 10.5), (24, 12.0), (1, 7.5)] {
        let table = Table { size: Some(TypeSize(asked)), ..published() };
        assert_eq!(size_of(&table, "447228").0, Some(size));
    }
}

#[test]
fn marks_of_a_proof_stay_in_their_cells_and_off_the_numbers() {
    for is_landscape in [false, true] {
        let pages = pages_of(&proof(statutory(is_landscape)));
        assert_apart(&pages);
        let mark = style().proof.colour;
        let marks = pages.pages.iter().flat_map(runs).filter(|run| run.colour == mark);
        assert!(marks.count() >= 200);
    }
}

#[test]
fn what_stands_in_a_vertical_label_is_turned_as_it_is_read() {
    let mut table = disputes();
    let side = Cell { is_vertical: true, ..label("三、办理（含12件、2024年）", 12, 1) };
    table.header = Vec::new();
    table.rows = (0..12).map(|_| numbers("1,2,3,4,5,6,7,8,9,10,11,12,13,14").collect()).collect();
    table.rows[0].insert(0, side);
    let pages = pages_of(&report_with(vec![table]));
    let runs: Vec<&Run> = pages.pages.iter().flat_map(runs).collect();
    let of = |text: &str, direction: Direction| {
        let run = runs.iter().find(|run| text_of(run) == text && run.direction == direction);
        *run.unwrap_or_else(|| panic!("{text}"))
    };
    let (first, comma, next) =
        (of("三", Direction::Down), of("、", Direction::Down), of("办", Direction::Down));
    assert!(comma.x > first.x && comma.y < next.y && next.x == first.x);
    of("（", Direction::Turned);
    of("）", Direction::Turned);
    of("12", Direction::Down);
    of("2024", Direction::Turned);
    let bytes = file(&report_with(vec![requests()]));
    if let Some(text) = run("pdftotext", &["{}", "-"], &bytes) {
        assert!(text.contains("三、本年度办理结果"), "{text}");
    }
}

/// A table of random cells over rows and columns that fill its grid, each with a text of its own.
fn random_table() -> impl Strategy<Value = Table> {
    let spans = prop::collection::vec((1..5_usize, 1..4_usize, 0..10_u32), 800);
    let shape = (2..8_usize, 1..4_usize, 1..70_usize);
    (shape, spans, any::<bool>(), any::<bool>()).prop_map(
        |((columns, header, rows), spans, is_landscape, has_widths)| {
            let mut spans = spans.into_iter().cycle();
            let mut count = 0;
            let mut part = |rows: usize, is_header: bool| -> Vec<Vec<Cell>> {
                let mut taken = vec![vec![false; columns]; rows];
                let mut cells = vec![Vec::new(); rows];
                for row in 0..rows {
                    for column in 0..columns {
                        if taken[row][column] {
                            continue;
                        }
                        let (down, across, kind) = spans.next().unwrap();
                        let free = |c: &usize| !taken[row][*c];
                        let across = (column..columns).take_while(free).count().min(across);
                        let down = down.min(rows - row);
                        for row in &mut taken[row..row + down] {
                            row[column..column + across].fill(true);
                        }
                        count += 1;
                        let text = match kind {
                            // A header of half a page would not be repeated.
                            0 if !is_header || row == 0 => {
                                format!("{count}、办理政府信息公开申请的结果（含历年结转）")
                            }
                            1 => format!("甲{count}"),
                            _ => format!("{}", 10_000 + count),
                        };
                        cells[row].push(Cell {
                            rows: u32::try_from(down).unwrap(),
                            columns: u32::try_from(across).unwrap(),
                            is_header: is_header || kind < 2 && column == 0,
                            is_vertical: kind == 1 || kind == 0 && down > 2 && !is_header,
                            ..Cell::new(vec![Inline::text(text)])
                        });
                    }
                }
                cells
            };
            let (header, rows) = (part(header, true), part(rows, false));
            let align = |column| [Align::Left, Align::Right, Align::Centre][column % 3];
            Table {
                header,
                is_landscape,
                widths: if has_widths { vec![1; columns] } else { Vec::new() },
                ..Table::plain((0..columns).map(align).collect(), Vec::new(), rows)
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases() / 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_cell_of_any_table_is_drawn_once_and_whole(table in random_table()) {
        let expected = texts(&table);
        let pages = pages_of(&report_with(vec![table.clone()]));
        let shown = cells(&pages);
        let texts: Vec<&str> = shown.iter().map(|(text, _)| text.as_str()).collect();
        prop_assert_eq!(&texts, &expected);
        prop_assert!(shown.iter().all(|(_, pages)| pages.len() == 1), "no row is cut");
        assert_apart(&pages);
        assert_closed(&pages);
        // No number is broken, and the header stands on each page of the table.
        let drawn: BTreeSet<String> = pages.pages.iter().flat_map(runs).map(text_of).collect();
        let number = |text: &&String| text.bytes().all(|b| b.is_ascii_digit());
        for number in expected.iter().filter(number) {
            prop_assert!(drawn.contains(number), "{} in {:?}", number, drawn);
        }
        let first = &expected[0];
        let on: Vec<usize> = (0..pages.pages.len())
            .filter(|page| rules(&pages.pages[*page]).any(|rule| rule.from.0 == rule.to.0))
            .collect();
        for page in on {
            let text: String = runs(&pages.pages[page]).map(text_of).collect();
            prop_assert!(text.contains(first), "{first} on page {page}");
        }
    }
}

/// The places of the rules of a page in one direction, from the first, without those that differ by
/// the rounding of a length alone.
fn edges(page: &Page, is_upright: bool) -> Vec<Len> {
    let is_of = |rule: &&Rule| (rule.from.0 == rule.to.0) == is_upright;
    let place = |rule: &Rule| if is_upright { rule.from.0 } else { rule.from.1 };
    let mut places: Vec<Len> = rules(page).filter(is_of).map(place).collect();
    places.sort();
    places.dedup_by(|b, a| (*b - *a).to_units() < 100);
    let first = places[0];
    places.into_iter().map(|place| place - first).collect()
}

fn assert_near(found: &[Len], expected: &[Len]) {
    assert_eq!(found.len(), expected.len(), "{found:?} {expected:?}");
    for (found, expected) in found.iter().zip(expected) {
        let difference = (*found - *expected).to_units().abs();
        assert!(difference < 200, "{} {}", found.show_mm(), expected.show_mm());
    }
}

#[test]
fn a_table_that_is_set_alone_has_the_columns_and_rows_of_the_page() {
    let sums = |lengths: Vec<Len>| -> Vec<Len> {
        let mut sum = Len::ZERO;
        let next = |length| {
            sum += length;
            sum
        };
        [Len::ZERO].into_iter().chain(lengths.into_iter().map(next)).collect()
    };
    for table in [published(), requests(), disputes()] {
        let set = FONTS.with(|fonts| layout::Measurer::new(&style(), fonts).table(&table));
        let pages = pages_of(&report_with(vec![table.clone()]));
        let page = pages.pages.iter().find(|page| rules(page).count() > 0).unwrap();
        assert_near(&edges(page, true), &sums(set.columns.clone()));
        let heights = set.rows.iter().map(|row| row.height).collect();
        // The table may go on to the next page; 版记 below it has rules, too.
        let (found, heights) = (edges(page, false), sums(heights));
        let shown = found.len().min(heights.len());
        assert!(shown >= 5);
        assert_near(&found[..shown], &heights[..shown]);
        assert_eq!(set.repeated, table.header.len());
        let stacked = set.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.is_stacked);
        let vertical = table.rows.iter().flatten().filter(|cell| cell.is_vertical);
        assert_eq!(stacked.count(), vertical.count());
    }
}

#[test]
fn numbers_of_a_table_that_is_set_alone_keep_free_what_puts_units_under_units() {
    let row = |name: &str, number: &str| {
        vec![Cell::new(vec![Inline::text(name)]), Cell::new(vec![Inline::text(number)])]
    };
    let rows = vec![row("甲", "12件"), row("乙", "3.45亿元"), row("丙", "1234件"), row("丁", "无")];
    let table = Table::plain(vec![Align::Left, Align::Right], row("名称", "数值"), rows);
    let set = FONTS.with(|fonts| layout::Measurer::new(&style(), fonts).table(&table));
    let last: Vec<(Align, Len)> =
        set.rows.iter().map(|row| (row.cells[1].align, row.cells[1].after)).collect();
    let aligns: Vec<Align> = last.iter().map(|(align, _)| *align).collect();
    let (centre, right) = (Align::Centre, Align::Right);
    assert_eq!(aligns, [centre, right, right, right, centre]);
    // `.45亿` more than `件` stands behind the units.
    assert!(last[1].1 > last[2].1 && last[1].1 == last[3].1, "{last:?}");
}
