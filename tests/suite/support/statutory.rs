//! The statutory tables of a report on open government, with the numbers of 淮安市 for 2024.

use nianbao::document::{Align, Cell, Inline, Table, TypeSize};

fn text(text: &str) -> Vec<Inline> {
    if text.is_empty() { Vec::new() } else { vec![Inline::text(text)] }
}

/// A label over so many rows and columns.
pub(crate) fn label(content: &str, rows: u32, columns: u32) -> Cell {
    Cell { rows, columns, ..Cell::header(text(content)) }
}

/// The numbers of a row.
pub(crate) fn numbers(line: &str) -> impl Iterator<Item = Cell> {
    let numbers: Vec<Cell> = line.split(',').map(|number| Cell::new(text(number))).collect();
    numbers.into_iter()
}

fn table(columns: usize, labels: usize, header: Vec<Vec<Cell>>, rows: Vec<Vec<Cell>>) -> Table {
    let align = |column| if column < labels { Align::Left } else { Align::Centre };
    Table {
        size: Some(TypeSize(18)),
        header,
        ..Table::plain((0..columns).map(align).collect(), Vec::new(), rows)
    }
}

/// 二、主动公开政府信息情况
pub(crate) fn published() -> Table {
    let heads = |heads: &[&str]| -> Vec<Cell> {
        match heads {
            [only] => vec![label("信息内容", 1, 1), label(only, 1, 3)],
            heads => heads.iter().map(|head| label(head, 1, 1)).collect(),
        }
    };
    let one = |name: &str, number: &str| {
        vec![label(name, 1, 1), Cell { columns: 3, ..Cell::new(text(number)) }]
    };
    let three =
        |name: &str, line: &str| [label(name, 1, 1)].into_iter().chain(numbers(line)).collect();
    let group = |name: &str| vec![label(name, 1, 4)];
    let rows = vec![
        group("第二十条第（一）项"),
        heads(&["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]),
        three("规章", "1,0,11"),
        three("行政规范性文件", "8,26,66"),
        group("第二十条第（五）项"),
        heads(&["本年处理决定数量"]),
        one("行政许可", "447228"),
        group("第二十条第（六）项"),
        heads(&["本年处理决定数量"]),
        one("行政处罚", "3985758"),
        one("行政强制", "88283"),
        group("第二十条第（八）项"),
        heads(&["本年收费金额（单位：万元）"]),
        one("行政事业性收费", "96171.6"),
    ];
    Table { widths: vec![1; 4], ..table(4, 1, Vec::new(), rows) }
}

const PERSONS: [&str; 7] = [
    "3001,34,1288,447,2,30,5,6,7,12,9,105,746,11,1,56,25,0,0,1,67,6,108,2932,103",
    "53,0,21,7,0,1,0,0,1,0,0,0,12,0,0,6,0,0,0,0,3,0,2,53,0",
    "0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0",
    "0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0",
    "61,0,50,0,0,0,0,0,0,0,0,0,10,0,0,0,0,0,0,0,1,0,0,61,0",
    "4,0,3,0,0,0,0,0,0,0,0,0,1,0,0,0,0,0,0,0,0,0,0,4,0",
    "3119,34,1362,454,2,31,5,6,8,12,9,105,769,11,1,62,25,0,0,1,71,6,110,3050,103",
];

/// 三、收到和处理政府信息公开申请情况
pub(crate) fn requests() -> Table {
    let corner = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）";
    let header = vec![
        vec![label(corner, 3, 3), label("申请人情况", 1, 7)],
        vec![label("自然人", 2, 1), label("法人或其他组织", 1, 5), label("总计", 2, 1)],
        ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
            .map(|name| label(name, 1, 1))
            .into(),
    ];
    let groups: [(&str, &[&str]); 4] = [
        (
            "（三）不予公开",
            &[
                "1.属于国家秘密",
                "2.其他法律行政法规禁止公开",
                "3.危及“三安全一稳定”",
                "4.保护第三方合法权益",
                "5.属于三类内部事务信息",
                "6.属于四类过程性信息",
                "7.属于行政执法案卷",
                "8.属于行政查询事项",
            ],
        ),
        (
            "（四）无法提供",
            &[
                "1.本机关不掌握相关政府信息",
                "2.没有现成信息需要另行制作",
                "3.补正后申请内容仍不明确",
            ],
        ),
        (
            "（五）不予处理",
            &[
                "1.信访举报投诉类申请",
                "2.重复申请",
                "3.要求提供公开出版物",
                "4.无正当理由大量反复申请",
                "5.要求行政机关确认或重新出具已获取信息",
            ],
        ),
        (
            "（六）其他处理",
            &[
                "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
                "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
                "3.其他",
            ],
        ),
    ];
    let mut labels = vec![
        vec![label("一、本年新收政府信息公开申请数量", 1, 3)],
        vec![label("二、上年结转政府信息公开申请数量", 1, 3)],
        vec![
            Cell { is_vertical: true, ..label("三、本年度办理结果", 22, 1) },
            label("（一）予以公开", 1, 2),
        ],
        vec![label("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", 1, 2)],
    ];
    for (group, rows) in groups {
        for (at, row) in rows.iter().enumerate() {
            let group = (at == 0).then(|| label(group, u32::try_from(rows.len()).unwrap(), 1));
            labels.push(group.into_iter().chain([label(row, 1, 1)]).collect());
        }
    }
    labels.push(vec![label("（七）总计", 1, 2)]);
    labels.push(vec![label("四、结转下年度继续办理", 1, 3)]);
    let columns: Vec<Vec<Cell>> = PERSONS.iter().map(|line| numbers(line).collect()).collect();
    let rows = labels.into_iter().enumerate().map(|(at, labels)| {
        labels.into_iter().chain(columns.iter().map(|column| column[at].clone())).collect()
    });
    let widths = [754, 921, 3271].into_iter().chain([685; 7]).collect();
    Table { widths, ..table(10, 3, header, rows.collect()) }
}

/// 四、政府信息公开行政复议、行政诉讼情况
pub(crate) fn disputes() -> Table {
    let header = vec![
        vec![label("行政复议", 1, 5), label("行政诉讼", 1, 10)],
        ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
            .map(|name| label(name, 2, 1))
            .into_iter()
            .chain(["未经复议直接起诉", "复议后起诉"].map(|name| label(name, 1, 5)))
            .collect(),
        ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
            .repeat(2)
            .into_iter()
            .map(|name| label(name, 1, 1))
            .collect(),
    ];
    let rows = vec![numbers("72,64,178,37,351,13,4,8,1,26,12,1,1,6,20").collect()];
    Table { widths: vec![1; 15], ..table(15, 0, header, rows) }
}
