//! `nianbao generate`: the report's files.

use std::path::PathBuf;

use clap::Args;

use super::edition::EditionArguments;
use super::{
    Exit, Formats, Strictness, Target, complain, folders, left_over, note, show, write_out,
};
use crate::diagnostic::Diagnostic;
use crate::make;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    strictness: Strictness,
    #[command(flatten)]
    edition: EditionArguments,
    #[command(flatten)]
    formats: Formats,
    /// 输出文件夹（默认 output/年度）
    #[arg(long, value_name = "文件夹")]
    out: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let target = &arguments.target;
    let root = match target.project.root() {
        Ok(root) => root,
        Err(exit) => return exit,
    };
    let addressees = arguments.edition.addressees();
    if addressees.is_empty() && arguments.edition.is_sent() {
        complain(
            "--to 后面没有写主送机关
建议：写出机关的名称，如 --to 区委,区人大常委会",
        );
        return Exit::CannotRun;
    }
    let options = arguments.edition.options(target, &addressees);
    let mut examined = crate::examine(folders::files(root), target.year, &options);
    // A draft is made of whatever is there.
    let may_be_made = |found: &[Diagnostic]| {
        arguments.edition.draft || arguments.strictness.exit(found) == Exit::Clean
    };
    let formats = &arguments.formats.format;
    let mut outputs = Vec::new();
    if may_be_made(&examined.findings) {
        if let Some(year) = &examined.year {
            let made = crate::make(year, formats, &mut examined.sources);
            let value = made.gather(&mut examined.findings);
            if may_be_made(&examined.findings) {
                outputs = value;
            }
        }
        examined.findings.arrange(&examined.sources);
    } else if formats.iter().any(|format| format.is_printed) {
        make::rehearse(&mut examined);
    }
    show(&examined.findings, &examined.sources);
    if outputs.is_empty() {
        let denied = arguments.strictness.deny_warnings && !examined.findings.has_errors();
        complain(match denied {
            true => "没有生成任何文件：写了 --deny-warnings，上面的警告也按错误处理",
            false => "没有生成任何文件",
        });
        return Exit::Faults;
    }
    let folder = match &arguments.out {
        Some(folder) => folder.clone(),
        None => root.join("output").join(target.year.to_string()),
    };
    let exit = write_out(&folder, &outputs);
    let Some(year) = examined.year.filter(|_| exit == Exit::Clean) else { return exit };
    let mut notes = left_over(&folder, &year.edition, &outputs);
    let nameless = arguments.edition.nameless();
    if arguments.out.is_none() && !nameless.is_empty() {
        notes.push_str(&format!(
            "注意：带不带 {}，文件名都一样，后生成的替换先生成的；都要留的，加 --out 分开放\n",
            nameless.join("、")
        ));
    }
    if arguments.edition.proof && formats.iter().all(|format| !format.shows_origins) {
        notes.push_str(
            "核校本不出 Markdown，只写了数据来源；要核校本的，用 --format pdf 或者 html\n",
        );
    }
    note(&notes);
    exit
}
