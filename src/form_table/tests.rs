//! Tables of the shapes that forms have, and slips in them.

use super::*;
use crate::catalogue;
use crate::diagnostic::Diagnostic;
use crate::kind::Kind;

/// A table's text read against a catalogue of these metrics; those of a name with a dimension are
/// `名称 维度`.
fn read_with(metrics: &[&str], text: &str) -> (Sources, Outcome<FormTables>) {
    let mut sources = Sources::default();
    let line = |name: &&str| {
        let (name, dimension) = name.split_once(' ').unwrap_or((name, ""));
        let kind = if name.starts_with("说明") { "文本" } else { "计数, 单位: 件" };
        let dimension = match dimension {
            "" => String::new(),
            dimension => format!(", 维度: {dimension}"),
        };
        format!(
            "  - {{名称: {name}, 主题: 政治引领, 类型: {kind}{dimension}, 责任部门: 甲局, \
             必填: 选填, 口径: 甲}}\n"
        )
    };
    let lines: String = metrics.iter().map(line).collect();
    let dimensions = "维度:\n  申请人: {成员: [自然人, 商业企业, 科研机构, 社会公益组织, 法律服务机构, \
                      其他], 总计: 总计}\n  结果: {成员: [维持, 纠正], 总计: 否}\n";
    let file = sources.add("data/catalogue.yaml", format!("{dimensions}指标:\n{lines}"));
    let node = yaml::parse(file, sources.get(file).text()).value.unwrap();
    let catalogue = catalogue::read_one(node, Kind::shipped(), ["甲局"], &sources).value;
    assert!(catalogue.metrics.len() >= metrics.len());
    let file = sources.add("templates/表/甲.yaml", text);
    let templates =
        Templates { files: vec![("表/甲.yaml".to_owned(), file)], ..Templates::default() };
    let read = read(&templates, &catalogue, &sources);
    (sources, read)
}

const METRICS: [&str; 6] = ["新收 申请人", "审结 结果", "收件", "办结", "结转", "说明"];

fn faults_with(metrics: &[&str], text: &str) -> Vec<String> {
    let (sources, read) = read_with(metrics, text);
    let show = |fault: &Diagnostic| {
        let place = fault.labels.first().and_then(|label| label.place.span());
        let place = place.map_or("", |span| sources.text(span));
        format!("{} 〔{place}〕 {}", fault.code.name(), fault.message)
    };
    read.findings.iter().map(show).collect()
}

fn faults(text: &str) -> Vec<String> {
    faults_with(&METRICS, text)
}

fn sound(text: &str) -> FormTable {
    let (_, read) = read_with(&METRICS, text);
    assert_eq!(read.findings.iter().map(|found| &found.message).collect::<Vec<_>>(), [""; 0]);
    read.value.get(0).unwrap().clone()
}

/// A unit in a heading is one where it says so, or is the same one by tens.
#[test]
fn the_unit_of_a_heading_is_that_of_its_numbers() {
    let told = |heading: &str| {
        faults(&format!("表头:\n  - [事项, \"{heading}\"]\n行:\n  - [新收, {{指标: 收件}}]\n"))
    };
    for heading in [
        "数量（单位：万件）",
        "数量（万件）",
        "数量（单位 万件）",
        "数量：万件",
        "数量(计量单位:万件)",
        "数量（单位：个）",
    ] {
        assert_eq!(told(heading).len(), 1, "{heading}");
    }
    for heading in [
        "数量（件）",
        "数量（单位：件，含结转）",
        "数量（人次）",
        "数量（不含单位：学校）",
        "数量（单位名称）",
        "（一）数量",
        "时间：今年",
    ] {
        assert_eq!(told(heading), [""; 0], "{heading}");
    }
}

