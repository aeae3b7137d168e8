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

// `FILES`, in the order of their paths, and `SHA256`; the build script says what is built in.
include!(concat!(env!("OUT_DIR"), "/builtin.rs"));

#[cfg(test)]
mod tests;
