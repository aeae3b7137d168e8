//! Reads one file.

use super::{Blank, Cell, Content, FormTable, MOST_COLUMNS, Row, grid, headings, units};
use crate::bounds::TABLE_ROWS;
use crate::catalogue::{Catalogue, MetricKind};
use crate::diagnostic::{Code, Diagnostic, Guesses};
use crate::document::TypeSize;
use crate::findings::Outcome;
use crate::prose::stray_braces;
use crate::source::{Sources, Span, Spanned};
use crate::yaml::{Fields, Kind, Node, Reader};

/// 空, as written.
pub(crate) const BLANKS: [(&str, Blank); 2] = [("空白", Blank::Nothing), ("零", Blank::Zero)];

/// More rows than any form has.
pub(crate) const MOST_ROWS: u32 = TABLE_ROWS.most as u32;
/// 四号; more is no type of a table.
const LARGEST: TypeSize = TypeSize(28);
/// The widest column, seen from the narrowest.
pub(crate) const MOST_WIDTH: u32 = 100_000;

/// 字号 of tables, as written.
pub(crate) fn sizes() -> Vec<(&'static str, TypeSize)> {
    TypeSize::NAMED.into_iter().filter(|(_, size)| *size <= LARGEST).collect()
}

/// Reads the table of a name. What is faulty in it is reported and left out.
pub(super) fn read(
    name: &str,
    node: Node,
    (catalogue, guesses): (&Catalogue, &Guesses),
    sources: &Sources,
) -> Outcome<FormTable> {
    let reader = Reader::new(sources);
    let mut reader = TableReader { reader, catalogue, guesses, blank: None };
    let table = reader.table(name, node);
    Outcome::new(table, reader.reader.findings)
}

struct TableReader<'a> {
    reader: Reader<'a>,
    catalogue: &'a Catalogue,
    guesses: &'a Guesses,
    /// 空 of the whole table.
    blank: Option<Blank>,
}

