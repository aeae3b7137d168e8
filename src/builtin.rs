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
    files().find(|(known, _)| *known == path).map(|(_, bytes)| *bytes)
}

/// The paths of the built-in files of a folder, such as `templates/`, and of those in it.
pub(crate) fn paths(folder: &str) -> impl Iterator<Item = &'static str> {
    files().map(|(path, _)| *path).filter(move |path| path.starts_with(folder))
}

fn files() -> impl Iterator<Item = &'static (&'static str, &'static [u8])> {
    OTHERS.iter().chain(TEMPLATES)
}

macro_rules! files {
    ($($path:literal)*) => { &[$(($path, include_bytes!(concat!("../", $path)))),*] };
}

#[cfg(not(feature = "builtin"))]
static OTHERS: &[(&str, &[u8])] = files![];

// `TEMPLATES`: all files of the folder `templates/`, so that a shipped kind of report takes no line of
// code; the build script lists them. Which faces are built in is a matter of their licences, so
// they are named here.
include!(concat!(env!("OUT_DIR"), "/templates.rs"));

#[cfg(feature = "builtin")]
static OTHERS: &[(&str, &[u8])] = files![
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
];

#[cfg(test)]
mod tests;
