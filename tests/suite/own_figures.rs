//! Whose figure a text prints, and what is withheld from the public.

use std::fs;

use crate::support::pdf as file;
use crate::support::{Project, Run};

const CATALOGUE: &str = "data/catalogue.yaml";
const REPORT: &str = "data/2024/report.yaml";
const FIRST: &str = "data/2024/区司法局.yaml";
const SECOND: &str = "data/2024/区信访局.yaml";

/// 本部门检查数 is reported by both departments: 3000 and 2757.
fn with_own_figures() -> Project {
    let project = Project::base();
    let metric = "  - {名称: 本部门检查数, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 各部门, 必填: 选填, 口径: 本部门的检查}\n勾稽规则:\n";
    project.edit(CATALOGUE, "勾稽规则:\n", metric);
    project.edit(FIRST, "指标:\n", "指标:\n  本部门检查数: 3000\n");
    project.edit(SECOND, "指标:\n", "指标:\n  本部门检查数: 2757\n");
    project
}

fn codes(run: &Run) -> Vec<String> {
    let text = format!("{}{}", run.stdout, run.stderr);
    let codes = text.split("[E").skip(1).filter_map(|rest| rest.get(..4));
    codes.filter(|code| !["0724", "1105"].contains(code)).map(str::to_owned).collect()
}

