//! The version of the data format: 数据格式 in the profile.

use crate::diagnostic::{Code, Diagnostic};
use crate::yaml::{Fields, Kind, Node, Reader};

/// The data format that this program reads: the files under `data/`, their keys and what those
/// mean. It grows by one when an older program would read data wrongly.
pub const DATA_FORMAT: u32 = 1;

const KEY: &str = "数据格式";

/// The fault of a profile whose data format is newer than the program's. Nothing else of the
/// project can be judged then.
pub(super) fn newer(profile: &Node) -> Option<Diagnostic> {
    let Kind::Map(entries) = &profile.kind else { return None };
    let value = &entries.iter().find(|entry| entry.key == KEY)?.value;
    let written = version(value.as_text()?).filter(|version| *version > DATA_FORMAT)?;
    Some(
        Diagnostic::new(Code::E0217, format!("数据格式 {written} 比程序新"))
            .at(value.span, format!("这个程序读得懂的是数据格式 {DATA_FORMAT}"))
            .note("说明", "没有往下核对")
            .help("换用新版的 nianbao"),
    )
}

/// Reads the key, which may be left out.
pub(super) fn read(fields: &mut Fields, reader: &mut Reader<'_>) {
    let Some(node) = fields.optional(KEY) else { return };
    if matches!(node.kind, Kind::List(_) | Kind::Map(_)) {
        reader.wrong_shape(node.span, KEY, "整数", &format!("改为 {DATA_FORMAT}，或者删去这一行"));
        return;
    }
    let line = reader.line(node, KEY);
    if let Some(line) = line.filter(|line| version(&line.value).is_none()) {
        reader.report(
            Diagnostic::new(Code::E0133, format!("{KEY}“{}”不是版本号", line.value))
                .at(line.span, "应当是从 1 起的整数")
                .help(format!("改为 {DATA_FORMAT}，或者删去这一行")),
        );
    }
}

fn version(text: &str) -> Option<u32> {
    text.parse().ok().filter(|version| *version > 0)
}
