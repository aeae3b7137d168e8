//! The command line: arguments in, exit code out. Help and messages are Chinese.

mod batch;
mod check;
mod compare;
mod completions;
mod convert;
mod edition;
mod every_kind;
mod export;
mod fix;
mod folders;
mod fonts;
mod for_whom;
mod generate;
mod init;
mod kinds;
mod man;
mod new;
mod one_file;
mod revise;
mod schema;
mod status;
mod templates;
mod upgrade;
mod verify;
mod watch;

use std::error::Error as _;
use std::ffi::OsString;
use std::io::{self, Write as _};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::LazyLock;

use anstream::adapter::strip_str;
use anstream::{AutoStream, ColorChoice};
use clap::builder::{PathBufValueParser, PossibleValuesParser, TypedValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args, Parser, Subcommand};
use terminal_size::{Height, Width, terminal_size_of};

use crate::Options;
use crate::diagnostic::text::Screen;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::fix::Changed;
use crate::project::DATA_FORMAT;
use crate::render::{FORMATS, Format};
use crate::source::{Content, Sources};
use crate::text::{harmless, harmless_in_colours, shown_path, with_slashes};
use crate::write::{self, CreateFault, Output, Replacement};

/// How a run ends, as a shell sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// 0: done; there may be warnings.
    Clean = 0,
    /// 1: the data has faults.
    Faults = 1,
    /// 2: could not run: wrong arguments, a folder that cannot be read or written.
    CannotRun = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

const HELP: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

/// The years of which there may be a report.
const YEARS: RangeInclusive<i32> = 1949..=9999;

/// What the program is called on the command line.
const NAME: &str = "nianbao";

/// `0.1.0（提交 1a2b3c4d5e，数据格式 1）`; only releases name their commit.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let commit = match env!("NIANBAO_COMMIT") {
        "" => String::new(),
        commit => format!("提交 {commit}，"),
    };
    format!("{}（{commit}数据格式 {DATA_FORMAT}）", env!("CARGO_PKG_VERSION"))
});

