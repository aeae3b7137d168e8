//! Last year's year left in what was carried over: the title, 导语 and its kin, the headings of the
//! outline, the deadlines of what is planned.
//!
//! Most years in a report are true of their own year (2024年以来, 与2023年相比, 2021—2025年规划). Only
//! those are reported that say which year the report is about, or which one its plans are for.

mod planned;

use std::ops::Range;

use self::planned::{INTENDED, NEXT, is_planned, is_title_for};
use super::Context;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::findings::Findings;
use crate::kind::{Content, Form, PartForm};
use crate::load::Submissions;
use crate::prose::locate;
use crate::source::{Field, Spanned};
use crate::text::years;

/// A year that is one behind, and the one that was meant.
#[derive(Debug, PartialEq, Eq)]
struct Stale {
    /// The digits.
    range: Range<usize>,
    year: i32,
    meant: i32,
    is_certain: bool,
}

impl Stale {
    fn doubtful(range: &Range<usize>, year: i32, meant: i32) -> Stale {
        Stale { range: range.clone(), year, meant, is_certain: false }
    }
}

/// What a text is in the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// The title of the report.
    Title,
    /// A heading of the outline.
    Heading,
    /// A text before the body, or before 不足.
    Lead,
    /// A content of its own.
    Text,
    /// The text before what is planned for next year.
    PlansLead,
    /// What is planned for next year.
    Plan,
    /// The title of what is planned.
    PlanTitle,
}

pub(super) fn check(context: Context<'_>) -> Findings {
    let report = &context.submissions.report;
    let kind = report.kind.as_ref();
    let headings = report.outline.iter().flat_map(|theme| {
        std::iter::once(&theme.heading).chain(theme.items.iter().map(|item| &item.heading))
    });
    let title = report.title.given().into_iter().map(|title| (Place::Title, title));
    let contents = kind.contents.iter().filter(|content| content.is_next_year);
    let mut plans: Vec<&str> = contents.map(|content| content.key.as_str()).collect();
    let texts = kind.boilerplate.iter().filter_map(|lead| {
        let place = match plans.iter().any(|plan| lead.key.starts_with(plan)) {
            true => Place::PlansLead,
            false => Place::Lead,
        };
        Some((place, report.texts.get(&lead.key).and_then(Field::given)?))
    });
    let texts: Vec<(Place, &Spanned<String>)> = texts.collect();
    let contents = kind.contents.iter().flat_map(|content| written(content, context));
    plans.extend(PLANS);
    let headings = headings.map(|heading| (Place::Heading, heading));
    let all = title.chain(headings).chain(texts).chain(contents);
    let found = all.filter_map(|(place, text)| {
        let stale = stale(&text.value, place, report.year, &plans);
        (!stale.is_empty()).then(|| told(&stale, text, context))
    });
    found.collect()
}

/// The texts of a content, by whomever: the office's own, and what is planned for next year.
fn written<'a>(
    content: &'a Content,
    context: Context<'a>,
) -> impl Iterator<Item = (Place, &'a Spanned<String>)> {
    let Submissions { report, departments, .. } = context.submissions;
    let key = content.key.as_str();
    let text = report.text(key).filter(|_| matches!(content.form, Form::Text));
    let place = if content.is_next_year { Place::Plan } else { Place::Text };
    let listed = std::iter::once(report.entries(key))
        .chain(departments.iter().map(move |department| department.entries(key)))
        .filter(move |_| content.is_next_year);
    let parts = match &content.form {
        Form::Entries(parts) => parts.as_slice(),
        _ => &[],
    };
    let listed = listed.flatten().flat_map(move |entry| {
        parts.iter().zip(&entry.parts).filter_map(|(part, text)| {
            let is_title = part.form == PartForm::Heading;
            Some((if is_title { Place::PlanTitle } else { Place::Plan }, text.as_ref()?))
        })
    });
    text.map(|text| (place, text)).into_iter().chain(listed)
}

