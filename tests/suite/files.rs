//! Where a project's bytes come from, seen from outside: the unsaved texts of an editor.

use nianbao::files::Files;
use nianbao::render::markdown;
use nianbao::{Options, examine, make};

use crate::support::Project;

/// What an editor has not saved yet is checked and printed as if it were.
#[test]
fn unsaved_texts_are_checked_and_printed() {
    let project = Project::base();
    let (form, layout) = ("data/2024/区信访局.yaml", "templates/luojiang.md.tera");
    let codes = |files: Files| -> Vec<&str> {
        let examined = examine(files, 2024, &Options::default());
        examined.findings.iter().map(|found| found.code.name()).collect()
    };
    let saved = Files::from(project.path());
    assert_eq!(codes(saved.clone()), [""; 0]);
    let typed = project.read(form).replace("纠纷受理数: 48", "纠纷受理数: 4８");
    assert!(codes(saved.clone().with_unsaved(form, typed)).contains(&"E0402"));

    let typed = project.read(layout).replace("主要举措和成效", "主要工作");
    let files = saved.with_unsaved(layout, typed);
    let mut examined = examine(files, 2024, &Options::default());
    let made = make(&examined.year.unwrap(), &[markdown::FORMAT], &mut examined.sources).value;
    let text = std::str::from_utf8(&made[0].bytes).unwrap();
    assert!(text.contains("一、主要工作"), "{text}");
    assert!(project.read(layout).contains("主要举措和成效"));
}
