//! Entries that are printed in one paragraph.

use super::*;

/// The paragraph of the shortcomings: what stands before them, and each of them.
fn shortcomings(came: &Returned) -> (usize, String, Vec<String>) {
    let place =
        came.paragraphs.iter().position(|one| one.text.contains("一是部分单位依法行政意识"));
    let place = place.expect("the shortcomings");
    let text = came.paragraphs[place].text.as_str();
    let (lead, rest) = text.split_once("一是").expect("a first");
    let entries = rest
        .trim_end_matches('。')
        .split("；")
        .map(|entry| entry.trim_start_matches("二是").trim_start_matches("三是").to_owned());
    (place, lead.to_owned(), entries.collect())
}

/// The report with the shortcomings in another order, with others, numbered anew.
fn with_shortcomings(bench: &Bench, change: impl Fn(&mut Vec<String>)) -> Returned {
    let mut came = bench.came();
    let (place, lead, mut entries) = shortcomings(&came);
    change(&mut entries);
    let numbered = entries.iter().zip(["一", "二", "三", "四"]);
    let numbered: Vec<String> =
        numbered.map(|(entry, number)| format!("{number}是{entry}")).collect();
    came.paragraphs[place].text = format!("{lead}{}。", numbered.join("；"));
    came
}

/// What is told of a text, and that nothing is written.
fn only_told(bench: &Bench, came: &Returned) -> Vec<String> {
    let mut revision = revise(came, true, Some(&bench.sent()), bench.present());
    let applied = apply(&mut revision, true, bench.present());
    assert!(applied.files.is_empty(), "{:#?}", told(bench, &revision));
    told(bench, &revision)
}

/// What a second run says after the certain changes are made.
fn again(bench: &Bench, came: &Returned) -> Vec<&'static str> {
    let mut revision = revise(came, true, Some(&bench.sent()), bench.present());
    let after = bench.after(&apply(&mut revision, true, bench.present()));
    let mut second = revise(came, true, Some(&bench.sent()), after.present());
    assert!(apply(&mut second, true, after.present()).taken.is_empty());
    let standing = |item: &Item| match item.standing {
        Standing::Open => "open",
        Standing::Done => "done",
        Standing::Conflict(_) => "conflict",
    };
    second.items.iter().map(standing).collect()
}

#[test]
fn shortcomings_that_were_exchanged_and_numbered_anew_are_one_move() {
    let bench = Bench::shipped();
    for order in [[1, 0, 2], [2, 0, 1], [2, 1, 0], [0, 2, 1]] {
        let came = with_shortcomings(&bench, |entries| {
            *entries = order.iter().map(|at| entries[*at].clone()).collect();
        });
        assert_eq!(made(&bench, &came), (vec![Kind::Move], 1), "{order:?}");
        // Once more: it is told as done.
        let mut revision = revise(&came, true, Some(&bench.sent()), bench.present());
        let after = bench.after(&apply(&mut revision, true, bench.present()));
        let again = revise(&came, true, Some(&bench.sent()), after.present());
        let kinds: Vec<_> = again.items.iter().map(|item| (item.kind, &item.standing)).collect();
        assert_eq!(kinds, [(Kind::Move, &Standing::Done)], "{order:?}");
    }
}

#[test]
fn words_that_changed_beside_shortcomings_in_another_order_are_told_at_their_place() {
    let bench = Bench::shipped();
    let came = with_shortcomings(&bench, |entries| {
        entries.swap(0, 1);
        entries[0] = entries[0].replace("参加法治培训", "参加业务培训");
    });
    let mut revision = revise(&came, true, Some(&bench.sent()), bench.present());
    let said = told(&bench, &revision);
    assert_eq!(
        said,
        [
            "移动 区司法局.yaml:128 区司法局 | 部分行政执法人员知识储备跟不上执法工作要求，办理… → 最前面 | 可代改",
            "改文字 区司法局.yaml:129 区司法局 | 法治 → 业务 | 可代改",
        ]
    );
    assert_eq!(apply(&mut revision, true, bench.present()).taken, [0, 1]);
    assert_eq!(again(&bench, &came), ["done"; 2]);
}

#[test]
fn a_shortcoming_that_went_is_told_with_its_entry() {
    let bench = Bench::shipped();
    for (at, line) in [(0, 126), (1, 128), (2, 130)] {
        let came = with_shortcomings(&bench, |entries| drop(entries.remove(at)));
        let said = only_told(&bench, &came);
        let wanted =
            format!("| 是“不足”里的一条，核实以后删去 data/2024/区司法局.yaml:{line} 起的这一条");
        assert!(said.len() == 1 && said[0].starts_with("删除"), "{said:#?}");
        assert!(said[0].ends_with(&wanted), "{said:#?}");
    }
}

