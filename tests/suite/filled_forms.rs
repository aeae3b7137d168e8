//! Forms that were filled in in ways that the form does not provide for, from the command.

use std::fs;

use serde_json::Value;

use crate::support::Project;
use crate::support::workbook::Workbook;

const TABLE: &str = "收到和处理政府信息公开申请情况";

/// The 示例区 of 政府信息公开, and the empty form of 乙镇 of 2025 with some cells filled in.
fn with_form(cells: &str) -> Project {
    let project = Project::example("政府信息公开-示例区");
    project.run(&["new", "2025"]).succeeds();
    let recipe = format!("data/2025/乙镇.xlsx: {{from: form, sheets: {cells}}}");
    Workbook::make_all(&project, &recipe);
    project
}

/// The faults of a code in the last workbook of 乙镇: each its message and its places.
fn faults(project: &Project, code: &str) -> Vec<(String, Vec<String>)> {
    let is_next = project.path().join("data/2025/乙镇.xlsx").exists();
    let year = if is_next { "2025" } else { "2024" };
    let run = project.run(&["check", year, "--format", "json"]);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    run.stdout
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter(|fault| fault["code"] == code && fault.to_string().contains("乙镇.xlsx"))
        .map(|fault| {
            let labels = fault["labels"].as_array().unwrap();
            let places = labels.iter().map(|label| text(&label["cell"]));
            (text(&fault["message"]), places.collect())
        })
        .collect()
}

/// What `convert` writes of the workbook.
fn converted(project: &Project, year: &str) -> String {
    project.run(&["convert", year, "乙镇.xlsx", "--replace"]).succeeds();
    project.read(&format!("data/{year}/乙镇.yaml"))
}

#[test]
fn members_beside_one_that_was_typed_are_told_at_their_cells_and_those_of_a_total_are_its_parts() {
    let of = |cells: &str, code: &str, metric: &str| {
        let project = Project::example("政府信息公开-示例区");
        let recipe = format!("{{from: data, sheets: {{{TABLE}: {{cells: {{{cells}}}}}}}}}");
        Workbook::make_all(&project, &format!("data/2024/乙镇.xlsx: {recipe}"));
        assert_eq!(faults(&project, "E0301"), []);
        let found = faults(&project, code);
        found.into_iter().find(|(message, _)| message.contains(metric))
    };
    let without = |row: &str| -> String {
        ["E", "F", "G", "H", "I"].map(|column| format!("{column}{row}: ~, ")).concat()
    };
    let members = ["D", "E", "F", "G", "H", "I"].map(|column| format!("{TABLE}!{column}6"));
    let told = "“信息公开申请数”缺 5 个成员的数".to_owned();
    assert_eq!(
        of(&(without("6") + "D6: 3"), "E0421", "信息公开申请数"),
        Some((told, members.to_vec()))
    );
    // One that was typed over its formula: the others are computed of the parts that are asked for.
    let parts = without("8") + "D8: ~, D29: 3";
    assert_eq!(of(&parts, "E0304", "信息公开办结数"), None);
    let parts = of(&parts, "E0304", "予以公开数").map(|(_, places)| places);
    assert_eq!(parts, Some(vec![format!("{TABLE}!D8")]));
}

#[test]
fn a_formula_of_the_form_is_computed_and_one_of_somebody_else_is_what_was_typed() {
    // 指标!B3 to B8 add up columns of the table; the form's own formulas need no result for that.
    let project = with_form("{指标: {cells: {B5: {formula: '2+2'}}}}");
    assert_eq!(
        faults(&project, "E0178"),
        [(
            "“不予公开数·科研机构”是公式，文件里没有存它的结果".to_owned(),
            vec!["指标!B5".to_owned()]
        )]
    );
    let typed = "指标: {cells: {B3: {formula: '1+2', number: 3}}}";
    let project = with_form(&format!(
        "{{{typed}, {TABLE}: {{cells: {{D10: 0, E10: 1, F10: 0, G10: 0, H10: 0, I10: 0}}}}}}"
    ));
    let text = converted(&project, "2025");
    // 商业企业 and the rest have something to add up, and are computed.
    assert!(text.contains("  不予公开数:\n    自然人: 3\n  无法提供数:\n"), "{text}");
}

