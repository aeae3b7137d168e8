//! What the texts of a report must say of its figures, and must not say: 必引, 不写无, 矛盾说法.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Spanned;
use crate::yaml::{Fields, Reader};

/// The figures that the text of a content is held to.
#[derive(Debug, Clone, Default)]
pub struct Cited {
    /// 必引: it prints all of them.
    pub required: Vec<Spanned<String>>,
    /// 不写无: while one of them is above 0 it does not say that there is nothing.
    pub not_none: Vec<Spanned<String>>,
    /// 不写无: 一律: there always is something to say.
    pub never_none: bool,
}

/// 矛盾说法: what a text cannot say while a figure has a value.
#[derive(Debug, Clone)]
pub struct Contradiction {
    /// 说法: the phrases, each of which says it.
    pub phrases: Vec<String>,
    /// 同句: words of which one stands in the sentence; none where any sentence is meant.
    pub with: Vec<String>,
    /// 除外: words with which the sentence speaks of something else.
    pub without: Vec<String>,
    /// 指标
    pub metric: Spanned<String>,
    /// 不能
    pub excluded: Excluded,
}

/// 不能: the values of the figure that contradict a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Excluded {
    /// 大于0
    Positive,
    /// 等于0
    Zero,
    /// 小于0
    Negative,
}

impl Excluded {
    /// All of them, as they are written.
    pub(crate) const ALL: [(&'static str, Excluded); 3] =
        [("大于0", Excluded::Positive), ("等于0", Excluded::Zero), ("小于0", Excluded::Negative)];
}

/// 不写无 of what there always is something to say of.
pub(crate) const ALWAYS: &str = "一律";

/// 必引 and 不写无 of a content.
pub(super) fn cited(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Cited {
    let [required, not_none] =
        ["必引", "不写无"].map(|key| fields.optional(key).map(|node| (node, key)));
    let never_none = not_none.as_ref().is_some_and(|(node, _)| node.as_text() == Some(ALWAYS));
    let not_none = not_none.filter(|_| !never_none);
    let [required, not_none] = [required, not_none]
        .map(|given| given.and_then(|(node, key)| reader.names(node, key)).unwrap_or_default());
    Cited { required, not_none, never_none }
}

/// One of 矛盾说法.
pub(super) fn contradiction(
    mut fields: Fields<'_>,
    reader: &mut Reader<'_>,
) -> Option<Contradiction> {
    let at = fields.span();
    let phrases = fields.required("说法", reader);
    let is_given = phrases.is_some();
    let phrases = words(phrases.and_then(|node| reader.lines(node, "说法")));
    let [with, without] = ["同句", "除外"].map(|key| {
        let node = fields.optional(key);
        words(node.and_then(|node| reader.lines(node, key)))
    });
    let metric = fields.required("指标", reader);
    let metric = metric.and_then(|node| reader.line(node, "指标"));
    let excluded = fields.required("不能", reader);
    let excluded = excluded.and_then(|node| reader.word(node, "不能", &Excluded::ALL));
    fields.finish(reader);
    if is_given && phrases.is_empty() {
        reader.report(
            Diagnostic::new(Code::E0131, "“说法”里没有词句")
                .at(at, "这一项")
                .help("写成 [全部办结, 全部办理完毕]，至少一个"),
        );
    }
    let (metric, excluded) = (metric?, excluded?);
    (!phrases.is_empty()).then_some(Contradiction { phrases, with, without, metric, excluded })
}

fn words(lines: Option<Vec<Spanned<String>>>) -> Vec<String> {
    let words = lines.unwrap_or_default().into_iter().map(|word| word.value);
    words.filter(|word| !word.is_empty()).collect()
}
