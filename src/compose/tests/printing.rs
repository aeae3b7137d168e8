//! What a layout may print, and what is a fault of it.

use super::*;

/// A layout that prints all of the project's texts, and then these words.
fn layout(words: &str) -> Project {
    let start = "{% include \"luojiang.md.tera\" %}\n\n";
    Project::with_layout(&format!("{start}{words}\n"))
}

/// The faults of such a layout, each as `code place` with the text at its first place.
fn faults(words: &str) -> Vec<String> {
    let project = layout(words);
    let Outcome { findings, .. } = project.composed("try", false);
    let show = |fault: &Diagnostic| {
        let place = fault.labels.first().and_then(|label| label.place.span());
        let place = place.map_or("", |span| project.sources.text(span));
        format!("{} {place}", fault.code.name())
    };
    findings.iter().map(show).collect()
}

#[test]
fn what_a_layout_puts_beside_a_figure_is_held_to_the_rules_of_the_departments_texts() {
    for (words, fault) in [
        ("共1{{ \"学习次数\" | figure }}。", "E0732 1"),
        ("共1 **{{ \"学习次数\" | figure }}**。", "E0732 1"),
        ("共-{{ \"学习次数\" | figure }}。", "E0732 -"),
        ("共{{ \"学习次数\" | figure }}万。", "E0732 万"),
        ("共{{ \"学习次数\" | number }}\n万次。", "E0732 万"),
        ("共约{{ \"学习次数\" | figure }}。", "E0733 约"),
        ("共{{ \"学习次数\" | number }}件。", "E0734 件"),
        ("共{{ \"学习次数\" | figure }}{{ \"述法率\" | figure }}。", "E0732 学习次数"),
        ("| 甲 |\n|---|\n| 1{{ \"学习次数\" | figure }} |", "E0732 1"),
        ("共{{ \"学习次数\" | figure }}，｛｛学习次数｝｝。", "E0735 ｛｛"),
        ("共{ 3 }。", "E0735 {"),
    ] {
        assert_eq!(faults(words).first().map(String::as_str), Some(fault), "{words}");
    }
    for words in [
        "共{{ \"学习次数\" | figure }}、{{ \"述法率\" | figure }}（{{ \"资金\" | figure }}）。",
        "共{{ \"学习次数\" | number }}次。",
        "{{ year }}年{{ \"学习次数\" | figure }}。",
        "| 甲 | 乙 |\n|---|---|\n| {{ \"学习次数\" | figure }} | {{ \"述法率\" | figure }} |",
    ] {
        assert_eq!(faults(words), [""; 0], "{words}");
    }
}

#[test]
fn a_figure_is_printed_as_it_was_handed_in() {
    for words in [
        "{{ \"学习次数\" | figure | replace(from=\"3\", to=\"9\") }}",
        "{{ \"学习次数\" | figure | replace(from=\"次\", to=\"万次\") }}",
        "{% set x = \"学习次数\" | figure | replace(from=\"3\", to=\"\") %}{{ x }}",
    ] {
        let found = faults(words);
        assert!(
            matches!(found.as_slice(), [one] if one.starts_with("E1007 ")),
            "{words}: {found:?}"
        );
    }
    assert_eq!(
        faults("共{{ \"学习次数\" | figure | replace(from=\"3\", to=\"9\") }}。"),
        ["E1007 学习次数"]
    );
    for words in [
        "共{{ \"学习次数\" | figure | trim }}、{{ \"述法率\" | figure | safe }}。",
        "{% set x = \"学习次数\" | figure %}共{{ x }}，{{ \"共\" ~ x }}。",
    ] {
        assert_eq!(faults(words), [""; 0], "{words}");
    }
}

#[test]
fn a_value_is_printed_by_no_road() {
    for words in [
        "{{ \"学习次数\" | value }}",
        "{{ (\"学习次数\" | value) * 2 }}",
        "{{ \"共\" ~ (\"学习次数\" | value) }}",
        "{{ \"学习次数\" | value | round }}",
        "{{ \"学习次数\" | value | str }}",
        "{% set x = \"学习次数\" | value %}{{ x }}",
        "{% set x = \"学习次数\" | value %}{% set y = x + 1 %}{{ y }}",
        "{% set x %}{{ \"学习次数\" | value }}{% endset %}{{ x }}",
        "{{ 1 if true else \"学习次数\" | value }}",
        "{% for i in range(end=\"学习次数\" | value) %}{{ loop.index }}{% endfor %}",
        "{% for x in [\"学习次数\" | value] %}{{ x }}{% endfor %}",
        "{{ [\"学习次数\" | value] | join(sep=\"、\") }}",
    ] {
        let found = faults(words);
        assert!(
            !found.is_empty() && found.iter().all(|found| found.starts_with("E1001 ")),
            "{words}: {found:?}"
        );
    }
    for words in [
        "{% if \"学习次数\" | value > 2 %}多次学习。{% endif %}",
        "{% set x = \"学习次数\" | value %}{% if x > 2 %}多次学习。{% endif %}",
        "{% set many = \"学习次数\" | value > 2 %}{{ \"多\" if many else \"少\" }}次。",
        "{{ \"多\" if \"学习次数\" | value > 2 else \"少\" }}次。",
    ] {
        assert_eq!(faults(words), [""; 0], "{words}");
    }
}

