//! The schemas are up to date, are schemas, pass what is right and flag what is wrong, and
//! flag nothing that `check` lets pass.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use jsonschema::Validator;
use nianbao::catalogue::identifier_fault;
use nianbao::check::check;
use nianbao::diagnostic::Diagnostic;
use nianbao::edition::{Edition, Options};
use nianbao::findings::Findings;
use nianbao::load::load;
use nianbao::project::Project;
use nianbao::schema::{self, Schema};
use nianbao::source::Sources;
use serde_json::{Value, json};
use snapbox::{Assert, Data};

use crate::support::root;

fn schemas(project: &Path) -> Vec<Schema> {
    let opened = Project::open(project, &mut Sources::default());
    assert!(opened.findings.is_empty(), "{:?}", opened.findings);
    let project = opened.value.unwrap();
    schema::generate(&project.catalogue, &project.profile, &project.kinds)
}

/// By file name: `department` for `department.schema.json`.
fn validators(project: &Path) -> BTreeMap<String, Validator> {
    let schemas = schemas(project).into_iter().map(|Schema { name, text }| {
        let schema = serde_json::from_str(&text).unwrap();
        let validator = jsonschema::draft7::new(&schema).unwrap();
        (name.trim_end_matches(".schema.json").to_owned(), validator)
    });
    schemas.collect()
}

/// Which schema a file of a project is held to.
fn kind(path: &str) -> &str {
    match path.rsplit('/').next().unwrap() {
        "profile.yaml" => "profile",
        "catalogue.yaml" => "catalogue",
        "report.yaml" => "report",
        _ => "department",
    }
}

/// The places that a schema flags, as `/指标/行政检查数`.
fn flagged(validator: &Validator, text: &str) -> Vec<String> {
    let value: Value = serde_yaml::from_str(text).unwrap();
    let places = validator.iter_errors(&value).map(|fault| fault.instance_path().to_string());
    places.collect::<BTreeSet<_>>().into_iter().collect()
}

/// The YAML files under `data` of a project: path and text.
fn files(project: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut folders = vec![project.join("data")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = fs::read_to_string(&path).unwrap();
                files.push((path.to_str().unwrap().to_owned(), text));
            }
        }
    }
    files.sort();
    files
}

#[test]
fn the_shipped_schemas_are_up_to_date() {
    let assert = Assert::new().action_env("SNAPSHOTS");
    for Schema { name, text } in schemas(root()) {
        let path = root().join("schemas").join(name);
        assert.eq(text, Data::read_from(&path, None).raw());
    }
}

#[test]
fn schemas_are_schemas() {
    for Schema { name, text } in schemas(root()) {
        let schema: Value = serde_json::from_str(&text).unwrap();
        assert!(jsonschema::draft7::meta::validate(&schema).is_ok(), "{name}");
    }
}

#[test]
fn good_files_pass() {
    for project in [root().to_owned(), root().join("tests/base")] {
        let validators = validators(&project);
        let files = files(&project);
        assert!(files.len() > 3);
        for (path, text) in files {
            assert_eq!(flagged(&validators[kind(&path)], &text), [""; 0], "{path}");
        }
    }
}

#[test]
fn the_shipped_kind_passes_and_its_faults_are_flagged() {
    let validator = &validators(root())["kind"];
    let text = fs::read_to_string(root().join("templates/法治政府建设/kind.yaml")).unwrap();
    assert_eq!(flagged(validator, &text), [""; 0]);
    let faults = [
        ("形式: 标记", "形式: 记号", "/内容/2/形式"),
        ("变量: plans\n", "变量: Plans\n", "/内容/3/变量"),
        ("次年-03-01", "3月1日", "/期限/0/不晚于"),
        ("例: {键: 学习宣传, ", "例: {", "/内容/0/例"),
        ("标题词:", "标题辞:", ""),
    ];
    for (right, wrong, place) in faults {
        assert!(text.contains(right), "{right}");
        assert_eq!(flagged(validator, &text.replace(right, wrong)), [place], "{wrong}");
    }
}

