//! What is built into the program, each file under the path that it has in a project: the
//! templates, the style, the list of fonts and the faces whose licences permit it; and the data
//! that a new district begins with.
//!
//! The faces are parsed where they lie in the program's own memory image: nothing is copied, and
//! what is not used is never read from the disk. FandolFang and FandolKai (GPL) and AR PL UKai
//! (Arphic) are files of their own beside the program and are never to be added here.
//!
//! Without the feature `builtin` nothing is built in, and a project has to hold everything.

/// The version of the built-in templates: counted up when a template of a project that was
/// copied from an earlier version can no longer be used with the program.
pub(crate) const TEMPLATES_VERSION: u32 = 1;

/// The bytes of a built-in file, by its path in a project.
pub(crate) fn file(path: &str) -> Option<&'static [u8]> {
    FILES.iter().find(|(known, _)| *known == path).map(|(_, bytes)| *bytes)
}

/// The paths of the built-in files of a folder, such as `templates/`, and of those in it.
pub(crate) fn paths(folder: &str) -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(path, _)| *path).filter(move |path| path.starts_with(folder))
}

macro_rules! files {
    ($($path:literal)*) => { &[$(($path, include_bytes!(concat!("../", $path)))),*] };
}

#[cfg(not(feature = "builtin"))]
static FILES: &[(&str, &[u8])] = files![];

#[cfg(feature = "builtin")]
static FILES: &[(&str, &[u8])] = files![
    "data/catalogue.yaml"
    "data/profile.yaml"
    "fonts/LICENSE-LXGW.txt"
    "fonts/LICENSE-Liberation.txt"
    "fonts/LICENSE-NotoSansSC.txt"
    "fonts/LICENSE-NotoSerifSC.txt"
    "fonts/LiberationSerif-Regular.ttf"
    "fonts/NianbaoKaiFallback-Regular.ttf"
    "fonts/NotoSansSC-Medium.ttf"
    "fonts/NotoSerifSC-Bold.ttf"
    "fonts/NotoSerifSC-Rare.ttf"
    "fonts/NotoSerifSC-Regular.ttf"
    "fonts/fonts.yaml"
    "templates/forms/单位档案.yaml.tera"
    "templates/forms/报告总表.yaml.tera"
    "templates/forms/进度.html.tera"
    "templates/forms/部门.yaml.tera"
    "templates/gbt9704.yaml"
    "templates/luojiang.md.tera"
    "templates/page.html.tera"
    "templates/report.css"
    "templates/report.js"
    "templates/sections/items.md.tera"
    "templates/sections/plans.md.tera"
    "templates/sections/preamble.md.tera"
    "templates/sections/shortcomings.md.tera"
    "templates/statutory.md.tera"
    "templates/政府信息公开/catalogue.yaml"
    "templates/政府信息公开/kind.yaml"
    "templates/政府信息公开/年度报告.md.tera"
    "templates/政府信息公开/表/主动公开政府信息情况.yaml"
    "templates/政府信息公开/表/收到和处理政府信息公开申请情况.yaml"
    "templates/政府信息公开/表/政府信息公开行政复议、行政诉讼情况.yaml"
    "templates/法治政府建设/kind.yaml"
    "templates/法治政府建设/oral.md.tera"
    "templates/法治政府建设/themes.md.tera"
];

#[cfg(test)]
mod tests;
