//! `nianbao generate`: the report's files.

use std::path::PathBuf;

use clap::Args;

use super::{Exit, Form, Formats, Strictness, Target, complain, folders, note, show, write_out};
use crate::diagnostic::Diagnostic;
use crate::{Options, make};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    strictness: Strictness,
    #[command(flatten)]
    form: Form,
    #[command(flatten)]
    formats: Formats,
    /// 输出文件夹（默认 output/年度）
    #[arg(long, value_name = "文件夹")]
    out: Option<PathBuf>,
    /// 出草稿：有错误也写，缺数处标【待补：名称】，每页印“草稿”
    #[arg(long)]
    draft: bool,
    /// 出核校本（不公开）：PDF 每个数旁加标号，末尾列出各数的页码、部门、出处和算式；网页指到数上就看到出处
    #[arg(long)]
    proof: bool,
    /// 主送机关，逗号分隔，每个机关各出一套文件（默认取单位档案的“主送机关”）
    #[arg(long, value_name = "机关", value_delimiter = ',')]
    to: Vec<String>,
    /// 加附件《主要指标数据一览表》
    #[arg(long)]
    with_appendix: bool,
    /// 双面印刷：双页的左右白边对调
    #[arg(long)]
    duplex: bool,
    /// 留出盖章的位置：日期右空四字，署名在其上居中（不画章）
    #[arg(long)]
    seal: bool,
    /// 有字要用后备字体来写，就按错误处理
    #[arg(long)]
    strict_fonts: bool,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let target = &arguments.target;
    let root = match target.project.root() {
        Ok(root) => root,
        Err(exit) => return exit,
    };
    let addressees = addressees(&arguments.to);
    let options = arguments.options(&addressees);
    let mut examined = crate::examine(folders::files(root), target.year, &options);
    // A draft is made of whatever is there.
    let may_be_made =
        |found: &[Diagnostic]| arguments.draft || arguments.strictness.exit(found) == Exit::Clean;
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
    if arguments.proof && formats.iter().all(|format| !format.shows_origins) {
        note("核校本不出 Markdown，只写了数据来源；要核校本的，用 --format pdf 或者 html\n");
    }
    exit
}

impl Arguments {
    fn options<'a>(&'a self, addressees: &'a [String]) -> Options<'a> {
        Options {
            draft: self.draft,
            proof: self.proof,
            appendix: self.with_appendix,
            duplex: self.duplex,
            seal: self.seal,
            strict_fonts: self.strict_fonts,
            addressees,
            ..self.form.options(self.target.report.as_deref())
        }
    }
}

/// The organs of --to, each once, however the list is punctuated.
fn addressees(typed: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in typed.iter().flat_map(|typed| typed.split(['，', '、', '；', ';'])) {
        let name = name.trim();
        if !name.is_empty() && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn organs_may_be_parted_by_any_comma() {
        let typed = ["区委，市政府、区政协".to_owned(), " 区委 ".to_owned(), String::new()];
        assert_eq!(addressees(&typed), ["区委", "市政府", "区政协"]);
        assert!(addressees(&[]).is_empty());
    }
}
