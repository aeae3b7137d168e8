use std::process::ExitCode;

fn main() -> ExitCode {
    nianbao::cli::main()
}