#[test]
fn a_figure_of_every_department_is_the_departments_own_in_its_text() {
    let project = with_own_figures();
    project.edit(
        FIRST,
        "推行容缺受理。",
        "推行容缺受理，检查{{本部门检查数}}，全区{{本部门检查数|合计}}。",
    );
    project.edit(SECOND, "化解率{{纠纷化解率}}。", "化解率{{纠纷化解率}}，检查{{本部门检查数}}。");
    let layout = "templates/luojiang.md.tera";
    let closing = "{% for paragraph in closing %}";
    let words = "总计{{ \"本部门检查数\" | figure }}，信访{{ \"本部门检查数\" | figure(of=\"区信访局\") }}。\n\n";
    project.edit(layout, closing, &format!("{words}{closing}"));
    let run = project.run(&["generate", "2024", "--with-appendix"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    let markdown = project.read("output/2024/年报.md");
    for said in
        ["检查3000件，全区5757件。", "45件，化解率93.75%，检查2757件。", "总计5757件，信访2757件。"]
    {
        assert!(markdown.contains(said), "{said}\n{markdown}");
    }
    // The table lists the sum once.
    assert_eq!(markdown.matches("本部门检查数").count(), 1, "{markdown}");
    let record = project.read("output/2024/数据来源.csv");
    let rows: Vec<&str> = record.lines().filter(|row| row.contains("本部门检查数")).collect();
    assert_eq!(rows.len(), 3, "{rows:?}");
    assert!(rows[0].contains("5757") && rows[0].contains("3000 + 2757"), "{rows:?}");
    assert!(rows[1].contains(",3000,") && rows[1].contains("区司法局.yaml"), "{rows:?}");
    assert!(rows[2].contains(",2757,") && rows[2].contains("区信访局.yaml"), "{rows:?}");
    let page = project.read("output/2024/年报.html");
    assert!(page.contains("3000") && page.contains("2757"));
}

#[test]
fn another_departments_figure_is_no_figure_of_ones_own() {
    let project = with_own_figures();
    project.edit(SECOND, "  本部门检查数: 2757\n", "");
    project.edit(SECOND, "化解率{{纠纷化解率}}。", "化解率{{纠纷化解率}}，检查{{本部门检查数}}。");
    let run = project.run(&["check", "2024"]);
    assert_eq!(codes(&run), ["0706"], "{}", run.stdout);
    project.edit(SECOND, "{{本部门检查数}}", "{{本部门检查数|合计}}");
    let run = project.run(&["check", "2024"]);
    assert_eq!(codes(&run), [""; 0], "{}", run.stdout);
    project.edit(SECOND, "{{本部门检查数|合计}}", "{{纠纷受理数|合计}}");
    let run = project.run(&["check", "2024"]);
    assert_eq!(codes(&run), ["0704"], "{}", run.stdout);
}

#[test]
fn a_typed_number_is_held_against_the_departments_own_figure() {
    for (typed, code) in [("2757件", "0707"), ("5757件", "0710")] {
        let project = with_own_figures();
        let text = format!("化解率{{{{纠纷化解率}}}}，本部门检查数{typed}。");
        project.edit(SECOND, "化解率{{纠纷化解率}}。", &text);
        let run = project.run(&["check", "2024"]);
        assert_eq!(codes(&run), [code], "{}", run.stdout);
    }
}

#[test]
fn what_only_withheld_items_print_is_in_no_public_file() {
    let project = Project::base();
    let withheld = "{键: 执法平台, 标题: 用好执法平台, 部门: [区司法局]}";
    let item = "{键: 执法平台, 标题: 玄黄条目, 部门: [区司法局], 公开: 否}";
    project.edit(REPORT, withheld, item);
    project.edit(FIRST, "  执法案件总数: 30\n", "  执法案件总数: 834021\n");
    project.edit(FIRST, "  行政检查数: 24\n", "  行政检查数: 710987\n");
    project.edit(FIRST, "  行政处罚数: 6\n", "  行政处罚数: 123034\n");
    project.edit(SECOND, "  纠纷受理数: 48\n", "  纠纷受理数: 654320\n");
    project.edit(SECOND, "  纠纷化解数: 45\n", "  纠纷化解数: 490740\n");
    // Of a rate that is printed the parts are withheld.
    project.edit(
        SECOND,
        "受理矛盾纠纷{{纠纷受理数}}，化解{{纠纷化解数}}，化解率{{纠纷化解率}}。",
        "化解率{{纠纷化解率}}。",
    );
    let platform = "全区录入案件{{执法案件总数}}，其中检查{{行政检查数}}、处罚{{行政处罚数}}。";
    project.edit(
        FIRST,
        platform,
        &format!("{platform}宇宙洪荒{{{{纠纷受理数}}}}、{{{{纠纷化解数}}}}。"),
    );
    let run = project.run(&["generate", "2024", "--public", "--with-appendix"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    let mut seen = 0;
    for entry in fs::read_dir(project.path().join("output/2024")).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        let mut text = String::from_utf8_lossy(&bytes).into_owned();
        if path.extension().is_some_and(|ending| ending == "pdf") {
            let (_, pages) = file::read(&bytes);
            for page in &pages {
                for line in page.lines() {
                    text += &file::text_of(&line);
                    text.push('\n');
                }
            }
        }
        seen += 1;
        // The office's own list of the files says nothing of the text.
        let is_list = path.ends_with("校验.json");
        assert!(is_list || text.contains("75%"), "{}", path.display());
        for hidden in [
            "834021",
            "710987",
            "123034",
            "654320",
            "490740",
            "834,021",
            "玄黄",
            "宇宙洪荒",
            "行政检查数",
            "执法案件总数",
            "纠纷受理数",
        ] {
            assert!(!text.contains(hidden), "{hidden} in {}", path.display());
        }
    }
    assert!(seen >= 3, "{seen}");
}

#[test]
fn what_is_said_to_the_filler_is_not_published() {
    let project = Project::base();
    project.edit(CATALOGUE, "口径: 录入的行政检查}", "口径: 天地检查, 填报提示: 玄黄提示}");
    let run = project.run(&["generate", "2024", "--with-appendix"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    for entry in fs::read_dir(project.path().join("output/2024")).unwrap() {
        let path = entry.unwrap().path();
        let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
        assert!(!text.contains("玄黄提示"), "{}", path.display());
    }
    let page = project.read("output/2024/年报.html");
    assert!(page.contains("口径：天地检查。责任部门：区司法局"), "labelled in the data section");
    project.edit(FIRST, "  行政检查数: 24\n", "");
    let run = project.run(&["check", "2024"]);
    assert!(run.stdout.contains("填报提示: 玄黄提示"), "{}", run.stdout);
}

#[test]
fn a_total_of_departments_own_totals_is_the_same_in_every_output_and_withholds_them_from_the_public()
 {
    let project = Project::base();
    let metrics: String = [("检查总数", "检查"), ("现场检查数", "现场"), ("书面检查数", "书面")]
        .map(|(name, what)| {
            format!("  - {{名称: {name}, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 各部门, 必填: 选填, 口径: {what}}}\n")
        })
        .concat();
    let rule = "勾稽规则:\n  - {名称: 检查合计, 类型: 合计, 合计: 检查总数, 分项: [现场检查数, 书面检查数], 级别: 错误, 说明: 两类之和}\n";
    project.edit(CATALOGUE, "勾稽规则:\n", &format!("{metrics}{rule}"));
    project.edit(FIRST, "指标:\n", "指标:\n  检查总数: 701391\n");
    project.edit(SECOND, "指标:\n", "指标:\n  现场检查数: 502133\n  书面检查数: 603427\n");
    let words = "{{检查总数|合计}}，其中现场{{现场检查数|合计}}、书面{{书面检查数|合计}}。";
    project.edit(FIRST, "推行容缺受理。", &format!("推行容缺受理，全区检查{words}"));
    let run = project.run(&["generate", "2024"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(project.read("output/2024/年报.md").contains("全区检查1806951件"));
    let record = project.read("output/2024/数据来源.csv");
    let mut rows = record.lines().filter(|row| row.starts_with("检查总数"));
    assert!(
        rows.next().is_some_and(|row| row.contains("1806951") && row.contains("701391 + 1105560"))
    );
    assert!(rows.next().is_some_and(|row| row.contains("701391") && row.contains("区司法局.yaml")));
    assert!(
        rows.next().is_some_and(|row| row.contains("1105560") && row.contains("502133 + 603427"))
    );
    assert_eq!(rows.next(), None);
    // Where an item is withheld, what departments reported of it stands nowhere.
    let withheld = "{键: 执法平台, 标题: 用好执法平台, 部门: [区司法局]}";
    let item = "{键: 执法平台, 标题: 用好执法平台, 部门: [区司法局], 公开: 否}";
    project.edit(REPORT, withheld, item);
    let run = project.run(&["generate", "2024", "--public"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    for entry in fs::read_dir(project.path().join("output/2024")).unwrap() {
        let path = entry.unwrap().path();
        let is_public =
            path.file_name().is_some_and(|name| name.to_string_lossy().contains("公开"));
        let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
        for own in ["701391", "1105560"] {
            assert!(!is_public || !text.contains(own), "{own} in {}", path.display());
        }
    }
}
