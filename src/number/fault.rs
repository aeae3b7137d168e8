//! Why a text is not a number.

use super::Quantity;

/// Why a text is not a number, and what was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberFault {
    /// What is wrong.
    pub reason: NumberReason,
    /// The number that was meant, in `unit`: one where that is certain, several where only the writer
    /// can choose.
    pub meant: Vec<Quantity>,
    /// The unit that was typed, whatever else is wrong; often none.
    pub unit: String,
    /// Whether words or brackets stood beside the number that say more than the number does.
    pub says_more: bool,
}

/// The ways in which a number is mistyped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NumberReason {
    /// Nothing but blanks.
    Empty,
    /// 待补, XX, TODO, 暂无, —
    Placeholder,
    /// A blank inside or around it.
    Blank,
    /// A line break inside it.
    LineBreak,
    /// Digits or marks of a Chinese input method: １６６１
    FullWidth,
    /// 1,661
    ThousandsSeparator,
    /// 92.72%
    PercentSign,
    /// 一百二十
    ChineseNumeral,
    /// 1661件; the unit as typed.
    Unit(String),
    /// -5, 负5
    Negative,
    /// 1e5
    Exponent,
    /// 007
    LeadingZeros,
    /// 约100多: approximate twice.
    DoubledApproximation,
    /// 100左右, 十几: approximate in another word than 约 近 超过 多 余.
    ApproximationWord,
    /// More digits than can be kept exactly (28).
    TooLong,
    /// （24）, which may be how accountants write a negative number.
    Bracketed,
    /// 24（其中上年6）
    Note,
    /// 121#件: a remark that does not stand apart from the number; the remark.
    Remark(String),
    /// 共121, `121；`: what was typed besides.
    Extra(String),
    /// 10OO: letters that look like digits; as typed.
    Letters(String),
    /// #REF!
    SpreadsheetError,
    /// 783/784, 783至800
    Several,
    /// Anything else.
    NotNumber,
}

impl NumberReason {
    /// What is wrong, for people: one line without a full stop.
    pub fn describe(&self) -> String {
        match self {
            NumberReason::Empty => "没有填数".into(),
            NumberReason::Placeholder => "还是占位文字，没有填数".into(),
            NumberReason::Blank => "数中夹有空格".into(),
            NumberReason::LineBreak => "数中夹有换行".into(),
            NumberReason::FullWidth => "用了全角数字或者全角符号".into(),
            NumberReason::ThousandsSeparator => "用了千分位逗号".into(),
            NumberReason::PercentSign => "带了百分号".into(),
            NumberReason::ChineseNumeral => "用了汉字数字".into(),
            NumberReason::Unit(unit) => format!("数后带了单位“{unit}”"),
            NumberReason::Negative => "是负数".into(),
            NumberReason::Exponent => "用了科学记数法".into(),
            NumberReason::LeadingZeros => "数前有多余的 0".into(),
            NumberReason::DoubledApproximation => "的概数词用了两个".into(),
            NumberReason::ApproximationWord => "的概数写法不在约定之内".into(),
            NumberReason::TooLong => "数字位数太多".into(),
            NumberReason::Bracketed => "加了括号".into(),
            NumberReason::Note => "数后带了附注".into(),
            NumberReason::Remark(_) => "的备注没有和数隔开".into(),
            NumberReason::Extra(extra) => format!("除了数还写了“{extra}”"),
            NumberReason::Letters(letters) => format!("的数字里夹着字母“{letters}”"),
            NumberReason::SpreadsheetError => "是电子表格的出错标记，没有数".into(),
            NumberReason::Several => "写了不止一个数".into(),
            NumberReason::NotNumber => "不是数字".into(),
        }
    }
}