#[test]
fn a_table_passes_and_its_faults_are_flagged() {
    let validator = &validators(root())["table"];
    let text = fs::read_to_string(root().join("tests/cases/表格/templates/表/案件.yaml")).unwrap();
    assert_eq!(flagged(validator, &text), [""; 0]);
    for (from, to, place) in [
        ("列宽: [1,", "列宽: [宽,", "/列宽/0"),
        ("字号: 小五", "字号: 小无", "/字号"),
        ("空: 空白", "空: 无", "/空"),
        ("行:\n  - [{文: 一", "各行:\n  - [{文: 一", ""),
        ("跨行: 3", "跨行: 0", "/行/0/0"),
        ("竖排: 是", "竖排: 对", "/行/0/0"),
        ("{指标: 行政检查数}", "{指标: 行政检查数, 文: 检查}", "/行/0/2"),
    ] {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text, "{from}");
        assert_eq!(flagged(validator, &changed), [place], "{from} → {to}");
    }
}

/// A project of the 示例区 with a metric of every kind and a rule of every kind.
const PROJECT: [(&str, &str); 4] = [
    (
        "data/profile.yaml",
        "\
发文机关: 示例市示例区人民政府
发文机关代字: 示例政文
主送机关: [区人大常委会]
抄送机关:
印发机关: 示例市示例区人民政府办公室
网站: {名称: 示例区人民政府网站}
版式: luojiang
部门:
  - {名称: 区司法局, 简称: 司法局}
  - 名称: 区信访局
    联系人:
",
    ),
    (
        "data/catalogue.yaml",
        "\
主题: [政治引领, 依法履职, 制度体系, 行政执法, 社会治理]
维度:
  申请人: {成员: [自然人, {法人: [企业, 社团]}, 18岁以下], 总计: 合计数}
  渠道: [当面, 网络]
指标:
  - {名称: 案件总数, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 区司法局, 必填: 必填, 口径: 全部案件, 范围: {最小: 1, 最大: 9000}}
  - {名称: 检查数, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 区司法局, 必填: 必填, 口径: 检查, 缺省: 0, 累计: 是, 曾用名: [巡查数]}
  - {名称: 处罚数, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 区司法局, 必填: 选填, 口径: 处罚}
  - {名称: 涉及金额, 主题: 社会治理, 单位: 万元, 类型: 数量, 责任部门: 区司法局, 必填: 选填, 口径: 金额, 小数位: 4}
  - {名称: 化解率, 主题: 社会治理, 单位: '%', 类型: 百分比, 责任部门: 区司法局, 必填: 必填, 口径: 化解除以受理, 小数位: 2}
  - {名称: 全部述法, 主题: 政治引领, 类型: 是否, 责任部门: 区司法局, 必填: 选填, 口径: 是否全部述法}
  - {名称: 综合查名单, 主题: 行政执法, 类型: 文本, 责任部门: 区司法局, 必填: 选填, 口径: 参加的部门}
  - {名称: 部门检查数, 主题: 行政执法, 单位: 件, 类型: 计数, 责任部门: 各部门, 必填: 选填, 口径: 本部门的检查}
  - {名称: 受理数, 主题: 社会治理, 单位: 件, 类型: 计数, 责任部门: 区信访局, 必填: 必填, 口径: 受理}
  - {名称: 申请数, 主题: 依法履职, 单位: 件, 类型: 计数, 维度: 申请人, 责任部门: 区司法局, 必填: 必填, 口径: 收到的, 曾用名: [申请量]}
  - {名称: 登记数, 主题: 依法履职, 单位: 件, 类型: 计数, 维度: 申请人, 责任部门: 区司法局, 必填: 选填, 口径: 登记的}
  - {名称: 不足和原因, 主题: 政治引领, 类型: 文本, 责任部门: 区司法局, 必填: 选填, 取自: 不足, 口径: 法定内容之二}
勾稽规则:
  - {名称: 甲, 类型: 合计, 合计: 案件总数, 分项: [检查数, 处罚数], 级别: 错误, 说明: 理由}
  - {名称: 乙, 类型: 比率, 比率: 化解率, 分子: 检查数, 分母: 案件总数, 小数位: 2, 级别: 错误, 说明: 理由}
  - {名称: 丙, 类型: 不大于, 左: [检查数], 右: [案件总数], 级别: 错误, 说明: 理由}
  - {名称: 丁, 类型: 不大于, 左: [处罚数], 右: [案件总数], 替补: 丙, 级别: 警告, 说明: 理由}
  - {名称: 戊, 类型: 相等, 指标: [检查数, 处罚数], 容差: 90, 级别: 警告, 说明: 理由}
  - {名称: 己, 类型: 同比, 指标: 全部, 幅度: 50, 级别: 警告, 说明: 理由}
  - {名称: 庚, 类型: 汇总, 汇总: 检查数, 分项: 部门检查数, 级别: 警告, 说明: 理由}
  - {名称: 辛, 类型: 项数, 项数: 处罚数, 名单: 综合查名单, 级别: 警告, 说明: 理由}
  - {名称: 壬, 类型: 零则零, 若: 案件总数, 则: 检查数, 级别: 错误, 说明: 理由}
  - {名称: 癸, 类型: 全覆盖, 是否: 全部述法, 左: 检查数, 右: 案件总数, 级别: 警告, 说明: 理由}
",
    ),
    (
        "data/2024/report.yaml",
        "\
年度: 2024
索引号: SL-0200-2025-00001
发文字号: 示例政文〔2025〕1号
签发人: 示例
成文日期: 2025-02-13
发布日期: 2025-02-24 19:03
来源:
提纲:
  - 主题: 政治引领
    标题: 一
    条目:
      - {键: 责任落实, 标题: 落实责任, 部门: [区司法局], 满足: 第一责任人, 公开: 否}
  - {主题: 依法履职, 标题: 二}
  - {主题: 制度体系, 标题: 三}
  - {主题: 行政执法, 标题: 四}
  - 主题: 社会治理
    标题: 五
    条目:
      - {键: 矛盾化解, 标题: 化解矛盾, 部门: [区信访局, 区司法局], 序次: 一是}
",
    ),
    (
        "data/2024/区司法局.yaml",
        "\
部门: 区司法局
年度: 2024
填报人:
联系电话: 12345678
指标:
  案件总数: 30
  检查数: 24
  处罚数: 6
  涉及金额: 12.5
  化解率: 80
  全部述法: 否
  综合查名单: [甲, 乙, 丙, 丁, 戊, 己]
  部门检查数: 24
  申请数: {自然人: 21, 法人: {企业: 2, 其余: 0}, 18岁以下: 0, 合计数: 23}
  登记数: 0
正文:
  责任落实: |
    主要负责人定期听取汇报。
  矛盾化解: |
    办理{{案件总数}}。
不足:
  - {问题: 覆盖面不够, 原因: 师资不足}
安排:
  - {标题: 抓好培训, 内容: 分批轮训。}
说明:
  检查数: 理由
照录: [一楼]
",
    ),
];