#[test]
fn a_new_shortcoming_is_told_as_an_entry_and_never_written_into_another() {
    let bench = Bench::shipped();
    let new = "法治队伍力量薄弱，原因是编制不足";
    for (at, side) in
        [(0, "126 的样子在它前面"), (1, "126 的样子在它后面"), (3, "130 的样子在它后面")]
    {
        let came = with_shortcomings(&bench, |entries| entries.insert(at, new.to_owned()));
        let said = only_told(&bench, &came);
        let wanted = format!(
            " 区司法局 |  → {new} | 像是“不足”里新的一条，核实以后照 data/2024/区司法局.yaml:{side}加一条：\
             “问题: 法治队伍力量薄弱”、“原因: 编制不足”"
        );
        assert!(said.len() == 1 && said[0].ends_with(&wanted), "{said:#?}");
    }
}

#[test]
fn a_reason_that_went_or_came_is_told_as_a_part_of_its_entry() {
    let bench = Bench::shipped();
    let came = with_shortcomings(&bench, |entries| {
        let (problem, _) = entries[2].split_once("，原因是").expect("a reason");
        entries[2] = problem.to_owned();
    });
    let said = only_told(&bench, &came);
    let wanted = "| “原因”可以不写，核实以后删去 data/2024/区司法局.yaml:131 的“原因”";
    assert!(said.len() == 1 && said[0].ends_with(wanted), "{said:#?}");
    let path = "data/2024/区司法局.yaml";
    let file = bench.sources().find(path).expect("a file");
    let text = bench.sources().get(file).text();
    let reason = "    原因: 立体化、互动式的法治宣传开展得还不够多\n";
    assert!(text.contains(reason));
    let without = Bench::new(bench.files.clone().with_unsaved(path, text.replace(reason, "")));
    let said = only_told(&without, &bench.came());
    let wanted = "| 这一条还没有写“原因”，核实以后在 data/2024/区司法局.yaml:130 的下一行加：\
                  “原因: 立体化、互动式的法治宣传开展得还不够多”";
    assert!(said.len() == 1 && said[0].ends_with(wanted), "{said:#?}");
}

#[test]
fn what_departments_wrote_for_one_item_is_put_in_order_in_the_outline() {
    let bench = Bench::shipped();
    let mut came = bench.came();
    let place = came.paragraphs.iter().position(|one| one.text.contains("一是全面推行"));
    let one = &mut came.paragraphs[place.expect("a paragraph")];
    let (lead, rest) = one.text.split_once("一是").expect("a first");
    let (first, second) = rest.split_once("二是").expect("a second");
    one.text = format!("{lead}一是{second}二是{first}");
    let said = only_told(&bench, &came);
    assert_eq!(said.len(), 1, "{said:#?}");
    assert!(
        said[0].starts_with("移动 区城管局.yaml:13 区城管局 | 推进片区联合执法。"),
        "{said:#?}"
    );
    let wanted = "| 先后按 data/2024/report.yaml:68 的“部门”排，“一是”“二是”由程序编；核实以后改那里部门的次序";
    assert!(said[0].ends_with(wanted), "{said:#?}");
}

#[test]
fn words_after_an_ordinal_of_the_program_are_written() {
    let bench = Bench::shipped();
    let mut came = bench.came();
    reword(&mut came, "二是推进片区联合执法", "二是推动片区联合执法");
    assert_eq!(made(&bench, &came), (vec![Kind::Words], 1));
}

#[test]
fn a_heading_that_stands_on_a_line_of_its_own_is_a_split() {
    let bench = Bench::shipped();
    for heading in ["4.提升公共法律服务水平。", "（二）增强依法履职能力。"] {
        let mut came = bench.came();
        let place = at(&came, heading);
        let text = came.paragraphs[place].text.clone();
        let mut first = came.paragraphs[place].clone();
        first.text = heading.to_owned();
        came.paragraphs[place].text = text[heading.len()..].to_owned();
        came.paragraphs.insert(place, first);
        let said = only_told(&bench, &came);
        assert!(said.len() == 1 && said[0].starts_with("拆分"), "{said:#?}");
        assert!(said[0].ends_with("是版式的排法；要另起一段，在版式里改"), "{said:#?}");
        // Words that are new at the beginning of the text below part nothing, by whomever they are.
        let text = came.paragraphs[place + 1].text.clone();
        for new in ["全面", "高度重视，"] {
            came.paragraphs[place + 1].text = format!("{new}{text}");
            let mut revision = revise(&came, true, Some(&bench.sent()), bench.present());
            let after = bench.after(&apply(&mut revision, true, bench.present()));
            for returned in [format!("{new}{text}"), text.clone()] {
                came.paragraphs[place + 1].text = returned;
                let mut again = revise(&came, true, Some(&bench.sent()), after.present());
                let applied = apply(&mut again, true, after.present());
                assert!(applied.files.is_empty(), "{:#?}", told(&after, &again));
            }
        }
    }
}

