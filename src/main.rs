//! The program `nianbao`. The library does the work; its `cli` module is the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    nianbao::cli::main()
}
