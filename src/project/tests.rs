use snapbox::{assert_data_eq, str};

use std::collections::BTreeMap;
use std::path::Path;

use super::*;
use crate::diagnostic::text;
use crate::yaml;

fn read_profile_text(text: &str) -> (Profile, String) {
    let mut sources = Sources::default();
    let file = sources.add(PROFILE, text);
    let mut findings = Findings::new();
    let node = yaml::parse(file, text).gather(&mut findings).unwrap();
    let profile = Profile::read(node, &sources).gather(&mut findings);
    findings.arrange(&sources);
    (profile, text::report(&findings, &sources, false))
}

#[test]
fn a_second_file_of_the_profile_or_the_catalogue_is_told() {
    for other in ["profile.yml", "Profile.yaml", "catalogue.yaml.txt"] {
        let files = Files::from(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/base"));
        let files = files.with_unsaved(format!("data/{other}").as_str(), "部门: []\n");
        let mut sources = Sources::default();
        let findings = Project::open(files, &mut sources).findings;
        let told = text::report(&findings, &sources, false);
        assert!(told.contains(&format!("E0141]: data/{other} 没有读")), "{told}");
        assert_eq!(findings.len(), 1, "{told}");
    }
}

#[test]
fn the_shipped_project_is_without_fault() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut sources, mut findings) = (Sources::default(), Findings::new());
    let project = Project::open(root, &mut sources).gather(&mut findings).unwrap();
    let templates = project.templates(&mut sources).gather(&mut findings);
    assert_eq!(findings, Findings::new());
    assert!(project.catalogue.metrics.len() >= 110);
    assert!(project.catalogue.rules.len() >= 50);
    assert!(project.years().contains(&2024));
    assert!(templates.files.iter().any(|(path, _)| path == "gbt9704.yaml"));
    let fonts = project.fonts();
    assert!(fonts.contains(&"fonts.yaml".to_owned()));
    let profile = project.profile;
    assert_eq!(profile.issuer.unwrap().value, "泉州市洛江区人民政府");
    assert_eq!(profile.code.as_deref(), Some("泉洛政文"));
    let addressees: Vec<&str> = profile.addressees.iter().map(|name| name.value.as_str()).collect();
    assert_eq!(addressees, ["区人大常委会"]);
    assert_eq!(profile.departments[0].short_name.as_deref(), Some("司法局"));
}