#[test]
fn a_form_whose_formulas_were_left_says_what_was_typed_and_nothing_else() {
    let project = Project::example("政府信息公开-示例区");
    let before = project.read("data/2024/乙镇.yaml");
    let (before, after): (serde_yaml::Value, serde_yaml::Value) = {
        Workbook::make_all(&project, "data/2024/乙镇.xlsx: {from: data}");
        let after = converted(&project, "2024");
        (serde_yaml::from_str(&before).unwrap(), serde_yaml::from_str(&after).unwrap())
    };
    let names = |said: &serde_yaml::Value| -> Vec<String> {
        let figures = said["指标"].as_mapping().unwrap();
        let filled = figures.iter().filter(|(_, value)| !value.is_null());
        let mut names: Vec<String> =
            filled.map(|(name, _)| name.as_str().unwrap().to_owned()).collect();
        names.sort();
        names
    };
    assert_eq!(names(&before), names(&after));
}

#[test]
fn values_in_a_hidden_table_of_a_form_are_told() {
    let project = with_form(&format!("{{{TABLE}: {{cells: {{D6: 3, E6: 0}}, hide-rows: [6]}}}}"));
    let message = format!("“{TABLE}”表里有隐藏的行或者列，里面填了 2 格，照样读了");
    assert_eq!(faults(&project, "E0179"), [(message, vec![format!("{TABLE}!D6")])]);
    let project = with_form(&format!("{{{TABLE}: {{cells: {{D6: 3}}, state: hidden}}}}"));
    let message = format!("“{TABLE}”表是隐藏的，里面填了 1 格，照样读了");
    assert_eq!(faults(&project, "E0179"), [(message, vec![format!("{TABLE}!D6")])]);
    // Nobody filled in anything there.
    let project = with_form(&format!("{{{TABLE}: {{hide-rows: [6]}}}}"));
    assert_eq!(faults(&project, "E0179"), []);
}

#[test]
fn a_department_has_one_form_of_one_ending() {
    let other = |name: &str| {
        format!(
            "错误：data/2025/{name} 已经有了：一个部门只有一份填报表，不用的一份移走或者删去再生成\n"
        )
    };
    for (first, second, name) in [
        ([].as_slice(), ["--xlsx"].as_slice(), "区信访局.yaml"),
        (["--xlsx"].as_slice(), [].as_slice(), "区信访局.xlsx"),
    ] {
        let project = Project::base();
        let new = |ending: &[&str]| {
            project.run(&[["new", "2025", "--department", "区信访局"].as_slice(), ending].concat())
        };
        new(first).succeeds();
        let before = files(&project);
        let run = new(second);
        assert_eq!((run.code, run.stderr), (2, other(name)));
        assert_eq!(files(&project), before);
    }
}

