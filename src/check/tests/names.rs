//! Lists of names: of departments in a figure, of those to whom the report goes, of those who sign it.

use super::*;

/// With a list of departments, and how many it has.
fn listed(names: &str, count: usize) -> District {
    let district = District::new();
    let file = district.files.iter().find(|(path, _)| path.ends_with(CGJ)).unwrap();
    let typed = |key: &str| {
        file.1.lines().find(|line| line.trim_start().starts_with(key)).map(str::to_owned)
    };
    let (number, list) = (typed("片区领域数"), typed("片区领域名单"));
    let number_line = format!("  片区领域数: {count}");
    let list_line = format!("  片区领域名单: {names}");
    let district = district.with(CGJ, &number.unwrap(), &number_line);
    district.with(CGJ, &list.unwrap(), &list_line)
}

fn said(district: &District) -> String {
    let (_, findings, _) = district.check();
    let said =
        findings.iter().filter(|found| ["E0304", "E0416", "E0204"].contains(&found.code.name()));
    said.map(|found| found.message.clone()).collect::<Vec<_>>().join("\n")
}

#[test]
fn an_empty_item_is_no_name() {
    for empty in ["''", "\"\"", "' '", "'　'", "无", "—"] {
        for names in
            [format!("[城管, 农水, 应急, {empty}]"), format!("[城管, {empty}, 农水, 应急]")]
        {
            let said = said(&listed(&names, 4));
            assert_eq!(said, "“片区领域名单”的名单中有空项", "{names}");
        }
    }
}

#[test]
fn a_bullet_is_no_part_of_a_name() {
    for bullet in ["• ", "●", "■ ", "◆", "- ", "* ", "—", "√ "] {
        let names = format!("['{bullet}城管', 农水, 应急]");
        let expected = format!("“片区领域名单”的名单里，“{bullet}城管”不只是一个名称");
        assert_eq!(said(&listed(&names, 3)), expected, "{names}");
    }
}

#[test]
fn a_department_stands_in_a_list_once_however_it_is_called() {
    for (names, expected) in [
        ("[区司法局, 司法局, 区城管局]", "“片区领域名单”的名单里，“区司法局”“司法局”是同一个部门"),
        (
            "[司法局, 区城管局, 区司法局（牵头）]",
            "“片区领域名单”的名单里，“司法局”“区司法局（牵头）”是同一个部门",
        ),
        (
            "[区司法局, 区城管局, 区司法局（牵头单位）]",
            "“片区领域名单”的名单里，“区司法局（牵头单位）”写了两次",
        ),
        ("[城管（牵头）, 农水, 城管]", "“片区领域名单”的名单里，“城管”写了两次"),
        (
            "[区司法局和区城管局, 区民政局, 区政府办]",
            "“片区领域名单”的名单里，“区司法局和区城管局”是几个名称，只算作一项",
        ),
        (
            "[区司法局及城管局（配合）, 区民政局, 区政府办]",
            "“片区领域名单”的名单里，“区司法局及城管局（配合）”是几个名称，只算作一项",
        ),
        (
            "['区司法局、区城管局和区民政局', 区政府办, 区教育局]",
            "“片区领域名单”的名单里，“区司法局、区城管局和区民政局”是几个名称，只算作一项",
        ),
    ] {
        assert_eq!(said(&listed(names, 3)), expected, "{names}");
    }
}

#[test]
fn true_lists_of_names_are_left_alone() {
    for names in [
        "[区司法局（牵头）, 区城管局（配合）, 区民政局]",
        "[区司法局（一大队）, 区司法局（二大队）, 区城管局]",
        "[区司法局, 区城管局, 区城管局执法大队和司法所]",
        "[区司法局, 区城管局, 区司法局和城管局联合执法队]",
        "[城管和农水, 市场监管, 应急]",
    ] {
        assert_eq!(said(&listed(names, 3)), "", "{names}");
    }
    // A name of its own with a joint, and the two that became one.
    let own = listed("[区发展和改革局, 区司法局, 区民政局]", 3).with(
        "profile.yaml",
        "  - {名称: 区民政局}",
        "  - {名称: 区民政局, 曾用名: [区发展局, 区改革局]}\n  - {名称: 区发展和改革局}",
    );
    assert!(!said(&own).contains("名单"), "{}", said(&own));
    let own = own.with(CGJ, "区发展和改革局", "区发展局").with(CGJ, "区民政局", "区改革局");
    assert!(!said(&own).contains("同一个部门"), "{}", said(&own));
}

#[test]
fn an_organ_gets_the_report_once() {
    let to = |to: &str, copies: &str| {
        let lines = format!("主送机关: {to}\n抄送机关: {copies}");
        said(&District::new().with("profile.yaml", "主送机关: [区人大常委会]", &lines))
    };
    assert_eq!(to("[区人大常委会, 区委]", "[区政协]"), "");
    assert_eq!(to("[区委, 区委]", "[区政协]"), "主送机关“区委”写了两次");
    assert_eq!(to("[区委]", "[区政协, 区政协]"), "抄送机关“区政协”写了两次");
    assert_eq!(to("[区委]", "[区委, 区政协]"), "“区委”既是主送机关，又是抄送机关");
}

#[test]
fn two_signers_of_one_name_are_asked_about() {
    let signed = |names: &str| {
        let number = "发文字号: 示政文〔2025〕14号";
        let district = District::new().with(REPORT, number, &format!("{number}\n签发人: {names}"));
        let (_, findings, _) = district.check();
        let found = findings.iter().find(|found| found.code.name() == "E0204").cloned();
        found.map(|found| (found.is_error(), found.message))
    };
    assert_eq!(signed("[某甲某, 某丙某]"), None);
    assert_eq!(signed("[某甲某, 某甲某]"), Some((false, "签发人“某甲某”写了两次".to_owned())));
}
