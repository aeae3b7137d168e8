//! The texts of a Markdown that was sent: those that stay when another takes their place, and which of
//! them one that came back was made of.

use crate::support::{Project, Run};

const DATA: &str = "data/2024/区司法局.yaml";
const TEXT: &str = "output/2024/年报.md";

/// A copy of the Markdown that stands there, with other words.
fn copied(project: &Project, name: &str, edits: &[(&str, &str)]) {
    let mut text = project.read(TEXT);
    for (old, new) in edits {
        assert_eq!(text.matches(old).count(), 1, "{old}");
        text = text.replacen(old, new, 1);
    }
    project.write(name, &text);
}

fn apply(project: &Project, name: &str) -> Run {
    project.run(&["revise", "2024", name, "--apply"])
}

#[test]
fn a_markdown_that_another_takes_the_place_of_is_kept_as_it_was_sent() {
    let project = Project::base();
    let made = ["generate", "2024"];
    project.run(&made).succeeds();
    project.run(&made).succeeds();
    assert_eq!(project.kept_texts(), [""; 0]);
    project.edit(DATA, "推行容缺受理。", "推行一窗受理。");
    project.run(&made).succeeds();
    let first = project.kept_texts();
    assert_eq!(first.len(), 1, "{first:?}");
    let text = project.read(&format!("output/2024/{}", first[0]));
    assert!(text.contains("推行容缺受理。") && !text.contains("一窗"), "{text}");
    project.run(&made).succeeds();
    assert_eq!(project.kept_texts(), first);
    project.run(&["verify", "output/2024"]).succeeds();
    // The text of a document is kept with it already.
    let both = ["generate", "2024", "--format", "docx,md"];
    project.run(&both).succeeds();
    project.edit(DATA, "推行一窗受理。", "推行全程代办。");
    project.run(&both).succeeds();
    assert_eq!(project.kept_texts().len(), 3, "{:?}", project.kept_texts());
}

#[test]
fn a_second_copy_that_comes_back_does_not_undo_what_the_first_one_changed() {
    let project = Project::base();
    project.run(&["generate", "2024"]).succeeds();
    copied(&project, "甲.md", &[("推行容缺受理", "全面推行容缺受理")]);
    copied(&project, "乙.md", &[("优化办事流程", "持续优化办事流程")]);
    apply(&project, "甲.md").succeeds();
    project.run(&["generate", "2024"]).succeeds();
    let run = apply(&project, "乙.md");
    run.succeeds();
    assert!(run.stdout.contains("共 1 处：改文字 1\n已改 1 处"), "{}", run.transcript());
    assert!(run.stderr.contains("同 年报.底稿-"), "{}", run.transcript());
    assert!(project.read(DATA).contains("持续优化办事流程，全面推行容缺受理。"));
}

#[test]
fn nothing_is_written_where_two_texts_are_as_near_and_say_different_things() {
    let project = Project::base();
    project.run(&["generate", "2024"]).succeeds();
    copied(&project, "乙.md", &[("推行容缺受理", "推行全程受理")]);
    project.edit(DATA, "推行容缺受理。", "推行一窗受理。");
    project.run(&["generate", "2024"]).succeeds();
    let before = project.read(DATA);
    let run = apply(&project, "乙.md");
    assert_eq!((run.code, project.read(DATA)), (2, before), "{}", run.transcript());
    assert!(run.stderr.contains("一样接近"), "{}", run.transcript());
    assert!(run.stderr.contains("--base"), "{}", run.transcript());
    let run = project.run(&["revise", "2024", "乙.md"]);
    assert!(run.stderr.contains("也一样接近"), "{}", run.transcript());
    let base = format!("output/2024/{}", project.kept_texts()[0]);
    let run = project.run(&["revise", "2024", "乙.md", "--apply", "--base", &base]);
    assert!(run.stdout.contains("冲突：数据里现在是“一窗”"), "{}", run.transcript());
}

#[test]
fn words_that_an_earlier_text_has_are_not_written_though_another_text_is_nearer() {
    let project = Project::base();
    project.run(&["generate", "2024"]).succeeds();
    let both = ("对重点工作亲自部署、亲自过问", "对全面依法治区的重点工作亲自部署、亲自过问");
    copied(&project, "甲.md", &[both, ("重大事项一律", "重大决策一律")]);
    copied(&project, "乙.md", &[both, ("推行容缺受理", "推进容缺受理")]);
    apply(&project, "甲.md").succeeds();
    project.run(&["generate", "2024"]).succeeds();
    let run = apply(&project, "乙.md");
    assert_eq!(run.code, 1, "{}", run.transcript());
    assert!(run.stdout.contains("这里和以前的一份（年报.底稿-"), "{}", run.transcript());
    let data = project.read(DATA);
    assert!(data.contains("重大决策一律先审查后决策。"), "{data}");
    assert!(data.contains("推进容缺受理"), "{data}");
    // Who says which text it was made of is believed.
    let named = ["revise", "2024", "乙.md", "--base", TEXT];
    let run = project.run(&named);
    assert!(run.stdout.contains("“决策”改为“事项”"), "{}", run.transcript());
    assert!(!run.stdout.contains("和以前的一份"), "{}", run.transcript());
}
