//! `nianbao man`: the manual page of the program or of one command, for `man -l`.

use clap::CommandFactory as _;
use clap_mangen::Man;

use super::{Exit, complain, print_as_it_is};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// 哪个命令的手册，如 generate；不写则是整个程序的
    #[arg(value_name = "命令", help_heading = "参数")]
    command: Option<String>,
}

/// The headings that clap_mangen writes, and what they are in Chinese.
const HEADINGS: [(&str, &str); 4] =
    [("NAME", "名称"), ("SYNOPSIS", "用法"), ("DESCRIPTION", "说明"), ("VERSION", "版本")];

pub(super) fn run(arguments: &Arguments) -> Exit {
    let mut program = super::Arguments::command();
    program.build();
    let command = match &arguments.command {
        None => Some(&program),
        Some(name) => program.find_subcommand(name),
    };
    let Some(command) = command else {
        let name = arguments.command.as_deref().unwrap_or_default();
        complain(&format!("没有“{name}”这个命令\n建议：运行 nianbao --help 查看全部命令"));
        return Exit::CannotRun;
    };
    let mut page = Vec::new();
    if let Err(error) = Man::new(command.clone()).render(&mut page) {
        complain(&format!("写不出手册：{}", crate::write::reason(&error)));
        return Exit::CannotRun;
    }
    let mut page = String::from_utf8_lossy(&page).into_owned();
    for (english, chinese) in HEADINGS {
        page = page.replace(&format!("\n.SH {english}\n"), &format!("\n.SH {chinese}\n"));
    }
    print_as_it_is(&page, Exit::Clean)
}