#[test]
fn a_table_is_read_with_its_looks() {
    let table = sound(
        "表题: 申请办理情况\n单位: 件\n列宽: [2, 1, 1]\n字号: 小五\n横排: 是\n空: 零\n表头:\n  \
         - [事项, 今年, 上年]\n行:\n  - [新收, {指标: 收件}, {指标: 收件, 去年: 是, 空: 空白}]\n",
    );
    assert_eq!(table.caption.as_ref().unwrap().value, "申请办理情况");
    assert_eq!(table.unit.as_ref().unwrap().value, "件");
    assert_eq!((table.columns, table.widths.as_slice()), (3, [2, 1, 1].as_slice()));
    assert_eq!((table.size, table.is_landscape), (Some(TypeSize(18)), true));
    let figure = |is_last_year, blank| Content::Figure {
        metric: "收件".to_owned(),
        is_last_year,
        blank: Some(blank),
    };
    let row = &table.rows[0];
    assert_eq!(row.cells[1].content, figure(false, Blank::Zero));
    assert_eq!(row.cells[2].content, figure(true, Blank::Nothing));
    assert_eq!(row.labels(), 1);
}

#[test]
fn cells_that_others_cover_are_not_written() {
    let table = sound(
        "表头:\n  - [{文: 事项, 跨行: 2, 跨列: 2}, {文: 件数, 跨列: 2}]\n  - [新收, 办结]\n行:\n  \
         - [{文: 结果, 跨行: 3, 竖排: 是}, 公开, {指标: 收件}, {指标: 办结}]\n  \
         - [不公开, {指标: 收件}, {指标: 办结}]\n  - [合计, {指标: 结转, 跨列: 2}]\n  \
         - [{文: 附注, 跨列: 4}]\n",
    );
    assert_eq!(table.columns, 4);
    assert!(table.rows[0].cells[0].is_vertical);
    assert_eq!(table.rows[2].cells[1].columns, 2);
    // All of a row without figures are labels.
    let labels: Vec<usize> = table.rows.iter().map(Row::labels).collect();
    assert_eq!(labels, [2, 1, 1, 1]);
}

#[test]
fn a_dimension_is_its_members_in_order_and_the_total() {
    let table = sound(
        "行:\n  - [甲, {指标: 新收, 按: 申请人}, {指标: 审结, 按: 结果}]\n  \
         - [乙, {指标: 新收·自然人, 跨列: 9}]\n",
    );
    let metric = |cell: &Cell| match &cell.content {
        Content::Figure { metric, .. } => metric.clone(),
        Content::Label(label) => label.value.clone(),
    };
    let row: Vec<String> = table.rows[0].cells.iter().map(metric).collect();
    assert_eq!(row[1..3], ["新收·自然人", "新收·商业企业"]);
    assert_eq!(row[6..], ["新收·其他", "新收", "审结·维持", "审结·纠正"]);
    assert_eq!(table.columns, 10);
}