/// A file with one place changed.
struct Case {
    file: &'static str,
    from: &'static str,
    to: &'static str,
    /// The places that the schema flags; none: it is right, or left to `check`.
    flagged: &'static [&'static str],
}

const fn case(
    file: &'static str,
    from: &'static str,
    to: &'static str,
    flagged: &'static [&'static str],
) -> Case {
    Case { file, from, to, flagged }
}

const DEPARTMENT: &str = "data/2024/区司法局.yaml";
const REPORT: &str = "data/2024/report.yaml";
const PROFILE: &str = "data/profile.yaml";
const CATALOGUE: &str = "data/catalogue.yaml";

/// What is right.
const RIGHT: &[Case] = &[
    case(DEPARTMENT, "年度: 2024", "年度: '2024'", &[]),
    case(DEPARTMENT, "部门检查数: 24", "部门检查数: '24'", &[]),
    case(DEPARTMENT, "部门检查数: 24", "部门检查数: 约20", &[]),
    case(DEPARTMENT, "部门检查数: 24", "部门检查数: 近50", &[]),
    case(DEPARTMENT, "部门检查数: 24", "部门检查数: 超过30", &[]),
    case(DEPARTMENT, "部门检查数: 24", "部门检查数: 超30", &[]),
    case(DEPARTMENT, "部门检查数: 24", "部门检查数: 400多", &[]),
    case(DEPARTMENT, "部门检查数: 24", "部门检查数: 120余", &[]),
    case(DEPARTMENT, "涉及金额: 12.5", "涉及金额: 约1.1", &[]),
    case(DEPARTMENT, "涉及金额: 12.5", "涉及金额: 0", &[]),
    case(DEPARTMENT, "填报人:", "填报人: 示例", &[]),
    case(DEPARTMENT, "  部门检查数: 24\n", "", &[]),
    case(DEPARTMENT, "  化解率: 80\n", "", &[]),
    case(DEPARTMENT, "  责任落实: |\n", "  责任落实:\n", &[]),
    case(DEPARTMENT, "照录: [一楼]", "照录:", &[]),
    case(REPORT, "签发人: 示例", "签发人: [示例甲, 示例乙]", &[]),
    case(REPORT, "签发人: 示例", "签发人:", &[]),
    case(REPORT, "发布日期: 2025-02-24 19:03", "发布日期: 2025-02-24", &[]),
    case(PROFILE, "发文机关代字: 示例政文", "发文机关代字:", &[]),
    case(PROFILE, "网站: {名称: 示例区人民政府网站}", "网站:", &[]),
    case(CATALOGUE, "小数位: 4", "小数位: ~", &[]),
    case(CATALOGUE, "指标: 全部", "指标: [检查数, 处罚数]", &[]),
    case(CATALOGUE, "单位: '%', 类型", "类型", &[]),
    case(DEPARTMENT, "涉及金额: 12.5", "涉及金额:", &[]),
    case(DEPARTMENT, "登记数: 0", "登记数:", &[]),
    case(DEPARTMENT, "登记数: 0", "登记数: {自然人: 3, 法人: 4, 企业: 4, 其余: '0'}", &[]),
    case(DEPARTMENT, "登记数: 0", "登记数:\n    自然人: 3\n    其余: 0", &[]),
    case(DEPARTMENT, "  登记数: 0\n", "", &[]),
    case(DEPARTMENT, "企业: 2, 其余: 0", "企业: 2, 社团: 0", &[]),
    case(CATALOGUE, "渠道: [当面, 网络]", "渠道: {成员: [当面, 网络], 总计: 否}", &[]),
    case(CATALOGUE, "  渠道: [当面, 网络]\n", "", &[]),
];