#[test]
fn a_name_of_a_metric_goes_through_a_filter() {
    assert_eq!(faults("共{{ \"学习次数\" }}。"), ["E1009 学习次数"]);
    assert_eq!(faults("{{ \"共\" ~ \"学习次数\" }}。"), ["E1009 学习次数"]);
    for words in [
        "{{ \"无\" }}。",
        "{% for name in [\"学习次数\", \"述法率\"] %}{{ name }}{{ name | figure }}。{% endfor %}",
        "{% if \"学习次数\" == \"学习次数\" %}甲{% endif %}",
    ] {
        assert_eq!(faults(words), [""; 0], "{words}");
    }
}

#[test]
fn numbers_of_headings_are_not_typed() {
    for (words, fault) in [
        ("## 四、其他", "E1004 ## 四、其他"),
        ("### （一）其他", "E1004 ### （一）其他"),
        ("### 1.其他", "E1004 ### 1.其他"),
        ("##其他", "E1004 ##其他"),
        ("＃＃ 其他", "E1004 ＃＃ 其他"),
        ("甲。\n##其他", "E1004 ##其他"),
    ] {
        assert_eq!(faults(words), [fault], "{words}");
    }
    for words in ["## {{ next_year }}年打算", "## 2025年打算", "## 十四五规划"] {
        assert_eq!(faults(words), [""; 0], "{words}");
    }
}

/// The texts that a layout loses, each as it was typed.
fn lost(text: &str) -> Vec<String> {
    let mut project = Project::with_layout(text);
    let typed = "学习：开展学习。\n\n组织宣传。";
    let file = project.sources.add("data/2024/甲局.yaml", typed);
    let prose = &mut project.submissions.departments[0].prose;
    for (_, prose) in prose.iter_mut() {
        *prose = Spanned { value: typed.into(), span: Span::new(file, 0..typed.len()) };
    }
    let Outcome { findings, .. } = project.composed("try", false);
    let lost = findings.iter().filter(|found| found.code == Code::E1008);
    let places = lost.flat_map(|found| &found.labels).filter_map(|label| label.place.span());
    let places = places.filter(|place| place.file == file);
    places.map(|span| project.sources.text(span).to_owned()).collect()
}

#[test]
fn what_a_layout_does_not_print_of_the_data_is_reported() {
    let with = |items: &str| {
        format!(
            "# 甲\n\n{{% for theme in themes %}}\n## {{{{ theme.heading }}}}\n\n{{% for item in theme.items %}}\n\
            {items}\n\n{{% endfor %}}\n{{% endfor %}}"
        )
    };
    let all = "{{ item.heading }}\n\n{% for paragraph in item.paragraphs %}{{ paragraph }}\n\n{% endfor %}";
    assert_eq!(lost(&with(all)), [""; 0]);
    assert_eq!(lost(&with("")), ["学习：开展学习。", "组织宣传。"]);
    let first = "{{ item.heading }}\n\n{{ item.paragraphs | first }}";
    assert_eq!(lost(&with(first)), ["组织宣传。"]);
    let cut = "{{ item.heading }}\n\n{% for paragraph in item.paragraphs %}{{ paragraph | truncate(length=3) }}\n\n{% endfor %}";
    assert_eq!(lost(&with(cut)), ["学习：开展学习。", "组织宣传。"]);
    let some = "{% for paragraph in item.paragraphs %}{% if loop.first %}{{ paragraph }}\n\n{% endif %}{% endfor %}";
    assert_eq!(lost(&with(some)), ["组织宣传。"]);
    // Words of the layout around a text do not lose it.
    let joined =
        "{% for paragraph in item.paragraphs %}{{ \"甲\" ~ paragraph ~ \"乙\" }}\n\n{% endfor %}";
    assert_eq!(lost(&with(joined)), [""; 0]);
}

#[test]
fn the_shipped_layouts_print_all_of_the_data() {
    for layout in ["luojiang", "statutory"] {
        let Outcome { findings, .. } = Project::new().composed(layout, false);
        assert!(findings.is_empty(), "{findings:?}");
    }
}

#[test]
fn a_tag_without_its_end_is_placed_where_it_begins() {
    for (words, place) in [
        ("{% for theme in themes %}{% if theme %}{% endif %}", "{% for theme in themes %}"),
        ("{% if year %}甲", "{% if year %}"),
        ("{% if year %}{% endif %}{% endfor %}", "{% endfor %}"),
        ("甲{{ year", "{{"),
    ] {
        assert_eq!(faults(words), [format!("E1001 {place}")], "{words}");
    }
}