#[test]
fn the_heading_of_a_theme_that_went_is_not_to_be_deleted() {
    let bench = Bench::shipped();
    let mut came = bench.came();
    let place = at(&came, "（四）严格规范执法");
    came.paragraphs.remove(place);
    let said = only_told(&bench, &came);
    let wanted = "| “行政执法”是必有的主题，不能删去，下面的 3 条也靠它；\
                  标题要改写的，改 data/2024/report.yaml:61";
    assert!(said.len() == 1 && said[0].ends_with(wanted), "{said:#?}");
}

#[test]
fn words_of_an_entry_that_went_are_not_written_into_another_one() {
    let bench = Bench::shipped();
    let came = with_shortcomings(&bench, |entries| {
        let gone = entries.remove(1);
        let (problem, _) = gone.split_once("，原因是").expect("a reason");
        entries[0] = format!("{problem}，{}", entries[0]);
    });
    let said = only_told(&bench, &came);
    assert!(said.iter().any(|told| told.starts_with("合并")), "{said:#?}");
}

#[test]
fn a_reason_that_is_written_in_another_way_is_not_written_into_the_problem() {
    let bench = Bench::shipped();
    for new in ["，原因在于知识更新得不够及时", "，主要是因为参加法治培训的积极性不高"]
    {
        let came = with_shortcomings(&bench, |entries| {
            let (problem, _) = entries[1].split_once("，原因是").expect("a reason");
            entries[1] = format!("{problem}{new}");
        });
        only_told(&bench, &came);
    }
}

#[test]
fn another_order_is_made_beside_new_and_lost_shortcomings_and_they_are_told_once_more() {
    let bench = Bench::shipped();
    let came = with_shortcomings(&bench, |entries| {
        entries.swap(0, 1);
        entries[0] = entries[0].replace("积极性不高", "主动性不强");
        entries.push("法治队伍力量薄弱，原因是编制不足".to_owned());
    });
    assert_eq!(again(&bench, &came), ["done", "open", "done"]);
    let came = with_shortcomings(&bench, |entries| {
        entries.remove(1);
        entries.swap(0, 1);
    });
    assert_eq!(again(&bench, &came), ["done", "open"]);
}

/// The project with other shortcomings.
fn with_entries(bench: &Bench, change: impl Fn(&mut Vec<String>)) -> Bench {
    let path = "data/2024/区司法局.yaml";
    let text = bench.sources().get(bench.sources().find(path).expect("a file")).text();
    let (head, rest) = text.split_once("不足:\n").expect("a list");
    let (list, tail) = rest.split_once("\n安排:").expect("another");
    let mut entries: Vec<String> =
        list.split("  - ").filter(|it| !it.is_empty()).map(|it| format!("  - {it}")).collect();
    change(&mut entries);
    let text = format!("{head}不足:\n{}\n安排:{tail}", entries.concat());
    Bench::new(bench.files.clone().with_unsaved(path, text))
}

#[test]
fn the_only_shortcoming_bears_no_ordinal_and_is_known_before_and_after() {
    let bench = Bench::shipped();
    let mut came = with_shortcomings(&bench, |entries| entries.truncate(1));
    for is_numbered in [true, false] {
        if !is_numbered {
            reword(&mut came, "一是部分单位", "部分单位");
        }
        let said = only_told(&bench, &came);
        assert_eq!(said.len(), 2, "{said:#?}");
        assert!(said.iter().all(|told| told.starts_with("删除")), "{said:#?}");
        assert_eq!(again(&bench, &came), ["open"; 2]);
        // One is deleted by hand, then the other.
        let revision = |bench: &Bench, now: &Bench| {
            let revision = revise(&came, true, Some(&bench.sent()), now.present());
            let open = revision.items.iter().filter(|item| item.standing != Standing::Done);
            (revision.items.len(), open.count(), revision.since.len())
        };
        let one = with_entries(&bench, |entries| drop(entries.remove(1)));
        assert_eq!(revision(&bench, &one), (2, 1, 0));
        let both = with_entries(&bench, |entries| entries.truncate(1));
        let lead = "主要表现在：部分单位依法行政意识有待增强，";
        assert!(both.came().paragraphs.iter().any(|one| one.text.contains(lead)));
        assert_eq!(revision(&bench, &both), (2, 0, 0));
    }
    // And the other way round.
    let both = with_entries(&bench, |entries| entries.truncate(1));
    let mut revision = revise(&bench.came(), true, Some(&both.sent()), both.present());
    let said = told(&both, &revision);
    assert!(said.len() == 2 && said.iter().all(|told| told.starts_with("增加")), "{said:#?}");
    assert!(apply(&mut revision, true, both.present()).taken.is_empty());
    let mut came = both.came();
    reword(&mut came, "部分单位依法行政意识有待增强", "少数单位依法行政意识有待增强");
    assert_eq!(made(&both, &came), (vec![Kind::Words], 1));
}