/// What is wrong, for the schema and for `check`.
const WRONG: &[Case] = &[
    case(DEPARTMENT, "部门: 区司法局", "部门: 区司法", &["/部门"]),
    case(DEPARTMENT, "部门: 区司法局\n", "", &[""]),
    case(DEPARTMENT, "年度: 2024", "年度: 2024年", &["/年度"]),
    case(DEPARTMENT, "年度: 2024", "年度: 24", &["/年度"]),
    case(DEPARTMENT, "联系电话", "联系电活", &[""]),
    case(DEPARTMENT, "  检查数: 24", "  检察数: 24", &["/指标"]),
    case(DEPARTMENT, "  检查数: 24\n", "", &["/指标"]),
    case(DEPARTMENT, "  处罚数: 6\n", "  处罚数: 6\n  不足和原因: 好\n", &["/指标"]),
    case(DEPARTMENT, "处罚数: 6", "处罚数: 6件", &["/指标/处罚数"]),
    case(DEPARTMENT, "处罚数: 6", "处罚数: 1,661", &["/指标/处罚数"]),
    case(DEPARTMENT, "处罚数: 6", "处罚数: ６", &["/指标/处罚数"]),
    case(DEPARTMENT, "处罚数: 6", "处罚数: 6.5", &["/指标/处罚数"]),
    case(DEPARTMENT, "处罚数: 6", "处罚数: 约6.5", &["/指标/处罚数"]),
    case(DEPARTMENT, "处罚数: 6", "处罚数: -6", &["/指标/处罚数"]),
    case(DEPARTMENT, "处罚数: 6", "处罚数: 六", &["/指标/处罚数"]),
    case(DEPARTMENT, "处罚数: 6", "处罚数: 待补", &["/指标/处罚数"]),
    case(DEPARTMENT, "处罚数: 6", "处罚数: 约6多", &["/指标/处罚数"]),
    case(DEPARTMENT, "处罚数: 6", "处罚数: 6左右", &["/指标/处罚数"]),
    case(DEPARTMENT, "处罚数: 6", "处罚数: '006'", &["/指标/处罚数"]),
    case(DEPARTMENT, "  检查数: 24", "  检查数:", &["/指标/检查数"]),
    case(DEPARTMENT, "处罚数: 6", "处罚数: [6]", &["/指标/处罚数"]),
    case(DEPARTMENT, "处罚数: 6", "处罚数: 是", &["/指标/处罚数"]),
    case(DEPARTMENT, "处罚数: 6", "处罚数: true", &["/指标/处罚数"]),
    case(DEPARTMENT, "案件总数: 30", "案件总数: 9001", &["/指标/案件总数"]),
    case(DEPARTMENT, "案件总数: 30", "案件总数: 0", &["/指标/案件总数"]),
    case(DEPARTMENT, "化解率: 80", "化解率: 80%", &["/指标/化解率"]),
    case(DEPARTMENT, "化解率: 80", "化解率: 800", &["/指标/化解率"]),
    case(DEPARTMENT, "全部述法: 否", "全部述法: 没有", &["/指标/全部述法"]),
    case(DEPARTMENT, "全部述法: 否", "全部述法: true", &["/指标/全部述法"]),
    case(DEPARTMENT, "[甲, 乙, 丙, 丁, 戊, 己]", "[]", &["/指标/综合查名单"]),
    case(DEPARTMENT, "[甲, 乙, 丙, 丁, 戊, 己]", "{甲: 乙}", &["/指标/综合查名单"]),
    case(DEPARTMENT, "登记数: 0", "登记数: 3", &["/指标/登记数"]),
    case(DEPARTMENT, "登记数: 0", "登记数: [3]", &["/指标/登记数"]),
    case(DEPARTMENT, "登记数: 0", "登记数: {自然: 3, 其余: 0}", &["/指标/登记数"]),
    case(DEPARTMENT, "登记数: 0", "登记数: {自然人: 3, 其余: 1}", &["/指标/登记数/其余"]),
    case(DEPARTMENT, "登记数: 0", "登记数: {自然人: 3件, 其余: 0}", &["/指标/登记数/自然人"]),
    case(DEPARTMENT, "登记数: 0", "登记数: {自然人: {企业: 3}, 其余: 0}", &["/指标/登记数/自然人"]),
    case(DEPARTMENT, "法人: {企业: 2", "法人: {企业家: 2", &["/指标/申请数/法人"]),
    case(DEPARTMENT, "  申请数: {自", "  申请量: {自", &["/指标"]),
    case(DEPARTMENT, "  责任落实: |\n    主", "  责任落实:\n    主: ", &["/正文"]),
    case(DEPARTMENT, "原因: 师资不足", "愿因: 师资不足", &["/不足/0"]),
    case(DEPARTMENT, "  - {问题: 覆盖面不够, 原因: 师资不足}", "  师资不足", &["/不足"]),
    case(DEPARTMENT, "内容: 分批轮训。", "内容: ~", &["/安排/0/内容"]),
    case(DEPARTMENT, "  检查数: 理由", "  检察数: 理由", &["/说明"]),
    case(DEPARTMENT, "[一楼]", "一楼", &["/照录"]),
    // A former name: what is asked for is the new one.
    case(DEPARTMENT, "  检查数: 24", "  巡查数: 24", &["/指标"]),
    case(REPORT, "年度: 2024\n", "", &[""]),
    case(REPORT, "索引号", "索引好", &[""]),
    case(REPORT, "成文日期: 2025-02-13", "成文日期: 2025.2.13", &["/成文日期"]),
    case(REPORT, "成文日期: 2025-02-13", "成文日期: 20250213", &["/成文日期"]),
    case(REPORT, "2025-02-24 19:03", "2025-02-24 晚上", &["/发布日期"]),
    case(REPORT, "主题: 社会治理", "主题: 社会治里", &["/提纲/4/主题"]),
    case(REPORT, "[区信访局, 区司法局]", "[区信访局, 司法局]", &["/提纲/4/条目/0/部门/1"]),
    case(REPORT, "[区信访局, 区司法局]", "区信访局", &["/提纲/4/条目/0/部门"]),
    case(REPORT, "公开: 否", "公开: no", &["/提纲/0/条目/0/公开"]),
    case(REPORT, "满足: 第一责任人", "满足: 不足", &["/提纲/0/条目/0/满足"]),
    case(REPORT, "序次: 一是", "序次: 是", &["/提纲/4/条目/0/序次"]),
    case(REPORT, "键: 矛盾化解", "键: 矛盾 化解", &["/提纲/4/条目/0/键"]),
    case(REPORT, "标题: 化解矛盾, ", "", &["/提纲/4/条目/0"]),
    case(PROFILE, "发文机关: 示例市示例区人民政府\n", "", &[""]),
    case(PROFILE, "主送机关: [区人大常委会]", "主送机关: 区人大常委会", &["/主送机关"]),
    case(PROFILE, "网站: {名称", "网站: {名字", &["/网站"]),
    case(PROFILE, "名称: 区信访局", "名称: 区 信访局", &["/部门/1/名称"]),
    case(CATALOGUE, ", 社会治理]", "]", &["/主题"]),
    case(CATALOGUE, "渠道: [当面, 网络]", "渠道: []", &["/维度/渠道"]),
    case(CATALOGUE, "渠道: [当面, 网络]", "渠道:", &["/维度/渠道"]),
    case(CATALOGUE, "渠道: [当面, 网络]", "渠道: {成员: [当面 办, 网络]}", &["/维度/渠道"]),
    case(CATALOGUE, "渠道: [当面, 网络]", "渠道: {成原: [当面, 网络]}", &["/维度/渠道"]),
    case(CATALOGUE, "类型: 是否, 责任部门", "类型: 是否, 维度: 渠道, 责任部门", &["/指标/5/维度"]),
    case(CATALOGUE, "受理数, 主题: 社会治理", "受理数, 主题: 社会", &["/指标/8/主题"]),
    case(CATALOGUE, "必填: 选填, 口径: 处罚", "必填: 可填, 口径: 处罚", &["/指标/2/必填"]),
    case(CATALOGUE, "责任部门: 区信访局", "责任部门: 信访局", &["/指标/8/责任部门"]),
    case(
        CATALOGUE,
        "单位: 件, 类型: 计数, 责任部门: 区信访局",
        "类型: 计数, 责任部门: 区信访局",
        &["/指标/8"],
    ),
    case(CATALOGUE, "类型: 是否, 责任部门", "单位: 个, 类型: 是否, 责任部门", &["/指标/5/单位"]),
    case(CATALOGUE, "单位: '%'", "单位: 件", &["/指标/4/单位"]),
    case(CATALOGUE, "缺省: 0, 累计: 是", "小数位: 2, 累计: 是", &["/指标/1/小数位"]),
    case(CATALOGUE, "类型: 是否, 责任部门", "类型: 是否, 取自: 不足, 责任部门", &["/指标/5/取自"]),
    case(CATALOGUE, "范围: {最小: 1", "范围: {最少: 1", &["/指标/0/范围"]),
    case(CATALOGUE, "小数位: 4", "小数位: 四", &["/指标/3/小数位"]),
    case(CATALOGUE, "小数位: 4", "小数位: 11", &["/指标/3/小数位"]),
    case(CATALOGUE, "累计: 是", "累计: 对", &["/指标/1/累计"]),
    case(CATALOGUE, ", 口径: 受理}", "}", &["/指标/8"]),
    case(CATALOGUE, "名称: 甲, 类型: 合计", "名称: 甲, 类型: 总计", &["/勾稽规则/0/类型"]),
    case(CATALOGUE, "合计: 案件总数, ", "", &["/勾稽规则/0"]),
    case(CATALOGUE, "分项: [检查数, 处罚数]", "分项: 检查数", &["/勾稽规则/0/分项"]),
    case(CATALOGUE, "分项: [检查数, 处罚数]", "分项: []", &["/勾稽规则/0/分项"]),
    case(CATALOGUE, "分子: 检查数", "左: [检查数]", &["/勾稽规则/1"]),
    case(CATALOGUE, "左: [检查数], 右", "左: 检查数, 右", &["/勾稽规则/2/左"]),
    case(CATALOGUE, "指标: [检查数, 处罚数]", "指标: [检查数]", &["/勾稽规则/4/指标"]),
    case(CATALOGUE, "指标: 全部", "指标: 所有", &["/勾稽规则/5/指标"]),
    case(CATALOGUE, "幅度: 50", "幅度: 50%", &["/勾稽规则/5/幅度"]),
    case(CATALOGUE, "分项: 部门检查数", "分项: [部门检查数]", &["/勾稽规则/6/分项"]),
    case(CATALOGUE, "替补: 丙", "替代: 丙", &["/勾稽规则/3"]),
    case(
        CATALOGUE,
        "级别: 错误, 说明: 理由}\n  - {名称: 癸",
        "级别: 严重, 说明: 理由}\n  - {名称: 癸",
        &["/勾稽规则/8/级别"],
    ),
];