#[derive(Debug, Parser)]
#[command(
    name = NAME,
    version = VERSION.as_str(),
    about = "年报：核对各部门填报的数据，生成年度报告",
    help_template = HELP,
    override_usage = "nianbao <命令> [选项]",
    subcommand_help_heading = "命令",
    subcommand_value_name = "命令",
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    next_help_heading = "选项"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// 显示帮助
    #[arg(short = 'h', long = "help", action = clap::ArgAction::Help, global = true, display_order = 99)]
    help: Option<bool>,
    /// 显示版本
    #[arg(short = 'V', long = "version", action = clap::ArgAction::Version)]
    version: Option<bool>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 核对一年的数据，生成报告（有错误时不写任何文件）
    #[command(help_template = HELP, next_help_heading = "选项", override_usage = "nianbao generate <年度> [选项]")]
    Generate(generate::Arguments),
    /// 一个文件夹里的各个项目一起做：市里汇总各县区用；有错误的跳过，列出各项目的结果
    #[command(help_template = HELP, next_help_heading = "选项", override_usage = "nianbao batch <文件夹> [选项]")]
    Batch(batch::Arguments),
    /// 只核对一年的数据，或者一个文件，列出全部问题
    #[command(help_template = HELP, next_help_heading = "选项", override_usage = "nianbao check <年度|文件> [选项]")]
    Check(check::Arguments),
    /// 代为改正有确定改法的问题：全角的冒号、数字和标点之类（从不改变任何一个数）
    #[command(help_template = HELP, next_help_heading = "选项", override_usage = "nianbao fix <年度> [选项]")]
    Fix(fix::Arguments),
    /// 对照退回的修改稿（Word 或者 Markdown）：改了哪里、是谁的文字、写在哪个文件哪一行；--apply 代改拿得准的
    #[command(help_template = HELP, next_help_heading = "选项", override_usage = "nianbao revise <年度> <修改稿> [选项]")]
    Revise(revise::Arguments),
    /// 开始新的一年：生成报告总表和各部门的空表，沿用上年的文字（从不覆盖已有文件）
    #[command(help_template = HELP, next_help_heading = "选项", override_usage = "nianbao new <年度> [选项]")]
    New(new::Arguments),
    /// 比两年、两版或者两个文件：哪些数变了，哪些话改了，供汇报“有什么新变化”
    #[command(help_template = HELP, next_help_heading = "选项", override_usage = "nianbao compare <甲> [乙] [选项]")]
    Compare(compare::Arguments),
    /// 部门的工作簿转成 YAML，YAML 转成工作簿，内容不变
    #[command(help_template = HELP, next_help_heading = "选项", override_usage = "nianbao convert <年度> <文件> [选项]")]
    Convert(convert::Arguments),
    /// 看填报进度：各部门报了没有，缺几项，有几处错误
    #[command(help_template = HELP, next_help_heading = "选项", override_usage = "nianbao status <年度> [选项]")]
    Status(status::Arguments),
    /// 核验一个输出文件夹：文件有没有改动，各种格式的文字、数和现在的数据是不是一致；列出送出的清单
    #[command(help_template = HELP, next_help_heading = "选项", override_usage = "nianbao verify <文件夹> [选项]")]
    Verify(verify::Arguments),
    /// 边改边看：文件一有改动就重新核对、重新生成，只显示有变化的
    #[command(help_template = HELP, next_help_heading = "选项", override_usage = "nianbao watch <年度> [选项]")]
    Watch(watch::Arguments),
    /// 新建一个项目：单位档案待填，指标目录取自已有的项目或者程序，模板和字体用程序内置的
    #[command(help_template = HELP, next_help_heading = "选项", override_usage = "nianbao init <文件夹> [选项]")]
    Init(init::Arguments),
    /// 列出知道的报告种类：名称、文件名、版式、期限，本项目做哪几种
    #[command(help_template = HELP, next_help_heading = "选项", override_usage = "nianbao kinds [选项]")]
    Kinds(kinds::Arguments),
    /// 解释一个问题代码，如 E0501
    #[command(help_template = HELP, next_help_heading = "选项", override_usage = "nianbao explain [代码]")]
    Explain(Explain),
    /// 写出各填报文件的 JSON Schema，供编辑器补全、提示和检查
    #[command(help_template = HELP, next_help_heading = "选项", override_usage = "nianbao schema [选项]")]
    Schema(schema::Arguments),
    /// 列出模板：哪些是内置的，哪些用项目自己的；export 复制一份内置的来改
    #[command(help_template = HELP, next_help_heading = "选项", subcommand_help_heading = "命令", disable_help_subcommand = true, override_usage = "nianbao templates [选项]\n      nianbao templates export [文件]")]
    Templates(templates::Arguments),
    /// 列出各角色用的字体文件、来自哪里，以及能写出多少规范汉字；export 复制内置的
    #[command(help_template = HELP, next_help_heading = "选项", subcommand_help_heading = "命令", disable_help_subcommand = true, override_usage = "nianbao fonts [选项]\n      nianbao fonts export [文件]")]
    Fonts(fonts::Arguments),
    /// 换了新版程序后，列出项目里该改的：多余的模板和字体，过时的 Schema（不改任何文件）
    #[command(help_template = HELP, next_help_heading = "选项", override_usage = "nianbao upgrade [选项]")]
    Upgrade(upgrade::Arguments),
    /// 写出命令行外壳的补全脚本（bash、zsh、fish、powershell、elvish）
    #[command(help_template = HELP, next_help_heading = "选项", override_usage = "nianbao completions <外壳>")]
    Completions(completions::Arguments),
    /// 写出程序或者一个命令的手册页，用 man -l 查看
    #[command(help_template = HELP, next_help_heading = "选项", override_usage = "nianbao man [命令]")]
    Man(man::Arguments),
}

/// Which year of which project.
#[derive(Debug, Clone, Args)]
struct Target {
    /// 报告年度，如 2024
    #[arg(value_name = "年度", help_heading = "参数", value_parser = year, allow_negative_numbers = true)]
    year: i32,
    /// 报告种类，templates 里一个文件夹的名称（默认单位档案的“报告”）；generate、check、status 写 全部，就是本项目的各种
    #[arg(long, value_name = "种类")]
    report: Option<String>,
    #[command(flatten)]
    project: Folder,
}

impl Target {
    /// The options of a plain edition of the report.
    fn options(&self) -> Options {
        Options { report: self.report.clone(), ..Options::default() }
    }
}