/// The three statutory tables of 政府信息公开, in shape.
#[test]
fn the_statutory_tables_close() {
    let names = ["数一 申请人", "数二 申请人", "数三 申请人"];
    let figures = |row: &str| format!("{{指标: 数{row}, 按: 申请人}}");
    let mut text = "列宽: [754, 921, 3271, 685, 685, 685, 685, 685, 685, 685]\n字号: 小五\n表头:\n  \
        - [{文: （本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）, 跨行: 3, 跨列: 3}, {文: 申请人情况, 跨列: 7}]\n  \
        - [{文: 自然人, 跨行: 2}, {文: 法人或其他组织, 跨列: 5}, {文: 总计, 跨行: 2}]\n  \
        - [商业企业, 科研机构, 社会公益组织, 法律服务机构, 其他]\n行:\n"
        .to_owned();
    text += &format!("  - [{{文: 一、本年新收, 跨列: 3}}, {}]\n", figures("一"));
    text += &format!("  - [{{文: 二、上年结转, 跨列: 3}}, {}]\n", figures("二"));
    text += "  - [{文: 三、本年度办理结果, 跨行: 22, 竖排: 是}, {文: （一）予以公开, 跨列: 2}, ";
    text += &format!("{}]\n", figures("三"));
    text += &format!("  - [{{文: （二）部分公开, 跨列: 2}}, {}]\n", figures("三"));
    for (group, count) in
        [("（三）不予公开", 8), ("（四）无法提供", 3), ("（五）不予处理", 5), ("（六）其他处理", 3)]
    {
        for leaf in 1..=count {
            let head = if leaf == 1 {
                format!("{{文: {group}, 跨行: {count}}}, ")
            } else {
                String::new()
            };
            text += &format!("  - [{head}{leaf}.属于国家秘密, {}]\n", figures("三"));
        }
    }
    text += &format!("  - [{{文: （七）总计, 跨列: 2}}, {}]\n", figures("三"));
    text += &format!("  - [{{文: 四、结转下年度继续办理, 跨列: 3}}, {}]\n", figures("二"));
    assert_eq!(faults_with(&names, &text), [""; 0]);
    let (_, read) = read_with(&names, &text);
    let table = read.value.get(0).unwrap();
    assert_eq!((table.columns, table.rows.len(), table.rows[0].cells.len()), (10, 25, 8));
    // One row fewer under the label of 22 is one fault, and so is one row more.
    for span in [21, 23] {
        let changed = text.replace("跨行: 22", &format!("跨行: {span}"));
        let found = faults_with(&names, &changed);
        assert_eq!(found.len(), 1, "{found:?}");
    }
    let found = faults_with(&names, &text.replace("跨行: 22", "跨行: 2"));
    assert_eq!(found.len(), 1, "{found:?}");
    let found =
        faults_with(&names, &text.replace("{文: （四）无法提供, 跨行: 3}", "（四）无法提供"));
    assert_eq!(found.len(), 1, "{found:?}");

    let five = "维持, 纠正, 其他结果, 尚未审结, 总计";
    let review = format!(
        "表头:\n  - [{{文: 行政复议, 跨列: 5}}, {{文: 行政诉讼, 跨列: 10}}]\n  \
         - [{}, {{文: 未经复议直接起诉, 跨列: 5}}, {{文: 复议后起诉, 跨列: 5}}]\n  - [{five}, {five}]\n行:\n  - [{}]\n",
        five.split(", ")
            .map(|word| format!("{{文: {word}, 跨行: 2}}"))
            .collect::<Vec<_>>()
            .join(", "),
        ["{指标: 收件}"; 15].join(", "),
    );
    assert_eq!(sound(&review).columns, 15);
    let groups = sound(
        "行:\n  - [{文: 第二十条第（一）项, 跨列: 4}]\n  - [信息内容, 本年制发件数, 本年废止件数, 现行有效件数]\n  \
         - [规章, {指标: 收件}, {指标: 办结}, {指标: 结转}]\n  - [{文: 第二十条第（五）项, 跨列: 4}]\n  \
         - [信息内容, {文: 本年处理决定数量, 跨列: 3}]\n  - [行政许可, {指标: 收件, 跨列: 3}]\n",
    );
    assert_eq!((groups.columns, groups.header.len()), (4, 0));
}