fn told(stale: &[Stale], text: &Spanned<String>, context: Context<'_>) -> Diagnostic {
    let year = context.submissions.report.year;
    let is_certain = stale.iter().all(|stale| stale.is_certain);
    let severity = if is_certain { Severity::Error } else { Severity::Warning };
    // This year itself is wrong only where next year's plans are named.
    let earlier: Vec<String> = stale
        .iter()
        .filter(|stale| stale.year != year)
        .map(|stale| format!("{}年", stale.year))
        .collect();
    let message = match earlier.is_empty() {
        true => format!("报告的是{year}年，下一年的安排也写着{year}年"),
        false => format!("报告的是{year}年，这里还写着{}", earlier.join("、")),
    };
    let mut diagnostic = Diagnostic::new(Code::E0816, message).severity(severity);
    for Stale { range, meant, year, .. } in stale {
        let span = locate(context.sources, text.span, &text.value, range);
        diagnostic = diagnostic.at(
            span,
            match *meant > context.submissions.report.year {
                true => format!("下一年的安排应当是{meant}年"),
                false => format!("应当是{meant}年"),
            },
        );
        if is_certain && context.sources.text(span) == year.to_string() {
            diagnostic = diagnostic.edit(span, meant.to_string());
        }
    }
    let meant: Vec<String> = stale.iter().map(|stale| format!("{}年", stale.meant)).collect();
    diagnostic.help(match is_certain {
        true => format!("改为{}", meant.join("、")),
        false => format!("核对年份：说的是报告年度或者下一年的，改为{}", meant.join("、")),
    })
}

/// The years of a text that are one behind, in a report on a year.
fn stale(text: &str, place: Place, year: i32, plans: &[&str]) -> Vec<Stale> {
    let years: Vec<(Range<usize>, i32)> = years(text);
    let names = |wanted: i32| years.iter().any(|(_, written)| *written == wanted);
    let mut found = Vec::new();
    for (index, (range, written)) in years.iter().enumerate() {
        let before = &text[..range.start];
        let after = text[range.end..].trim_start_matches('年').trim_start_matches('度');
        let next = years.get(index + 1).map_or(text.len(), |(next, _)| next.start);
        let sentence = sentence(text, range);
        let reports = ["现将", "报告如下", "汇报如下"].iter().any(|word| sentence.contains(word));
        if matches!(place, Place::Plan | Place::PlanTitle) {
            let names_later = |text: &str| self::years(text).iter().any(|(_, other)| *other > year);
            let is_title =
                place == Place::PlanTitle && is_title_for(before, &text[range.end..], plans);
            if *written <= year && (is_title || is_planned(before, after, sentence, names_later)) {
                found.push(Stale::doubtful(range, *written, year + 1));
            }
            continue;
        }
        let is_text = matches!(place, Place::Lead | Place::Text);
        let clause = text[range.end..next].split(MARKS).next().unwrap_or_default();
        if *written > year {
            let is_claimed = reports && CLAIMS.iter().any(|word| clause.contains(word));
            let begins = before.is_empty() || before.ends_with(['。', '\n']);
            // Of a report on 2025: 现将2026年…情况报告如下, and 2027年，我区将….
            let is_late = match place {
                // 2026年，还存在….
                _ if is_text && begins && after.starts_with('，') => {
                    sentence.contains("还存在") && !sentence.contains('将')
                }
                _ if is_text => is_claimed && !names(year) && !names_plans(clause, plans),
                Place::PlansLead => *written == year + 2 && begins && !names(year + 1),
                _ => false,
            };
            found.extend(is_late.then(|| Stale::doubtful(range, *written, written - 1)));
            continue;
        }
        if *written < year - 2 {
            continue;
        }
        let is_period = is_text && is_period_of(sentence, *written);
        if is_period && *written == year - 1 && !names(year) {
            found.push(Stale::doubtful(range, *written, year));
            continue;
        }
        let is_report = place == Place::Text && !reports && is_named_report(clause);
        if is_of_its_own(before, after) || is_report || is_text && tells_apart(text, range) {
            continue;
        }
        let plans = names_plans(clause, plans);
        let begins = before.is_empty()
            || before.ends_with(['。', '\n', ' ', '\u{3000}'])
            || NEXT.iter().chain(&INTO).any(|word| before.ends_with(word));
        let is_last = *written < year;
        let (meant, is_certain) = match place {
            Place::Title if plans && index > 0 => (year + 1, false),
            _ if is_text && plans && reports => (year + 1, true),
            _ if is_text && begins && INTENDED.iter().any(|word| after.starts_with(word)) => {
                (year + 1, false)
            }
            _ if is_text
                && is_last
                && reports
                && CLAIMS.iter().any(|word| clause.contains(word)) =>
            {
                (year, true)
            }
            _ if is_text && is_last && begins && !names(year) => (year, false),
            _ if is_text && is_last && GAPS.iter().any(|word| sentence.contains(word)) => {
                (year, false)
            }
            Place::Heading if is_last && !names(year) => (year, false),
            // That no year of the title is the report's is reported as such.
            Place::Title
                if is_last && names(year) && CLAIMS.iter().any(|word| clause.contains(word)) =>
            {
                (year, false)
            }
            Place::PlansLead if (begins || plans) && !names(year + 1) => (year + 1, false),
            _ => continue,
        };
        found.push(Stale { range: range.clone(), year: *written, meant, is_certain });
    }
    found
}

