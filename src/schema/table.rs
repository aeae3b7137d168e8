//! `templates/<kind>/表/<name>.yaml` 表格.

use serde_json::{Value, json};

use super::{choice, file, list, mapping, or_empty, text, yes_or_no};
use crate::form_table::{BLANKS, MOST_COLUMNS, MOST_ROWS, MOST_WIDTH, sizes};

pub(super) fn schema() -> Value {
    let row = || list("一行的各格；被上面的格盖住的位置不写", cell());
    let sizes: Vec<&str> = sizes().into_iter().map(|(word, _)| word).collect();
    let width = whole("一列的宽度，只看各列之间的比例", MOST_WIDTH);
    let fields = json!({
        "表题": or_empty(text("印在表格上面；不写的，用版式里表格前面加粗的一段")),
        "单位": or_empty(text("所有数的单位，印在表格右上方，如 件")),
        "列宽": or_empty(list("各列的宽度之比；不写就看内容", width)),
        "字号": or_empty(choice("表格的字号；不写就用版面的，放不下时缩小", sizes)),
        "横排": or_empty(yes_or_no("是：表格单独放在横过来的一页上")),
        "空": or_empty(blank()),
        "表头": or_empty(list("表头各行，每一页都重印", row())),
        "行": list("表头下面的各行", row()),
    });
    file("表格", "一张表：各格的文字和指标", fields, &["行"]).into()
}

fn cell() -> Value {
    let rows = || or_empty(whole("这一格盖住几行", MOST_ROWS));
    let columns = || or_empty(whole("这一格盖住几列", MOST_COLUMNS));
    let label = json!({
        "文": text("照样印出的文字；不印字的写 ''"),
        "跨行": rows(),
        "跨列": columns(),
        "竖排": or_empty(yes_or_no("是：文字从上到下排")),
    });
    let figure = json!({
        "指标": text("印这个指标的数；一个成员的写成 名称·成员"),
        "按": or_empty(text("指标的维度：一格一个成员，依次排开，最后是总计")),
        "去年": or_empty(yes_or_no("是：印上年的数")),
        "空": or_empty(blank()),
        "跨行": rows(),
        "跨列": columns(),
    });
    json!({
        "description": "一格：文字，或者 {文: …}，或者 {指标: …}",
        "anyOf": [text("文字"), mapping(label, &["文"]), mapping(figure, &["指标"])],
    })
}

fn blank() -> Value {
    choice("没有填报的数印成什么；不写就必须填报", BLANKS.map(|(word, _)| word))
}

fn whole(description: &str, most: u32) -> Value {
    json!({
        "type": "integer",
        "minimum": 1,
        "maximum": most,
        "errorMessage": format!("写 1 到 {most} 之间的整数"),
        "description": description,
    })
}
