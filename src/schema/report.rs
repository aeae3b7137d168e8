//! `data/<year>/report.yaml` 报告总表.

use serde_json::{Value, json};

use super::{
    choice, count_of_themes, departments, entries, file, list, mapping, name, object, or_empty,
    text, themes, verbatim, year, yes_or_no,
};
use crate::catalogue::Catalogue;
use crate::kind::{Boilerplate, Form, Kind};
use crate::project::Profile;

pub(super) fn schema(catalogue: &Catalogue, profile: &Profile, kind: &Kind) -> Value {
    let writer = choice("写这一条目的部门", departments(profile));
    let mut item = object(json!({
        "键": name("条目的键，全表不重复；部门文件的“正文”用它"),
        "标题": text("条目今年的标题"),
        "部门": list("写这一条目的部门，依次", writer),
        "序次": or_empty(choice("各部门的文字以一是、二是、三是开头", ["一是"])),
    }));
    if kind.marks().next().is_some() {
        item.insert("满足".to_owned(), or_empty(satisfies(kind)));
    }
    let public = or_empty(yes_or_no("否：公开版不印这一条目"));
    item.insert("公开".to_owned(), public);
    let item = mapping(item.into(), &["键", "标题", "部门"]);
    let themes_of_kind = count_of_themes(kind);
    let theme = json!({
        "主题": choice(&format!("指标目录的{themes_of_kind}之一"), themes(catalogue)),
        "标题": text("主题今年的标题"),
        "条目": or_empty(list("主题下的条目", item)),
    });
    let mut signers = list("签发人：一个姓名，或者 [甲, 乙]", text("姓名"));
    signers["type"] = json!(["string", "number", "array"]);
    signers["errorMessage"] = "写一个姓名，或者 [甲, 乙]".into();
    let mut copy_number = text("印在首页左上角的六位顺序号，如 000001");
    // Editors read the digits as a number.
    copy_number["type"] = json!(["string", "integer"]);
    copy_number["pattern"] = "^[0-9]{6}$".into();
    copy_number["patternErrorMessage"] = "写六位数字，如 000001".into();
    let mut fields = object(json!({
        "年度": year(),
        "标题": or_empty(text("报告的标题；不写则由版式给出。写成几行，就照这样分行")),
        "索引号": or_empty(text("政府信息公开索引号")),
        "发文字号": or_empty(text("如 泉洛政文〔2025〕14号")),
        "份号": or_empty(copy_number),
        "密级": or_empty(choice("标了密级的报告不能公开，不出网页", ["绝密", "机密", "秘密"])),
        "保密期限": or_empty(text("印在密级之后，如 1年、6个月、长期")),
        "紧急程度": or_empty(choice("印在首页左上角", ["特急", "加急"])),
        "签发人": or_empty(signers),
        "成文日期": or_empty(day("成文日期，如 2025-02-13")),
        "印发日期": or_empty(day("印发日期，如 2025-02-13")),
        "发布日期": or_empty(day_with_time("发布日期，如 2025-02-24 或者 2025-02-24 19:03")),
        "来源": or_empty(text("公开页面的来源；不写则用网站名称")),
        "网址": or_empty(url()),
        "附注": or_empty(text("印在括号里，如 此件主动公开")),
    }));
    for Boilerplate { key, .. } in &kind.boilerplate {
        fields.insert(key.clone(), or_empty(text(&format!("代替版式的{key}"))));
    }
    let theme = mapping(theme, &["主题", "标题"]);
    for content in &kind.contents {
        let key = &content.key;
        let value = match &content.form {
            Form::Outline(_) => or_empty(list(&format!("{themes_of_kind}，依次"), theme.clone())),
            Form::Entries(parts) => {
                entries(&format!("汇总单位改定的{key}；写了就不用各部门的"), parts)
            }
            Form::Text => or_empty(text(&content.description)),
            // Written in the items of the outline.
            Form::Mark(_) => continue,
        };
        fields.insert(key.clone(), value);
    }
    fields.insert("照录".to_owned(), verbatim());
    file("报告总表", "由汇总单位维护：公文要素和提纲", fields.into(), &["年度"]).into()
}

/// 满足: the contents that an item may be marked as.
fn satisfies(kind: &Kind) -> Value {
    let descriptions: Vec<String> =
        kind.marks().map(|mark| format!("“{}”", mark.description)).collect();
    let description = format!("这一条目写的是法定内容{}", descriptions.join("或者"));
    choice(&description, kind.marks().map(|mark| mark.key.as_str()))
}

fn day(description: &str) -> Value {
    date(description, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "写成 年-月-日，如 2025-02-13")
}

fn day_with_time(description: &str) -> Value {
    date(
        description,
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2})?$",
        "写成 年-月-日 时:分，如 2025-02-24 19:03",
    )
}

fn url() -> Value {
    let form = "写完整的网址，以 https:// 或者 http:// 开头";
    json!({
        "type": "string",
        "errorMessage": form,
        "pattern": "^https?://[^ ]+$",
        "patternErrorMessage": form,
        "description": "发布后网页的网址，给搜索引擎和转载的人；不写则网页里没有",
    })
}

fn date(description: &str, pattern: &str, form: &str) -> Value {
    json!({
        "type": "string",
        "errorMessage": form,
        "pattern": pattern,
        "patternErrorMessage": form,
        "description": description,
    })
}
