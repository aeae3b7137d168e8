//! Terms of official titles that a dictionary of everyday words takes apart.

/// Terms, each kept on one line. Kinds of report and projects add their own.
const TERMS: &str = "
    中共     人民政府 人民代表大会 常务委员会 人民代表大会常务委员会 人大常委会 人民法院 人民检察院
    委员会 管理委员会 管委会 党工委 办公室 办公厅 办事处 街道办事处 指挥部 领导小组 工作组
    发展和改革局 发展和改革委员会 发展改革局 住房和城乡建设局 人力资源和社会保障局 市场监督管理局 市场监管局
    城市管理局 农业农村局 文化和旅游局 卫生健康局 应急管理局 退役军人事务局
    医疗保障局 自然资源局 生态环境局 工业和信息化局 科学技术局 交通运输局 教育局 公安局
    民政局 司法局 财政局 商务局 审计局 统计局 信访局 税务局 水利局 林业局 体育局 数据局
    行政服务中心 政务服务中心 政务服务便民热线 便民热线 政务服务 公共法律服务 法律服务
    法治社会 法治国家 依法行政 依法治国 依法治理 政府职能 职能转变
    行政复议 行政诉讼 行政应诉 行政检查 行政处罚 行政许可 行政审批 行政裁决
    行政调解 行政强制 行政规范性文件 规范性文件 重大行政决策 合法性审查 合法性审核 公平竞争审查
    综合执法 执法监督 人民调解 矛盾纠纷 多元化解 基层治理 综合治理 平安建设
    政府信息公开 信息公开 政务公开 营商环境 法治化营商环境 放管服 一网通办 跨省通办 一件事
    国民经济和社会发展 经济社会发展 高质量发展 乡村振兴 数字政府 体制改革 机构改革
    十三五 十四五 十五五 五年规划 规划纲要 二十大 党的二十大 全会精神 三中全会 四中全会
    二十届三中全会 二十届四中全会 习近平新时代中国特色社会主义思想 新时代
    工作情况 建设情况 运行情况 执行情况 实施情况 落实情况 办理情况 完成情况 进展情况 开展情况
    推进情况 整改情况 有关情况 履职情况 情况报告 工作报告 自查报告 调研报告 年度报告 情况说明
    工作安排 工作要点 工作计划 主要安排 主要指标 一览表 明细表 汇总表 统计表 实施方案 工作方案
    行动计划 实施意见 指导意见 审议意见 实施细则 管理办法 暂行办法
";

/// Nouns that end the name of what a number or a Latin run is a part of: 12345政务服务便民热线.
pub(super) const NAMED: [&str; 16] = [
    "热线",
    "平台",
    "中心",
    "工程",
    "行动",
    "系统",
    "专项",
    "机制",
    "模式",
    "体系",
    "服务台",
    "专线",
    "小程序",
    "试点",
    "计划",
    "网",
];

/// What a number counts, where it stands right behind it.
pub(super) const COUNTED: &str = "年度 年 季度 季 月份 月 日 号 个月 个 件 项 次 家 人 名 条 款 万元 万 亿元 \
    亿 元 期 届 批 类 级 时 天 周 岁 户 所 起 宗 种 篇 册 % ％ ℃";

/// All terms, with those that name the place they are for.
pub(super) fn terms() -> impl Iterator<Item = &'static str> {
    TERMS.split_whitespace()
}

/// The endings of 全面依法治…委员会, by the rank of the place.
pub(super) const GOVERNED: &str = "省市县区州旗";
