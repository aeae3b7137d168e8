//! Lists of several departments that are printed as one, some of their texts the same.

use super::*;

/// The project with lists of two departments.
fn bench() -> Bench {
    let bench = Bench::shipped();
    let text = |path: &str| {
        let file = bench.sources().find(path).expect("a file");
        bench.sources().get(file).text().to_owned()
    };
    let (first, second) = ("data/2024/区司法局.yaml", "data/2024/区城管局.yaml");
    let own = text(first);
    let (head, rest) = own.split_once("不足:\n").expect("a list");
    let (_, tail) = rest.split_once("\n说明:").expect("the next key");
    let own = format!(
        "{head}不足:\n  - 问题: 一线执法力量薄弱\n    原因: 人员力量不足\n  - 问题: 非现场执法应用不广\n    \
         原因: 设备投入不多\n  - 问题: 普法形式不够丰富\n    原因: 统筹谋划不够\n\
         安排:\n  - 标题: 健全决策机制\n    内容: 加强统筹谋划，抓好任务落实。\n  - 标题: 提升复议质效\n    \
         内容: 推进繁简分流。\n\n说明:{tail}"
    );
    let other = text(second)
        + "\n不足:\n  - 问题: 柔性执法不够普遍\n    原因: 人员力量不足\n  - 问题: 案卷质量不高\n    \
           原因: 统筹谋划不够\n安排:\n  - 标题: 推进柔性执法\n    内容: 加强统筹谋划，抓好任务落实。\n";
    let files = bench.files.clone().with_unsaved(first, own).with_unsaved(second, other);
    Bench::new(files)
}

/// The report with the shortcomings in another order, with others, numbered anew.
fn with_shortcomings(bench: &Bench, change: impl Fn(&mut Vec<String>)) -> Returned {
    let mut came = bench.came();
    let place = came.paragraphs.iter().position(|one| one.text.contains("一是一线执法"));
    let paragraph = &mut came.paragraphs[place.expect("the shortcomings")];
    let (lead, rest) = paragraph.text.split_once("一是").expect("a first");
    let number = |at: usize| ["一是", "二是", "三是", "四是", "五是", "六是"][at];
    let entries = rest.trim_end_matches('。').split("；").enumerate();
    let mut entries: Vec<String> = entries
        .map(|(at, entry)| if at == 0 { entry } else { &entry[number(at).len()..] }.to_owned())
        .collect();
    change(&mut entries);
    let entries = entries.iter().enumerate();
    let entries: Vec<String> = entries.map(|(at, it)| format!("{}{it}", number(at))).collect();
    paragraph.text = format!("{lead}{}。", entries.join("；"));
    came
}

fn said(bench: &Bench, came: &Returned) -> Vec<String> {
    told(bench, &revise(came, true, Some(&bench.sent()), bench.present()))
}

#[test]
fn of_texts_that_read_the_same_the_one_at_its_place_is_changed() {
    let bench = bench();
    for (at, file) in [(0, "区司法局"), (3, "区城管局")] {
        let came = with_shortcomings(&bench, |entries| {
            entries[at] = entries[at].replace("人员力量", "人员和经费");
        });
        let said = said(&bench, &came);
        assert!(said.len() == 1 && said[0].contains(&format!("{file}.yaml")), "{said:#?}");
        assert_eq!(made(&bench, &came), (vec![Kind::Words], 1));
    }
    let came = with_shortcomings(&bench, |entries| {
        entries.iter_mut().for_each(|it| *it = it.replace("统筹谋划", "通盘谋划"));
    });
    assert_eq!(made(&bench, &came), (vec![Kind::Words; 2], 2));
    for heading in ["健全决策机制。", "推进柔性执法。"] {
        let mut came = bench.came();
        reword(&mut came, &format!("{heading}加强统筹"), &format!("{heading}强化统筹"));
        assert_eq!(made(&bench, &came), (vec![Kind::Words], 1), "{heading}");
    }
}

#[test]
fn an_entry_that_went_or_came_is_one_where_others_read_the_same() {
    let bench = bench();
    for at in 0..5 {
        let came = with_shortcomings(&bench, |entries| drop(entries.remove(at)));
        let said = said(&bench, &came);
        let file = if at < 3 { "区司法局.yaml" } else { "区城管局.yaml" };
        assert!(said.len() == 1 && said[0].starts_with("删除"), "{said:#?}");
        assert!(said[0].contains(file), "{said:#?}");
        let came = with_shortcomings(&bench, |entries| {
            entries.insert(at, "非诉执行不够顺畅，原因是人员力量不足".to_owned());
        });
        let said = self::said(&bench, &came);
        assert!(said.len() == 1 && said[0].starts_with("增加"), "{said:#?}");
    }
}

