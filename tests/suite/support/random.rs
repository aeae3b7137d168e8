//! Projects made of bytes: each choice takes some of them, and of none left the first is taken. So
//! the bytes of a fuzzer and those of a random test make the same projects.

use nianbao::Options;
use nianbao::files::Files;

const PROFILE: &str = include_str!("../../base/data/profile.yaml");
const CATALOGUE: &str = include_str!("../../base/data/catalogue.yaml");
const REPORT: &str = include_str!("../../base/data/2024/report.yaml");
const JUSTICE: &str = include_str!("../../base/data/2024/区司法局.yaml");
const PETITIONS: &str = include_str!("../../base/data/2024/区信访局.yaml");

/// What texts are made of: words, marks that mean something to one of the outputs, figures.
const WORDS: [&str; 40] = [
    "推进",
    "依法行政",
    "工作",
    "，",
    "。",
    "；",
    "“",
    "”",
    "《",
    "》",
    "（",
    "）",
    "——",
    "、",
    "全年",
    "{{执法案件总数}}",
    "{{行政检查数}}",
    "{{行政处罚数}}",
    "{{普法活动场次}}",
    "{{调解涉及金额}}",
    "{{行政检查数|占:执法案件总数}}",
    "{{执法案件总数|数}}",
    "*",
    "**",
    "_",
    "`",
    "<b>",
    "&amp;",
    "|",
    "\\",
    "#",
    "[甲](乙)",
    "1. ",
    "- ",
    "12345热线",
    "２０",
    "GB/T 9704",
    "https://example.org/a-b",
    "䶮",
    "\n\n",
];

/// Choices made of bytes.
pub(crate) struct Choices<'b>(&'b [u8]);

impl<'b> Choices<'b> {
    pub(crate) fn new(bytes: &'b [u8]) -> Choices<'b> {
        Choices(bytes)
    }

    /// A number below a limit.
    pub(crate) fn below(&mut self, limit: u32) -> u32 {
        let mut number = 0;
        for _ in 0..if limit > 0x100 { 4 } else { 1 } {
            let (byte, rest) = self.0.split_first().unwrap_or((&0, &[]));
            self.0 = rest;
            number = number << 8 | u32::from(*byte);
        }
        number % limit
    }

    fn flag(&mut self) -> bool {
        self.below(2) == 1
    }

    fn text(&mut self) -> String {
        let count = 1 + self.below(24);
        (0..count).map(|_| WORDS[self.below(40) as usize]).collect()
    }

    fn number(&mut self) -> String {
        match self.below(6) {
            0 => "0".to_owned(),
            1 => format!("约{}", 1 + self.below(999)),
            2 => format!("{}.{}", self.below(100_000), self.below(10_000)),
            3 => u64::MAX.to_string(),
            _ => self.below(1_000_000).to_string(),
        }
    }
}

/// The project of `tests/base` with other figures and texts, of texts alone.
pub(crate) fn project(choices: &mut Choices<'_>) -> Files {
    let (checks, fines) = (choices.below(100_000), choices.below(100_000));
    let total = if choices.below(8) == 7 { checks } else { checks + fines };
    let mut justice = JUSTICE
        .replace("执法案件总数: 30", &format!("执法案件总数: {total}"))
        .replace("行政检查数: 24", &format!("行政检查数: {checks}"))
        .replace("行政处罚数: 6", &format!("行政处罚数: {fines}"))
        .replace("12.5", &choices.number());
    for old in ["优化办事流程，推行容缺受理。", "重大事项一律先审查后决策。"]
    {
        if choices.below(3) > 0 {
            justice = justice.replace(old, &choices.text().replace('\n', "\n    "));
        }
    }
    if choices.below(3) > 0 {
        let new = choices.text().replace('\'', "''").replace('\n', "");
        justice = justice.replace("分批组织执法人员轮训。", &format!("'{new}'"));
    }
    let received = choices.below(10_000);
    let settled = choices.below(10_000).min(received);
    let petitions = PETITIONS
        .replace("纠纷受理数: 48", &format!("纠纷受理数: {received}"))
        .replace("纠纷化解数: 45", &format!("纠纷化解数: {settled}"));
    Files::default()
        .with_unsaved("data/profile.yaml", PROFILE)
        .with_unsaved("data/catalogue.yaml", CATALOGUE)
        .with_unsaved("data/2024/report.yaml", REPORT)
        .with_unsaved("data/2024/区司法局.yaml", justice)
        .with_unsaved("data/2024/区信访局.yaml", petitions)
}

/// An edition of a report.
pub(crate) fn options(choices: &mut Choices<'_>) -> Options {
    Options {
        red_head: Some(choices.flag()),
        draft: choices.flag(),
        proof: choices.flag(),
        public: choices.flag(),
        appendix: choices.flag(),
        duplex: choices.flag(),
        seal: choices.flag(),
        ..Options::default()
    }
}