/// The names of what a year's folder holds.
fn files(project: &Project) -> Vec<String> {
    let entries = fs::read_dir(project.path().join("data/2025")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

#[test]
fn last_years_values_and_texts_are_the_same_from_a_workbook() {
    let form = |change: fn(&Project)| {
        let project = Project::base();
        change(&project);
        project.run(&["new", "2025", "--department", "区信访局", "--xlsx"]).succeeds();
        fs::read(project.path().join("data/2025/区信访局.xlsx")).unwrap()
    };
    let of_yaml = form(|_| {});
    let of_workbook = form(|project| {
        project.run(&["convert", "2024", "区信访局.yaml", "--replace"]).succeeds();
    });
    let of_nothing = form(|project| {
        fs::remove_file(project.path().join("data/2024/区信访局.yaml")).unwrap();
    });
    assert!(of_yaml == of_workbook);
    assert!(of_yaml != of_nothing);
}

#[test]
fn a_text_that_no_cell_has_room_for_is_named() {
    let project = Project::base();
    let metric =
        "{名称: 走访情况, 主题: 政治引领, 类型: 文本, 责任部门: 区信访局, 必填: 选填, 口径: 走访}";
    project.edit("data/catalogue.yaml", "指标:\n", &format!("指标:\n  - {metric}\n"));
    let typed = format!("指标:\n  走访情况: {}\n", "走".repeat(32_768));
    project.edit("data/2024/区信访局.yaml", "指标:\n", &typed);
    let run = project.run(&["convert", "2024", "区信访局.yaml"]);
    assert_eq!(run.code, 1);
    let fault = "错误[E0162]: “走访情况”的文字太长，工作簿的一格放不下，没有转换\n";
    assert!(run.transcript().contains(fault), "{}", run.transcript());
    // Last year's text stands beside the cell, as much of it as there is room for.
    project.run(&["new", "2025", "--department", "区信访局", "--xlsx"]).succeeds();
}

#[test]
fn a_table_that_was_taken_away_is_told_once() {
    let project = with_form(&format!("{{{TABLE}: {{remove: true}}}}"));
    let message = format!("填报表里没有“{TABLE}”这张表");
    assert_eq!(faults(&project, "E0166"), [(message, vec![String::new()])]);
    assert_eq!(faults(&project, "E0301"), []);
    // A label leads to a row of figures, which is not missed besides.
    let project = with_form(&format!("{{{TABLE}: {{cells: {{C12: ~}}}}}}"));
    assert_eq!(faults(&project, "E0166").len(), 1);
    assert_eq!(faults(&project, "E0301"), []);
}

#[test]
fn a_formula_without_a_result_among_members_is_told_once() {
    let cells = "{D6: {formula: '7+8'}, E6: 1, F6: 0, G6: 0, H6: 0, I6: 0}";
    let project = with_form(&format!("{{{TABLE}: {{cells: {cells}}}}}"));
    let message = "“信息公开申请数·自然人”是公式，文件里没有存它的结果".to_owned();
    assert_eq!(faults(&project, "E0178"), [(message, vec![format!("{TABLE}!D6")])]);
    let missing = faults(&project, "E0304");
    assert!(missing.iter().all(|(message, _)| !message.contains("信息公开申请数")), "{missing:?}");
}

#[test]
fn a_workbook_whose_ending_is_in_capitals_is_read() {
    let project = Project::base();
    Workbook::make_all(&project, "data/2024/区信访局.XLSX: {from: data}");
    let run = project.run(&["check", "2024"]);
    run.succeeds();
    project.run(&["convert", "2024", "区信访局.XLSX", "--replace"]).succeeds();
    assert!(project.read("data/2024/区信访局.yaml").contains("纠纷受理数: 48"));
}

#[test]
fn a_reason_longer_than_a_cell_goes_on_in_the_next_row_and_comes_back() {
    let project = Project::base();
    let reason = "比上年多。".repeat(8000);
    let reasons = format!("说明:\n  纠纷受理数: {reason}\n不足:");
    let yaml = project.read("data/2024/区司法局.yaml").replace("不足:", &reasons);
    project.write("data/2024/区司法局.yaml", &yaml);
    project.run(&["convert", "2024", "区司法局.yaml", "--replace"]).succeeds();
    project.run(&["convert", "2024", "区司法局.xlsx", "--replace"]).succeeds();
    assert!(project.read("data/2024/区司法局.yaml").contains(&reason));
}

/// A workbook says no more than a file of YAML may.
#[test]
fn a_workbook_with_more_text_than_a_file_may_have_is_refused() {
    let project = Project::base();
    let word = "办";
    for text in ["优化办事流程，推行容缺受理。", "重大事项一律先审查后决策。"]
    {
        project.edit("data/2024/区司法局.yaml", text, &word.repeat(120_000));
    }
    project.run(&["convert", "2024", "区司法局.yaml", "--replace"]).succeeds();
    let said = project.run(&["check", "2024"]).transcript();
    assert!(!said.contains("E0163"), "{said}");
    let path = project.path().join("data/2024/区司法局.xlsx");
    let mut book = Workbook::open(&fs::read(&path).unwrap());
    let texts = book.text("xl/sharedStrings.xml");
    book.set("xl/sharedStrings.xml", texts.replace(word, &word.repeat(2)));
    fs::write(&path, book.pack()).unwrap();
    let said = project.run(&["check", "2024"]).transcript();
    let fault = "错误[E0163]: 没有读 区司法局.xlsx：工作簿里填的内容超过 1 MiB";
    assert!(said.contains(fault), "{}", said.get(..2000).unwrap_or(&said));
}

/// Each workbook may be read, and all of them are too much.
#[test]
fn workbooks_that_are_too_large_together_are_told_once() {
    let project = Project::base();
    project.run(&["convert", "2024", "区信访局.yaml", "--replace"]).succeeds();
    let path = project.path().join("data/2024/区信访局.xlsx");
    let mut book = Workbook::open(&fs::read(&path).unwrap());
    let sheet = book.text("xl/worksheets/sheet2.xml");
    let blanks = " ".repeat(44 << 20);
    book.set(
        "xl/worksheets/sheet2.xml",
        sheet.replace("</sheetData>", &format!("</sheetData>{blanks}")),
    );
    let packed = book.pack();
    fs::write(&path, &packed).unwrap();
    let said = project.run(&["check", "2024"]).transcript();
    assert!(!said.contains("E0163") && !said.contains("E0125"), "{said}");
    for at in 0..7 {
        fs::write(project.path().join(format!("data/2024/区第{at}局.xlsx")), &packed).unwrap();
    }
    let said = project.run(&["check", "2024"]).transcript();
    assert_eq!(said.matches("一年的填报表解开后合计超过 256 MiB").count(), 1, "{said}");
}

#[test]
fn last_years_values_are_those_that_were_sent_whatever_was_corrected_since() {
    let project = Project::base();
    project.run(&["new", "2025", "--xlsx"]).succeeds();
    project.edit("data/2024/区信访局.yaml", "纠纷受理数: 48", "纠纷受理数: 49");
    let said = project.run(&["check", "2025"]).transcript();
    assert!(said.contains("区信访局.xlsx"), "{said}");
    assert!(!said.contains("E0171") && !said.contains("E0175"), "{said}");
}

#[test]
fn a_long_text_that_many_cells_share_is_refused() {
    let project = Project::base();
    project.run(&["convert", "2024", "区信访局.yaml", "--replace"]).succeeds();
    let path = project.path().join("data/2024/区信访局.xlsx");
    let cells: String = (200..20_200)
        .map(|row| {
            format!(r#"<row r="{row}"><c r="B{row}"><f t="shared" si="0"/><v>1</v></c></row>"#)
        })
        .collect();
    let first = format!(
        r#"<row r="199"><c r="B199"><f t="shared" si="0">{}1</f><v>1</v></c></row>"#,
        "1+".repeat(200_000)
    );
    let mut book = Workbook::open(&fs::read(&path).unwrap());
    let sheet = book.text("xl/worksheets/sheet2.xml");
    let sheet = sheet.replace("</sheetData>", &format!("{first}{cells}</sheetData>"));
    book.set("xl/worksheets/sheet2.xml", sheet);
    fs::write(&path, book.pack()).unwrap();
    let said = project.run(&["check", "2024"]).transcript();
    let fault = "错误[E0163]: 打不开 区信访局.xlsx：工作簿里的文字超过 8 MiB，没有读\n";
    assert!(said.contains(fault), "{said}");
}

#[test]
fn a_number_that_is_shown_as_another_one_is_told() {
    for format in [r"0\.0,", "#,##0.0,", "0.00,,", "-0"] {
        let project = Project::base();
        let cell = format!("{{number: 48, format: '{format}'}}");
        Workbook::make_all(
            &project,
            &format!(
                "data/2024/区信访局.xlsx: {{from: data, sheets: {{指标: {{cells: {{纠纷受理数/数值: {cell}}}}}}}}}"
            ),
        );
        let run = project.run(&["check", "2024"]);
        assert_eq!(run.code, 1);
        let fault = "错误[E0174]: “纠纷受理数”存的是 48，显示的是另一个数\n";
        assert!(run.transcript().contains(fault), "{format}: {}", run.transcript());
    }
}

#[test]
fn a_formula_that_points_to_another_file_is_refused() {
    let project = Project::base();
    let cell = "{formula: '[1]Sheet1!A1', number: 48}";
    Workbook::make_all(
        &project,
        &format!(
            "data/2024/区信访局.xlsx: {{from: data, sheets: {{指标: {{cells: {{纠纷受理数/数值: {cell}}}}}}}}}"
        ),
    );
    let said = project.run(&["check", "2024"]).transcript();
    let fault = "错误[E0168]: 区信访局.xlsx 里有指向其他文件的公式，没有读\n";
    assert!(said.contains(fault), "{said}");
}

#[test]
fn words_in_a_first_column_are_told_and_not_deleted_with_the_file() {
    for (sheet, cell) in
        [("指标", "A60"), ("正文", "A40"), ("不足", "A2"), ("安排", "A3"), ("本部门报告", "A60")]
    {
        let project = Project::base();
        let cells = format!("{{{sheet}: {{cells: {{{cell}: 以电子邮件里的为准}}}}}}");
        Workbook::make_all(
            &project,
            &format!("data/2024/区信访局.xlsx: {{from: data, sheets: {cells}}}"),
        );
        let said = project.run(&["check", "2024"]).transcript();
        let fault = "[E0175]: “以电子邮件里的为准”写在“";
        assert!(said.contains(fault), "{sheet}: {said}");
        let run = project.run(&["convert", "2024", "区信访局.xlsx", "--replace"]);
        assert_eq!(run.code, 1, "{sheet}: {}", run.transcript());
        assert!(project.path().join("data/2024/区信访局.xlsx").exists(), "{sheet}");
    }
}

#[test]
fn words_typed_over_what_a_form_shows_are_told() {
    let project = Project::base();
    let cells = "{指标: {cells: {纠纷受理数/口径: 应为 1700 件}}, 正文: {cells: {D2: 新增 58 件}}}";
    Workbook::make_all(
        &project,
        &format!("data/2024/区信访局.xlsx: {{from: data, sheets: {cells}}}"),
    );
    let said = project.run(&["check", "2024"]).transcript();
    for fault in [
        "警告[E0175]: “纠纷受理数”的“口径”一栏改成了“应为 1700 件”，没有读\n",
        "警告[E0175]: “新增 58 件”写在“可引用的指标”一栏，没有读\n",
    ] {
        assert!(said.contains(fault), "{said}");
    }
}

#[test]
fn no_file_is_deleted_with_what_a_hint_says_was_not_read() {
    // Comments, marks beside the rows, a column of one's own, a rough sheet.
    let relations = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="../comments1.xml"/></Relationships>"#;
    let comments = r#"<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><commentList><comment ref="B3" authorId="0"><text><t>含结转</t></text></comment></commentList></comments>"#;
    let parts = format!(
        "parts: {{xl/worksheets/_rels/sheet2.xml.rels: '{relations}', xl/comments1.xml: '{comments}'}}"
    );
    // A thread of notes, as some programs save it: in a part of its own alone.
    let relations = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" Target="../threadedComments/threadedComment1.xml"/></Relationships>"#;
    let thread = r#"<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><threadedComment ref="B3" id="{1}"><text>含结转</text></threadedComment><threadedComment ref="B3" id="{2}" parentId="{1}"><text>是</text></threadedComment></ThreadedComments>"#;
    let threaded = format!(
        "parts: {{xl/worksheets/_rels/sheet2.xml.rels: '{relations}', xl/threadedComments/threadedComment1.xml: '{thread}'}}"
    );
    for (change, said) in [
        (parts.as_str(), "提示[E0180]: 填报表里有 1 处批注，没有读\n"),
        (threaded.as_str(), "提示[E0180]: 填报表里有 1 处批注，没有读\n"),
        ("sheets: {指标: {cells: {I4: 已核}}}", "提示[E0175]: “已核”写在各栏之外，没有读\n"),
        (
            "sheets: {指标: {cells: {J1: 经办, J3: 甲, J4: 乙}}}",
            "提示[E0175]: “经办”等 3 格写在各栏之外，没有读\n",
        ),
        ("sheets: {底稿: {cells: {A1: 草稿}}}", "警告[E0167]: “底稿”不是填报表里的表，没有读\n"),
    ] {
        let project = Project::base();
        let made = format!("data/2024/区信访局.xlsx: {{from: data, {change}}}");
        Workbook::make_all(&project, &made);
        let convert = ["convert", "2024", "区信访局.xlsx"];
        let run = project.run(&[convert.as_slice(), &["--replace"]].concat());
        let transcript = run.transcript();
        assert!(transcript.contains(said), "{transcript}");
        let refused =
            "错误：没有转换 data/2024/区信访局.xlsx：里面有没有读的内容，会连同它一起删去\n";
        assert!(transcript.contains(refused), "{transcript}");
        assert_eq!(run.code, 1);
        assert!(project.path().join("data/2024/区信访局.xlsx").exists());
        // The workbook stays, so nothing is lost.
        project.run(&convert).succeeds();
    }
    // What is read all the same is not lost.
    let project = Project::base();
    let hidden = "data/2024/区信访局.xlsx: {from: data, sheets: {指标: {hide-rows: [3]}}}";
    Workbook::make_all(&project, hidden);
    project.run(&["convert", "2024", "区信访局.xlsx", "--replace"]).succeeds();
}

#[test]
fn a_sheet_of_texts_that_was_deleted_is_told_once() {
    let project = Project::base();
    Workbook::make_all(
        &project,
        "data/2024/区信访局.xlsx: {from: data, sheets: {正文: {remove: true}}}",
    );
    assert_eq!(
        project.run(&["check", "2024"]).transcript(),
        "错误[E0166]: 填报表里没有“正文”这样的表，里面的文字没有读\n\
         --> data/2024/区信访局.xlsx\n \
         = 建议: 改了名的，改回“正文”；删去了的，从下发的表里复制回来\n\n\
         共 1 处错误\n退出码 1\n"
    );
}

#[test]
fn the_form_of_another_department_under_a_wrong_name_is_told_once() {
    let project = Project::example("政府信息公开-示例区");
    Workbook::make_all(&project, "data/2024/甲镇.xlsx: {from: data}");
    let form = project.path().join("data/2024/甲镇.xlsx");
    let other = project.path().join("data/2024/乙镇.xlsx");
    let once = |help: &str| {
        format!(
            "错误[E0136]: 文件名与“部门”不符\n--> data/2024/乙镇.xlsx\n \
             = 说明: 是甲镇的填报表，文件名却是“乙镇.xlsx”\n = 建议: {help}\n\n\
             共 1 处错误\n退出码 1\n"
        )
    };
    let check = || {
        let said = project.run(&["check", "2024"]).transcript();
        said.get(said.find("错误").unwrap()..).unwrap().to_owned()
    };
    fs::remove_file(project.path().join("data/2024/乙镇.yaml")).unwrap();
    fs::copy(&form, &other).unwrap();
    let help = "多半存错了文件：换成乙镇的内容；甲镇已经另有一份，这一份没有读";
    assert_eq!(check(), once(help));
    fs::remove_file(form).unwrap();
    let help = "是甲镇报来的，把文件名改为“甲镇.xlsx”；是乙镇报来的，请它用自己的填报表填报";
    assert_eq!(check(), once(help));
}

#[test]
fn a_row_that_goes_on_belongs_to_the_row_above_it_whatever_that_is() {
    let project = Project::base();
    // The sheet may be filled in with the mark in the first column alone.
    let cells =
        "{A8: 纠纷受理数, B8: 说明, C8: 因为, B9: 照录, C9: 全长, A10: （续）, C10: 两公里}";
    Workbook::make_all(
        &project,
        &format!("data/2024/区信访局.xlsx: {{from: data, sheets: {{说明: {{cells: {cells}}}}}}}"),
    );
    project.run(&["convert", "2024", "区信访局.xlsx"]).succeeds();
    let text = project.read("data/2024/区信访局.yaml");
    assert!(text.contains("全长两公里"), "{text}");
    assert!(text.contains("因为\n"), "{text}");
    for sheet in ["正文: {cells: {A2: （续）}}", "本部门报告: {cells: {A2: （续）, D2: 接着}}"]
    {
        let made = format!("data/2024/区信访局.xlsx: {{from: data, sheets: {{{sheet}}}}}");
        let project = Project::base();
        Workbook::make_all(&project, &made);
        let said = project.run(&["check", "2024"]).transcript();
        assert!(said.contains("，它上面没有可以接着写的文字\n"), "{said}");
    }
}

#[test]
fn names_that_were_sorted_alone_are_told_once() {
    let project = Project::shipped();
    Workbook::make_all(
        &project,
        "data/2024/区司法局.xlsx: {from: data, sheets: {指标: {cells: {A7: 应述法人数, A6: 法治培训人次, A5: 法治培训期数, A4: 涉法治会议次数, A3: 述法人数, A11: 规范性文件审查数, A13: 涉项目合法性审查数}}}}",
    );
    let said = project.run(&["check", "2024"]).transcript();
    let names =
        "“述法人数”“涉法治会议次数”“法治培训期数”“法治培训人次”“应述法人数”等 7 个名称挪了位";
    assert!(said.contains(names), "{said}");
    let of_the_form = said.lines().filter(|line| line.contains("错误["));
    assert_eq!(of_the_form.count(), 1, "{said}");
}

#[test]
fn what_the_catalogue_changed_since_a_form_was_sent_is_no_slip_of_who_filled_it_in() {
    let project = Project::base();
    Workbook::make_all(&project, "data/2024/区司法局.xlsx: {from: data, sheets: {}}");
    let catalogue = "data/catalogue.yaml";
    project.edit(
        catalogue,
        "名称: 行政处罚数, 主题: 行政执法, 单位: 件",
        "名称: 行政处罚数, 主题: 行政执法, 单位: 件次",
    );
    let said = project.run(&["check", "2024"]).transcript();
    let told = "错误[E0171]: 填报表下发以后，“行政处罚数”的单位由“件”改成了“件次”";
    assert!(said.contains(told) && !said.contains("不能改成"), "{said}");
    project.edit(catalogue, "单位: 件次", "单位: 件");
    project.edit(catalogue, "名称: 普法活动场次, 主题: 社会治理, 单位: 场次, 类型: 计数, 责任部门: 区司法局, 必填: 选填", "名称: 普法活动场次, 主题: 社会治理, 单位: 场次, 类型: 计数, 责任部门: 区司法局, 必填: 必填");
    let said = project.run(&["check", "2024"]).transcript();
    assert!(!said.contains("区司法局.xlsx"), "{said}");
    // The heading of a theme of which the department has no figure left.
    for metric in [
        "名称: 普法活动场次, 主题: 社会治理, 单位: 场次, 类型: 计数",
        "名称: 调解涉及金额, 主题: 社会治理, 单位: 万元, 类型: 数量, 小数位: 4",
    ] {
        project.edit(
            catalogue,
            &format!("{metric}, 责任部门: 区司法局"),
            &format!("{metric}, 责任部门: 区信访局"),
        );
    }
    let said = project.run(&["check", "2024"]).transcript();
    assert!(!said.contains("“社会治理”写在"), "{said}");
}

#[test]
fn a_number_that_was_moved_out_of_a_table_is_one_slip() {
    let project = Project::example("政府信息公开-示例区");
    let cells = format!("{{{TABLE}: {{cells: {{D15: ~, L15: 2}}}}}}");
    Workbook::make_all(
        &project,
        &format!("data/2024/区公安局.xlsx: {{from: data, sheets: {cells}}}"),
    );
    let said = project.run(&["check", "2024"]).transcript();
    assert_eq!(said.matches("错误[").count(), 1, "{said}");
    assert!(said.contains("必填的“不予公开过程性信息·自然人”（D15）没有填数"), "{said}");
}

#[test]
fn a_form_that_lies_elsewhere_is_checked_in_the_place_of_the_file_of_its_department() {
    let project = Project::base();
    let yaml = project.read("data/2024/区信访局.yaml");
    Workbook::make_all(
        &project,
        "data/2024/区信访局.xlsx: {from: data, sheets: {指标: {cells: {B3: 48件}}}}",
    );
    let elsewhere = tempfile::tempdir().unwrap();
    let form = elsewhere.path().join("区信访局(1).xlsx");
    fs::rename(project.path().join("data/2024/区信访局.xlsx"), &form).unwrap();
    project.write("data/2024/区信访局.yaml", &yaml);
    let said = project.run(&["check", form.to_str().unwrap()]).transcript();
    assert!(said.contains("错误[E0404]") && !said.contains("E0138"), "{said}");
}

#[test]
fn a_percentage_that_a_cell_shows_is_no_fraction() {
    let project = Project::base();
    let rules = project.read("data/catalogue.yaml");
    let ratio = rules.lines().find(|line| line.contains("类型: 比率")).unwrap();
    project.edit("data/catalogue.yaml", &format!("{ratio}\n"), "");
    project.run(&["convert", "2024", "区信访局.yaml", "--replace"]).succeeds();
    let book = project.path().join("data/2024/区信访局.xlsx");
    let form = fs::read(&book).unwrap();
    for (format, is_asked) in [("0.0%", false), ("0.000", true)] {
        let mut filled = Workbook::open(&form);
        let cell = format!("{{number: '0.005', format: '{format}'}}");
        filled.change(&format!("sheets: {{指标: {{cells: {{纠纷化解率/数值: {cell}}}}}}}"));
        fs::write(&book, filled.pack()).unwrap();
        let run = project.run(&["check", "2024"]);
        let told = [run.stdout, run.stderr].concat();
        assert_eq!(told.contains("E0418"), is_asked, "{format}: {told}");
    }
    // Without the format the cell would say a hundredth of it.
    let mut filled = Workbook::open(&form);
    let cell = "{number: '0.005', format: '0%'}";
    filled.change(&format!("sheets: {{指标: {{cells: {{纠纷化解率/数值: {cell}}}}}}}"));
    fs::write(&book, filled.pack()).unwrap();
    let told = project.run(&["check", "2024"]).stdout;
    assert!(told.contains("格式改为“常规”，再重新填 0.5"), "{told}");
}

#[test]
fn letters_in_the_colour_of_their_cell_are_told_in_every_sheet() {
    let project = Project::base();
    project.run(&["convert", "2024", "区司法局.yaml", "--replace"]).succeeds();
    let book = project.path().join("data/2024/区司法局.xlsx");
    let mut filled = Workbook::open(&fs::read(&book).unwrap());
    let styles = filled.text("xl/styles.xml");
    assert!(styles.contains(r#"<color theme="1"/>"#), "{styles}");
    let white = styles.replace(r#"<color theme="1"/>"#, r#"<color rgb="FFFFFFFF"/>"#);
    filled.set("xl/styles.xml", white);
    fs::write(&book, filled.pack()).unwrap();
    let run = project.run(&["check", "2024"]);
    let told = [run.stdout, run.stderr].concat();
    for sheet in ["指标", "正文", "不足", "安排"] {
        assert!(told.contains(&format!("“{sheet}”表里有 ")), "{sheet}: {told}");
    }
    assert!(told.contains("格的字和底色分不出来"), "{told}");
}

#[test]
fn a_formula_of_another_cell_is_no_number_that_was_typed() {
    let formula = r#"formula: 'IF(COUNT($D$6,$D$7)=0,"",SUM($D$6,$D$7))', number: 2"#;
    let project = with_form(&format!("{{{TABLE}: {{cells: {{D8: {{{formula}}}}}}}}}"));
    let (message, places) = faults(&project, "E0171").into_iter().next().unwrap();
    assert!(message.ends_with("这一格要填数，里面却是下发时的公式，没有读"), "{message}");
    assert_eq!(places, [format!("{TABLE}!D8")]);
}