/// Which form of the report is meant.
#[derive(Debug, Clone, Args)]
struct Form {
    /// 版式：templates/ 下的模板名，如 luojiang、statutory（默认取单位档案的“版式”）
    #[arg(long, value_name = "版式")]
    layout: Option<String>,
    /// 公开版：PDF 和 Markdown 也不含“公开: 否”的条目（网页总是不含），不写数据来源
    #[arg(long)]
    public: bool,
    /// 印红头；单位档案没有“发文机关标志”的，用“发文机关＋文件”
    #[arg(long, overrides_with = "no_redhead")]
    redhead: bool,
    /// 不印红头
    #[arg(long, overrides_with = "redhead")]
    no_redhead: bool,
}

impl Form {
    /// The options of this form of the report.
    fn options(&self, report: Option<&str>) -> Options {
        Options {
            report: report.map(str::to_owned),
            layout: self.layout.clone(),
            public: self.public,
            red_head: match (self.redhead, self.no_redhead) {
                (true, _) => Some(true),
                (_, true) => Some(false),
                _ => None,
            },
            ..Options::default()
        }
    }
}

/// What counts as a fault.
#[derive(Debug, Clone, Args)]
struct Strictness {
    /// 有警告也按有错误处理
    #[arg(long)]
    deny_warnings: bool,
}

/// Which project.
#[derive(Debug, Clone, Args)]
struct Folder {
    /// 项目文件夹（内有 data；默认当前文件夹，或者它所在的项目）
    #[arg(
        long,
        value_name = "文件夹",
        default_value = ".",
        hide_default_value = true,
        value_parser = PathBufValueParser::new().map(folders::project),
        global = true
    )]
    project: PathBuf,
}

#[derive(Debug, Args)]
struct Explain {
    /// 问题代码，如 E0501；不写则列出全部
    #[arg(value_name = "代码", help_heading = "参数")]
    code: Option<String>,
}

/// Which files a report is made as.
#[derive(Debug, Clone, Args)]
struct Formats {
    #[arg(
        long,
        value_name = "格式",
        value_delimiter = ',',
        value_parser = format_parser(),
        hide_possible_values = true,
        default_values = usual_words(),
        hide_default_value = true,
        help = format!("输出格式：{}，逗号分隔（默认 {}）", words().join("、"), usual_words().join("、"))
    )]
    format: Vec<Format>,
}

/// The words for the formats.
fn words() -> [&'static str; FORMATS.len()] {
    FORMATS.map(|format| format.word)
}

/// The words for those that are made unless others are asked for.
fn usual_words() -> Vec<&'static str> {
    FORMATS.iter().filter(|format| format.is_usual).map(|format| format.word).collect()
}

/// Reads the year of a report.
fn year(text: &str) -> Result<i32, String> {
    let year = text.parse().ok().filter(|year| YEARS.contains(year));
    year.ok_or_else(|| format!("{} 到 {} 的整数", YEARS.start(), YEARS.end()))
}

/// Reads the word for a format.
fn format_parser() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(words()).try_map(|word| {
        FORMATS.into_iter().find(|format| format.word == word).ok_or("没有这种格式")
    })
}

/// Runs the program on the process's own arguments.
pub fn main() -> ExitCode {
    run(std::env::args_os()).into()
}

fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) if !error.use_stderr() => {
            return print(&error.render().to_string(), Exit::Clean);
        }
        Err(error) => {
            complain(&usage_fault(&error));
            return Exit::CannotRun;
        }
    };
    match arguments.command {
        Command::Generate(arguments) => generate::run(&arguments),
        Command::Batch(arguments) => batch::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Fix(arguments) => fix::run(&arguments),
        Command::Revise(arguments) => revise::run(&arguments),
        Command::New(arguments) => new::run(&arguments),
        Command::Compare(arguments) => compare::run(&arguments),
        Command::Convert(arguments) => convert::run(&arguments),
        Command::Status(arguments) => status::run(&arguments),
        Command::Watch(arguments) => watch::run(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Init(arguments) => init::run(&arguments),
        Command::Kinds(arguments) => kinds::run(&arguments),
        Command::Explain(arguments) => explain(arguments.code.as_deref()),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Templates(arguments) => templates::run(&arguments),
        Command::Fonts(arguments) => fonts::run(&arguments),
        Command::Upgrade(arguments) => upgrade::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments),
        Command::Man(arguments) => man::run(&arguments),
    }
}