/// Whether a sentence says that the figures are those of the whole of a year.
fn is_period_of(sentence: &str, year: i32) -> bool {
    sentence.contains("统计期限")
        && sentence.contains(&format!("{year}年1月1日"))
        && sentence.contains("12月31日")
}

/// Words before a year that begins: 迈入2026年，我们将….
const INTO: [&str; 7] = ["新的", "迈入", "踏入", "跨入", "进入", "步入", "展望"];

/// What ends a clause.
const MARKS: [char; 5] = ['，', '。', '；', '：', '\n'];

/// Words of what is planned, beside the names that the kind of the report has for it.
const PLANS: [&str; 3] = ["打算", "计划", "思路"];
/// Words of what is reported on.
const CLAIMS: [&str; 4] = ["情况", "工作", "建设", "成效"];
/// Words of what is wanting.
const GAPS: [&str; 4] = ["差距", "短板", "问题", "薄弱"];

/// Whether a clause names what is planned, and not how a plan was carried out.
fn names_plans(clause: &str, plans: &[&str]) -> bool {
    plans.iter().any(|word| {
        clause.rfind(word).is_some_and(|at| {
            let rest = &clause[at..];
            !["完成", "落实", "执行", "推进"].iter().any(|done| rest.contains(done))
        })
    })
}

/// 2024年度…年度报告按时公开: the report before this one.
fn is_named_report(clause: &str) -> bool {
    clause.contains("年度报告")
}

/// Whether the year of a clause tells which of something: 2024年省级督察反馈的问题, 2024年度报告.
fn tells_apart(text: &str, year: &Range<usize>) -> bool {
    let clause = text[year.end..].split(MARKS).next().unwrap_or_default();
    const DONE: [&str; 10] =
        ["反馈", "提出", "获评", "存在", "遗留", "结转", "指出", "发现", "报告反映", "交办"];
    // 2024年审议意见已办理完毕.
    const GIVEN: [&str; 4] = ["意见", "建议", "提案", "问题"];
    let done = DONE.iter().filter_map(|word| clause.find(word));
    let given = GIVEN.iter().filter_map(|word| clause.split_once(word));
    done.min().is_some_and(|at| clause.get(at..).is_some_and(|rest| rest.contains('的')))
        || given.into_iter().any(|(_, rest)| rest.contains('已') || rest.contains('均'))
}

/// Whether a year is true of itself: compared with, since, a date, a range, a title.
fn is_of_its_own(before: &str, after: &str) -> bool {
    const BEFORE: [&str; 24] = [
        "与", "较", "比", "同", "自", "从", "在", "于", "至", "到", "以", "继", "和", "及", "、",
        "—", "–", "-", "～", "~", "截至", "截止", "对照", "根据",
    ];
    const AFTER: [&str; 22] = [
        "以来",
        "以后",
        "以前",
        "起",
        "底",
        "末",
        "初",
        "上半年",
        "下半年",
        "年底",
        "年初",
        "年末",
        "第",
        "前",
        "后",
        "相比",
        "同期",
        "—",
        "–",
        "-",
        "至",
        "版",
    ];
    let word = before.trim_end();
    // 及 and 和 join what the report is on and what is planned.
    let joins = ["和", "及", "、"].iter().any(|joint| word.ends_with(joint));
    let joins_years = joins
        && word
            .trim_end_matches(['和', '及', '、'])
            .ends_with(|c: char| c == '年' || c.is_ascii_digit());
    let is_compared = !joins
        && BEFORE.iter().any(|word_before| word.ends_with(word_before))
        && !word.ends_with("关于");
    let is_dated = after.starts_with(|c: char| c.is_ascii_digit() || "—–-～~".contains(c))
        || AFTER.iter().any(|word| after.starts_with(word));
    let opened =
        |open: char, close: char| before.matches(open).count() > before.matches(close).count();
    joins_years || is_compared || is_dated || opened('《', '》') || opened('“', '”')
}