/// What is wrong, and takes more than the shape of one file to see.
const LEFT_TO_CHECK: &[Case] = &[
    case(DEPARTMENT, "处罚数: 6", "处罚数: 5", &[]),
    case(DEPARTMENT, "  处罚数: 6\n", "  处罚数: 6\n  受理数: 1\n", &[]),
    case(DEPARTMENT, "涉及金额: 12.5", "涉及金额: 12.12345", &[]),
    case(DEPARTMENT, "办理{{案件总数}}", "办理{{案件数}}", &[]),
    case(DEPARTMENT, "  责任落实", "  责任", &[]),
    case(REPORT, "成文日期: 2025-02-13", "成文日期: 2025-02-30", &[]),
    case(REPORT, "键: 责任落实", "键: 矛盾化解", &[]),
    case(PROFILE, "名称: 区信访局", "名称: 区司法局", &[]),
    case(CATALOGUE, "合计: 案件总数", "合计: 没有的数", &[]),
    case(
        CATALOGUE,
        "登记数, 主题: 依法履职, 单位: 件, 类型: 计数, 维度: 申请人",
        "登记数, 主题: 依法履职, 单位: 件, 类型: 计数, 维度: 申请",
        &[],
    ),
    case(DEPARTMENT, "登记数: 0", "登记数: {自然人: 3}", &[]),
    case(CATALOGUE, "最小: 1,", "最小: 9999,", &[]),
];

