//! Which edition of the report is made: the arguments of the commands that make one.

use clap::Args;

use super::{Form, Target};
use crate::Options;

#[derive(Debug, Clone, Args)]
pub(super) struct EditionArguments {
    #[command(flatten)]
    form: Form,
    /// 出草稿：有错误也写，缺数处标【待补：名称】，每页印“草稿”
    #[arg(long)]
    pub(super) draft: bool,
    /// 出核校本（不公开）：PDF 每个数旁加标号，末尾列出各数的页码、部门、出处和算式；网页指到数上就看到出处
    #[arg(long)]
    pub(super) proof: bool,
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

impl EditionArguments {
    /// The organs of `--to`, each once, however the list is punctuated.
    pub(super) fn addressees(&self) -> Vec<String> {
        addressees(&self.to)
    }

    /// Whether `--to` was typed, though perhaps with no name after it.
    pub(super) fn is_sent(&self) -> bool {
        !self.to.is_empty()
    }

    /// The options that make another report under the same name.
    pub(super) fn nameless(&self) -> Vec<String> {
        let layout = self.form.layout.iter().map(|layout| format!("--layout {layout}"));
        let others = [
            (self.form.redhead, "--redhead"),
            (self.form.no_redhead, "--no-redhead"),
            (self.with_appendix, "--with-appendix"),
            (self.duplex, "--duplex"),
            (self.seal, "--seal"),
        ];
        let others = others.iter().filter(|(is, _)| *is).map(|(_, option)| (*option).to_owned());
        layout.chain(others).collect()
    }

    /// What is asked for; `addressees` are those of [`EditionArguments::addressees`].
    pub(super) fn options(&self, target: &Target, addressees: &[String]) -> Options {
        Options {
            draft: self.draft,
            proof: self.proof,
            appendix: self.with_appendix,
            duplex: self.duplex,
            seal: self.seal,
            strict_fonts: self.strict_fonts,
            addressees: addressees.to_vec(),
            ..self.form.options(target.report.as_deref())
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