#[test]
fn a_folder_that_is_no_project() {
    let folder = tempfile::tempdir().unwrap();
    let mut sources = Sources::default();
    let Outcome { value, findings } = Project::open(folder.path(), &mut sources);
    assert!(value.is_none());
    assert_data_eq!(
        text::report(&findings, &sources, false),
        str![[r#"
错误[E0201]: 没有单位档案：data/profile.yaml
--> data/profile.yaml
 = 建议: 项目文件夹里要有这个文件：不在项目文件夹里运行的，换到那里；丢了的，找回来

错误[E0202]: 没有指标目录：data/catalogue.yaml
--> data/catalogue.yaml
 = 建议: 项目文件夹里要有这个文件：不在项目文件夹里运行的，换到那里；丢了的，找回来

共 2 处错误
"#]]
    );
}

#[test]
fn faults_of_a_profile() {
    let text = "\
发文机关: 示例市示例区人民政府
主送机关: 区人大常委会
抄送机关: [区委办公室、区政协办公室]
印发机关:
网站: {名称: 示例, 域明: example.cn}
版试: luojiang
部门:
  - 名称: 区司法局
    简称: 司法局
  - 名称: 区 信访局
  - 名称: 司法局
  - 区财政局
";
    assert_data_eq!(
        read_profile_text(text).1,
        str![[r#"
错误[E0132]: 主送机关应当是列表
 --> data/profile.yaml:2:7
  |
2 | 主送机关: 区人大常委会
  |           ^^^^^^^^^^^^ 这里不是列表
  |
  = 建议: 改为 [区人大常委会]；有几项的，写成 [甲, 乙]

错误[E0142]: 几个名称之间用了“、”
 --> data/profile.yaml:3:8
  |
3 | 抄送机关: [区委办公室、区政协办公室]
  |            ^^^^^^^^^^^^^^^^^^^^^^^^ 会被当作一个名称，抄送机关里没有这样的名称
  |
  = 建议: 改用半角逗号：[区委办公室, 区政协办公室]

错误[E0131]: “印发机关”没有填
 --> data/profile.yaml:4:6
  |
4 | 印发机关:
  |          ^ 这里没有内容
  |
  = 建议: 在“印发机关:”后面填上内容

错误[E0130]: 网站里没有“域明”这一项
 --> data/profile.yaml:5:14
  |
5 | 网站: {名称: 示例, 域明: example.cn}
  |                    ^^^^ 是否指“域名”
  |
  = 建议: 改为“域名”

错误[E0130]: 单位档案里没有“版试”这一项
 --> data/profile.yaml:6:1
  |
6 | 版试: luojiang
  | ^^^^ 是否指“版式”
  |
  = 建议: 改为“版式”

错误[E0203]: 部门的名称“区 信访局”不合要求
  --> data/profile.yaml:10:9
   |
10 |   - 名称: 区 信访局
   |           ^^^^^^^^^ 名称里只能有汉字、字母、数字和下划线
   |
   = 建议: 名称也是文件名，改为“区信访局”

错误[E0204]: 部门“司法局”重名
  --> data/profile.yaml:11:9
   |
 9 |     简称: 司法局
   |           ------ 先在这里用过
10 |   - 名称: 区 信访局
11 |   - 名称: 司法局
   |           ^^^^^^ 又用了这个名称
   |
   = 建议: 每个部门的名称、简称、曾用名各不相同：换一个，或者删去重复的一项

错误[E0132]: 部门应当是若干行“名称: 值”
  --> data/profile.yaml:12:5
   |
12 |   - 区财政局
   |     ^^^^^^^^ 这里只有名称
   |
   = 建议: 改为“- 名称: 区财政局”，简称、全称另起一行写在它下面

共 8 处错误
"#]]
    );
}

/// The project's templates stand before the built-in ones, those of the kind before the rest; a
/// folder is a kind by its description alone.
#[test]
fn which_template_a_name_means() {
    let files = Files::default()
        .with_unsaved("data/profile.yaml", "{}")
        .with_unsaved("data/catalogue.yaml", "{}")
        .with_unsaved("templates/甲种/kind.yaml", "名称: 甲\n文件名: 甲报\n")
        .with_unsaved("templates/甲种/a.md.tera", "甲种的")
        .with_unsaved("templates/a.md.tera", "共用的")
        .with_unsaved("templates/乙种/kind.yaml", "名称: 乙\n文件名: 乙报\n")
        .with_unsaved("templates/乙种/b.md.tera", "乙种的")
        .with_unsaved("templates/parts/c.md.tera", "不是一种报告")
        .with_unsaved("templates/甲种/gbt9704.yaml", "甲种的");
    let mut sources = Sources::default();
    let mut project = Project::open(files, &mut sources).value.unwrap();
    let mut texts = |kind: &str| -> BTreeMap<String, String> {
        let mut sources = Sources::default();
        project.kind = Arc::new(Kind { folder: kind.to_owned(), ..Kind::default() });
        let templates = project.templates(&mut sources).value;
        let text = |(name, file)| (name, sources.get(file).text().to_owned());
        templates.files.into_iter().map(text).collect()
    };
    let shared = texts("");
    assert_eq!(shared["a.md.tera"], "共用的");
    assert!(!shared.contains_key("b.md.tera") && !shared.contains_key("乙种/b.md.tera"));
    assert_eq!(shared["parts/c.md.tera"], "不是一种报告");
    let of_kind = texts("甲种");
    assert_eq!(of_kind["a.md.tera"], "甲种的");
    assert_eq!(of_kind["gbt9704.yaml"], "甲种的");
    assert!(!of_kind.contains_key("b.md.tera") && !of_kind.contains_key("kind.yaml"));
    if cfg!(feature = "builtin") {
        assert!(shared["gbt9704.yaml"].contains("9704") && of_kind.contains_key("page.html.tera"));
    }
}