#[test]
fn a_table_that_does_not_close_is_told_once_at_its_row() {
    for (text, expected) in [
        (
            "表头:\n  - [甲, 乙]\n行:\n  - [丙]\n  - [丁, {指标: 收件}]\n",
            "E1022 〔[丙]〕 表格的第 1 行少 1 格",
        ),
        (
            "表头:\n  - [甲, 乙]\n行:\n  - [丙, 丁, 戊]\n",
            "E1022 〔[丙, 丁, 戊]〕 表格的第 1 行多 1 格",
        ),
        (
            "表头:\n  - [甲, 乙, 丙]\n行:\n  - [丁, {文: 戊, 跨行: 2}, 己]\n  - [{文: 庚, 跨列: 2}, 辛]\n",
            "E1022 〔{文: 庚, 跨列: 2}〕 表格的第 2 行里，“庚”同上面跨下来的格重叠",
        ),
        (
            "表头:\n  - [甲, {文: 乙, 跨行: 2}]\n行:\n  - [丙, 丁]\n",
            "E1022 〔{文: 乙, 跨行: 2}〕 “乙”跨 2 行，可是从这一行起只有 1 行",
        ),
        (
            "列宽: [1, 1, 1]\n表头:\n  - [甲, 乙]\n行:\n  - [丙, 丁]\n",
            "E1022 〔[1, 1, 1]〕 列宽写了 3 个，表格有 2 列",
        ),
        (
            "列宽: [1, 1]\n表头:\n  - [甲, 乙, 多]\n行:\n  - [丙, 丁]\n  - [丙, 丁]\n",
            "E1022 〔[甲, 乙, 多]〕 表头的第 1 行多 1 格",
        ),
        ("行:\n  - [甲, 乙]\n  - []\n", "E1022 〔[]〕 表格的一行没有格"),
        ("行: []\n", "E1022 〔[]〕 表格一行也没有"),
        ("表头:\n  - [甲]\n", "E0131 〔表头〕 表格缺少“行”"),
        ("行:\n  - 甲\n", "E0132 〔甲〕 表格的一行应当是各格的列表"),
        ("行:\n  - [甲, {文: 乙, 跨列: 半}]\n  - [丙, 丁]\n", "E1023 〔半〕 跨列不能是“半”"),
        ("行:\n  - [甲, {文: 乙, 跨列: 0}]\n", "E1023 〔0〕 跨列不能是“0”"),
        ("行:\n  - [甲, {跨列: 2}]\n", "E1023 〔{跨列: 2}〕 表格的一格没有内容"),
        ("行:\n  - [甲, {指标： 收件}]\n", "E0106 〔指标： 收件〕 冒号用了全角“：”"),
        ("行:\n  - [甲, {指示: 收件}]\n", "E0130 〔指示〕 表格的一格里没有“指示”这一项"),
        ("行:\n  - [甲, ~]\n", "E1023 〔~〕 表格的一格是空的"),
        ("行:\n  - [甲, {文: 乙, 指标: 收件}]\n", "E1023 〔收件〕 一格里又写“文”又写“指标”"),
        ("行:\n  - [甲, {文: 乙, 按: 人}]\n", "E1023 〔人〕 写了“文”的一格不用“按”"),
        ("行:\n  - [甲, {指标: 收件, 竖排: 是}]\n", "E1023 〔竖排〕 数不竖排"),
        ("行:\n  - [甲, {指标: 说明, 去年: 是}]\n", "E1023 〔说明〕 “说明”不是数，没有上年数可印"),
        ("行:\n  - [甲, {指标: 办结, 按: 人}]\n", "E1023 〔人〕 “办结”没有维度"),
        ("行:\n  - [甲, {指标: 新收, 按: 结果}]\n", "E1023 〔结果〕 “新收”的维度不是“结果”"),
        (
            "行:\n  - [甲, {指标: 新收·自燃人}]\n",
            "E1002 〔新收·自燃人〕 指标目录里没有“新收·自燃人”",
        ),
        ("行:\n  - [甲, {指标: 审结}]\n", "E1023 〔审结〕 “审结”没有总计"),
        (
            "行:\n  - [甲, {指标: 新收, 按: 申请人, 跨列: 2}]\n",
            "E1023 〔跨列〕 写了“按”的是一串格，不能再跨行、跨列",
        ),
        ("行:\n  - [甲, {指标: 收见}]\n", "E1002 〔收见〕 指标目录里没有“收见”"),
        ("行:\n  - [甲, {指标: 收见, 按: 人}]\n", "E1002 〔收见〕 指标目录里没有“收见”"),
        ("行:\n  - [甲, {指标: 新收, 去念: 是}]\n", "E0130 〔去念〕 表格的一格里没有“去念”这一项"),
        ("列款: [1]\n行:\n  - [甲]\n", "E0130 〔列款〕 表格里没有“列款”这一项"),
        ("字号: 小无\n行:\n  - [甲]\n", "E0133 〔小无〕 字号不能是“小无”"),
        ("空: 〇\n行:\n  - [甲]\n", "E0133 〔〇〕 空不能是“〇”"),
        ("列宽: [1, 宽]\n行:\n  - [甲, 乙, 丙]\n", "E1023 〔宽〕 列宽不能是“宽”"),
        ("行:\n  - [甲, '{{收件}}']\n", "E0735 〔'{{收件}}'〕 花括号会照原样印出"),
        ("表题: '{{ year }}年'\n行:\n  - [甲]\n", "E0735 〔'{{ year }}年'〕 花括号会照原样印出"),
        ("单位: '{{ u }}'\n行:\n  - [甲]\n", "E0735 〔'{{ u }}'〕 花括号会照原样印出"),
        (
            "单位: 万元\n行:\n  - [案件, {指标: 收件}]\n",
            "E1023 〔{指标: 收件}〕 表格的单位写的是“万元”，“收件”的单位是“件”",
        ),
        ("- 甲\n", "E0132 〔- 甲〕 表格应当是若干行“名称: 值”"),
    ] {
        assert_eq!(faults(text), [expected], "{text}");
    }
}

