//! The codes: one stable name for each kind of fault, with its usual severity and
//! the explanation that `nianbao explain` prints and the manual shows.

use super::Severity;

macro_rules! codes {
    ($($code:ident $severity:ident $title:literal;)*) => {
        /// The stable name of a kind of diagnostic. Families: E01 files and YAML,
        /// E02 catalogue and profile, E03 presence, E04 value and type, E05 cross-checks,
        /// E06 change on last year, E07 prose and placeholders, E08 statutory contents and
        /// outline, E09 document elements and deadlines, E10 templates, E11 fonts and layout, E12
        /// sets of files and what proves them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $(#[doc = $title] $code),* }

        impl Code {
            /// All codes, in order.
            pub const ALL: &[Code] = &[$(Code::$code),*];

            /// `E0101`
            pub fn name(self) -> &'static str {
                match self { $(Code::$code => stringify!($code)),* }
            }

            /// Whether it is of the family E01: a file, or a part of one, was not understood.
            pub fn is_of_reading(self) -> bool {
                self.name().starts_with("E01")
            }

            /// What it is about, in a few words.
            pub fn title(self) -> &'static str {
                match self { $(Code::$code => $title),* }
            }

            /// The severity it has unless a rule of the catalogue says otherwise.
            pub fn severity(self) -> Severity {
                match self { $(Code::$code => Severity::$severity),* }
            }

            /// The page of the manual: what, why, a wrong example, a right one.
            pub fn explanation(self) -> &'static str {
                match self {
                    $(Code::$code => include_str!(concat!("../../docs/diagnostics/", stringify!($code), ".md"))),*
                }
            }
        }
    };
}

