//! `templates/<kind>/kind.yaml` 报告种类.

use serde_json::{Map, Value, json};

use super::{
    any_of, choice, empty, file, list, mapping, object, or_empty, pattern, text, yes_or_no,
};
use crate::kind::layout::{LEVELS, NUMBERINGS, PARTS};
use crate::kind::{ALWAYS, DateKey, Excluded, LEVELS_OF_ORGANS, LayoutPart, ORGANS};

/// What a name in a layout looks like.
const VARIABLE: &str = "^[a-z][a-z0-9_]*$";

/// A day of the year after the reported one.
const LAST_DAY: &str = "^次年-[0-9]{2}-[0-9]{2}$";

pub(super) fn schema() -> Value {
    let level = || choice("只管这一级", LEVELS_OF_ORGANS.map(|(word, _)| word));
    let dates = [DateKey::Written, DateKey::Published].map(DateKey::word);
    let deadline = json!({
        "日期": choice("报告总表里的日期", dates),
        "不晚于": pattern("最后一天，当天不算晚", LAST_DAY, "写成 次年-02-15"),
        "适用": or_empty(choice("只管政府，或者只管部门；不写就都管", ORGANS.map(|(word, _)| word))),
        "级别": or_empty(any_of(level(), list("只管这些级别的", level()))),
        "依据": text("规定这一天的条款"),
        "逾期": text("过了这一天怎么办"),
    });
    let boilerplate = json!({ "键": text("报告总表里的写法"), "变量": variable() });
    let year_words = json!({
        "正文": or_empty(list("正文里的", text("年份后面的词"))),
        "标题": or_empty(list("标题里的", text("年份后面的词"))),
    });
    let fields = json!({
        "名称": text("这一种报告的名称"),
        "缺省": or_empty(yes_or_no("是：没有写明种类的，就是这一种")),
        "文件名": text("output 文件夹里的文件以它开头"),
        "版式": or_empty(list("版式，常用的写在最前", any_of(text("名称"), layout()))),
        "主题": or_empty(list("提纲的主题，依次", text("主题"))),
        "部分": or_empty(list("规定的各部分的标题，依次；版式印的一级标题要与它们一字不差", text("标题"))),
        "内容": or_empty(list("报告的内容，依次", content())),
        "套话": or_empty(list("报告总表里可以改写的套话", mapping(boilerplate, &["键", "变量"]))),
        "期限": or_empty(list(
            "报告总表里的日期不晚于哪一天",
            mapping(deadline, &["日期", "不晚于", "依据", "逾期"]),
        )),
        "年份词": or_empty(mapping(year_words, &[])),
        "标题词": or_empty(list("排标题时不从中间断开的词", text("词"))),
        "固定说法": or_empty(list("里面的数字是词的一部分，不是统计数", text("说法"))),
        "矛盾说法": or_empty(list("与数矛盾、不能这样写的话", contradiction())),
    });
    file("报告种类", "一种报告的主题、内容、套话、期限", fields, &["名称", "文件名"]).into()
}

/// One of 版式 of which more is said than its name.
fn layout() -> Value {
    let mut fields = object(json!({
        "名称": text("版式的名称：templates 里的 名称.md.tera"),
        "说明": or_empty(text("什么时候用")),
    }));
    for (key, part, is_optional) in PARTS {
        let value = match part {
            LayoutPart::Salutation => text("开头的称呼，如 各位代表；是：由报告总表写；否：没有"),
            _ if is_optional => choice("有没有；可不写：报告总表写了才印", ["是", "否", "可不写"]),
            _ => yes_or_no("有没有"),
        };
        fields.insert(key.to_owned(), or_empty(value));
    }
    let words = NUMBERINGS.map(|(word, _)| word);
    let level =
        || or_empty(choice("重编：上一层每换一个标题从一编起；连续：全篇连着编；不编", words));
    let levels: Map<String, Value> =
        LEVELS.iter().map(|name| ((*name).to_owned(), level())).collect();
    fields.insert("编号".to_owned(), or_empty(mapping(levels.into(), &[])));
    let left_out = list("这个版式不印的内容和套话，如 其他、不足.原因", text("键"));
    fields.insert("不印".to_owned(), or_empty(left_out));
    mapping(fields.into(), &["名称"])
}

/// One of 内容. Which keys it may have depends on its 形式, which only the check sees.
fn content() -> Value {
    let outline_example = json!({
        "键": text("条目的键"),
        "标题": text("条目的标题"),
        "部门": text("写这一条目的部门"),
    });
    let outline_example = mapping(outline_example, &["键", "标题", "部门"]);
    let content = json!({
        "键": text("报告总表、部门文件、“取自”“满足”里的写法"),
        "形式": choice("怎样写", ["提纲", "条目", "标记", "文字"]),
        "名称": text("全称"),
        "简称": or_empty(text("简称；不写就是全称")),
        "变量": variable(),
        "必有": or_empty(yes_or_no("是：没有就报错")),
        "依据": or_empty(text("规定这一项的条款；写了的，缺少时称“法定内容”")),
        "说明": text("编辑器里显示的话"),
        "写法": or_empty(text("写得太少或者太多的，提示怎样写")),
        "年度": or_empty(choice("写的是报告年度的下一年", ["下年"])),
        "必引": or_empty(list("这一内容里必须引用的指标，如 {{收费金额}}", text("指标"))),
        "不写无": {
            "description": "这些指标大于 0 的，这一内容不能写“无”；一律：总不能只写“无”",
            "anyOf": [list("指标的名称", text("指标")), { "const": ALWAYS }, empty()],
        },
        "项": list("“条目”的每一条由哪几项组成", part()),
        "例": {
            "description": "空表里的例子",
            "anyOf": [{ "type": ["string", "number"] }, outline_example, empty()],
        },
    });
    mapping(content, &["键", "形式", "名称"])
}

/// One of 矛盾说法.
fn contradiction() -> Value {
    let contradiction = json!({
        "说法": list("这样说的词句，写出其中一个就算", text("词句")),
        "同句": or_empty(list("句子里还要有其中一个词；不写就是哪一句都算", text("词"))),
        "除外": or_empty(list("句子里有其中一个词的，说的是别的事", text("词"))),
        "指标": text("与它矛盾的指标"),
        "不能": choice("这个指标是这样的数，就不能这样说", Excluded::ALL.map(|(word, _)| word)),
    });
    mapping(contradiction, &["说法", "指标", "不能"])
}

fn part() -> Value {
    let part = json!({
        "键": text("部门文件里的写法"),
        "形式": choice("短句句末不带标点，标题是一行，正文是几段", ["短句", "标题", "正文"]),
        "变量": variable(),
        "说明": text("编辑器里显示的话"),
        "例": text("空表里的例子"),
        "待补": or_empty(text("草稿里没有内容时，“待补”后面的名称；不写就是键")),
        "草稿": or_empty(text("草稿里没有内容时印的话")),
        "可不写": or_empty(yes_or_no("是：一条里可以不写，但不能每一条都不写")),
        "开头不写": or_empty(list("与版式写在前面的话重复、不能放在开头的词", text("词"))),
    });
    mapping(part, &["键", "形式", "变量", "说明", "例"])
}

fn variable() -> Value {
    pattern("版式里的名称", VARIABLE, "只用小写英文字母、数字和下划线，以字母开头")
}
