//! `nianbao completions`: what a shell needs to complete commands and options.

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::{Exit, print_as_it_is};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// 命令行外壳：bash、zsh、fish、powershell、elvish
    #[arg(value_name = "外壳", help_heading = "参数", value_enum, hide_possible_values = true)]
    shell: Shell,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let mut script = Vec::new();
    let mut command = super::Arguments::command();
    clap_complete::generate(arguments.shell, &mut command, super::NAME, &mut script);
    print_as_it_is(&String::from_utf8_lossy(&script), Exit::Clean)
}