#[test]
fn right_files_pass() {
    let project = Written::new();
    for case in RIGHT {
        let (flagged, reported) = project.with(case);
        assert_eq!(flagged, [""; 0], "{} → {}", case.from, case.to);
        // That an approximate figure takes part in no equation is no fault.
        let more: Vec<_> = reported
            .iter()
            .filter(|fault| !project.before.contains(fault) && !fault.starts_with("E0510"))
            .collect();
        assert!(more.is_empty(), "{} → {}: {more:?}", case.from, case.to);
    }
}

#[test]
fn wrong_files_are_flagged_as_check_flags_them() {
    let project = Written::new();
    for case in WRONG {
        let (flagged, reported) = project.with(case);
        assert_eq!(flagged, case.flagged, "{} → {}", case.from, case.to);
        assert_ne!(reported, project.before, "check passes {} → {}", case.from, case.to);
    }
}

#[test]
fn what_is_left_to_check() {
    let project = Written::new();
    for case in LEFT_TO_CHECK {
        let (flagged, reported) = project.with(case);
        assert_eq!(flagged, [""; 0], "{} → {}", case.from, case.to);
        assert_ne!(reported, project.before, "check passes {} → {}", case.from, case.to);
    }
}

/// The places of a tree, as JSON pointers.
fn pointers(tree: &Value, pointer: &str, all: &mut Vec<String>) {
    all.push(pointer.to_owned());
    match tree {
        Value::Object(entries) => {
            entries
                .iter()
                .for_each(|(key, value)| pointers(value, &format!("{pointer}/{key}"), all));
        }
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.for_each(|(at, value)| pointers(value, &format!("{pointer}/{at}"), all));
        }
        _ => {}
    }
}