impl TableReader<'_> {
    fn table(&mut self, name: &str, node: Node) -> FormTable {
        let mut table = FormTable::named(name);
        let Some(mut fields) = self.reader.fields(node, "表格", None) else { return table };
        table.caption = self.line(&mut fields, "表题");
        table.unit = self.line(&mut fields, "单位");
        let widths = fields.optional("列宽");
        let widths_span = widths.as_ref().map(|node| node.span);
        let widths = widths.map(|node| self.widths(node));
        let size = fields.optional("字号");
        table.size = size.and_then(|node| self.reader.word(node, "字号", &sizes()));
        table.is_landscape = self.yes_or_no(&mut fields, "横排");
        let blank = fields.optional("空");
        self.blank = blank.and_then(|node| self.reader.word(node, "空", &BLANKS));
        if let Some(header) = fields.optional("表头") {
            table.header = self.rows(header, "表头");
        }
        if let Some(rows) = fields.required("行", &mut self.reader) {
            let place = rows.span;
            table.rows = self.rows(rows, "行");
            if table.rows.is_empty() && matches!(self.reader.sources.text(place), "[]") {
                let help = "每行写成 [一格, 一格]";
                self.report(Code::E1022, "表格一行也没有", place, "这里要有各行", help);
            }
        }
        fields.finish(&mut self.reader);
        // Widths that were not understood say nothing of how many there are to be.
        let widths = widths.map_or(Some(Vec::new()), |widths| widths);
        let known = widths.as_ref().zip(widths_span).map(|(widths, span)| (widths.len(), span));
        let laid = grid::lay(&table.header, &table.rows, known);
        table.columns = laid.value;
        self.reader.findings.extend(laid.findings);
        // Where a fault was told it is not known what stands over what.
        if self.reader.findings.is_empty() {
            let found = headings::check(&table.header, &table.rows, self.catalogue);
            self.reader.findings.extend(found);
        }
        table.widths = widths.unwrap_or_default();
        let found = units::check(&table, self.catalogue)
            .or_else(|| units::check_headings(&table, self.catalogue));
        self.reader.findings.extend(found);
        table
    }

    /// 列宽; none where one of them is at fault.
    fn widths(&mut self, node: Node) -> Option<Vec<u32>> {
        let items = self.reader.list(node, "列宽")?;
        let widths: Vec<Option<u32>> =
            items.into_iter().map(|item| self.whole(item, "列宽", MOST_WIDTH)).collect();
        widths.into_iter().collect()
    }

    fn rows(&mut self, node: Node, what: &str) -> Vec<Row> {
        let mut rows = Vec::new();
        for node in self.reader.list(node, what).unwrap_or_default() {
            let span = node.span;
            let mut row = Row { span, cells: Vec::new(), is_counted: true, is_certain: true };
            match node.kind {
                Kind::List(cells) if !cells.is_empty() => {
                    cells.into_iter().for_each(|cell| self.cell(cell, &mut row));
                }
                Kind::List(_) => {
                    let help = "写上各格；这一行全被上面的格盖住的，删去这一行，上面的“跨行”减 1";
                    self.report(Code::E1022, "表格的一行没有格", span, "一格也没有", help);
                    row.is_certain = false;
                }
                _ => {
                    let help = "一行写成 [一格, 一格]，例如 [{文: 合计, 跨列: 2}, {指标: 名称}]";
                    self.reader.wrong_shape(span, "表格的一行", "各格的列表", help);
                    row.is_certain = false;
                }
            }
            rows.push(row);
        }
        rows
    }

    /// Adds to a row what is written as a cell.
    fn cell(&mut self, node: Node, row: &mut Row) {
        let span = node.span;
        let label = match node.kind {
            Kind::Scalar { .. } => self.label(node),
            Kind::Null => {
                let help = "要留空的格写成 ''";
                self.report(Code::E1023, "表格的一格是空的", span, "这里没有内容", help);
                Spanned { value: String::new(), span }
            }
            _ => {
                match self.reader.fields(node, "表格的一格", Some(span)) {
                    Some(fields) => self.cell_of_keys(fields, span, row),
                    None => row.is_certain = false,
                }
                return;
            }
        };
        let content = Content::Label(label);
        row.cells.push(Cell { span, content, rows: 1, columns: 1, is_vertical: false });
    }

    fn cell_of_keys(&mut self, mut fields: Fields<'_>, span: Span, row: &mut Row) {
        let text = fields.optional("文");
        let metric = fields.optional("指标");
        let by = fields.optional("按");
        let is_last_year = self.yes_or_no(&mut fields, "去年");
        let blank = fields.optional("空");
        let blank_span = blank.as_ref().map(|node| node.span);
        let blank = blank.and_then(|node| self.reader.word(node, "空", &BLANKS));
        let (rows, rows_span) = self.across(&mut fields, "跨行", MOST_ROWS, row);
        let (columns, columns_span) = self.across(&mut fields, "跨列", MOST_COLUMNS, row);
        let vertical_span = fields.key_span("竖排");
        let is_vertical = self.yes_or_no(&mut fields, "竖排");
        let known = self.reader.findings.len();
        fields.finish(&mut self.reader);
        let is_mistyped = self.reader.findings.len() > known;
        let place = Place { span, rows, columns, is_vertical };
        match (text, metric) {
            (Some(text), None) => {
                let stray = by.map(|node| ("按", node.span)).or(blank_span.map(|at| ("空", at)));
                if let Some((key, at)) = stray {
                    let message = format!("写了“文”的一格不用“{key}”");
                    let help = format!("删去“{key}”；这一格是指标的，“文”改为“指标”");
                    self.report(Code::E1023, &message, at, "只有“指标”用它", &help);
                }
                let label = self.label(text);
                row.cells.push(place.cell(Content::Label(label)));
            }
            (None, Some(metric)) => {
                if let Some(at) = vertical_span.filter(|_| is_vertical) {
                    let help = "删去“竖排”";
                    self.report(Code::E1023, "数不竖排", at, "只有“文”用它", help);
                }
                let blank = blank.or(self.blank);
                let content = |metric: String| Content::Figure { metric, is_last_year, blank };
                let metric = self.reader.line(metric, "指标");
                match (metric, by) {
                    (None, None) => row.cells.push(place.cell(content(String::new()))),
                    (Some(metric), None) => {
                        let found = self.find(&metric);
                        self.last_year(found, is_last_year, &metric);
                        row.cells.push(place.cell(content(metric.value)));
                    }
                    (metric, Some(by)) => {
                        if let Some(at) = rows_span.or(columns_span) {
                            self.spread(at);
                        }
                        let members = metric.and_then(|metric| self.members(&metric, by));
                        row.is_counted &= members.is_some();
                        let each =
                            |metric| Place { rows: 1, columns: 1, ..place }.cell(content(metric));
                        row.cells.extend(members.unwrap_or_default().into_iter().map(each));
                    }
                }
            }
            (text, metric) => {
                // A key that was mistyped may be the one that is missing, and was told.
                if text.is_some() || !is_mistyped {
                    self.neither(text.and(metric).map(|metric| metric.span), span);
                }
                row.cells.push(place.cell(Content::Label(Spanned { value: String::new(), span })));
            }
        }
    }

    /// 跨行 or 跨列, and where it is written.
    fn across<'k>(
        &mut self,
        fields: &mut Fields<'k>,
        key: &'k str,
        most: u32,
        row: &mut Row,
    ) -> (u32, Option<Span>) {
        let at = fields.key_span(key);
        let Some(node) = fields.optional(key) else { return (1, None) };
        let across = self.whole(node, key, most);
        row.is_certain &= across.is_some();
        (across.unwrap_or(1), at)
    }

    /// Reports a cell of words and a metric, which is there, or of neither.
    fn neither(&mut self, metric: Option<Span>, cell: Span) {
        match metric {
            Some(at) => {
                let help = "一格里只写一样；文字和数要放在一起的，分成两格";
                let message = "一格里又写“文”又写“指标”";
                self.report(Code::E1023, message, at, "同“文”只能写一样", help);
            }
            None => {
                let help = "写成 {文: 文字} 或者 {指标: 名称}；要留空的格写成 ''";
                let label = "缺“文”或者“指标”";
                self.report(Code::E1023, "表格的一格没有内容", cell, label, help);
            }
        }
    }

    fn spread(&mut self, at: Span) {
        let message = "写了“按”的是一串格，不能再跨行、跨列";
        let help = "删去它；要跨的格一格一格地写，如 {指标: 名称·成员, 跨列: 2}";
        self.report(Code::E1023, message, at, "同“按”只能写一样", help);
    }

    /// The words of a cell; none may be there.
    fn label(&mut self, node: Node) -> Spanned<String> {
        let span = node.span;
        if node.as_text().is_some_and(|text| text.trim().is_empty()) {
            return Spanned { value: String::new(), span };
        }
        let nothing = Spanned { value: String::new(), span };
        let label = self.reader.line(node, "表格的一格").unwrap_or(nothing);
        let help = "这一格要印指标的，写成 {指标: 名称}；年份一类的直接写出来";
        self.braces(&label, help);
        label
    }

    fn braces(&mut self, words: &Spanned<String>, help: &str) {
        if !stray_braces(&words.value, &[]).is_empty() {
            self.report(Code::E0735, Code::E0735.title(), words.span, "会照原样印出", help);
        }
    }

    /// The metric of a name, which is reported where there is none.
    fn find(&mut self, name: &Spanned<String>) -> Option<MetricKind> {
        let metrics = &self.catalogue.metrics;
        let metric = metrics.get(&name.value).map(|metric| metric.kind);
        let family = self.catalogue.family(&name.value);
        if let Some(family) = family.filter(|_| metric.is_none()) {
            let message = format!("“{}”没有总计", name.value);
            let help = format!("印各成员的，加上“按: {}”", family.dimension.name);
            self.report(Code::E1023, &message, name.span, "只有各成员的数", &help);
        } else if metric.is_none() {
            let fault = Diagnostic::new(Code::E1002, format!("指标目录里没有“{}”", name.value));
            let names = metrics.keys().map(String::as_str);
            self.reader.report(match self.guesses.nearest(&name.value, names) {
                Some(close) => {
                    fault.at(name.span, format!("是否指“{close}”")).help(format!("改为“{close}”"))
                }
                None => fault
                    .at(name.span, "没有这个指标")
                    .help("名称须与指标目录里的一字不差；没有登记的，先登记"),
            });
        }
        metric
    }

    /// Reports that last year's value is asked for of a metric that is no number.
    fn last_year(&mut self, metric: Option<MetricKind>, is_asked: bool, name: &Spanned<String>) {
        if is_asked && metric.is_some_and(|kind| !kind.is_number()) {
            let message = format!("“{}”不是数，没有上年数可印", name.value);
            self.report(Code::E1023, &message, name.span, "写了“去年: 是”", "删去“去年”");
        }
    }

    /// The metrics of the members of a dimension in order, and the total; none where the metric
    /// does not have it.
    fn members(&mut self, metric: &Spanned<String>, by: Node) -> Option<Vec<String>> {
        let by = self.reader.line(by, "按");
        let catalogue = self.catalogue;
        let Some(family) = catalogue.family(&metric.value) else {
            self.find(metric)?;
            let message = format!("“{}”没有维度", metric.value);
            let help = "只印一个数的，删去“按”；要按维度填报的，先在指标目录里给它写上“维度”";
            self.report(Code::E1023, &message, by?.span, "用不上", help);
            return None;
        };
        let (by, dimension) = (by?, &family.dimension.name);
        if by.value != *dimension {
            let message = format!("“{}”的维度不是“{}”", metric.value, by.value);
            let help = format!("改为“{dimension}”");
            self.report(Code::E1023, &message, by.span, "不是这个维度", &help);
            // How many cells there are is known all the same.
        }
        let total = family.total().map(str::to_owned);
        Some(family.members.iter().cloned().chain(total).collect())
    }

    /// A whole number from 1 to `most`.
    fn whole(&mut self, node: Node, what: &str, most: u32) -> Option<u32> {
        let line = self.reader.line(node, what)?;
        let number = line.value.parse().ok().filter(|number| (1..=most).contains(number));
        if number.is_none() {
            let message = format!("{what}不能是“{}”", line.value);
            let help = format!("写 1 到 {most} 之间的整数");
            self.report(Code::E1023, &message, line.span, "应当是整数", &help);
        }
        number
    }

    fn line(&mut self, fields: &mut Fields<'_>, key: &'static str) -> Option<Spanned<String>> {
        let node = fields.optional(key)?;
        let line = self.reader.line(node, key)?;
        let help = format!(
            "表格的文件里不换名称；要印年份的，删去这里的“{key}”，在版式里写在表格前面，\
             如 **{{{{ year }}}}年办理情况**"
        );
        self.braces(&line, &help);
        Some(line)
    }

    fn yes_or_no(&mut self, fields: &mut Fields<'_>, key: &'static str) -> bool {
        let node = fields.optional(key);
        node.and_then(|node| self.reader.yes_or_no(node, key)).unwrap_or_default()
    }

    fn report(&mut self, code: Code, message: &str, at: Span, label: &str, help: &str) {
        self.reader.report(Diagnostic::new(code, message).at(at, label).help(help));
    }
}

/// Where a cell is, and how far it goes.
#[derive(Clone, Copy)]
struct Place {
    span: Span,
    rows: u32,
    columns: u32,
    is_vertical: bool,
}

impl Place {
    fn cell(self, content: Content) -> Cell {
        let Place { span, rows, columns, is_vertical } = self;
        Cell { span, content, rows, columns, is_vertical }
    }
}