codes! {
    E0101 Error "读不了文件或文件夹";
    E0102 Warning "文件不是 UTF-8 编码";
    E0103 Error "文件太大";
    E0104 Error "YAML 写法有误";
    E0105 Error "同一个键写了两遍";
    E0106 Error "冒号用了全角";
    E0107 Error "冒号后面缺少空格，或者短横写法不对";
    E0108 Error "用了制表符";
    E0109 Error "值以大括号开头";
    E0110 Error "用了锚点或引用";
    E0111 Error "用了类型标签";
    E0112 Error "文件被分隔线分成两份";
    E0113 Error "层次太深";
    E0114 Error "引号或括号没有配对";
    E0115 Error "缩进没有对齐";
    E0116 Error "这一行没有冒号";
    E0117 Error "用全角空格缩进";
    E0118 Error "冒号前不是名称";
    E0119 Error "值里又有冒号";
    E0120 Error "多行文字没有缩进";
    E0121 Error "配置文件的内容不合要求";
    E0122 Error "文件里有看不见的字符";
    E0123 Error "有读不出来的内容";
    E0124 Error "链接不能用";
    E0125 Error "文件或者内容太多";
    E0126 Error "一处文字太长";
    E0130 Error "不认识的项";
    E0131 Error "缺少必须写的内容";
    E0132 Error "内容的形式不对";
    E0133 Error "取值不在规定之内";
    E0134 Error "日期写法不对";
    E0135 Error "年度与文件夹不符";
    E0136 Error "文件名与部门不符";
    E0137 Error "部门不在单位档案里";
    E0138 Error "同一部门有两个文件";
    E0139 Error "没有报告总表";
    E0140 Error "没有这一年的文件夹";
    E0141 Warning "文件没有读";
    E0142 Error "几个名称之间没有用半角逗号";
    E0143 Error "文件已经有了，没有覆盖";
    E0144 Error "网址写法不对";
    E0145 Warning "用了部门的曾用名";
    E0150 Warning "这个文件只核对了一部分";
    E0151 Error "报告总表的种类不对";
    E0152 Error "内容没有写在它的报告名下";
    E0161 Error "没有写本部门报告";
    E0162 Error "不能转换成工作簿";
    E0163 Error "工作簿打不开";
    E0164 Error "工作簿不是填报表";
    E0165 Error "填报表的版本不对";
    E0166 Error "填报表缺少表或者栏";
    E0167 Warning "填报表里多出一张表";
    E0168 Error "工作簿里有宏或者外部链接";
    E0169 Error "数变成了日期";
    E0170 Error "有数没有名称";
    E0171 Error "数填在了别的格里";
    E0174 Error "看到的和存的不同";
    E0175 Warning "写在各栏之外，没有读";
    E0176 Error "同一个名称写在两行";
    E0177 Error "几行合并成了一格";
    E0178 Error "公式没有结果";
    E0179 Hint "隐藏的行、列或者表里填有内容";
    E0180 Hint "批注、文本框没有读";
    E0181 Error "退回的文件读不了";
    E0182 Error "是另一份报告的修改稿";
    E0183 Error "没有发出时的底稿";
    E0184 Error "底稿不能用";
    E0185 Error "没有可以对照的";
    E0201 Error "没有单位档案";
    E0202 Error "没有指标目录";
    E0203 Error "名称不合要求";
    E0204 Error "名称重复";
    E0205 Error "主题的个数不对";
    E0206 Error "责任部门不在单位档案里";
    E0207 Error "单位与类型不符";
    E0208 Error "属性与类型不符";
    E0209 Error "范围或数值不对";
    E0210 Error "规则用到的指标不在目录里";
    E0211 Error "规则用到的指标类型不对";
    E0212 Error "规则里同一个指标用了两次";
    E0213 Error "规则互相循环";
    E0214 Error "同一个比率有两条算法";
    E0215 Error "替补的规则不对";
    E0216 Error "规则里的指标单位不同";
    E0217 Error "数据格式比程序新";
    E0218 Error "报告种类的写法不对";
    E0219 Error "没有这个报告种类";
    E0221 Error "没有这个维度";
    E0222 Error "维度的写法不对";
    E0223 Error "规则里的维度对不上";
    E0231 Error "分工里的指标不是这种报告的";
    E0232 Error "报告的指标没有责任部门";
    E0301 Error "必填指标没有填报";
    E0302 Warning "建议填报的指标没有填报";
    E0303 Error "部门没有报送";
    E0304 Error "没有填数或者只有占位文字";
    E0305 Error "指标目录中没有这个指标";
    E0306 Warning "用了指标的曾用名";
    E0307 Warning "填了别的部门负责的指标";
    E0308 Warning "两个部门填了同一个指标";
    E0309 Error "同一个指标所填不同";
    E0310 Error "这一项不在“指标”下填写";
    E0401 Error "不是数字";
    E0402 Error "用了全角数字或者全角符号";
    E0403 Error "用了千分位逗号";
    E0404 Error "数后带了单位";
    E0405 Error "带了百分号";
    E0406 Error "用了汉字数字";
    E0407 Error "数中夹有空格";
    E0408 Error "是负数";
    E0409 Error "用了科学记数法";
    E0410 Error "数前有多余的 0";
    E0411 Error "概数的写法不在约定之内";
    E0412 Error "应当是整数";
    E0413 Error "小数位太多";
    E0414 Error "超出范围";
    E0415 Error "只能填 是 或者 否";
    E0416 Error "值的样式不对";
    E0417 Error "数字位数太多";
    E0418 Warning "百分比像是没有乘以 100";
    E0419 Warning "像是填错了单位";
    E0421 Error "缺少成员的数";
    E0422 Error "没有这个成员";
    E0423 Error "没有按成员填写";
    E0501 Error "合计不等于分项之和";
    E0502 Error "比率与计算结果不符";
    E0503 Error "分母为零，没有比率";
    E0504 Error "一边大于另一边";
    E0505 Warning "应当相等的数不相等";
    E0506 Warning "全区数不等于各部门之和";
    E0507 Error "个数与名单的项数不符";
    E0508 Error "前一个数为 0，后一个数也应为 0";
    E0509 Error "全覆盖与两数不符";
    E0510 Hint "勾稽规则没有核对";
    E0511 Error "数字位数太多，算不出来";
    E0513 Error "两边之和不相等";
    E0601 Warning "与上年相差过大而没有说明";
    E0602 Warning "累计指标比上年少";
    E0603 Error "没有可比的上年数";
    E0604 Hint "说明没有可以回答的问题";
    E0605 Warning "上年的数没有取用";
    E0606 Error "期初数不等于上年的期末数";
    E0607 Error "存量与上年的数和本年的增减不符";
    E0701 Error "引用的指标不在目录中";
    E0702 Error "占位符没有写完";
    E0703 Error "占位符的符号不对";
    E0704 Error "占位符没有这种写法";
    E0705 Error "不能换成这个单位";
    E0706 Error "引用的指标没有数";
    E0707 Error "手写的数字没有引用指标";
    E0708 Error "这里还没有写内容";
    E0709 Error "稿件的最后一句没有写完";
    E0710 Error "手写的数字与指标不符";
    E0711 Warning "标点用了半角";
    E0712 Warning "书名号里面的书名号不对";
    E0713 Warning "破折号写法不对";
    E0714 Warning "省略号写法不对";
    E0715 Warning "序号后面的标点不对";
    E0716 Warning "发文字号的写法不对";
    E0717 Warning "月份或日期前多了 0";
    E0718 Warning "年份有的用汉字有的用数字";
    E0719 Warning "起止年份的连接号不对";
    E0720 Warning "百分比的起止少了百分号";
    E0721 Warning "概数词重复";
    E0722 Warning "报告里夹带请示";
    E0723 Warning "两个部门写了相同的段落";
    E0724 Hint "填报的指标没有写进正文";
    E0725 Error "这里不能引用指标";
    E0726 Error "单位写了两遍";
    E0727 Error "增减的词写了两遍";
    E0728 Warning "手写的数没有来历";
    E0729 Error "照录的短语只有数";
    E0732 Error "旁边的字改变了印出的数";
    E0733 Error "准确数旁边写了概数词";
    E0734 Error "数的单位写成了别的";
    E0735 Error "花括号会照原样印出";
    E0737 Error "文字里夹着备注";
    E0738 Warning "井号后面的字当作了备注";
    E0739 Error "序号、标签或者标题写了两遍";
    E0741 Warning "引号、括号、书名号没有配对";
    E0742 Warning "标点写了两遍";
    E0743 Warning "不是通行的字或者符号";
    E0744 Warning "多余的空格";
    E0745 Warning "夹带了网页或者文档的标记";
    E0746 Warning "数字或者字母用了全角";
    E0747 Warning "年份或者日期里有形近的字";
    E0748 Error "没有这个日期或者时间";
    E0751 Error "必须写明的数没有写";
    E0752 Error "写的是无，却有数";
    E0753 Warning "说法与数矛盾";
    E0754 Error "占比算不出来";
    E0755 Warning "引用的像是另一个指标";
    E0801 Error "提纲的主题与指标目录不一致";
    E0802 Error "条目的键用了两次";
    E0803 Error "单位档案中没有这个部门";
    E0804 Error "条目没有正文";
    E0805 Warning "条目缺一个部门的文字";
    E0806 Error "提纲中没有这个条目";
    E0807 Error "提纲没有把这一条分给本部门";
    E0808 Error "缺少必有的内容";
    E0809 Error "缺少必有的内容：没有条目标明";
    E0810 Error "缺少必有的内容：下一年度的";
    E0811 Error "法定内容的条数或者字数不合要求";
    E0812 Hint "部门报送的条目没有采用";
    E0813 Error "主题下没有条目";
    E0814 Error "条目里同一个部门写了两遍";
    E0815 Warning "与上年一字不差";
    E0816 Error "年份还是上年的";
    E0901 Error "没有成文日期";
    E0902 Error "日期的先后不对";
    E0903 Warning "成文日期晚于期限";
    E0904 Warning "发布日期晚于期限";
    E0905 Error "发文字号不合格式";
    E0906 Warning "印红头的上行文没有签发人";
    E0907 Warning "印红头的文件没有发文字号";
    E0908 Warning "成文早于年度结束";
    E0909 Error "份号不是六位数字";
    E0910 Error "保密期限的写法不对";
    E0911 Warning "标了密级而没有份号";
    E0912 Error "标了密级的报告不能公开";
    E0913 Warning "标题的一行太长";
    E0914 Error "标题里的年份不对";
    E0915 Warning "标题太长";
    E1001 Error "模板有误";
    E1002 Error "引用了没有的名称";
    E1003 Error "公文正文用了不支持的格式";
    E1004 Error "版式的标题有误";
    E1005 Error "要打印的指标没有值";
    E1006 Error "没有这个版式";
    E1007 Error "模板改动了指标的数";
    E1008 Error "版式没有印出数据里的文字";
    E1009 Error "指标的名称没有接过滤器";
    E1010 Error "模板超出了限度";
    E1013 Error "表格的行与表头对不上";
    E1014 Error "报告的部分与规定的不一致";
    E1021 Error "表格没有单独成行";
    E1022 Error "表格的格合不拢";
    E1023 Error "表格的一格写得不对";
    E1031 Error "版式没有命令行要的要素";
    E1032 Error "没有写版式要印的要素";
    E1101 Error "没有字体能写出这个字";
    E1102 Error "字体文件有误";
    E1103 Error "PDF 写不成";
    E1104 Error "用了后备字体";
    E1105 Warning "缺少随程序另附的字体";
    E1106 Error "文件名不能用或者相同";
    E1108 Error "公文版式的量度不对";
    E1113 Error "表格太宽，数要断开";
    E1114 Error "一页或者一行排不下";
    E1201 Error "没有可用的清单";
    E1202 Error "文件不见了";
    E1203 Error "文件生成以后改动过";
    E1204 Error "各种格式的文字不一致";
    E1205 Error "数据或者模板生成以后改过";
    E1206 Error "PDF 不完整";
    E1207 Warning "以前生成的文件没有重做";
    E1208 Hint "文件不在清单里";
    E1209 Error "重做出来不同";
    E1210 Hint "没有全部核验";
}