fn write_out(folder: &Path, outputs: &[Output]) -> Exit {
    match write::write_all(folder, outputs) {
        Ok(replaced) => print_written(folder, outputs, &replaced),
        Err(fault) => {
            complain(&fault.message());
            Exit::CannotRun
        }
    }
}

/// Names the files that were written, one a line.
fn print_written(folder: &Path, outputs: &[Output], replaced: &[String]) -> Exit {
    let line = |output: &Output| {
        let instead = if replaced.contains(&output.name) { "（替换了原来的）" } else { "" };
        format!("已生成 {}{instead}\n", shown_path(&folder.join(&output.name)))
    };
    print(&outputs.iter().map(line).collect::<String>(), Exit::Clean)
}

impl Folder {
    /// The project's folder, if there is a project in it.
    fn root(&self) -> Result<&Path, Exit> {
        if folders::is_project(&self.project) {
            return Ok(&self.project);
        }
        complain(&format!(
            "{} 里没有 data 文件夹，不是一个年报项目\n建议：进入项目文件夹再运行，或用 --project 指明",
            shown_path(&self.project)
        ));
        Err(Exit::CannotRun)
    }
}

impl Strictness {
    fn exit(&self, diagnostics: &[Diagnostic]) -> Exit {
        let worst = diagnostics.iter().map(|diagnostic| diagnostic.severity).min();
        match worst {
            Some(Severity::Error) => Exit::Faults,
            Some(Severity::Warning) if self.deny_warnings => Exit::Faults,
            _ => Exit::Clean,
        }
    }
}

/// Shows what keeps a command from its work.
fn show(diagnostics: &[Diagnostic], sources: &Sources) {
    let text = shown(diagnostics, sources, screen(terminal_size_of(io::stderr())));
    let text = harmless_in_colours(&text);
    let _ = match AutoStream::choice(&io::stderr()) {
        // Colours are taken out before: what takes them out writes each piece between two apart.
        ColorChoice::Never => io::stderr().write_all(strip_str(&text).to_string().as_bytes()),
        _ => anstream::stderr().lock().write_all(text.as_bytes()),
    };
}

/// Tells of a file of the command line that it cannot be taken.
fn refuse(file: &Path, fault: Diagnostic) -> Exit {
    let mut sources = Sources::default();
    let place = sources.add(shown_path(file), Content::Missing);
    show(&[fault.at(place, "")], &sources);
    Exit::CannotRun
}

/// Writes mended texts in the place of the user's files, all of them or none.
fn replace(root: &Path, files: &[Changed]) -> Result<(), Exit> {
    let replacement = |file: &Changed| Replacement {
        name: file.path.clone(),
        before: file.before.clone().into_bytes(),
        after: file.after.clone().into_bytes(),
    };
    let replacements: Vec<Replacement> = files.iter().map(replacement).collect();
    put_in_place(root, &replacements)
}

/// Writes files in the place of those that are there, all of them or none.
fn put_in_place(root: &Path, replacements: &[Replacement]) -> Result<(), Exit> {
    write::replace_all(root, replacements).map_err(|fault| {
        complain(&format!("{}\n一个文件也没有改", fault.message()));
        Exit::CannotRun
    })
}

/// Writes files none of which may be there yet; `folder` stands in `root`.
fn create(root: &Path, folder: &str, outputs: &[Output]) -> Result<(), Exit> {
    match write::create_all(&root.join(folder), outputs) {
        Ok(()) => Ok(()),
        Err(CreateFault::Taken(names)) => {
            let shown = |name: &String| with_slashes(&Path::new(folder).join(name));
            let mut sources = Sources::default();
            let fault = taken(&names.iter().map(shown).collect::<Vec<_>>(), &mut sources);
            show(&[fault], &sources);
            Err(Exit::Faults)
        }
        Err(CreateFault::Write(fault)) => {
            complain(&fault.message());
            Err(Exit::CannotRun)
        }
    }
}

/// Reports files that are there already and were not replaced; `paths` are shown as they are.
fn taken(paths: &[String], sources: &mut Sources) -> Diagnostic {
    let first = paths.first().map_or("", String::as_str);
    let file = sources.add(first, Content::Missing);
    let fault = Diagnostic::new(Code::E0143, format!("{first} 已经有了，没有覆盖"))
        .at(file, "")
        .help("确实要重新生成的，先把已有的移到别处；一个文件也没有写");
    match paths.len() {
        0 | 1 => fault,
        count => fault.note("已有", format!("共 {count} 个：{}", paths.join("、"))),
    }
}

