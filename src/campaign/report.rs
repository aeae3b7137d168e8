//! `report.yaml` for a new year.

use super::Sheet;
use super::form::{doubts, verbatim};
use super::words;
use crate::load::{Item, Report, Spanned, Submissions};
use crate::project::Project;
use crate::source::Sources;

const HEAD: &str = "# yaml-language-server: $schema=../../schemas/report.schema.json";

pub(super) fn sheet(
    project: &Project,
    year: i32,
    last: Option<&Submissions>,
    sources: &Sources,
) -> Sheet {
    let last = last.map(|last| &last.report);
    let mut text =
        format!("{HEAD}\n#\n# 报告总表：由汇总单位维护。正文在各部门的文件里。\n\n年度: {year}\n");
    text.push_str(&elements(project, year, last, sources));
    let carry = |text: &str| words::carried(text, year, &project.catalogue);
    if let Some(last) = last {
        for (key, before) in [
            ("导语", &last.preamble),
            ("不足导语", &last.shortcomings_lead),
            ("安排导语", &last.plans_lead),
            ("结语", &last.closing),
        ] {
            if let Some(before) = before {
                let carried = carry(&before.value);
                text.push_str(&format!("\n{}", doubts(&carried, "")));
                text.push_str(&format!("{key}:{}", words::block(&carried.text, 2)));
            }
        }
    }
    text.push_str(&match last.filter(|last| !last.outline.is_empty()) {
        Some(last) => outline(last, carry),
        None => empty_outline(&project.catalogue.themes),
    });
    if let Some(last) = last {
        if !last.shortcomings.is_empty() || !last.plans.is_empty() {
            text.push_str(&format!(
                "\n# 不足、安排：上年由汇总单位归并，见 data/{}/report.yaml。\n# 不写就取各部门的；写了就以这里的为准。\n",
                year - 1
            ));
        }
        if let Some(others) = &last.others {
            let carried = carry(&others.value);
            text.push_str(&format!("\n{}", doubts(&carried, "")));
            text.push_str(&format!("其他:{}", words::block(&carried.text, 2)));
        }
        text.push_str(&verbatim(&last.verbatim));
    }
    Sheet { name: "report.yaml".to_owned(), text }
}

/// 公文要素: to be filled in, with last year's beside them.
fn elements(project: &Project, year: i32, last: Option<&Report>, sources: &Sources) -> String {
    let next = year + 1;
    let before = |value: Option<&Spanned<String>>| {
        value.map(|value| format!("上年 {}", words::one_line(&value.value)))
    };
    let code = project.profile.code.as_deref().unwrap_or("代字");
    let number = before(last.and_then(|last| last.number.as_ref()))
        .unwrap_or_else(|| format!("写作 {code}〔{next}〕14号"));
    let url = before(last.and_then(|last| last.url.as_ref()))
        .unwrap_or_else(|| "发布后网页的网址，以 https:// 开头；可以不写".to_owned());
    let signers: Vec<&str> =
        last.iter().flat_map(|last| &last.signers).map(|signer| signer.value.as_str()).collect();
    let signers = match signers.as_slice() {
        [] => "印红头上报时填写，写作 [姓名]".to_owned(),
        signers => format!("上年 {}", signers.join("、")),
    };
    let day = |span: Option<crate::source::Span>| {
        span.map(|span| format!("，上年 {}", sources.text(span))).unwrap_or_default()
    };
    let written = day(last.and_then(|last| last.written.as_ref()).map(|date| date.span));
    let printed = day(last.and_then(|last| last.printed.as_ref()).map(|date| date.span));
    let published = day(last.and_then(|last| last.published.as_ref()).map(|date| date.span));
    let mut text = String::new();
    if let Some(title) = last.and_then(|last| last.title.as_ref()) {
        let title = words::carried_title(&title.value, year, &project.catalogue);
        text.push_str(&doubts(&title, ""));
        text.push_str(&format!("标题:{}", words::value(&title.text, 2)));
    }
    text.push('\n');
    for (key, asked) in [
        ("索引号", before(last.and_then(|last| last.index.as_ref())).unwrap_or_default()),
        ("发文字号", number),
        ("签发人", signers),
        ("成文日期", format!("写作 {next}-02-13，不晚于 {next}-03-01{written}")),
        ("印发日期", format!("不早于成文日期{printed}")),
        ("发布日期", format!("不晚于 {next}-04-01{published}")),
        ("网址", url),
    ] {
        let line = words::padded(&format!("{key}:"), 20);
        text.push_str(format!("{line}# {asked}").trim_end_matches([' ', '#']));
        text.push('\n');
    }
    for (key, value) in [
        ("来源", last.and_then(|last| last.source.as_ref())),
        ("附注", last.and_then(|last| last.note.as_ref())),
    ] {
        if let Some(value) = value {
            text.push_str(&format!("{key}: {}\n", words::scalar(&value.value)));
        }
    }
    text
}

fn outline(last: &Report, carry: impl Fn(&str) -> words::Carried) -> String {
    let mut text = "\n# 沿用上年的提纲，标题按本年的提法改；键不要改\n提纲:\n".to_owned();
    for theme in &last.outline {
        let heading = carry(&theme.heading.value);
        text.push_str(&doubts(&heading, "  "));
        text.push_str(&format!("  - 主题: {}\n", words::scalar(&theme.key.value)));
        text.push_str(&format!("    标题:{}    条目:\n", words::value(&heading.text, 6)));
        for item in &theme.items {
            let heading = carry(&item.heading.value);
            text.push_str(&doubts(&heading, "      "));
            text.push_str(&item_of_outline(item, &heading.text));
        }
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text + "\n"
}

fn item_of_outline(item: &Item, heading: &str) -> String {
    let departments: Vec<String> =
        item.departments.iter().map(|named| words::scalar(&named.value)).collect();
    let mut text = format!(
        "      - 键: {}\n        标题:{}        部门: [{}]\n",
        words::scalar(&item.key.value),
        words::value(heading, 10),
        departments.join(", ")
    );
    for (holds, line) in [
        (item.ordinal, "序次: 一是"),
        (item.first_responsible, "满足: 第一责任人"),
        (!item.public, "公开: 否"),
    ] {
        if holds {
            text.push_str(&format!("        {line}\n"));
        }
    }
    text
}

/// The themes of the catalogue, their headings and items to be written.
fn empty_outline(themes: &[String]) -> String {
    let mut text = "\n# 每个主题写今年的标题，下面列条目，例如：\n#     条目:\n#       - 键: 学习宣传\n#         标题: 深学笃行习近平法治思想\n#         部门: [区司法局]\n# 写主要负责人履职情况的条目，加一行“满足: 第一责任人”。\n提纲:\n".to_owned();
    for theme in themes {
        text.push_str(&format!("  - 主题: {theme}\n    标题:\n    条目: []\n"));
    }
    text
}
