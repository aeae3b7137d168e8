//! Elements: the keys that `report.yaml` has whatever the kind of report. Each is declared
//! here once, for the reader of the file, its schema, and the keys that a kind may not use.

/// One key of `report.yaml`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Element {
    /// As it is written.
    pub(crate) key: &'static str,
    /// How its value is written.
    pub(crate) form: ElementForm,
    /// What an editor shows.
    pub(crate) description: &'static str,
}

/// How the value of an element is written.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ElementForm {
    /// Text, of one line or more.
    Text,
    /// Six digits.
    CopyNumber,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// One name or several.
    Names,
    /// A day.
    Day,
    /// A day, with or without the time of day.
    Moment,
    /// A web address.
    Url,
}

impl Element {
    const fn new(key: &'static str, form: ElementForm, description: &'static str) -> Element {
        Element { key, form, description }
    }

    /// The words it may have; none where it takes any text.
    pub(crate) fn words(&self) -> &'static [&'static str] {
        if let ElementForm::Choice(words) = self.form { words } else { &[] }
    }
}

/// 标题
pub(crate) const TITLE: Element =
    Element::new("标题", ElementForm::Text, "报告的标题；不写则由版式给出。写成几行，就照这样分行");
/// 副标题
pub(crate) const SUBTITLE: Element = Element::new(
    "副标题",
    ElementForm::Text,
    "标题下面的一行，如 ——2025年1月8日在示例区第×届人民代表大会第×次会议上；版式有副标题的才印",
);
/// 报告人
pub(crate) const REPORTER: Element =
    Element::new("报告人", ElementForm::Text, "职务和姓名；版式有报告人的才印");
/// 称呼
pub(crate) const SALUTATION: Element =
    Element::new("称呼", ElementForm::Text, "代替版式的称呼，如 各位代表；版式有称呼的才印");
/// 索引号
pub(crate) const INDEX: Element = Element::new("索引号", ElementForm::Text, "政府信息公开索引号");
/// 发文字号
pub(crate) const NUMBER: Element =
    Element::new("发文字号", ElementForm::Text, "如 泉洛政文〔2025〕14号");
/// 份号
pub(crate) const COPY_NUMBER: Element =
    Element::new("份号", ElementForm::CopyNumber, "印在首页左上角的六位顺序号，如 000001");
/// 密级
pub(crate) const SECRECY: Element = Element::new(
    "密级",
    ElementForm::Choice(&["绝密", "机密", "秘密"]),
    "标了密级的报告不能公开，不出网页",
);
/// 保密期限
pub(crate) const SECRECY_TERM: Element =
    Element::new("保密期限", ElementForm::Text, "印在密级之后，如 1年、6个月、长期");
/// 紧急程度
pub(crate) const URGENCY: Element =
    Element::new("紧急程度", ElementForm::Choice(&["特急", "加急"]), "印在首页左上角");
/// 签发人
pub(crate) const SIGNERS: Element =
    Element::new("签发人", ElementForm::Names, "签发人：一个姓名，或者 [甲, 乙]");
/// 成文日期
pub(crate) const WRITTEN: Element =
    Element::new("成文日期", ElementForm::Day, "成文日期，如 2025-02-13");
/// 印发日期
pub(crate) const PRINTED: Element =
    Element::new("印发日期", ElementForm::Day, "印发日期，如 2025-02-13");
/// 发布日期
pub(crate) const PUBLISHED: Element =
    Element::new("发布日期", ElementForm::Moment, "发布日期，如 2025-02-24 或者 2025-02-24 19:03");
/// 来源
pub(crate) const SOURCE: Element =
    Element::new("来源", ElementForm::Text, "公开页面的来源；不写则用网站名称");
/// 网址
pub(crate) const URL: Element = Element::new(
    "网址",
    ElementForm::Url,
    "发布后网页的网址，给搜索引擎和转载的人；不写则网页里没有",
);
/// 附注
pub(crate) const NOTE: Element =
    Element::new("附注", ElementForm::Text, "印在括号里，如 此件主动公开");

/// All of them, in the order in which an editor proposes them.
pub(crate) const ELEMENTS: [Element; 17] = [
    TITLE,
    SUBTITLE,
    REPORTER,
    SALUTATION,
    INDEX,
    NUMBER,
    COPY_NUMBER,
    SECRECY,
    SECRECY_TERM,
    URGENCY,
    SIGNERS,
    WRITTEN,
    PRINTED,
    PUBLISHED,
    SOURCE,
    URL,
    NOTE,
];

/// The other keys that stand beside those of the kind, in `report.yaml` or in the departments'
/// files.
const OTHERS: [&str; 9] =
    ["年度", "报告", "部门", "填报人", "联系电话", "指标", "正文", "说明", "照录"];

/// Whether a key is taken whatever the kind.
pub(crate) fn is_taken(key: &str) -> bool {
    OTHERS.contains(&key) || ELEMENTS.iter().any(|element| element.key == key)
}

/// What every layout is given, whatever the kind.
pub(crate) const GIVEN: [&str; 9] = [
    "issuer",
    "addressees",
    "salutation",
    "year",
    "last_year",
    "next_year",
    "title",
    "departments",
    "themes",
];

/// What every entry of a list has.
const OF_ENTRIES: [&str; 1] = ["ordinal"];

/// Words of the language of templates.
const KEYWORDS: &str = "and as block break component continue elif else endblock endcomponent \
    endfilter endfor endif endmacro endraw endset extends false filter for from if import in \
    include is loop macro none not null or raw self set set_global super true";

/// Whether a name of a layout has a meaning of its own. `is_top` are those that stand by themselves.
pub(super) fn is_reserved(variable: &str, is_top: bool) -> bool {
    let given: &[&str] = if is_top { &GIVEN } else { &OF_ENTRIES };
    given.contains(&variable) || KEYWORDS.split_whitespace().any(|word| word == variable)
}
