//! The labels by which a reader finds sheets, columns and rows. They are the format: a workbook that
//! was sent out must be read by every later version.

/// The sheet that says how to fill in the form; the first.
pub(crate) const GUIDE: &str = "填报说明";
/// The sheet of figures.
pub(crate) const FIGURES: &str = "指标";
/// The sheet of texts by items of the outline.
pub(crate) const PROSE: &str = "正文";
/// The sheet of reasons, phrases and people.
pub(crate) const REMARKS: &str = "说明";
/// The sheet of the department's own report.
pub(crate) const OWN_REPORT: &str = "本部门报告";
/// The hidden sheet that says what form it is.
pub(crate) const RECORD: &str = "_年报";
/// The hidden sheet of words to choose from.
pub(crate) const CHOICES: &str = "_选项";

/// Columns of [`FIGURES`], in their order.
pub(crate) mod figures {
    pub(crate) const NAME: &str = "名称";
    pub(crate) const VALUE: &str = "数值";
    pub(crate) const UNIT: &str = "单位";
    pub(crate) const NEED: &str = "必填";
    pub(crate) const DEFINITION: &str = "口径";
    pub(crate) const INSTRUCTION: &str = "填报提示";
    pub(crate) const LAST_YEAR: &str = "上年数";
    /// Free words beside a figure: the same as a row of the sheet [`super::REMARKS`] with
    /// [`super::remarks::REASON`].
    pub(crate) const REASON: &str = "说明";
    pub(crate) const ALL: [&str; 8] =
        [NAME, VALUE, UNIT, NEED, DEFINITION, INSTRUCTION, LAST_YEAR, REASON];
    /// In [`NEED`], of a figure that a formula computes and of one that adds up.
    pub(crate) const COMPUTED: [&str; 2] = ["自动算", "合计"];
}

/// Columns of [`PROSE`], in their order.
pub(crate) mod prose {
    pub(crate) const KEY: &str = "条目";
    pub(crate) const HEADING: &str = "标题";
    pub(crate) const TEXT: &str = "正文";
    pub(crate) const CITABLE: &str = "可引用的指标";
    pub(crate) const LAST_YEAR: &str = "上年正文";
    pub(crate) const ALL: [&str; 5] = [KEY, HEADING, TEXT, CITABLE, LAST_YEAR];
}

/// Columns of a sheet of entries: this one, then the keys of the parts, then the keys of the
/// parts again with `上年` before them.
pub(crate) mod entries {
    pub(crate) const NUMBER: &str = "序号";
    /// What stands before the key of a part over the column of last year's texts.
    pub(crate) const LAST_YEAR: &str = "上年";
}

/// Columns of [`REMARKS`], in their order.
pub(crate) mod remarks {
    pub(crate) const NAME: &str = "名称";
    pub(crate) const MATTER: &str = "事项";
    pub(crate) const TEXT: &str = "内容";
    pub(crate) const ALL: [&str; 3] = [NAME, MATTER, TEXT];

    /// 事项: why a figure is as it is; 名称 is the figure.
    pub(crate) const REASON: &str = "说明";
    /// 事项: a phrase that stands in the text as it is; 名称 is empty, or the folder of a kind
    /// beside the first.
    pub(crate) const VERBATIM: &str = "照录";
    /// 事项: who filled in the form; 名称 is empty.
    pub(crate) const FILLED_BY: &str = "填报人";
    /// 事项: 名称 is empty.
    pub(crate) const TELEPHONE: &str = "联系电话";
    /// All of 事项.
    pub(crate) const MATTERS: [&str; 4] = [FILLED_BY, TELEPHONE, REASON, VERBATIM];
}

/// Columns of [`OWN_REPORT`], in their order.
pub(crate) mod own {
    /// The key in 本部门报告.
    pub(crate) const KEY: &str = "项目";
    /// The number of an item of a list, from 1; `2.1` is the first item (条目) of the second theme
    /// of an outline. Empty where the value is no list.
    pub(crate) const NUMBER: &str = "序号";
    /// The key within the item, or of the text of 正文. Empty where the value has no keys.
    pub(crate) const PART: &str = "分项";
    pub(crate) const TEXT: &str = "内容";
    /// What is written there, for people.
    pub(crate) const HINT: &str = "填写说明";
    pub(crate) const ALL: [&str; 5] = [KEY, NUMBER, PART, TEXT, HINT];

    /// 项目 of the row that says whether there is such a report: 内容 is 是 or 否. Without it there is
    /// one where anything else of the sheet is filled in.
    pub(crate) const MADE: &str = "本部门报告";
    /// What stands beside it.
    pub(crate) const MADE_HINT: &str = "本部门自己也要出报告的，填 是；不出的，这一张表都空着";
    /// What stands beside a value that may be several.
    pub(crate) const TEXTS_HINT: &str = "有几个的，一行写一个，换行按 Alt+Enter";
}

/// Rows of [`RECORD`]: the label in the first column, the values behind it.
pub(crate) mod record {
    /// [`VERSION`](super::super::form::VERSION)
    pub(crate) const VERSION: &str = "格式";
    pub(crate) const DEPARTMENT: &str = "部门";
    pub(crate) const YEAR: &str = "年度";
    /// The folders of the kinds of report, the first one first, a column each.
    pub(crate) const KINDS: &str = "种类";
    /// The head of the list of names: below it, each row has a defined name (`nb_1`), the sheet
    /// in which the cell was when the form was made, and what the cell is for: the metric, or
    /// the key of the text. Further lines of that are what the names are for that follow.
    pub(crate) const NAMES: [&str; 3] = ["代号", "表", "键"];
    /// The head of the column behind it: marks of what the form shows, a line each.
    pub(crate) const SHOWN: &str = "上年";
    /// What the marks of the names of its sheets are marks of, in the place of a figure.
    pub(crate) const SHEET: &str = "_表";
    /// How many names one row stands for, and how many marks. A row for each would be half of what is
    /// read of a form.
    pub(crate) const KEYS: usize = 100;
    /// What defined names begin with. Behind it stands the number of a cell that has a key, or a word of
    /// [`Use`]; then, each after `_`, the number of the sheet, and the row and the column for which the cell was
    /// made, from 0. In forms that were sent out earlier the number of the key alone.
    pub(crate) const PREFIX: &str = "nb_";

    /// What a cell that bears a name is for.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum Use {
        /// Something is filled in.
        Filled,
        /// Words of the form that stand in the row or in the column of what is filled in.
        Label,
        /// Below the last row of a column.
        Under,
        /// Behind the last column of a row that is read.
        After,
    }

    impl Use {
        pub(crate) const ALL: [Use; 4] = [Use::Filled, Use::Label, Use::Under, Use::After];

        /// What stands for it in a name.
        pub(crate) const fn word(self) -> &'static str {
            match self {
                Use::Filled => "in_",
                Use::Label => "at_",
                Use::Under => "under_",
                Use::After => "after_",
            }
        }
    }
}