/// Diagnostics for the terminal; the stream that prints them drops the colours where they do
/// not belong.
fn shown(diagnostics: &[Diagnostic], sources: &Sources, screen: Screen) -> String {
    screen.report(diagnostics, sources) + "\n"
}

/// A stream that is a terminal has a size.
fn screen(size: Option<(Width, Height)>) -> Screen {
    Screen::terminal(size.map(|(Width(columns), _)| usize::from(columns)))
}

/// Where results are printed.
fn standard_screen() -> Screen {
    screen(terminal_size_of(io::stdout()))
}

fn explain(code: Option<&str>) -> Exit {
    let Some(wanted) = code else {
        let list: String =
            Code::ALL.iter().map(|code| format!("{}  {}\n", code.name(), code.title())).collect();
        return print(&list, Exit::Clean);
    };
    match Code::ALL.iter().find(|code| code.name().eq_ignore_ascii_case(wanted)) {
        Some(code) => print(code.explanation(), Exit::Clean),
        None => {
            complain(&format!("没有代码 {wanted}\n建议：运行 nianbao explain 查看全部代码"));
            Exit::CannotRun
        }
    }
}

/// Prints a result, after which the run ends as it is to.
fn print(text: &str, exit: Exit) -> Exit {
    put(text).map_or_else(|error| unprinted(&error, exit), |()| exit)
}

/// Prints at once, colours only where they belong.
fn put(text: &str) -> io::Result<()> {
    put_as_it_is(&harmless_in_colours(text))
}

/// Prints what a program reads, which has escapes of its own.
fn put_as_it_is(text: &str) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Prints a result that a program reads, after which the run ends as it is to.
fn print_as_it_is(text: &str, exit: Exit) -> Exit {
    put_as_it_is(text).map_or_else(|error| unprinted(&error, exit), |()| exit)
}

/// A reader that closes the pipe early (`| head`) is no fault; a full disk is.
fn unprinted(error: &io::Error, exit: Exit) -> Exit {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return exit;
    }
    complain(&format!("结果没有写出来：{}", write::reason(error)));
    Exit::CannotRun
}

/// Prints a part of the result that more follows.
fn put_part(text: &str) -> Result<(), Exit> {
    put(text).map_err(|error| unprinted(&error, Exit::Clean))
}

/// Says something beside the result.
fn note(text: &str) {
    let _ = anstream::stderr().lock().write_all(harmless(text).as_bytes());
}

/// Tells why the program could not run.
fn complain(text: &str) {
    let _ = writeln!(anstream::stderr().lock(), "错误：{}", harmless(text));
}

/// clap's complaint in the clerk's words.
fn usage_fault(error: &clap::Error) -> String {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let what = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!("没有“{}”这个命令", context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            "没有写要做什么".to_owned()
        }
        ErrorKind::UnknownArgument => format!("不认识的参数 {argument}"),
        ErrorKind::MissingRequiredArgument => format!("缺少参数 {argument}"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => {
            format!("参数 {argument} 后面没有写值")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("参数 {argument} 的值“{value}”不对")
        }
        ErrorKind::ArgumentConflict => match context(ContextKind::PriorArg) {
            prior if prior.is_empty() || prior == argument => {
                format!("参数 {argument} 写了两遍")
            }
            prior => format!("参数 {argument} 和 {prior} 不能同时写"),
        },
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("参数 {argument} 的值的个数不对")
        }
        ErrorKind::InvalidUtf8 => "参数里有不是 UTF-8 的文字".to_owned(),
        _ => "参数有误".to_owned(),
    };
    let said = |kind| Some(context(kind)).filter(|text| !text.is_empty());
    // What a parser of this program says may be written.
    let values = said(ContextKind::ValidValue).or_else(|| Some(error.source()?.to_string()));
    let meant = said(ContextKind::SuggestedSubcommand).or_else(|| said(ContextKind::SuggestedArg));
    let hint = match (values, meant) {
        (Some(values), _) => format!("可以写：{values}"),
        (None, Some(meant)) => format!("是否想写 {meant}？"),
        (None, None) => "运行 nianbao --help 查看用法".to_owned(),
    };
    format!("{what}\n建议：{hint}")
}
