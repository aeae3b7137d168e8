//! `data/<year>/report.yaml` 报告总表.

use serde_json::{Map, Value, json};

use super::{
    any_of, choice, count_of_themes, departments, entries, file, list, mapping, name, object,
    or_empty, pattern, text, theme as one_theme, verbatim, year, yes_or_no,
};
use crate::kind::element::{ELEMENTS, Element, ElementForm};
use crate::kind::{Boilerplate, Form, Kind};
use crate::project::Profile;

pub(super) fn schema(profile: &Profile, kind: &Kind) -> Value {
    let writer = choice("写这一条目的部门", departments(profile));
    let writers = json!({
        "部门": list("写这一条目的部门，依次；几个部门合用一个序次的，再写成一个列表", any_of(writer.clone(), list("合用一个序次的部门", writer))),
        "序次": or_empty(choice("各部门的文字以一是、二是、三是开头", ["一是"])),
    });
    let mut fields = object(json!({
        "年度": year(),
        "报告": or_empty(text("报告的种类；不写，由文件名和单位档案定")),
    }));
    fields.extend(elements(object(writers), ("汇总单位改定的", "各部门的"), kind));
    file("报告总表", "由汇总单位维护：公文要素和提纲", fields.into(), &["年度"]).into()
}

/// 本部门报告 in a department's file: the same, all items of which the department writes.
/// `prose` is 正文.
pub(super) fn own(kind: &Kind, prose: Value) -> Value {
    let organ = || text("机关名称");
    let mut fields = object(json!({
        "主送机关": or_empty(list("本部门的报告送给谁，依次；不送的不写", organ())),
        "抄送机关": or_empty(list("抄送机关；没有的不写", organ())),
        "印发机关": or_empty(text("版记里的印发机关；不写就没有版记")),
        "发文机关标志": or_empty(text("红头字样；不印红头的不写")),
        "发文机关代字": or_empty(text("发文字号必须以它开头")),
    }));
    fields.extend(elements(Map::new(), ("只印在这份报告里的", "文件里别处的"), kind));
    fields.insert("正文".to_owned(), prose);
    let mut own = mapping(fields.into(), &[]);
    own["description"] = "本部门自己的报告，用 --for 生成：数和正文沿用这个文件的".into();
    or_empty(own)
}

/// All but 年度. `writers` are the keys of an item that say who writes it, then whose the
/// entries of lists are, and whose they replace.
fn elements(
    writers: Map<String, Value>,
    (whose, others): (&str, &str),
    kind: &Kind,
) -> Map<String, Value> {
    let mut item = object(json!({
        "键": name("条目的键，全表不重复；部门文件的“正文”用它"),
        "标题": text("条目今年的标题"),
    }));
    let required: &[&str] = match writers.is_empty() {
        true => &["键", "标题"],
        false => &["键", "标题", "部门"],
    };
    item.extend(writers);
    if kind.marks().next().is_some() {
        item.insert("满足".to_owned(), or_empty(satisfies(kind)));
    }
    let public = or_empty(yes_or_no("否：公开版不印这一条目"));
    item.insert("公开".to_owned(), public);
    let item = mapping(item.into(), required);
    let themes_of_kind = count_of_themes(kind);
    let theme = json!({
        "主题": one_theme(&format!("指标目录的{themes_of_kind}之一"), kind),
        "标题": text("主题今年的标题"),
        "条目": or_empty(list("主题下的条目", item)),
    });
    let mut fields = Map::new();
    for element in &ELEMENTS {
        fields.insert(element.key.to_owned(), or_empty(value(element)));
    }
    for Boilerplate { key, .. } in &kind.boilerplate {
        fields.insert(key.clone(), or_empty(text(&format!("代替版式的{key}"))));
    }
    let theme = mapping(theme, &["主题", "标题"]);
    for content in &kind.contents {
        let key = &content.key;
        let value = match &content.form {
            Form::Outline(_) => or_empty(list(&format!("{themes_of_kind}，依次"), theme.clone())),
            Form::Entries(parts) => entries(&format!("{whose}{key}；写了就不用{others}"), parts),
            Form::Text => or_empty(text(&content.description)),
            // Written in the items of the outline.
            Form::Mark(_) => continue,
        };
        fields.insert(key.clone(), value);
    }
    fields.insert("照录".to_owned(), verbatim());
    fields
}

/// 满足: the contents that an item may be marked as.
fn satisfies(kind: &Kind) -> Value {
    let descriptions: Vec<String> =
        kind.marks().map(|mark| format!("“{}”", mark.description)).collect();
    let description = format!("这一条目写的是法定内容{}", descriptions.join("或者"));
    choice(&description, kind.marks().map(|mark| mark.key.as_str()))
}

/// What an element may be.
fn value(element: &Element) -> Value {
    let description = element.description;
    match element.form {
        ElementForm::Text => text(description),
        ElementForm::CopyNumber => copy_number(description),
        ElementForm::Choice(words) => choice(description, words.iter().copied()),
        ElementForm::Names => names(description),
        ElementForm::Day => {
            pattern(description, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "写成 年-月-日，如 2025-02-13")
        }
        ElementForm::Moment => pattern(
            description,
            "^[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9]{2}:[0-9]{2})?$",
            "写成 年-月-日 时:分，如 2025-02-24 19:03",
        ),
        ElementForm::Url => url(description),
    }
}

fn copy_number(description: &str) -> Value {
    let mut number = text(description);
    // Editors read the digits as a number.
    number["type"] = json!(["string", "integer"]);
    number["pattern"] = "^[0-9]{6}$".into();
    number["patternErrorMessage"] = "写六位数字，如 000001".into();
    number
}

fn names(description: &str) -> Value {
    let mut names = list(description, text("姓名"));
    names["type"] = json!(["string", "number", "array"]);
    names["errorMessage"] = "写一个姓名，或者 [甲, 乙]".into();
    names
}

fn url(description: &str) -> Value {
    let form = "写完整的网址，以 https:// 或者 http:// 开头";
    json!({
        "type": "string",
        "errorMessage": form,
        "pattern": "^https?://[^ ]+$",
        "patternErrorMessage": form,
        "description": description,
    })
}