/// Anything put in any place: what the schema flags, `check` reports. (But for a `true`, which it
/// takes for the text that it is.)
#[test]
fn what_a_schema_flags_check_tells() {
    let project = Written::new();
    let others = [json!(null), json!(12), json!(""), json!([null]), json!({ "甲": null })];
    let mut faults = Vec::new();
    for (path, text) in PROJECT {
        let tree: Value = serde_yaml::from_str(text).unwrap();
        let mut places = Vec::new();
        pointers(&tree, "", &mut places);
        for (place, other) in places.iter().flat_map(|place| others.iter().map(move |o| (place, o)))
        {
            // An empty line is none, whatever its name.
            if place.ends_with("/说明") && other.is_object() {
                continue;
            }
            let mut changed = tree.clone();
            *changed.pointer_mut(place).unwrap() = other.clone();
            let text = serde_yaml::to_string(&changed).unwrap();
            if flagged(&project.validators[kind(path)], &text).is_empty() {
                continue;
            }
            if project
                .reported(path, &text)
                .iter()
                .all(|reported| project.before.contains(reported))
            {
                faults.push(format!("{path}{place}: {other}"));
            }
        }
    }
    assert!(faults.is_empty(), "check passes\n{}", faults.join("\n"));
}

/// Every engine takes them: no classes but those that draft-07 recommends.
#[test]
fn patterns_are_plain() {
    for Schema { name, text } in schemas(root()) {
        for line in text.lines().filter(|line| line.contains("\"pattern\"")) {
            let escapes: Vec<&str> = line.split("\\\\").skip(1).collect();
            assert!(escapes.iter().all(|after| after.starts_with('[')), "{name}: {line}");
            assert!(!line.contains("(?"), "{name}: {line}");
        }
    }
}