#[test]
fn entries_of_one_department_are_exchanged_in_its_list() {
    let bench = bench();
    for (one, other) in [(0, 1), (1, 2), (0, 2), (3, 4)] {
        let came = with_shortcomings(&bench, |entries| entries.swap(one, other));
        assert_eq!(made(&bench, &came), (vec![Kind::Move], 1), "{one} {other}");
    }
    // In both lists.
    let came = with_shortcomings(&bench, |entries| {
        entries.swap(0, 1);
        entries.swap(3, 4);
    });
    assert_eq!(made(&bench, &came), (vec![Kind::Move], 1));
    // From one list to the other.
    let came = with_shortcomings(&bench, |entries| entries.swap(2, 3));
    let said = said(&bench, &came);
    assert!(said.len() == 1 && said[0].contains("这几条不是一个“不足”列表里的"), "{said:#?}");
}

#[test]
fn an_entry_whose_place_another_took_is_to_be_written_anew() {
    let bench = bench();
    for (old, number) in [("健全决策机制。", "（一）"), ("推进柔性执法。", "（三）")]
    {
        let mut came = bench.came();
        let place = at(&came, &format!("{number}{old}"));
        came.paragraphs[place].text = format!("{number}培养法治人才。完善选拔任用办法。");
        let said = said(&bench, &came);
        assert!(said.len() == 1 && said[0].starts_with("改文字"), "{said:#?}");
        assert!(said[0].contains("→ ") && said[0].contains("培养法治人才。完善选"), "{said:#?}");
        let wanted = "起的这一条改写成：“标题: 培养法治人才”、“内容: 完善选拔任用办法。”";
        assert!(said[0].ends_with(wanted), "{said:#?}");
    }
}

#[test]
fn several_entries_in_a_row_are_told_one_by_one() {
    let bench = bench();
    let mut came = bench.came();
    let place = at(&came, "（一）健全决策机制");
    came.paragraphs[place].text = "（一）培养法治人才。完善选拔任用办法。".to_owned();
    came.paragraphs[place + 1].text = "（二）丰富普法形式。开展群众点单普法。".to_owned();
    let said = said(&bench, &came);
    assert_eq!(said.len(), 2, "{said:#?}");
    assert!(
        said[0].ends_with("改写成：“标题: 培养法治人才”、“内容: 完善选拔任用办法。”"),
        "{said:#?}"
    );
    assert!(
        said[1].ends_with("改写成：“标题: 丰富普法形式”、“内容: 开展群众点单普法。”"),
        "{said:#?}"
    );
    let mut came = bench.came();
    came.paragraphs.drain(place..place + 2);
    let said = self::said(&bench, &came);
    assert!(said.len() == 2 && said.iter().all(|told| told.starts_with("删除")), "{said:#?}");
}

#[test]
fn a_further_paragraph_of_an_entry_is_not_the_entry() {
    let shipped = Bench::shipped();
    let path = "data/2024/区司法局.yaml";
    let text = shipped.sources().get(shipped.sources().find(path).expect("a file")).text();
    let first = "内容: 从严加强";
    let text =
        text.replace(first, "内容: |\n      抓好队伍。\n\n      抓好培训。\n\n      从严加强");
    assert!(!text.contains(first));
    let bench = Bench::new(shipped.files.clone().with_unsaved(path, text));
    let mut came = bench.came();
    let place = at(&came, "抓好培训。");
    came.paragraphs[place].text = "多办群众看得见的实事。".to_owned();
    assert_eq!(made(&bench, &came), (vec![Kind::Words], 1));
    came.paragraphs.remove(place);
    assert_eq!(made(&bench, &came), (vec![Kind::Remove], 1));
}

#[test]
fn an_entry_that_stands_among_those_of_another_department_is_told_where_their_order_is_said() {
    let bench = bench();
    let mut came = bench.came();
    let moved = at(&came, "（三）推进柔性执法");
    came.paragraphs.swap(moved - 1, moved);
    let said = said(&bench, &came);
    assert!(said.len() == 1 && said[0].starts_with("移动"), "{said:#?}");
    assert!(said[0].contains("要另排，写进报告总表的“安排”"), "{said:#?}");
}

#[test]
fn an_item_that_stands_under_another_theme_is_told_to_be_put_there() {
    let bench = bench();
    let mut came = bench.came();
    let is_theme = |one: &ReturnedParagraph| one.role == Some(Role::Heading(2));
    let themes = came.paragraphs.iter().enumerate().filter(|(_, one)| is_theme(one));
    let themes: Vec<usize> = themes.map(|(at, _)| at).collect();
    let item = came.paragraphs.remove(themes[1] + 1);
    came.paragraphs.insert(themes[0] + 1, item);
    let said = said(&bench, &came);
    assert!(said.len() == 1 && said[0].contains("移到那个主题的“条目”里"), "{said:#?}");
}
