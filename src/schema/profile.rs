//! `data/profile.yaml` 单位档案.

use serde_json::{Value, json};

use super::{any_of, choice, empty, file, list, mapping, name, or_empty, text};
use crate::kind::LEVELS_OF_ORGANS;
use crate::project::DATA_FORMAT;

/// A data format that this program reads.
fn version() -> Value {
    json!({
        "description": "数据格式的版本；比程序新的，程序不往下核对",
        "type": "integer",
        "minimum": 1,
        "maximum": DATA_FORMAT,
        "errorMessage": format!("写 {DATA_FORMAT}"),
    })
}

fn level(description: &str) -> Value {
    choice(description, LEVELS_OF_ORGANS.map(|(word, _)| word))
}

pub(super) fn schema() -> Value {
    let site = json!({
        "名称": or_empty(text("网站名称，用作公开页面的来源")),
        "域名": or_empty(text("网站域名")),
        "标识码": or_empty(text("政府网站标识码")),
        "栏目": or_empty(text("发布报告的栏目")),
        "栏目类别": or_empty(text("栏目的类别，如 政府信息公开")),
    });
    let department = json!({
        "名称": name("部门的通行名称，也是部门文件的文件名"),
        "全称": or_empty(text("部门的全称，用作它自己的报告的发文机关；不写就用名称")),
        "简称": or_empty(name("部门的简称")),
        "曾用名": or_empty(list("改名以前的名称；几个部门合并的，各写一个", name("旧名称"))),
        "级别": or_empty(level("它自己出报告时，期限按哪一级算；不写就是部门")),
        "联系人": or_empty(text("联系人")),
    });
    let whose = || name("“部门”里的一个部门，或者 各部门");
    let shares = json!({
        "type": "object",
        "errorMessage": "每行写一个“指标名称: 部门”",
        "description": "由别的部门填报的指标: 部门",
        "additionalProperties": whose(),
    });
    let report = json!({
        "种类": text("种类的名称，templates 里的一个文件夹"),
        "责任部门": or_empty(whose()),
        "分工": or_empty(shares),
        "版式": or_empty(text("这种报告平时用的版式")),
    });
    let report = any_of(text("种类的名称"), mapping(report, &["种类"]));
    let description = "报告的种类，平时用的写在前面；不写就是缺省的种类";
    let reports = list("报告的种类", report.clone());
    let reports = json!({ "description": description, "anyOf": [reports, report, empty()] });
    let fields = json!({
        "数据格式": or_empty(version()),
        "发文机关": text("发文机关全称或者规范化简称"),
        "发文机关标志": or_empty(text("红头字样；不印红头就删去这一行")),
        "发文机关代字": or_empty(text("发文字号必须以它开头")),
        "主送机关": list("主送机关，依次；没有的写 []，或者不写这一项", text("机关名称")),
        "抄送机关": or_empty(list("抄送机关；没有就留空", text("机关名称"))),
        "印发机关": text("版记里的印发机关"),
        "网站": or_empty(mapping(site, &[])),
        "级别": or_empty(level("发文机关的级别，期限按它算；不写就是县级政府")),
        "报告": reports,
        "版式": text("默认的版式，templates 文件夹里的一个，如 luojiang、statutory；不写就是这种报告的第一个版式"),
        "部门": list("填报部门，按报告中的先后", mapping(department, &["名称"])),
    });
    let required = ["发文机关", "印发机关", "部门"];
    file("单位档案", "谁发文、发给谁、哪些部门填报", fields, &required).into()
}