#[test]
fn a_member_under_the_name_of_another_is_told_at_the_name() {
    let usual = "自然人, 商业企业, 科研机构, 社会公益组织, 法律服务机构, 其他, 总计";
    let by = "{指标: 新收, 按: 申请人}";
    let table =
        |header: &str, row: &str| format!("表头:\n  - [甲, {header}]\n行:\n  - [乙, {row}]\n");
    let one = |label: &str| format!("{{指标: 新收{label}}}");
    sound(&table(usual, by));
    sound(&table("个人, 企业, 机构, 组织, 法律服务, 其他（个）, 合 计", by));
    sound(&table("自然人, 总计", &format!("{}, {}", one("·自然人"), one(""))));
    // The row may name the member instead, and a wider heading what it is a part of.
    sound(
        "表头:\n  - [甲, 总计]\n行:\n  - [自然人, {指标: 新收·自然人}]\n  - [其他, {指标: 新收·其他}]\n",
    );
    sound(
        "表头:\n  - [甲, {文: 总计, 跨列: 2}]\n行:\n  - [其他, {指标: 新收·自然人}, {指标: 新收·商业企业}]\n",
    );
    let told = |text: &str, place: &str, words: &str| {
        assert_eq!(faults(text), [format!("E1023 〔{place}〕 {words}")], "{text}");
    };
    let swapped = "商业企业, 自然人, 科研机构, 社会公益组织, 法律服务机构, 其他, 总计";
    told(&table(swapped, by), "商业企业", "“商业企业”这一列印的是“自然人”的数");
    let (_, read) = read_with(&METRICS, &table(swapped, by));
    let found: Vec<_> = read.findings.iter().collect();
    assert_eq!(found[0].labels.len(), 2, "both names that were changed");
    let total_first = "总计, 自然人, 商业企业, 科研机构, 社会公益组织, 法律服务机构, 其他";
    told(&table(total_first, by), "总计", "“总计”这一列印的是“自然人”的数");
    told(
        &table("自然人, 其他", &format!("{}, {}", one("·自然人"), one("·商业企业"))),
        "其他",
        "“其他”这一列印的是“商业企业”的数",
    );
    // Without a common header, and in rows.
    told(
        &format!("行:\n  - [甲, {swapped}]\n  - [乙, {by}]\n"),
        "商业企业",
        "“商业企业”这一列印的是“自然人”的数",
    );
    told(
        "行:\n  - [自然人, {指标: 新收·其他}, {指标: 新收·其他, 去年: 是}]\n",
        "自然人",
        "“自然人”这一行印的是“其他”的数",
    );
    told("行:\n  - [自 然人, {指标: 新收·其他}]\n", "自 然人", "“自 然人”这一行印的是“其他”的数");
    // The heading is right for the other rows.
    told(
        "表头:\n  - [甲, 自然人, 其他]\n行:\n  - [乙, {指标: 新收·自然人}, {指标: 新收·其他}]\n  \
         - [丙, {指标: 新收·其他}, {指标: 收件}]\n",
        "{指标: 新收·其他}",
        "“自然人”这一列印的是“其他”的数",
    );
}

#[test]
fn a_heading_may_give_another_unit() {
    sound("单位: 万元\n行:\n  - [收件（件）, {指标: 收件}]\n");
    sound("单位: 万元、件\n行:\n  - [收件, {指标: 收件}]\n");
}
