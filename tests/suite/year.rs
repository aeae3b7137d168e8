//! The course of a year: a new year, its progress, one department's view, another district.

use std::collections::BTreeSet;
use std::fs;

use nianbao::diagnostic::{Code, Diagnostic};
use nianbao::{Examined, Options, examine};

use crate::support::{self, Project};

/// The first lines of the diagnostics in what `check` printed: `错误[E0304]: …`.
fn reported(output: &str) -> Vec<&str> {
    let heads = ["错误[", "警告[", "提示["];
    output.lines().filter(|line| heads.iter().any(|head| line.starts_with(head))).collect()
}

fn of<'a>(reported: &[&'a str], code: &str) -> Vec<&'a str> {
    reported.iter().copied().filter(|line| line.contains(code)).collect()
}

/// Every department of the year, all files by name.
fn files(project: &Project, folder: &str) -> Vec<(String, String)> {
    let mut files: Vec<_> = fs::read_dir(project.path().join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

/// The places `path:line` at which a code is reported.
fn places(examined: &Examined, code: Code) -> Vec<String> {
    let reported = examined.findings.iter().filter(|found| found.code == code);
    let places = reported.map(|found| examined.sources.position(found.span().unwrap()));
    let mut places: Vec<String> =
        places.map(|place| format!("{}:{}", place.path, place.line)).collect();
    places.sort();
    places
}

#[test]
fn a_new_year_asks_for_exactly_what_is_to_be_filled_in() {
    let project = Project::shipped();
    let run = project.run(&["new", "2025"]);
    assert!(run.succeeds().stdout.contains("22 个部门"), "{}", run.stdout);

    // The empty lines of the forms say themselves which of them must be filled in: 必填, and
    // what last year's texts print, save the rates that are computed.
    let (mut required, mut printed, mut advised) = (Vec::new(), Vec::new(), Vec::new());
    for (name, text) in files(&project, "data/2025") {
        let lines =
            (1..).zip(text.lines()).filter_map(|(n, line)| Some((n, line.split_once("# ")?)));
        for (number, (start, asked)) in
            lines.filter(|(_, (start, _))| start.trim_end().ends_with(':'))
        {
            let place = format!("data/2025/{name}:{number}");
            let has = |word: &str| asked.split(" · ").any(|part| part == word);
            if has("必填") {
                required.push(place);
            } else if has("正文引用") && !has("有分子、分母的不用填") {
                printed.push(place);
            } else if has("建议") {
                advised.push(start.trim().trim_end_matches(':').to_owned());
            }
        }
    }
    required.sort();
    printed.sort();
    let examined = examine(project.path(), 2025, &Options::default());
    assert_eq!(places(&examined, Code::E0304), required);
    assert_eq!(places(&examined, Code::E0706), printed);
    // What is only advised is reported together, department by department.
    let reported = examined.findings.iter().filter(|found| found.code == Code::E0302);
    let reported: Vec<&str> =
        reported.flat_map(|found| &found.notes).flat_map(|(_, names)| names.split('、')).collect();
    assert_eq!(BTreeSet::from_iter(reported.iter().copied()).len(), reported.len(), "{reported:?}");
    assert_eq!(
        BTreeSet::from_iter(reported),
        BTreeSet::from_iter(advised.iter().map(String::as_str))
    );
    // And the report's own: 成文日期, 签发人, 发文字号; at their lines, and nothing else at all.
    let report = project.read("data/2025/report.yaml");
    let line = |key: &str| {
        let at = report.lines().position(|line| line.starts_with(key)).unwrap() + 1;
        vec![format!("data/2025/report.yaml:{at}")]
    };
    assert_eq!(places(&examined, Code::E0901), line("成文日期:"));
    assert_eq!(places(&examined, Code::E0906), line("签发人:"));
    assert_eq!(places(&examined, Code::E0907), line("发文字号:"));
    let expected = [Code::E0304, Code::E0706, Code::E0302, Code::E0901, Code::E0906, Code::E0907];
    let others = examined.findings.iter().filter(|found| !expected.contains(&found.code));
    assert_eq!(others.collect::<Vec<_>>(), Vec::<&Diagnostic>::new());
}

#[test]
fn a_form_shows_what_is_asked_and_last_years_value() {
    let project = Project::shipped();
    project.run(&["new", "2025"]).succeeds();
    let form = project.read("data/2025/区司法局.yaml");
    let first = "# yaml-language-server: $schema=../../schemas/department.schema.json\n\n部门: 区司法局\n年度: 2025\n";
    assert!(form.starts_with(first), "{form}");
    for line in [
        "  行政复议新收数:              # 件 · 必填 · 上年 121",
        "  年度述法全覆盖:              # 是/否 · 必填 · 上年 是",
        "  行政复议受理数:              # 件 · 建议",
        "  区人民调解中心数:            # 个 · 选填 · 正文引用 · 上年 1",
        "  调解成功率:                  # % · 选填 · 正文引用 · 有分子、分母的不用填",
        "  本部门行政检查数:            # 件 · 选填",
        "  # 年份没有改，请核对：“洛江区2024年度习近平法治思想”",
        "#   村级调委会数: 本数按村（社区）人民调解委员会（室）统计，含人民调解室；村级综治中心数按已建成的综治中心统计。两项口径不同，故不一致。",
    ] {
        assert!(form.lines().any(|written| written == line), "{line}\n{form}");
    }
    assert!(form.contains("就2024年度履行推进法治建设职责的情况开展述法"));
    assert!(form.contains("公布2025年度全区普法清单{{普法清单条数}}"));
    let office = project.read("data/2025/区政府办公室.yaml");
    assert!(office.contains("# 条 · 必填 · 上年 400多\n"), "{office}");
    let market = project.read("data/2025/区市场监管局.yaml");
    assert!(market.contains(" · 上年 [区市场监管局, 区商务局,"), "{market}");
    let report = project.read("data/2025/report.yaml");
    for line in [
        "年度: 2025",
        "索引号:             # 上年 QZ030101-0200-2025-00004",
        "附注: 此件主动公开",
        "  2025年，区政府以习近平新时代中国特色社会主义思想为引领，全面贯彻党的二十大和二十届二中、三中全会精神，深入践行习近平法治思想，扎实推进法治政府建设，各项工作取得新的进展。",
        "  现将我区一年来法治政府建设情况和2026年主要安排报告如下：",
        "        满足: 第一责任人",
    ] {
        assert!(report.lines().any(|written| written == line), "{line}\n{report}");
    }
}

#[test]
fn a_project_may_word_its_forms_itself() {
    let project = Project::base();
    project.write("templates/forms/部门.yaml.tera", "部门: {{ department }}\n年度: {{ year }}\n");
    project.run(&["new", "2025"]).succeeds();
    assert_eq!(project.read("data/2025/区司法局.yaml"), "部门: 区司法局\n年度: 2025\n");
    // A name that the values do not hold is reported at its place, and nothing is written.
    project.write("templates/forms/部门.yaml.tera", "部门: {{ departement }}\n");
    let run = project.run(&["new", "2026"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.contains("E1002") && run.stderr.contains("部门.yaml.tera:1"),
        "{}",
        run.stderr
    );
    assert!(!project.path().join("data/2026").exists());
}

#[test]
fn another_kind_of_report_needs_no_code() {
    let project = Project::base();
    project.write(
        "templates/某种/kind.yaml",
        "名称: 某种年度报告\n文件名: 某报\n主题: [甲类, 乙类]\n内容:\n  - {键: 提纲, 形式: 提纲, 名称: 总体情况}\n  \
         - {键: 收费, 形式: 文字, 变量: fees, 名称: 收费情况, 说明: 收费情况, 必有: 是}\n期限:\n  \
         - {日期: 发布日期, 不晚于: 次年-01-31, 依据: 某条, 逾期: 尽快发布}\n",
    );
    project.write(
        "templates/some.md.tera",
        "# 某报\n\n## 总体情况\n\n{% for theme in themes %}\n### {{ theme.heading }}\n\n{% set items = theme.items %}\n{% include \"sections/items.md.tera\" %}\n{% endfor %}\n\n{% for text in fees %}\n{{ text }}\n{% endfor %}\n",
    );
    project.write(
        "data/catalogue.yaml",
        "指标:\n  - {名称: 收费数, 主题: 甲类, 单位: 元, 类型: 计数, 责任部门: 区司法局, 必填: 必填, 口径: 实收}\n",
    );
    project.edit("data/profile.yaml", "版式: luojiang", "报告: [某种]\n版式: some");
    let item = |theme: &str, department: &str| {
        format!(
            "  - {{主题: {theme}, 标题: {theme}, 条目: [{{键: {theme}, 标题: {theme}, 部门: [{department}]}}]}}\n"
        )
    };
    let report = format!(
        "年度: 2024\n成文日期: 2025-01-13\n发布日期: 2025-02-01\n发文字号: 示例政文〔2025〕1号\n签发人: 示例\n提纲:\n{}{}",
        item("甲类", "区司法局"),
        item("乙类", "区信访局"),
    );
    project.write("data/2024/report.yaml", &report);
    project.write(
        "data/2024/区司法局.yaml",
        "部门: 区司法局\n年度: 2024\n指标:\n  收费数: 12\n正文:\n  甲类: 已收{{收费数}}。\n",
    );
    project.write(
        "data/2024/区信访局.yaml",
        "部门: 区信访局\n年度: 2024\n正文:\n  乙类: 已经办结。\n",
    );
    let run = project.run(&["check", "2024"]);
    let reported = reported(&run.stdout);
    assert_eq!(
        reported,
        ["错误[E0808]: 报告缺少必有的内容：收费情况", "警告[E0904]: 发布日期晚于2025年1月31日"]
    );
    project.write("data/2024/report.yaml", &format!("{report}收费: 共收{{{{收费数}}}}。\n"));
    project.run(&["generate", "2024", "--format", "md"]).succeeds();
    assert!(project.read("output/2024/某报.md").contains("共收12元。"));
    assert!(project.path().join("output/2024/某报数据来源.csv").is_file());
}

#[test]
fn the_title_of_a_new_year_names_it() {
    let project = Project::base();
    let title = "标题: |\n  示例市示例区人民政府\n  关于2024年法治政府建设情况的报告\n";
    project.edit("data/2024/report.yaml", "年度: 2024\n", &format!("年度: 2024\n{title}"));
    project.run(&["new", "2025"]).succeeds();
    let report = project.read("data/2025/report.yaml");
    assert!(report.contains("  关于2025年法治政府建设情况的报告\n"), "{report}");
    assert!(!report.contains("年份没有改"), "{report}");
}

#[test]
fn a_filled_form_is_last_years_report_again() {
    let project = Project::shipped();
    project.run(&["new", "2025"]).succeeds();
    // Last year's values, taken from where the forms show them.
    for (name, text) in files(&project, "data/2025") {
        let filled: Vec<String> = text
            .lines()
            .map(|line| match (line.split_once(":  "), line.split_once(" · 上年 ")) {
                (Some((key, _)), Some((_, value))) => format!("{key}: {value}"),
                _ => line.to_owned(),
            })
            .map(|line| match line.as_str() {
                line if line.starts_with("成文日期:") => "成文日期: 2026-02-13".to_owned(),
                line if line.starts_with("# 说明:") => "说明:".to_owned(),
                line => match line.strip_prefix("#   村级") {
                    Some(rest) => format!("  村级{rest}"),
                    None => line.to_owned(),
                },
            })
            .collect();
        project.write(&format!("data/2025/{name}"), &(filled.join("\n") + "\n"));
    }
    let run = project.run(&["check", "2025"]);
    assert_eq!(of(&reported(run.succeeds().stdout.as_str()), "错误"), [""; 0]);
    project.run(&["generate", "2025", "--format", "md"]).succeeds();
    project.run(&["generate", "2024", "--format", "md"]).succeeds();
    let texts = ["2024", "2025"].map(|year| project.read(&format!("output/{year}/年报.md")));
    let [last, this] = texts.map(|text| {
        text.replace("2024年12月31日", "").lines().filter(|line| !line.contains("年")).count()
    });
    assert_eq!(last, this, "the texts have the same paragraphs");
}

#[test]
fn nothing_is_ever_overwritten() {
    let project = Project::shipped();
    project.write("data/2025/区司法局.yaml", "部门: 区司法局\n年度: 2025\n");
    let before = files(&project, "data/2025");
    let run = project.run(&["new", "2025"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("错误[E0143]: data/2025/区司法局.yaml 已经有了，没有覆盖"));
    assert_eq!(files(&project, "data/2025"), before);
}

#[test]
fn a_form_is_made_again_for_one_department_and_never_over_a_filled_one() {
    let project = Project::shipped();
    project.run(&["new", "2025"]).succeeds();
    let path = "data/2025/区信访局.yaml";
    let made = project.read(path);
    assert!(made.contains("  # 口径：上述受理件中年末已经化解的件数\n"), "{made}");
    assert!(made.contains("  # 提示：不填时自动计算\n"), "{made}");
    let again = ["new", "2025", "--department", "区信访局"];
    project.run(&again).succeeds();
    assert_eq!(project.read(path), made);
    let filled = made.replace("矛盾纠纷受理数:  ", "矛盾纠纷受理数: 9");
    project.write(path, &filled);
    let run = project.run(&again);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("E0143") && run.stderr.contains("移到别处"), "{}", run.stderr);
    assert_eq!(project.read(path), filled);
    std::fs::remove_file(project.path().join(path)).unwrap();
    project.run(&again).succeeds();
    assert_eq!(project.read(path), made);
    let run = project.run(&["new", "2025", "--department", "信访局"]);
    assert!(run.code != 0 && run.stderr.contains("是否指 区信访局"), "{}", run.stderr);
}

#[test]
fn a_form_of_a_first_year_names_the_keys_once_the_outline_is_known() {
    let project = Project::base();
    std::fs::remove_dir_all(project.path().join("data/2024")).unwrap();
    project.run(&["new", "2025"]).succeeds();
    let path = "data/2025/区信访局.yaml";
    let form = project.read(path);
    assert!(form.contains("nianbao new 2025 --department 区信访局") && form.contains("怎么做。\n"));
    let report = project.read("data/2025/report.yaml");
    let items = "条目: [{键: 矛盾化解, 标题: 化解矛盾纠纷, 部门: [区信访局]}]";
    project.write("data/2025/report.yaml", &report.replacen("条目: []", items, 1));
    project.run(&["new", "2025", "--department", "区信访局"]).succeeds();
    let form = project.read(path);
    assert!(form.contains("正文:\n  # 化解矛盾纠纷\n  矛盾化解:      # 待写\n"), "{form}");
}

#[test]
fn a_year_whose_last_cannot_be_read_is_not_begun() {
    let project = Project::shipped();
    project.write("data/2024/区信访局.yaml", "部门: 区信访局\n年度: 2024\n正文: [\n");
    let run = project.run(&["new", "2025"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("data/2024/区信访局.yaml"), "{}", run.stderr);
    assert!(!project.path().join("data/2025").exists());
}

#[test]
fn a_department_may_take_another_name() {
    let project = Project::shipped();
    let renamed = |text: &str| text.replace("区信访局", "区社会工作部");
    let profile = project.read("data/profile.yaml");
    let profile =
        profile.replace("- 名称: 区信访局", "- 曾用名: [区信访局]\n    名称: 区社会工作部");
    assert!(profile.contains("曾用名"));
    project.write("data/profile.yaml", &profile);
    project.write("data/catalogue.yaml", &renamed(&project.read("data/catalogue.yaml")));

    project.run(&["new", "2025"]).succeeds();
    assert!(!project.path().join("data/2025/区信访局.yaml").exists());
    let name = "data/2025/区社会工作部.yaml";
    let form = project.read(name);
    assert!(form.contains("部门: 区社会工作部\n") && form.contains(" · 上年 783\n"), "{form}");
    let report = project.read("data/2025/report.yaml");
    assert!(report.contains("区社会工作部") && !report.contains("区信访局"), "{report}");

    // What is held against last year's value, and how far the department is.
    let line = form.lines().find(|line| line.starts_with("  矛盾纠纷受理数:")).unwrap();
    project.edit(name, line, "  矛盾纠纷受理数: 7830");
    let check = ["check", "2025", "--department", "区社会工作部"];
    let run = project.run(&check);
    assert!(run.stdout.contains("“矛盾纠纷受理数”比上年增长 900%"), "{}", run.stdout);
    let status = project.run(&["status", "2025"]).stdout;
    let line = status.lines().find(|line| line.starts_with("区社会工作部")).unwrap();
    assert!(line.contains("  填报中  1/3 "), "{status}");
    assert!(!status.contains("区信访局"), "{status}");

    // This year's file under the former name is read all the same.
    fs::remove_file(project.path().join(name)).unwrap();
    project.write("data/2025/区信访局.yaml", &form.replace("部门: 区社会工作部", "部门: 区信访局"));
    let run = project.run(&check);
    let reported = reported(&run.stdout);
    assert!(
        of(&reported, "E0145").len() == 1 && of(&reported, "E0303").is_empty(),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("改为“区社会工作部”，文件名改为“区社会工作部.yaml”"));
}

#[test]
fn several_departments_may_become_one() {
    let project = Project::base();
    project.edit("data/profile.yaml", "  - 名称: 区信访局\n    简称: 信访局\n", "");
    project.edit("data/profile.yaml", "区司法局\n", "区法治局\n    曾用名: [区司法局, 区信访局]\n");
    let catalogue = project.read("data/catalogue.yaml");
    let catalogue = catalogue.replace("区司法局", "区法治局").replace("区信访局", "区法治局");
    let of_every = "  - {名称: 本部门检查数, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 各部门, 必填: 选填, 口径: 检查}\n勾稽规则:";
    project.write("data/catalogue.yaml", &catalogue.replace("勾稽规则:", of_every));
    project.edit("data/2024/区司法局.yaml", "指标:\n", "指标:\n  本部门检查数: 10\n");
    project.edit("data/2024/区信访局.yaml", "指标:\n", "指标:\n  本部门检查数: 5\n");
    project.run(&["new", "2025"]).succeeds();
    let form = project.read("data/2025/区法治局.yaml");
    for carried in
        [" · 上年 30\n", " · 上年 48\n", " · 上年 15\n", "    受理矛盾纠纷", "\n\n    开展普法活动"]
    {
        assert!(form.contains(carried), "{carried}\n{form}");
    }
    let report = project.read("data/2025/report.yaml");
    assert_eq!(report.matches("[区法治局]").count(), 5, "{report}");
    // The year that is past is right as it is.
    let run = project.run(&["check", "2024"]);
    for code in ["E0138", "E0145"] {
        assert!(of(&reported(&run.stdout), code).is_empty(), "{}", run.stdout);
    }
    project.edit("data/2025/区法治局.yaml", "  本部门检查数:", "  本部门检查数: 20");
    let run = project.run(&["compare", "2024", "2025"]);
    assert!(run.stdout.contains("15件    20件    +5，增长33.3%"), "{}", run.stdout);
    project.run(&["generate", "2024", "--format", "md"]).succeeds();
    let report = project.read("output/2024/年报.md");
    for text in ["受理矛盾纠纷48件", "开展普法活动40多场次"] {
        assert!(report.contains(text), "{report}");
    }
    // A text of one of the two cannot say what both have.
    project.edit("data/2024/区司法局.yaml", "开展普法活动", "检查{{本部门检查数}}，开展普法活动");
    let run = project.run(&["check", "2024"]);
    assert_eq!(
        of(&reported(&run.stdout), "E0706"),
        ["错误[E0706]: “本部门检查数”是几个部门合并以后的合计，不是这一个部门的数"],
        "{}",
        run.stdout
    );
    // In the year that is reported there is one file.
    fs::remove_file(project.path().join("data/2025/区法治局.yaml")).unwrap();
    for former in ["区司法局", "区信访局"] {
        let file = format!("data/2025/{former}.yaml");
        project.write(&file, &format!("部门: {former}\n年度: 2025\n指标: {{}}\n"));
    }
    let run = project.run(&["check", "2025"]);
    let all = reported(&run.stdout);
    let counts = ["E0138", "E0145"].map(|code| of(&all, code).len());
    assert_eq!(counts, [1, 0], "{}", run.stdout);
    assert!(run.stdout.contains("把内容都并到“区法治局.yaml”，数相加"), "{}", run.stdout);
}

#[test]
fn a_first_year_is_begun_from_the_catalogue_alone() {
    let project = Project::base();
    fs::remove_dir_all(project.path().join("data/2024")).unwrap();
    let run = project.run(&["check", "2024"]);
    assert!(run.stdout.contains("运行 nianbao new 2024"), "{}", run.stdout);
    project.run(&["new", "2024"]).succeeds();
    let form = project.read("data/2024/区信访局.yaml");
    assert!(form.contains("指标:\n") && !form.contains("上年"), "{form}");
    let run = project.run(&["check", "2024"]);
    // Headings of the five themes, values and dates; nothing that follows from them.
    for line in reported(&run.stdout) {
        let fine = ["E0131", "E0304", "E0302", "E0901", "E0906", "E0907", "E0808", "E0810"];
        assert!(fine.iter().any(|code| line.contains(code)), "{line}\n{}", run.stdout);
    }
}

#[test]
fn an_empty_line_is_missed_only_where_a_value_is_owed() {
    let project = Project::shipped();
    let name = "data/2024/区司法局.yaml";
    project.edit(name, "  基层司法所数: 6               # 个 · 选填\n", "  基层司法所数:\n");
    project.edit(name, "连同{{基层司法所数}}基层司法所和", "连同");
    project.edit(
        name,
        "  行政复议新收数: 121           #",
        "  行政复议受理数:\n  行政复议新收数:  #",
    );
    let run = project.run(&["check", "2024"]);
    let reported = reported(&run.stdout);
    let errors: Vec<&str> =
        reported.iter().copied().filter(|line| line.starts_with("错误")).collect();
    // Its uses in prose and in rules are not reported again.
    assert_eq!(errors, ["错误[E0304]: “行政复议新收数”没有填数"]);
    assert!(
        of(&reported, "E0302").iter().any(|line| line.contains("区司法局有 4 项")),
        "{reported:#?}"
    );
}

#[test]
fn one_department_sees_what_concerns_it() {
    let project = Project::shipped();
    let law = "data/2024/区司法局.yaml";
    project.edit(law, "  行政复议审结数: 103           #", "  行政复议审结数: 1,03          #");
    // A cross-check of two departments concerns both.
    project.edit(
        "data/2024/区委政法委.yaml",
        "  村级综治中心数: 77            #",
        "  村级综治中心数: 7,7   #",
    );
    let run = project.run(&["check", "2024", "--department", "区司法局"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("行政复议审结数") && !run.stdout.contains("村级综治中心数”"));
    let run = project.run(&["check", "2024", "--department", "区信访局"]);
    assert!(run.succeeds().stdout.contains("没有发现问题"), "{}", run.stdout);

    let run = project.run(&["check", "2024", "--department", "司法局"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("是否指 区司法局？"), "{}", run.stderr);

    fs::remove_file(project.path().join("data/2024/区信访局.yaml")).unwrap();
    let run = project.run(&["check", "2024", "--department", "区信访局"]);
    assert_eq!(run.code, 1);
    assert_eq!(reported(&run.stdout), ["错误[E0303]: 区信访局没有报送，缺 3 项必填指标"]);
}

/// A row of `nianbao status`: stage, 必填, 建议, errors, warnings.
fn row(project: &Project, year: &str, name: &str) -> String {
    let text = project.run(&["status", year]).succeeds().stdout.clone();
    let line = text.lines().find(|line| line.split_whitespace().next() == Some(name));
    let line = line.unwrap_or_else(|| panic!("{name}\n{text}"));
    line.split_whitespace().skip(1).take(5).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_character_no_face_draws_is_an_error_of_its_department() {
    let project = Project::base();
    let file = "data/2024/区司法局.yaml";
    assert_eq!(row(&project, "2024", "区司法局"), "已报齐 3/3 — — —");
    project.edit(file, "优化办事流程", "优化𲀀办事流程");
    assert_eq!(row(&project, "2024", "区司法局"), "填报中 3/3 — 1 —");
}

#[test]
fn a_file_that_was_not_read_is_told_to_its_department() {
    for (name, stage) in [
        ("区司法局.yml", "未读 0/3 — 1 —"),
        ("区司法局.YAML", "未读 0/3 — 1 —"),
        ("区司法局.yaml.txt", "未读 0/3 — 1 —"),
        ("区司法局(1).yml", "未读 0/3 — 1 —"),
        ("司法局.yml", "未读 0/3 — 1 —"),
        ("区司法局(1).yaml", "填报中 3/3 — 1 —"),
        ("区司法局 - 副本.yaml", "填报中 3/3 — 1 —"),
        ("区司法局 2024.yaml", "填报中 3/3 — 1 —"),
        ("司法局.yaml", "填报中 3/3 — 1 —"),
    ] {
        let project = Project::base();
        let folder = project.path().join("data/2024");
        fs::rename(folder.join("区司法局.yaml"), folder.join(name)).unwrap();
        let run = project.run(&["check", "2024", "--department", "区司法局"]);
        let reported = reported(&run.stdout);
        assert_eq!((run.code, reported.len()), (1, 1), "{name}\n{}", run.stdout);
        assert!(run.stdout.contains("区司法局.yaml"), "{name}\n{}", run.stdout);
        assert_eq!(row(&project, "2024", "区司法局"), stage, "{name}");
        let run = project.run(&["check", "2024", "--department", "区信访局"]);
        assert!(run.succeeds().stdout.contains("没有发现问题"), "{name}\n{}", run.stdout);
    }
    // A copy beside the file itself, and a file that is no YAML.
    for (name, text) in [
        ("区司法局 - 副本.yaml", "部门: 区司法局\n年度: 2024\n"),
        ("区司法局.yml", "部门: 区司法局\n年度: 2024\n"),
        ("区司法局.yaml", "- 区司法局\n- 2024\n"),
    ] {
        let project = Project::base();
        project.write(&format!("data/2024/{name}"), text);
        let run = project.run(&["check", "2024", "--department", "区司法局"]);
        assert_eq!((run.code, reported(&run.stdout).len()), (1, 1), "{name}\n{}", run.stdout);
        let stage = row(&project, "2024", "区司法局");
        assert!(stage.ends_with(" 1 —"), "{name}: {stage}");
        assert_eq!(stage.starts_with("未读"), text.starts_with('-'), "{name}: {stage}");
    }
}

#[test]
fn a_department_is_told_of_the_text_it_owes() {
    let project = Project::base();
    let ours = "data/2024/区司法局.yaml";
    project.edit(ours, "  依法决策: |\n    重大事项一律先审查后决策。\n", "");
    let theirs = "data/2024/区信访局.yaml";
    let text = project.read(theirs);
    let (kept, _) = text.split_once("正文:").unwrap();
    project.write(theirs, kept);
    let told_to = |name: &str| -> Vec<String> {
        let run = project.run(&["check", "2024", "--department", name]);
        reported(&run.stdout).into_iter().map(str::to_owned).collect()
    };
    let (law, letters) = (told_to("区司法局"), told_to("区信访局"));
    assert_eq!(law, ["错误[E0804]: 条目“依法决策”没有正文"]);
    assert_eq!(letters[0], "警告[E0805]: 条目“矛盾化解”没有区信访局的文字");
    assert!(row(&project, "2024", "区司法局").starts_with("填报中 3/3 — 1 "));
    assert!(row(&project, "2024", "区信访局").starts_with("已报齐 2/2 — — 1"));
    // They are not the report's own, and count once in the sum.
    assert_eq!(row(&project, "2024", "报告总表"), "已报齐 — — — —");
    assert!(row(&project, "2024", "合计").ends_with(" 1 1"), "{}", row(&project, "2024", "合计"));
    let json = project.run(&["check", "2024", "--format", "json"]).stdout;
    assert!(json.contains(r#""departments":["区司法局"]"#), "{json}");
}

#[test]
fn a_form_as_it_was_made_is_blank() {
    let project = Project::shipped();
    project.run(&["new", "2025"]).succeeds();
    let status = project.run(&["status", "2025"]).stdout;
    let stages = status.lines().skip(2).filter_map(|line| line.split_whitespace().nth(1));
    let stages: Vec<&str> = stages.collect();
    let (total, departments) = stages.split_last().unwrap();
    // Nothing is owed by those whose forms may stay as they are.
    assert!(departments.iter().all(|stage| ["空表", "可不报"].contains(stage)), "{status}");
    assert_eq!(departments.iter().filter(|stage| **stage == "可不报").count(), 11, "{status}");
    assert_eq!(*total, "填报中");
    // A value, or a word, makes it a form that is being filled in.
    let (law, plans) = ("data/2025/区司法局.yaml", "data/2025/区发展和改革局.yaml");
    let form = project.read(law);
    let line = form.lines().find(|line| line.starts_with("  行政复议新收数:")).unwrap();
    project.edit(law, line, "  行政复议新收数: 121");
    assert!(row(&project, "2025", "区司法局").starts_with("填报中 1/25 "));
    assert!(row(&project, "2025", "区发展和改革局").starts_with("空表 "));
    let form = project.read(plans);
    project.write(plans, &form.replace('。', "，成效明显。"));
    assert!(row(&project, "2025", "区发展和改革局").starts_with("已报齐 "));
}

#[test]
fn status_tells_how_far_each_department_is() {
    let project = Project::shipped();
    fs::remove_file(project.path().join("data/2024/区信访局.yaml")).unwrap();
    project.edit("data/2024/区税务局.yaml", "约2.6 ", "     ");
    project.write("data/2024/区民政局.yaml", "部门: 区民政局\n年度: 2024\n指标:\n  社会组织数:\n");
    let run = project.run(&["status", "2024"]);
    let text = &run.succeeds().stdout;
    let row = |name: &str| {
        let line =
            text.lines().find(|line| line.starts_with(name)).unwrap_or_else(|| panic!("{text}"));
        line.split_whitespace().take(6).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(row("部门"), "部门 状态 必填 建议 错误 警告");
    assert_eq!(row("区财政局"), "区财政局 已报齐 1/1 — — —");
    assert_eq!(row("区税务局"), "区税务局 填报中 0/1 — 1 —");
    assert_eq!(row("区信访局"), "区信访局 未报送 0/3 — 1 —");
    assert_eq!(row("区教育局"), "区教育局 可不报 — — — —");
    assert!(row("合计").starts_with("合计 填报中 34/38 "), "{text}");

    let csv = project.run(&["status", "2024", "--format", "csv"]).stdout;
    assert!(csv.starts_with("\u{FEFF}部门,状态,必填已填,必填应填,"), "{csv}");
    assert!(csv.contains("\r\n区信访局,未报送,0,3,0,0,1,0,\r\n"), "{csv}");
    let markdown = project.run(&["status", "2024", "--format", "md"]).stdout;
    assert!(markdown.contains("| 区信访局 | 未报送 | 0/3 | — | 1 | — | — |\n"), "{markdown}");
    let html = project.run(&["status", "2024", "--format", "html"]).stdout;
    assert!(html.starts_with("<!DOCTYPE html>") && html.contains("<td>区信访局</td>"), "{html}");
    let json = project.run(&["status", "2024", "--format", "json"]).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let rows = json["rows"].as_array().unwrap();
    let row = rows.iter().find(|row| row["name"] == "区信访局").unwrap();
    assert_eq!(row["required"], serde_json::json!({ "have": 0, "asked": 3 }));
    assert_eq!(row["stage"], "未报送");
}

/// A folder of 1,000 faults in 40 files.
#[test]
fn a_thousand_faults_are_told_whole_and_counted_by_file() {
    let project = Project::base();
    let mut profile = project.read("data/profile.yaml");
    let mut catalogue = project.read("data/catalogue.yaml");
    let (metrics, rules) = catalogue.split_once("勾稽规则:").unwrap();
    let mut metrics = metrics.to_owned();
    let rules = rules.to_owned();
    for department in 1..=40 {
        let name = format!("示例{department:02}局");
        profile.push_str(&format!("  - 名称: {name}\n"));
        let mut form = format!("部门: {name}\n年度: 2024\n指标:\n");
        for metric in 1..=25 {
            let metric = format!("事项{department:02}_{metric:02}");
            metrics.push_str(&format!(
                "  - 名称: {metric}\n    主题: 依法履职\n    单位: 件\n    类型: 计数\n    责任部门: {name}\n    必填: 必填\n    口径: 本年数\n"
            ));
            form.push_str(&format!("  {metric}: 一百件\n"));
        }
        project.write(&format!("data/2024/{name}.yaml"), &form);
    }
    catalogue = format!("{metrics}勾稽规则:{rules}");
    project.write("data/profile.yaml", &profile);
    project.write("data/catalogue.yaml", &catalogue);
    let run = project.run(&["check", "2024"]);
    assert_eq!(run.code, 1);
    assert_eq!(reported(&run.stdout).iter().filter(|line| line.contains("“事项")).count(), 1000);
    let places: Vec<&str> =
        run.stdout.lines().filter(|line| line.contains("--> data/2024/示例")).collect();
    let order = |place: &&str| {
        let mut parts = place.rsplit(':');
        let (_, line) = (parts.next(), parts.next().unwrap().parse::<u32>().unwrap());
        (parts.next().unwrap().trim_start().to_owned(), line)
    };
    assert_eq!(places.len(), 1000);
    // By file, by line, each once.
    assert!(places.iter().map(order).is_sorted_by(|one, next| one < next));
    let names: Vec<&str> = run
        .stdout
        .lines()
        .filter(|line| line.ends_with("局.yaml") && line.starts_with("    25     0  "))
        .map(|line| line.rsplit('/').next().unwrap())
        .collect();
    assert_eq!(names.len(), 40, "{:?}", run.stdout.lines().rev().take(50).collect::<Vec<_>>());
    assert!(names.is_sorted());
}

#[test]
fn another_district_starts_with_a_profile_to_fill_in() {
    let model = Project::shipped();
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("示例区");
    let run = |arguments: &[&str]| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_nianbao"))
            .args(arguments)
            .current_dir(&root)
            .output()
            .unwrap();
        support::Run::from(output)
    };
    // Of templates and fonts it takes over what is not built in.
    model.write("templates/page.html.tera", "{{ title }}");
    model.run(&["init", root.to_str().unwrap()]).succeeds();
    for name in [
        "data/catalogue.yaml",
        "templates/page.html.tera",
        "fonts/FandolFang-Regular.otf",
        "fonts/LICENSE-Fandol.txt",
        "schemas/department.schema.json",
        "说明.md",
    ] {
        assert!(root.join(name).is_file(), "{name}");
    }
    for name in ["templates/luojiang.md.tera", "fonts/fonts.yaml", "fonts/NotoSerifSC-Bold.ttf"] {
        assert!(!root.join(name).exists(), "{name}");
    }
    for name in [".vscode/settings.json", ".vscode/extensions.json"] {
        let shipped = fs::read_to_string(support::root().join(name)).unwrap();
        assert_eq!(fs::read_to_string(root.join(name)).unwrap(), shipped, "{name}");
    }
    assert!(!root.join("data/2024").exists());

    // What is to be filled in, and the year that is to begin.
    let output = run(&["check", "2025"]).stdout;
    let expected = [
        "错误[E0131]: “发文机关”没有填",
        "错误[E0131]: “主送机关”没有填",
        "错误[E0131]: “印发机关”没有填",
        "错误[E0140]: 没有 2025 年的文件夹 data/2025",
    ];
    assert_eq!(reported(&output), expected, "{output}");

    let profile = root.join("data/profile.yaml");
    let text = fs::read_to_string(&profile).unwrap();
    let filled = text
        .replace("发文机关:  ", "发文机关: 示例市示例区人民政府 ")
        .replace("主送机关:  ", "主送机关: [区人大常委会] ")
        .replace("印发机关:  ", "印发机关: 示例市示例区人民政府办公室 ");
    fs::write(&profile, &filled).unwrap();
    run(&["new", "2025"]).succeeds();
    let output = run(&["check", "2025"]).stdout;
    for line in reported(&output) {
        let fine = ["E0131", "E0304", "E0302", "E0901", "E0808", "E0809", "E0810"];
        assert!(fine.iter().any(|code| line.contains(code)), "{line}\n{output}");
    }
    assert!(!output.contains("洛江区"), "{output}");

    // A second time nothing is touched.
    let again = model.run(&["init", root.to_str().unwrap()]);
    assert_eq!(again.code, 1);
    assert!(again.stderr.contains("[E0143]"), "{}", again.stderr);
    assert_eq!(fs::read_to_string(&profile).unwrap(), filled);
}

#[test]
fn a_district_is_made_after_a_project() {
    let folder = tempfile::tempdir().unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_nianbao"))
        .args(["init", "新区", "--from", "没有"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let run = support::Run::from(output);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("用 --from 指明"), "{}", run.stderr);
    assert!(!folder.path().join("新区").exists());
}

/// Only what the new district takes over must be without fault.
#[test]
fn a_model_may_wait_to_be_filled_in() {
    let folder = Project::empty();
    folder.run(&["init", "示例区"]).succeeds();
    let after = |name: &str| folder.run(&["init", name, "--from", "示例区"]);
    assert_eq!(after("新区").succeeds().stderr, "");
    folder.edit("示例区/data/profile.yaml", "版式: luojiang", "版式:");
    let run = after("另一区");
    assert_eq!((run.code, reported(&run.stderr)), (1, vec!["错误[E0131]: “版式”没有填"]));
    assert!(!folder.path().join("另一区").exists());
}

/// A kind that cannot be read is all that is reported: right data would be blamed.
#[test]
fn a_kind_that_cannot_be_read_stops_the_check() {
    let broken: [fn(&Project); 3] = [
        |project| project.write("templates/法治政府建设/kind.yaml", "a: [\n"),
        |project| {
            let folder = project.path().join("templates/法治政府建设/kind.yaml");
            fs::create_dir_all(folder).unwrap();
        },
        |project| project.write("templates", ""),
    ];
    for make in broken {
        let project = Project::base();
        for name in ["templates/法治政府建设/kind.yaml", "templates"] {
            let path = project.path().join(name);
            let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        }
        make(&project);
        let run = project.run(&["check", "2024"]);
        assert_eq!((run.code, reported(&run.stdout).len()), (1, 1), "{}", run.stdout);
        let run = project.run(&["fonts"]);
        assert_eq!((run.code, reported(&run.stderr).len()), (1, 1), "{}", run.stderr);
    }
}

/// All that is needed is in the program: from an empty folder to a draft of the report.
#[test]
fn a_district_begins_in_an_empty_folder() {
    let folder = Project::empty();
    let run = folder.run(&["init", "示例区"]);
    assert!(run.succeeds().stdout.contains("模板和字体用程序内置的"), "{}", run.stdout);
    for name in ["templates", "fonts"] {
        assert!(!folder.path().join("示例区").join(name).exists(), "{name}");
    }
    let profile = "示例区/data/profile.yaml";
    folder.edit(profile, "发文机关:  ", "发文机关: 示例市示例区人民政府 ");
    folder.edit(profile, "主送机关:  ", "主送机关: [区人大常委会] ");
    folder.edit(profile, "印发机关:  ", "印发机关: 示例市示例区人民政府办公室 ");
    let run = |arguments: &[&str]| folder.run(&[arguments, &["--project", "示例区"]].concat());
    run(&["new", "2025"]).succeeds();
    let checked = run(&["check", "2025"]).stdout;
    assert!(checked.contains("[E0304]") && !checked.contains("[E10"), "{checked}");
    let made = run(&["generate", "2025", "--draft"]);
    assert_eq!(made.code, 0, "{}", made.stderr);
    assert_eq!(made.stderr.matches("警告[E1105]").count(), 1, "{}", made.stderr);
    for ending in ["pdf", "html", "md"] {
        let file = format!("示例区/output/2025/年报（草稿）.{ending}");
        assert!(folder.path().join(&file).is_file(), "{file}");
    }
    assert!(!made.stdout.contains("洛江") && !checked.contains("洛江"));

    // With the fonts that are not built in nothing is missing.
    fs::create_dir(folder.path().join("示例区/fonts")).unwrap();
    for name in ["FandolFang-Regular.otf", "FandolKai-Regular.otf"] {
        let font = support::root().join("fonts").join(name);
        fs::copy(font, folder.path().join("示例区/fonts").join(name)).unwrap();
    }
    let made = run(&["generate", "2025", "--draft", "--format", "pdf"]);
    assert!(!made.stderr.contains("[E1105]"), "{}", made.stderr);
    let fonts = run(&["fonts"]).succeeds().stdout.clone();
    assert!(
        fonts.contains("  FandolFang  FandolFang-Regular.otf  能写 6638 字  项目\n"),
        "{fonts}"
    );
    assert!(fonts.contains("  NotoSans  NotoSansSC-Medium.ttf  能写 8105 字  内置\n"), "{fonts}");
}

#[test]
fn built_in_templates_are_listed_and_copied() {
    let project = Project::base();
    fs::remove_dir_all(project.path().join("templates")).unwrap();
    let list = |name: &str| {
        let list = project.run(&["templates"]).succeeds().stdout.clone();
        let line = list.lines().find(|line| line.starts_with(&format!("{name} ")));
        line.map(|line| line.split_whitespace().last().unwrap().to_owned())
    };
    assert_eq!(list("luojiang.md.tera").as_deref(), Some("内置"));
    assert_eq!(list("甲.md.tera"), None);

    // What is copied is used from then on, and never written over.
    let export = &["templates", "export", "sections/preamble.md.tera"];
    let run = project.run(export);
    assert_eq!(run.succeeds().stdout, "已复制 templates/sections/preamble.md.tera\n");
    let preamble = "templates/sections/preamble.md.tera";
    assert_eq!(
        list("sections/preamble.md.tera").as_deref(),
        Some("项目（与内置的相同，可以删去）")
    );
    project.edit(preamble, "现将", "现把");
    assert_eq!(list("sections/preamble.md.tera").as_deref(), Some("项目（与内置的不同）"));
    project.run(&["generate", "2024", "--format", "md"]).succeeds();
    assert!(project.read("output/2024/年报.md").contains("现把2024年"));
    let again = project.run(export);
    assert_eq!((again.code, again.stderr.contains("[E0143]")), (1, true), "{}", again.stderr);

    // Without a name, all that is not there yet.
    let run = project.run(&["templates", "export"]);
    assert!(run.succeeds().stdout.contains("已复制 templates/luojiang.md.tera\n"));
    assert!(project.read(preamble).contains("现把"));
    let run = project.run(&["templates", "export", "luojiang.md.tra"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("是否想写 luojiang.md.tera？"), "{}", run.stderr);
}

#[test]
fn what_an_earlier_project_should_change_is_listed() {
    let project = Project::base();
    project.edit("templates/sections/preamble.md.tera", "现将", "现把");
    project.write("schemas/report.schema.json", "{}");
    let list = project.run(&["upgrade"]).succeeds().stdout.clone();
    let under = |heading: &str, path: &str| {
        let part = list.split_once(heading).unwrap_or_else(|| panic!("{heading}\n{list}")).1;
        let paths = part.lines().skip(1).take_while(|line| line.starts_with("  "));
        paths.into_iter().any(|line| line.trim() == path)
    };
    assert!(under("完全相同", "templates/luojiang.md.tera"), "{list}");
    assert!(under("完全相同", "fonts/NotoSansSC-Medium.ttf"), "{list}");
    assert!(under("与内置的不同", "templates/sections/preamble.md.tera"), "{list}");
    assert!(under("nianbao schema", "schemas/report.schema.json"), "{list}");
    // What is not built in stays.
    assert!(!list.contains("Fandol"), "{list}");

    let new = Project::empty();
    new.run(&["init", "示例区"]).succeeds();
    new.edit("示例区/data/profile.yaml", "发文机关:  ", "发文机关: 示例市示例区人民政府 ");
    new.edit("示例区/data/profile.yaml", "主送机关:  ", "主送机关: [区人大常委会] ");
    new.edit("示例区/data/profile.yaml", "印发机关:  ", "印发机关: 示例市示例区人民政府办公室 ");
    let run = new.run(&["upgrade", "--project", "示例区"]);
    assert_eq!(run.succeeds().stdout, "没有要改的\n");
}

/// A program that keeps running, and what it has printed so far.
struct Watching {
    child: std::process::Child,
    lines: std::sync::mpsc::Receiver<String>,
}

impl Watching {
    fn start(project: &Project, arguments: &[&str]) -> Watching {
        use std::io::{BufRead as _, BufReader};
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_nianbao"))
            .args(arguments)
            .current_dir(project.path())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = child.stdout.take().unwrap();
        let (sender, lines) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines() {
                if line.is_ok_and(|line| sender.send(line).is_err()) {
                    break;
                }
            }
        });
        Watching { child, lines }
    }

    /// What is printed until a line holds `end`.
    fn until(&self, end: &str) -> String {
        let mut text = String::new();
        let patience = std::time::Duration::from_secs(20);
        loop {
            let line =
                self.lines.recv_timeout(patience).unwrap_or_else(|_| panic!("{end}\n{text}"));
            text.push_str(&line);
            text.push('\n');
            if line.contains(end) {
                return text;
            }
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn watching_shows_what_changed() {
    let project = Project::shipped();
    let watching = Watching::start(&project, &["watch", "2024", "--format", "md"]);
    let first = watching.until("正在看守");
    assert!(first.contains("E0906") && first.contains("年报.md、数据来源.csv"), "{first}");

    let name = "data/2024/区信访局.yaml";
    project.edit(name, "矛盾纠纷受理数: 783 ", "矛盾纠纷受理数: 7８3 ");
    let started = std::time::Instant::now();
    let second = watching.until("共 ");
    assert!(started.elapsed().as_secs_f64() < 2.0, "{:?}", started.elapsed());
    assert!(second.contains("[E0402]") && !second.contains("E0906"), "{second}");
    assert!(!second.contains("已更新"), "{second}");

    project.edit(name, "矛盾纠纷受理数: 7８3 ", "矛盾纠纷受理数: 783 ");
    let third = watching.until("共 ");
    assert!(third.contains("已解决[E0402]") && !third.contains("E0906"), "{third}");
    project.edit(name, "发挥“一站式”", "继续发挥“一站式”");
    let fourth = watching.until("已更新");
    assert!(fourth.contains("年报.md") && !fourth.contains("E0906"), "{fourth}");
    assert!(project.read("output/2024/年报.md").contains("继续发挥“一站式”"));
}

/// What could not be checked is neither resolved nor, once it can be checked again, new.
#[test]
fn watching_is_silent_about_what_it_could_not_check() {
    let project = Project::base();
    let (law, letters) = ("data/2024/区司法局.yaml", "data/2024/区信访局.yaml");
    project.edit(law, "执法案件总数: 30", "执法案件总数: 31");
    project.edit(letters, "纠纷受理数: 48", "纠纷受理数: 4８");
    let watching = Watching::start(&project, &["watch", "2024", "--format", "md"]);
    let first = watching.until("正在看守");
    assert!(first.contains("[E0501]") && first.contains("[E0402]"), "{first}");

    // The catalogue cannot be read: nothing is checked, and one thing is put right meanwhile.
    let catalogue = project.read("data/catalogue.yaml");
    project.write("data/catalogue.yaml", &catalogue.replace("类型: 百分比", "类型: 百分数"));
    let broken = watching.until("共 ");
    assert!(broken.contains("[E0133]") && broken.contains("其余的没有核对"), "{broken}");
    assert!(!broken.contains("已解决"), "{broken}");
    project.edit(letters, "纠纷受理数: 4８", "纠纷受理数: 48");
    let still = watching.until("共 ");
    assert!(!still.contains("已解决") && !still.contains("[E0"), "{still}");
    project.write("data/catalogue.yaml", &catalogue);
    let mended = watching.until("共 ");
    assert!(mended.contains("已解决[E0133]") && mended.contains("已解决[E0402]"), "{mended}");
    assert!(!mended.contains("[E0501]"), "{mended}");

    // The same for one file.
    let form = project.read(law);
    project.write(law, &format!("- 甲\n{form}"));
    let broken = watching.until("共 ");
    assert!(!broken.contains("已解决") && broken.contains("错误[E01"), "{broken}");
    project.write(law, &form);
    let mended = watching.until("共 ");
    assert!(mended.contains("已解决[E01") && !mended.contains("[E0501]"), "{mended}");

    // And for what only shows when the report is put together.
    project.edit(law, "执法案件总数: 31", "执法案件总数: 30");
    assert!(watching.until("已更新").contains("已解决[E0501]"));
    let template = project.read("templates/luojiang.md.tera");
    project.write("templates/luojiang.md.tera", &format!("{template}{{{{ 没有 }}}}"));
    let printed = watching.until("共 ");
    assert!(printed.contains("错误[E10"), "{printed}");
    project.edit(law, "执法案件总数: 30", "执法案件总数: 31");
    let printed = watching.until("共 ");
    assert!(printed.contains("错误[E0501]") && !printed.contains("已解决"), "{printed}");
    project.edit(law, "执法案件总数: 31", "执法案件总数: 30");
    let printed = watching.until("共 ");
    assert!(printed.contains("已解决[E0501]") && !printed.contains("[E10"), "{printed}");
    project.write("templates/luojiang.md.tera", &template);
    watching.until("已解决[E10");
}

#[test]
fn watching_never_replaces_what_somebody_else_made() {
    let project = Project::base();
    project.run(&["generate", "2024", "--format", "md", "--with-appendix"]).succeeds();
    let table = "主要指标数据一览表";
    let (sent, apart) = ("output/2024/年报.md", "output/2024/看守/年报.md");
    let made = project.read(sent);
    assert!(made.contains(table));
    let watching = Watching::start(&project, &["watch", "2024", "--format", "md"]);
    let printed = watching.until("正在看守");
    assert!(printed.contains("里的 年报.md、数据来源.csv 不是这次看守出的，留着不动"), "{printed}");
    assert!(!project.read(apart).contains(table));
    project.edit("data/2024/区司法局.yaml", "推行容缺受理", "推行容缺办理");
    watching.until("已更新");
    assert!(project.read(apart).contains("推行容缺办理"));
    assert_eq!(project.read(sent), made);
    drop(watching);

    // A finished report that is as the data are stays as it is when they change.
    let project = Project::base();
    project.run(&["generate", "2024", "--format", "md,docx"]).succeeds();
    let stand = |name: &str| std::fs::read(project.path().join("output/2024").join(name)).unwrap();
    let names = ["年报.md", "年报.docx", "年报.底稿.json", "数据来源.csv", "校验.json"];
    let made = names.map(stand);
    let watching = Watching::start(&project, &["watch", "2024", "--format", "md,docx"]);
    watching.until("正在看守");
    project.edit("data/2024/区司法局.yaml", "推行容缺受理", "推行容缺办理");
    assert!(watching.until("已更新").contains("留着不动；看守出的写到"));
    assert!(project.read(apart).contains("推行容缺办理"));
    assert_eq!(names.map(stand), made);
    drop(watching);

    // What was made here is followed, until somebody else makes another.
    let project = Project::base();
    let watching = Watching::start(&project, &["watch", "2024", "--format", "md"]);
    watching.until("正在看守");
    project.edit("data/2024/区司法局.yaml", "推行容缺受理", "推行容缺办理");
    assert!(watching.until("已更新").contains("output/2024：年报.md"));
    assert!(project.read(sent).contains("推行容缺办理"));
    project.run(&["generate", "2024", "--format", "md", "--with-appendix"]).succeeds();
    let made = project.read(sent);
    project.edit("data/2024/区司法局.yaml", "推行容缺办理", "推行容缺受理");
    assert!(watching.until("已更新").contains("看守：年报.md"));
    assert_eq!(project.read(sent), made);
}

#[test]
fn watching_takes_the_options_of_an_edition() {
    let project = Project::base();
    let options = ["--format", "md,html", "--to", "区委", "--with-appendix", "--out", "看"];
    let watching = Watching::start(&project, &[&["watch", "2024"], &options[..]].concat());
    let printed = watching.until("正在看守");
    assert!(printed.contains("年报（区委）.md"), "{printed}");
    assert!(project.read("看/年报（区委）.md").contains("主要指标数据一览表"));
    drop(watching);
    let watching = Watching::start(&project, &["watch", "2024", "--format", "html", "--proof"]);
    watching.until("正在看守");
    assert!(project.read("output/2024/年报（核校本）.html").contains("出处："));
    assert!(!project.path().join("output/2024/年报.html").exists());
}

#[test]
fn a_department_that_is_watched_is_listed_in_the_folder_of_the_unit() {
    let project = Project::base();
    let office = "data/2024/区信访局.yaml";
    project.write(office, &(project.read(office) + crate::own_reports::OWN));
    let words = ["watch", "2024", "--format", "md", "--for", "区信访局"];
    let watching = Watching::start(&project, &words);
    watching.until("正在看守");
    drop(watching);
    project.run(&["verify", "2024"]).succeeds();
    fs::remove_dir_all(project.path().join("output/2024/部门")).unwrap();
    let run = project.run(&["verify", "2024"]);
    assert_eq!(run.code, 1, "{}", run.transcript());
    assert!(run.stdout.contains("部门/区信访局 的一套文件不见了"), "{}", run.stdout);
}

#[test]
fn watching_makes_a_deleted_output_again() {
    let project = Project::base();
    let watching = Watching::start(&project, &["watch", "2024", "--format", "md"]);
    watching.until("正在看守");
    let made = project.read("output/2024/年报.md");
    fs::remove_file(project.path().join("output/2024/年报.md")).unwrap();
    let printed = watching.until("已补上");
    assert!(printed.contains("年报.md") && !printed.contains("数据来源.csv"), "{printed}");
    assert_eq!(project.read("output/2024/年报.md"), made);
    fs::remove_dir_all(project.path().join("output")).unwrap();
    let printed = watching.until("已补上");
    assert!(printed.contains("年报.md、数据来源.csv"), "{printed}");
    // What is not to be made as the data are is not made again either.
    project.edit("data/2024/区司法局.yaml", "执法案件总数: 30", "执法案件总数: 31");
    watching.until("共 ");
    fs::remove_file(project.path().join("output/2024/年报.md")).unwrap();
    project.edit("data/2024/区司法局.yaml", "执法案件总数: 31", "执法案件总数: 30");
    assert!(watching.until("已更新").contains("已解决[E0501]"));
}

#[test]
fn watching_shows_what_it_finds_while_a_file_is_written_without_a_pause() {
    let project = Project::base();
    let watching = Watching::start(&project, &["watch", "2024", "--format", "md"]);
    watching.until("正在看守");
    let path = project.path().join("data/2024/区信访局.yaml");
    let form = fs::read_to_string(&path).unwrap().replace("纠纷受理数: 48", "纠纷受理数: 4８");
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for number in 0_u32.. {
                if stop.load(std::sync::atomic::Ordering::Relaxed) {
                    break;
                }
                let blanks = "\n".repeat(number as usize % 7);
                fs::write(&path, format!("{form}{blanks}")).unwrap();
                std::thread::sleep(std::time::Duration::from_millis(20));
            }
        });
        // On a busy machine the writer may pause for once, and an ordinary round comes first.
        let printed = watching.until("有文件一直在改动");
        if !printed.contains("[E0402]") {
            watching.until("[E0402]");
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
    });
}

#[test]
fn watching_keeps_every_output_up_to_date() {
    let project = Project::shipped();
    let watching = Watching::start(&project, &["watch", "2024"]);
    watching.until("正在看守");
    let outputs = || {
        ["年报.pdf", "年报.html", "年报.md", "数据来源.csv"]
            .map(|name| fs::read(project.path().join("output/2024").join(name)).unwrap())
    };
    let before = outputs();
    // A value that all of them print, and that no other is held against.
    project.edit("data/2024/区公安分局.yaml", "进企问需次数: 17 ", "进企问需次数: 18 ");
    let printed = watching.until("已更新");
    for name in ["年报.pdf", "年报.html", "年报.md", "数据来源.csv"] {
        assert!(printed.contains(name), "{printed}");
    }
    assert!(!printed.contains("[E0"), "only what changed: {printed}");
    for (before, after) in before.iter().zip(outputs()) {
        assert_ne!(*before, after);
    }
    // A template is watched as well.
    project.edit("templates/luojiang.md.tera", "\n## 主要举措和成效\n", "\n## 主要举措及成效\n");
    let printed = watching.until("已更新");
    assert!(printed.contains("年报.pdf") && !printed.contains("数据来源.csv"), "{printed}");
}

#[test]
fn a_kind_of_report_that_is_new_has_nothing_of_last_year() {
    let project = Project::base();
    let kinds = "报告: [法治政府建设, {种类: 政府信息公开, 责任部门: 区信访局}]\n版式:";
    project.edit("data/profile.yaml", "版式:", kinds);
    let run = project.run(&["new", "2025", "--report", "政府信息公开"]);
    run.succeeds();
    assert!(
        run.stdout.contains("data/2024 没有这种报告，没有上年的文字和提纲可以沿用"),
        "{}",
        run.stdout
    );
}
