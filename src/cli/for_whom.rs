//! Whose reports are made or checked: `--for`.

use clap::Args;

use super::{Exit, complain};
use crate::Reading;
use crate::project::Profile;

/// The report of the unit itself.
const UNIT: &str = "本级";
/// The reports of all departments that have one.
const ALL: &str = "各部门";

#[derive(Debug, Clone, Default, Args)]
pub(super) struct ForWhom {
    /// 出谁的报告，逗号分隔：本级、各部门，或者部门的名称（默认 本级）；部门的要在它的文件里写“本部门报告”
    #[arg(long = "for", value_name = "部门", value_delimiter = ',')]
    whose: Vec<String>,
}

/// The reports that are asked for.
#[derive(Debug)]
pub(super) struct Chosen {
    /// Each once: a department's own, or (none) the unit's.
    pub(super) reports: Vec<Option<String>>,
    /// The departments that 各部门 leaves out, for they have no report of their own.
    pub(super) without: Vec<String>,
    /// Whether all departments are asked for.
    pub(super) is_all: bool,
}

impl ForWhom {
    /// Whether `--for` was written.
    pub(super) fn is_given(&self) -> bool {
        !self.whose.is_empty()
    }

    /// The names, each once, however the list is punctuated.
    fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        let written = self.whose.iter().flat_map(|written| written.split(['，', '、', '；', ';']));
        for name in written.map(str::trim).filter(|name| !name.is_empty()) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// What they stand for. Where there is no project, the one report says why.
    pub(super) fn choose(&self, reading: &Reading) -> Result<Chosen, Exit> {
        let names = self.names();
        if self.is_given() && names.is_empty() {
            complain(&format!(
                "--for 后面没有写名称\n建议：写 {UNIT}、{ALL}，或者部门的名称，如 --for 区司法局"
            ));
            return Err(Exit::CannotRun);
        }
        let (mut reports, mut without) = (Vec::new(), Vec::new());
        let Some(project) = reading.project.as_ref().filter(|_| self.is_given()) else {
            return Ok(Chosen { reports: vec![None], without, is_all: false });
        };
        let profile = &project.profile;
        let issuer = profile.issuer.as_ref().map(|issuer| issuer.value.as_str());
        let is_all = names.contains(&ALL);
        for name in names {
            match name {
                ALL => {
                    let (with, others) = reading.departments();
                    reports.extend(with.into_iter().map(|name| Some(name.to_owned())));
                    without.extend(others.into_iter().map(str::to_owned));
                }
                UNIT => reports.push(None),
                name if profile.knows(name) => reports.push(Some(name.to_owned())),
                name if issuer == Some(name) => reports.push(None),
                // Without a directory, that is what is told.
                _ if profile.departments.is_empty() => reports.push(None),
                name => {
                    complain(&unknown_department(name, profile));
                    return Err(Exit::CannotRun);
                }
            }
        }
        let mut chosen: Vec<Option<String>> = Vec::new();
        for report in reports {
            if !chosen.contains(&report) {
                chosen.push(report);
            }
        }
        without.retain(|name| !chosen.iter().any(|report| report.as_ref() == Some(name)));
        Ok(Chosen { reports: chosen, without, is_all })
    }
}

/// What a report is called.
pub(super) fn name_of(report: Option<&str>) -> &str {
    report.unwrap_or(UNIT)
}

impl Chosen {
    /// The department of one of the reports; none for the unit's.
    pub(super) fn department(&self, at: usize) -> Option<&str> {
        self.reports.get(at)?.as_deref()
    }

    /// What is said of the departments that have no report of their own.
    pub(super) fn left_out(&self) -> String {
        match self.without.as_slice() {
            [] => String::new(),
            names => format!("没有写“本部门报告”、不出报告的部门：{}\n", names.join("、")),
        }
    }
}

/// Says that the directory has no such department.
pub(super) fn unknown_department(name: &str, profile: &Profile) -> String {
    let names = profile.departments.iter().map(|entry| entry.name.as_str());
    let hint = match profile.meant(name) {
        Some(meant) => format!("是否指 {meant}？"),
        None => format!("可以写：{}", names.collect::<Vec<_>>().join("、")),
    };
    format!("单位档案里没有部门“{name}”\n建议：{hint}")
}