#[test]
fn shortcomings_that_were_joined_or_parted_are_told_as_such() {
    let bench = Bench::shipped();
    let mut came = bench.came();
    reword(&mut came, "；三是普法宣传", "，普法宣传");
    let said = only_told(&bench, &came);
    let wanted = "都是“不足”里的条目，核实以后把后面的话写进 data/2024/区司法局.yaml:128 起的一条，\
                  再删去 data/2024/区司法局.yaml:130 起的";
    assert!(said.len() == 1 && said[0].starts_with("合并"), "{said:#?}");
    assert!(said[0].ends_with(wanted), "{said:#?}");
    let mut came = bench.came();
    reword(&mut came, "，办理业务时仍有依循惯例", "；三是办理业务时仍有依循惯例");
    reword(&mut came, "三是普法", "四是普法");
    let said = only_told(&bench, &came);
    assert!(said.len() == 1 && said[0].starts_with("拆分"), "{said:#?}");
}

#[test]
fn what_the_data_changed_in_other_shortcomings_is_no_conflict() {
    let bench = Bench::shipped();
    let came = with_shortcomings(&bench, |entries| {
        entries.swap(0, 1);
        entries[0] = entries[0].replace("积极性不高", "主动性不强");
    });
    let after = with_entries(&bench, |entries| {
        entries[2] = entries[2].replace("开展得还不够多", "开展得还不多");
    });
    let revision = revise(&came, true, Some(&bench.sent()), after.present());
    let said = told(&after, &revision);
    assert!(said.len() == 2 && said.iter().all(|told| told.ends_with("可代改")), "{said:#?}");
    assert_eq!(revision.since.len(), 1);
    let after = with_entries(&bench, |entries| {
        entries[1] = entries[1].replace("积极性不高", "热情不高");
    });
    let revision = revise(&came, true, Some(&bench.sent()), after.present());
    let standing: Vec<_> = revision.items.iter().map(|item| &item.standing).collect();
    assert!(
        matches!(standing.as_slice(), [Standing::Open, Standing::Conflict(_)]),
        "{standing:#?}"
    );
}

#[test]
fn words_that_moved_to_the_border_of_the_layout_are_those_of_the_data() {
    let bench = Bench::shipped();
    let mut came = bench.came();
    reword(
        &mut came,
        "原因是对依法行政的重要性认识不够到位，重视程度不高",
        "原因是重视程度不高，对依法行政的重要性认识不够到位",
    );
    assert_eq!(made(&bench, &came), (vec![Kind::Words], 1));
}

#[test]
fn a_paragraph_that_is_split_behind_new_words_has_them_though_it_cannot_be_split() {
    let bench = Bench::shipped();
    let mut came = bench.came();
    let place = at(&came, "（一）提升行政执法规范化水平");
    let text = came.paragraphs[place].text.clone();
    let (middle, _) = text
        .match_indices(['，', '；'])
        .min_by_key(|(at, _)| at.abs_diff(text.len() / 2))
        .expect("a mark");
    let (first, second) = text.split_at(middle + "，".len());
    let mut other = came.paragraphs[place].clone();
    (other.role, other.text) = (Some(Role::Body), second.to_owned());
    came.paragraphs.insert(place + 1, other);
    came.paragraphs[place].text = format!("{first}持续推动各级行政执法机关严格规范公正文明执法，");
    let revision = revise(&came, true, Some(&bench.sent()), bench.present());
    let said = told(&bench, &revision);
    assert!(said.len() == 2 && said[0].starts_with("拆分"), "{said:#?}");
    assert!(said[0].ends_with("分段要自己改") && said[1].ends_with("可代改"), "{said:#?}");
}