/// A name that the catalogue takes is never flagged.
#[test]
fn names_of_any_script_pass() {
    let schema: Value = serde_json::from_str(&schemas(root())[3].text).unwrap();
    let name = &schema["properties"]["主题"]["items"];
    let validator = jsonschema::draft7::new(name).unwrap();
    let passes = |text: &str| validator.is_valid(&Value::from(text));
    // The many hanzi and hangul are alike.
    let planes = ('\u{20}'..'\u{3400}').chain(('\u{3400}'..'\u{F900}').step_by(61));
    let planes =
        planes.chain('\u{F900}'..='\u{FFFF}').chain(('\u{10000}'..=char::MAX).step_by(997));
    for character in planes {
        let is_name = |text: &str| identifier_fault(text).is_none();
        for text in [character.to_string(), format!("甲{character}")] {
            assert!(passes(&text) || !is_name(&text), "{text}: U+{:04X}", u32::from(character));
        }
    }
    for text in
        ["1号", "甲 乙", "甲　乙", "甲（乙）", "甲-乙", "甲、乙", "“甲”", "甲—乙", "甲.乙", ""]
    {
        assert!(!passes(text), "{text}");
    }
}

/// The project on disk, to be changed in one place at a time.
struct Written {
    folder: tempfile::TempDir,
    validators: BTreeMap<String, Validator>,
    /// What `check` says of it unchanged.
    before: Vec<String>,
}

impl Written {
    fn new() -> Written {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("data/2024")).unwrap();
        for (path, text) in PROJECT {
            fs::write(folder.path().join(path), text).unwrap();
        }
        let validators = validators(folder.path());
        for (path, text) in PROJECT {
            assert_eq!(flagged(&validators[kind(path)], text), [""; 0], "{path}");
        }
        let before = reported(folder.path());
        Written { folder, validators, before }
    }

    /// The places that the schema flags, and what `check` says.
    fn with(&self, case: &Case) -> (Vec<String>, Vec<String>) {
        let (_, before) = PROJECT.iter().find(|(path, _)| *path == case.file).unwrap();
        assert_eq!(before.matches(case.from).count(), 1, "{} in {}", case.from, case.file);
        let text = before.replacen(case.from, case.to, 1);
        (flagged(&self.validators[kind(case.file)], &text), self.reported(case.file, &text))
    }

    /// What `check` says when a file has another text.
    fn reported(&self, file: &str, text: &str) -> Vec<String> {
        let (_, before) = PROJECT.iter().find(|(path, _)| *path == file).unwrap();
        let path = self.folder.path().join(file);
        fs::write(&path, text).unwrap();
        let reported = reported(self.folder.path());
        fs::write(&path, before).unwrap();
        reported
    }
}

/// Everything the program says of a project's year 2024.
fn reported(project: &Path) -> Vec<String> {
    let (mut sources, mut faults) = (Sources::default(), Findings::new());
    if let Some(project) = Project::open(project, &mut sources).gather(&mut faults) {
        let submissions = load(&project, 2024, &mut sources);
        faults.extend(submissions.findings);
        if let Some(submissions) = submissions.value {
            let Project { profile, catalogue, .. } = &project;
            let edition = Edition::new(&Options::default(), profile, &project.kind);
            let checked = check(&submissions, profile, &edition, catalogue, &sources);
            faults.extend(checked.findings);
        }
    }
    let line = |fault: &Diagnostic| format!("{} {}", fault.code.name(), fault.message);
    faults.iter().map(line).collect()
}