/// The sentence that a range stands in.
fn sentence<'t>(text: &'t str, range: &Range<usize>) -> &'t str {
    let start = text[..range.start].rfind(['。', '\n']).map_or(0, |at| at + 1);
    let start = (start..=range.start).find(|at| text.is_char_boundary(*at)).unwrap_or(range.start);
    let end = text[range.end..].find(['。', '\n']).map_or(text.len(), |at| range.end + at);
    &text[start..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The stale years of a report on 2025: `2024→2025!` where that is certain.
    fn found(text: &str, place: Place) -> String {
        let stale = stale(text, place, 2025, &["安排", "打算", "计划", "思路"]);
        let shown = stale.iter().map(|stale| {
            let mark = if stale.is_certain { "!" } else { "" };
            format!("{}→{}{mark}", &text[stale.range.clone()], stale.meant)
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn years_that_were_left_of_last_year() {
        for (text, expected) in [
            ("现将我区2024年法治政府建设情况及2025年主要安排报告如下：", "2024→2025! 2025→2026!"),
            ("现将２０２４年法治政府建设情况报告如下：", "２０２４→2025!"),
            ("现将二〇二四年法治政府建设情况报告如下：", "二〇二四→2025!"),
            ("现将一年来情况和2025年工作打算报告如下：", "2025→2026!"),
            ("2024年，区政府扎实推进法治政府建设。", "2024→2025"),
            ("2024年度我区扎实推进法治政府建设。", "2024→2025"),
            ("对照要求，2024年的工作还有差距，主要表现在：", "2024→2025"),
            ("统计期限自2024年1月1日起，至2024年12月31日止。", "2024→2025 2024→2025"),
            ("统计期限自2025年1月1日起，至2025年12月31日止。", ""),
            ("现将我区2026年度法治政府建设情况报告如下：", "2026→2025"),
            ("2025年，我们将更加紧密团结。", "2025→2026"),
            ("2026年，我区还存在以下差距：", "2026→2025"),
            ("与2026年目标相比，还存在以下差距：", ""),
        ] {
            assert_eq!(found(text, Place::Lead), expected, "{text}");
        }
        assert_eq!(found("新的2025年，我们将再接再厉。", Place::Lead), "2025→2026");
        assert_eq!(found("迈入2025年，我区将再创佳绩。", Place::Lead), "2025→2026");
        assert_eq!(found("新的一年（2025年），我区将抓好：", Place::PlansLead), "2025→2026");
        assert_eq!(found("2024年度工作年度报告由下列部分组成。", Place::Lead), "2024→2025");
        assert_eq!(found("2025年，我区将抓好以下工作：", Place::PlansLead), "2025→2026");
        assert_eq!(found("2027年，我区将抓好以下工作：", Place::PlansLead), "2027→2026");
        assert_eq!(found("完成2024年重点任务", Place::Heading), "2024→2025");
        assert_eq!(found("2024年法治建设成效", Place::Heading), "2024→2025");
        assert_eq!(
            found("关于2024年法治政府建设情况和2025年工作安排的报告", Place::Title),
            "2024→2025 2025→2026"
        );
    }

    #[test]
    fn a_plan_for_next_year_is_not_carried_out_by_this_one() {
        for (text, expected) in [
            ("2025年底前完成。", "2025→2026"),
            ("2024年6月底前建成，2025年12月31日前验收。", "2024→2026 2025→2026"),
            ("到2025年12月底，完成任务。", "2025→2026"),
            ("2026年底前完成。", ""),
            ("在2025年底前已建成的基础上，再建一批。", ""),
            ("2025年底前未办结的，2026年3月底前办结。", ""),
            ("落实2021—2025年规划，巩固2025年成果。", ""),
            (
                "2025年内完成，力争2025年实现全覆盖，2025年将分批轮训。",
                "2025→2026 2025→2026 2025→2026",
            ),
            ("2025年底前完成整改的问题，适时“回头看”。", ""),
            ("继续抓好2025年底前启动的项目。", ""),
            ("2026年内完成，力争2026年实现全覆盖。", ""),
        ] {
            assert_eq!(found(text, Place::Plan), expected, "{text}");
        }
        for text in [
            "力争在2025年完成轮训。",
            "力争到2025年实现全覆盖。",
            "2025年要分批组织轮训。",
            "2025年，要分批组织轮训。",
            "2025年计划分批组织轮训。",
            "2025年度拟组织轮训。",
            "2025年实现全覆盖。",
            "2025年，分批组织执法人员轮训。",
            "2025年第三季度开展评查。",
            "2025年下半年开展评查。",
            "2025年6月开展评查。",
            "2025年重点抓好以下工作。",
            "截至2025年底完成轮训。",
            "完成时限：2025年12月。",
            "年内（2025年）完成轮训。",
            "明年（2025年）组织轮训。",
            "2025年应组织轮训。",
            "2025年三季度前完成轮训。",
            "至2025年底实现全覆盖。",
            "全区2025年要完成轮训。",
            "2025年基本建成法治政府。",
            "2025年3月起组织轮训。",
            "从2025年3月起，组织轮训。",
            "2025年1月启动轮训，6月完成。",
            "2025年1—3月部署，4—10月实施。",
            "今年（2025年）组织轮训。",
            "2025年度重点任务是执法轮训。",
            "2025年组建专班，推进轮训。",
            "2025年实施三项行动。",
        ] {
            assert_eq!(found(text, Place::Plan), "2025→2026", "{text}");
        }
    }

    #[test]
    fn a_plan_speaks_of_what_was_done_in_the_year() {
        for text in [
            "2025年12月召开的会议作了部署，要抓好落实。",
            "2025年新增的事项，全部纳入平台监管。",
            "2025年度考核为优秀的单位，减少检查频次。",
            "2025年开展评查发现的问题，逐项整改。",
            "2025年组织开展了轮训，2026年继续抓好。",
            "2025年实现全覆盖，要巩固提升。",
            "2025年重点任务完成情况要对账销号。",
            "2025年至2027年三年行动进入攻坚之年，要持续发力。",
            "2025年要点落实情况逐项通报。",
            "截至2025年底已建成的中心，要规范运行。",
            "针对2025年法治督察发现的问题，逐项抓好整改。",
            "2025年底前受理的案件，2026年3月底前审结。",
            "力争2025年遗留案件2026年全部清零。",
            "确保2025年受理的案件依法办结。",
            "2025年12月31日前受理的案件，依法按期办结。",
            "2025年应急演练结果要用好。",
            "自2025年起实施的改革，要扩面提质。",
            "2025年起施行的条例，要抓好培训。",
            "2025年启动试点，再扩大范围。",
            "今年（2025年）开展了轮训，还要组织考试。",
            "严格执行2025年1月1日起施行的办法。",
            "2025—2027年实施三年行动。",
        ] {
            assert_eq!(found(text, Place::Plan), "", "{text}");
        }
        for title in [
            "抓好2025年执法培训",
            "2025年重点工作",
            "2024年工作安排",
            "落实2025年工作要点",
            "组织2025年度执法轮训",
            "2025年度重点工作",
            "推进2025年度法治建设",
            "完成2025年目标任务",
        ] {
            assert_ne!(found(title, Place::PlanTitle), "", "{title}");
        }
        for title in [
            "抓好2025年督察整改",
            "巩固2025年清理成果",
            "落实三年行动计划（2025—2027年）",
            "做好2025年度述法",
            "组织2025年度述职评议",
            "开展2025年度案卷评查",
            "完成2025年度归档工作",
            "完成2025年遗留任务",
            "深化2025年改革试点",
            "推动2025年改革事项落地",
            "抓好2026年执法培训",
        ] {
            assert_eq!(found(title, Place::PlanTitle), "", "{title}");
        }
    }

    #[test]
    fn years_that_are_true_of_themselves() {
        for text in [
            "2024年以来，区政府扎实推进法治政府建设。",
            "与2024年相比，案件增长。",
            "较2024年增长，比2024年下降。",
            "自2024年起，实行新规定。",
            "落实《规划（2021—2025年）》，抓好2021—2024年任务。",
            "2024年12月，召开会议。",
            "截至2024年底，建成。",
            "2024年，示范区通过验收。2025年，区政府继续推进。",
            "现将2025年法治政府建设情况和2026年主要安排报告如下：",
            "在2024年工作的基础上，现将有关情况报告如下：",
            "对照要求，2025年的工作还有差距：",
            "获评“2024年度优秀”。",
            "现将2025年工作计划完成情况报告如下：",
            "2024和2025年，累计办理。",
            "2024年省级督察反馈的问题，已全部整改到位。",
            "2024年度报告提出的主要安排已全部落实。",
            "2024年结转的申请均在法定期限内办结。",
            "2024年获评的示范项目继续发挥作用。",
            "2024年人大常委会审议意见已办理完毕。",
            "2023年度、2024年度考核指出的问题均已整改。",
        ] {
            assert_eq!(found(text, Place::Lead), "", "{text}");
        }
        assert_eq!(found("2024年度工作年度报告按时公开。", Place::Text), "");
        assert_eq!(found("2025年的问题，2026年要解决。2026年，抓好：", Place::PlansLead), "");
        assert_eq!(found("落实2021—2025年规划", Place::Heading), "");
        assert_eq!(found("2025年重点任务全面完成", Place::Heading), "");
        assert_eq!(found("关于2025年法治政府建设情况的报告", Place::Title), "");
        assert_eq!(found("关于2025年法治政府建设情况和2026年安排的报告", Place::Title), "");
    }
}
