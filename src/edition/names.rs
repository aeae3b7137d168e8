//! The names of files: which no system can write, and which are the same on some.

use std::collections::BTreeMap;

use super::Edition;
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::Findings;
use crate::text::{NOT_IN_FILE_NAMES, is_device, is_invisible};

/// Words that tell editions apart in the names of files.
pub(super) const PUBLIC: &str = "公开版";
pub(super) const DRAFT: &str = "草稿";
pub(super) const PROOF: &str = "核校本";

/// Bytes of a name, which most file systems limit to 255; a file gets a longer one while it is
/// written.
const LONGEST: usize = 240;

/// An addressee as a part of the name of a file.
pub(super) fn part(addressee: &str) -> String {
    addressee.replace(NOT_IN_FILE_NAMES, "").trim().to_owned()
}

/// A department as the name of a folder.
pub(crate) fn folder(department: &str) -> String {
    part(department)
}

/// Departments whose folders could not be told apart, or not be made (E1106).
pub(crate) fn folder_faults<'a>(departments: impl IntoIterator<Item = &'a str>) -> Findings {
    let mut findings = Findings::new();
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    let fault = |message: String| {
        Diagnostic::new(Code::E1106, message)
            .note("说明", "每个部门一个文件夹，以部门的名称命名；Windows 不分大小写")
            .help("改单位档案里部门的“名称”")
    };
    for department in departments {
        let name = folder(department);
        if is_device(&name) || !name.contains(char::is_alphanumeric) {
            findings.report(fault(format!("“{}”不能用作文件夹名", start_of(department))));
        } else if let Some(other) = known.insert(name.to_lowercase(), department) {
            findings.report(fault(format!("“{other}”和“{department}”的文件夹同名：{name}")));
        }
    }
    findings
}

/// What keeps the files of some editions from being written, or makes one overwrite another (E1106).
pub(crate) fn faults(editions: &[Edition], endings: &[&str]) -> Findings {
    let mut findings = Findings::new();
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    let longest = endings.iter().max_by_key(|ending| ending.len()).copied().unwrap_or("csv");
    for edition in editions {
        let name = edition.file_name(longest);
        let Some(addressee) = edition.addressees.first().filter(|_| edition.separate) else {
            continue;
        };
        let fault = addressee_fault(addressee).or_else(|| {
            let long = name.len() > LONGEST;
            long.then(|| format!("文件名“{}……”太长", start_of(&name)))
        });
        if let Some(fault) = fault {
            findings.report(fault_of(fault).help("--to 里写机关的规范名称或者简称"));
            continue;
        }
        // Windows and macOS do not tell capitals from small letters.
        if let Some(other) = known.insert(name.to_lowercase(), addressee) {
            let message = format!("“{other}”和“{addressee}”的文件同名：{name}");
            let fault = fault_of(message);
            findings.report(fault.help("同一个机关只写一次；不同的机关，写出不同的名称"));
        }
    }
    findings
}

fn fault_of(message: String) -> Diagnostic {
    Diagnostic::new(Code::E1106, message).note(
        "说明",
        "每个主送机关一套文件，文件名里带着它的名称；/ \\ : * ? \" < > | 不能用在文件名里，会略去",
    )
}

fn addressee_fault(addressee: &str) -> Option<String> {
    let name = part(addressee);
    let fault = |why: &str| Some(format!("主送机关“{}”{why}", start_of(addressee)));
    if addressee.chars().any(|c| c.is_control() || is_invisible(c)) {
        return fault("的名称里有换行或者看不见的字符，不能用作文件名");
    }
    if !name.contains(char::is_alphanumeric) {
        return fault("不能用作文件名");
    }
    if name.split('，').any(|part| [PUBLIC, DRAFT, PROOF].contains(&part.trim())) {
        return fault("与区分版本的字样相同，会和另一个版本的文件同名");
    }
    is_device(&name).then(|| fault("不能用作文件名")).flatten()
}

/// The beginning of a name, on one line.
fn start_of(name: &str) -> String {
    name.chars().take(30).map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(names: &[&str]) -> Vec<String> {
        let editions: Vec<Edition> = names
            .iter()
            .map(|name| Edition {
                stem: "年报".into(),
                addressees: vec![(*name).to_owned()],
                separate: true,
                ..Edition::default()
            })
            .collect();
        faults(&editions, &["pdf", "html"]).iter().map(|found| found.message.clone()).collect()
    }

    #[test]
    fn names_that_no_file_can_bear_or_that_are_the_same_are_reported() {
        let long = "区".repeat(100);
        for name in [
            "公开版",
            "草稿",
            "核校本",
            "区委，草稿",
            "",
            " ",
            ".",
            "..",
            "/",
            "区委\n办",
            "CON",
            "nul.x",
            &long,
        ] {
            assert_eq!(found(&[name]).len(), 1, "{name:?}: {:?}", found(&[name]));
        }
        for names in
            [["区委/办", "区委办"], ["区委办", "区委办"], ["区A局", "区a局"], ["区委办 ", "区委办"]]
        {
            assert_eq!(found(&names).len(), 1, "{names:?}: {:?}", found(&names));
        }
    }

    #[test]
    fn names_of_organs_are_right() {
        assert_eq!(found(&["区委", "区人大常委会", "区委办（机要室）", "区委办.一科"]), [""; 0]);
    }
}
