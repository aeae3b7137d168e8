//! Which layouts the report of a kind can be made in.

use super::Project;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::findings::Findings;
use crate::source::Span;

/// Names of layouts end so.
const LAYOUT_ENDING: &str = ".md.tera";

impl Project {
    /// The layouts of the kind that is checked: those of its 版式 that have a file, then the
    /// project's own. A kind that lists none has all that there are.
    fn layouts(&self) -> Vec<String> {
        let files = self.layout_files();
        let declared = self.kind.layouts.iter().map(|layout| &layout.name);
        let has_file = |name: &&String| files.iter().any(|(found, _)| found == *name);
        let mut layouts: Vec<String> = declared.filter(has_file).cloned().collect();
        for (name, path) in &files {
            let is_usable = self.kind.layouts.is_empty() || !self.files.is_built_in(path);
            if is_usable && !layouts.contains(name) {
                layouts.push(name.clone());
            }
        }
        layouts
    }

    /// The names of all layouts, and their files.
    fn layout_files(&self) -> Vec<(String, String)> {
        let named = |(name, path): (String, String)| {
            let name = name.strip_suffix(LAYOUT_ENDING)?.to_owned();
            (!name.contains('/')).then_some((name, path))
        };
        self.template_paths().into_iter().filter_map(named).collect()
    }

    /// What is wrong with the layouts of the kind that is checked, and with the one that is used:
    /// none where the report can be made in it, or else a layout whose demands the data can be
    /// checked against.
    pub(crate) fn layout_faults(&self, used: &str) -> (Findings, Option<String>) {
        let layouts = self.layouts();
        let mut findings = Findings::new();
        for layout in self.kind.layouts.iter().filter(|layout| !layouts.contains(&layout.name)) {
            findings.extend(self.without_file(&layout.name, layout.place));
        }
        if layouts.iter().any(|layout| layout == used) {
            return (findings, None);
        }
        if !self.kind.layouts.iter().any(|layout| layout.name == used) {
            findings.report(self.no_such_layout(used, &layouts));
        }
        (findings, Some(layouts.into_iter().next().unwrap_or_default()))
    }

    /// A layout of 版式 that has no file.
    fn without_file(&self, name: &str, place: Option<Span>) -> Option<Diagnostic> {
        let files = self.layout_files();
        let others = files.iter().map(|(name, _)| name.as_str());
        let is_listed = |name: &str| self.kind.layouts.iter().any(|layout| layout.name == name);
        let file = format!("templates/{}/{name}{LAYOUT_ENDING}", self.kind.folder);
        let label = match nearest(name, others.filter(|other| !is_listed(other))) {
            Some(meant) => format!("是否指“{meant}”"),
            None => "没有这个版式的文件".to_owned(),
        };
        let fault = Diagnostic::new(Code::E0218, format!("版式“{name}”没有文件"))
            .at(place?, label)
            .help(format!("改成有文件的版式，或者建 {file}"));
        Some(fault)
    }

    fn no_such_layout(&self, layout: &str, layouts: &[String]) -> Diagnostic {
        let profile = &self.profile;
        let given = profile.report(&self.kind.folder);
        let usual = given.and_then(|entry| entry.layout.as_ref()).or(profile.layout.as_ref());
        let known = match layouts {
            [] => "一个也没有".to_owned(),
            layouts => layouts.join("、"),
        };
        if layout.is_empty() {
            return Diagnostic::new(Code::E1006, "没有写用哪个版式")
                .note("说明", "单位档案没有写“版式”，报告种类的 kind.yaml 也没有列出版式")
                .help(format!("在单位档案里加一行“版式: 名称”；现有的版式：{known}"));
        }
        let help = match nearest(layout, layouts.iter().map(String::as_str)) {
            Some(close) => format!("是否想用“{close}”？"),
            None => format!("现有的版式：{known}"),
        };
        let is_of_others = self.layout_files().iter().any(|(name, _)| name == layout);
        let fault = match is_of_others {
            true => Diagnostic::new(Code::E1006, format!("这种报告没有“{layout}”这个版式"))
                .note("说明", format!("“{layout}”是别的报告的版式"))
                .help(help),
            false => Diagnostic::new(Code::E1006, format!("没有“{layout}”这个版式"))
                .note("说明", format!("版式就是模板文件 templates/{layout}{LAYOUT_ENDING}"))
                .help(help),
        };
        match usual {
            Some(usual) if usual.value == layout => fault.at(usual.span, "没有这个版式"),
            _ => fault,
        }
    }
}
