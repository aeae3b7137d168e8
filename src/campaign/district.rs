//! Another district: it takes over the catalogue, and writes a profile of its own.

use super::words;
use crate::project::Profile;

/// Settings for the editor that the manual describes, by the names of their files.
pub const EDITOR: [(&str, &str); 2] = [
    (".vscode/settings.json", include_str!("../../.vscode/settings.json")),
    (".vscode/extensions.json", include_str!("../../.vscode/extensions.json")),
];

/// A profile whose lines wait to be filled in. The departments are those that the catalogue
/// was written for.
pub fn profile(model: &Profile) -> String {
    let mut text = "\
# yaml-language-server: $schema=../schemas/profile.schema.json
#
# 单位档案：谁发文、发给谁、哪些部门填报。
# 注有“待填”的必须填，nianbao check 会逐项指出；其余的可以空着。

发文机关:            # 待填：全称，如 示例市示例区人民政府
# 发文机关标志: 示例市示例区人民政府文件    # 红头字样；要印红头的，去掉行首的“# ”，改成本单位的
# 发文机关代字: 示例政文                    # 发文字号的开头；同上
主送机关:            # 待填：写作 [区人大常委会]
抄送机关: []
印发机关:            # 待填：如 示例市示例区人民政府办公室

网站:
  名称:              # 报告的“来源”印这个名称
  域名:
  标识码:
  栏目:
  栏目类别:          # 如 政府信息公开

"
    .to_owned();
    let layout = model.layout.as_ref().map_or("", |layout| layout.value.as_str());
    text.push_str(&format!("版式: {}\n", words::scalar(layout)));
    text.push_str(
        "
# 填报部门，按报告中的先后排列。名称按本地机构改，增减也在这里；
# 改了名称的，指标目录 catalogue.yaml 里的“责任部门”同时改，漏改的会逐处指出。
部门:
",
    );
    for entry in &model.departments {
        text.push_str(&format!("  - 名称: {}\n", words::scalar(&entry.name)));
        if let Some(short) = &entry.short_name {
            text.push_str(&format!("    简称: {}\n", words::scalar(short)));
        }
    }
    text
}
