//! `nianbao new`: the files of a new year.

use super::{Exit, Target, complain, create, print, show};
use crate::forms::{Begun, begin};
use crate::write::Output;

pub(super) fn run(target: &Target) -> Exit {
    let root = match target.project.root() {
        Ok(root) => root,
        Err(exit) => return exit,
    };
    let Begun { sources, findings, forms, last_year } =
        begin(root, target.year, target.report.as_deref());
    if !findings.is_empty() {
        show(&findings, &sources);
    }
    if forms.is_empty() {
        complain("没有生成任何文件：先改正上面的问题");
        return Exit::Faults;
    }
    let folder = format!("data/{}", target.year);
    let outputs: Vec<Output> = forms
        .into_iter()
        .map(|form| Output { name: form.name, bytes: form.text.into_bytes() })
        .collect();
    if let Err(exit) = create(root, &folder, &outputs) {
        return exit;
    }
    let forms = outputs.len() - 1;
    let from = match last_year {
        Some(last) => format!("上年的文字和提纲取自 data/{last}，上年的数注在每行后面"),
        None => format!("没有 data/{}，按指标目录生成空表", target.year - 1),
    };
    let text = format!(
        "已生成 {folder}：报告总表 report.yaml 和 {forms} 个部门的空表\n{from}\n下一步：分发各部门填写，用 nianbao check {0} 核对，用 nianbao status {0} 看进度\n",
        target.year
    );
    print(&text, Exit::Clean)
}
