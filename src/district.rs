//! District: the files of a new district's project. It begins with a profile to be filled in, a
//! catalogue, and what editors need; templates and fonts only where the model has its own.

use crate::bounds::COPIED_FONTS;
use crate::builtin;
use crate::diagnostic::{Code, Diagnostic};
use crate::files::{self, Files};
use crate::findings::{Findings, Outcome};
use crate::forms;
use crate::project::{CATALOGUE, Project};
use crate::schema;
use crate::source::{Role, Sources};
use crate::write::Output;

/// A short manual for the folder.
const MANUAL: (&str, &str) = ("说明.md", include_str!("../docs/新项目说明.md"));

/// The endings of font files.
const FACES: [&str; 3] = ["ttf", "otf", "ttc"];

/// Organs of the built-in example that bear the name of its place, and what others call theirs.
const OF_ITS_PLACE: [(&str, &str); 1] = [("洛江生态环境局", "区生态环境局")];

/// The model for a new district when there is no project to take it from: the built-in catalogue,
/// templates and fonts. None when nothing is built in.
pub fn built_in_model() -> Option<Files> {
    let mut files = Files::default();
    for path in builtin::paths("data/") {
        let text = builtin::file(path).and_then(|bytes| std::str::from_utf8(bytes).ok())?;
        let text = OF_ITS_PLACE
            .iter()
            .fold(text.to_owned(), |text, (own, general)| text.replace(own, general));
        files = files.with_unsaved(path, text);
    }
    files.exists(CATALOGUE).then_some(files)
}

/// Makes the files of a new district after a model, for one kind of report alone (none = those that
/// the model makes): its catalogue, where it is not that of another kind; a profile to be filled in,
/// with its departments; the editor's files; and its own templates and fonts where they differ
/// from the built-in ones. No files at all when there are errors among the findings.
pub fn district(
    model: impl Into<Files>,
    report: Option<&str>,
    sources: &mut Sources,
) -> Outcome<Vec<Output>> {
    let mut findings = Findings::new();
    let Some(project) = Project::open_model(model, report, sources).gather(&mut findings) else {
        return Outcome::new(Vec::new(), findings);
    };
    let mut outputs = Vec::new();
    let mut add = |name: &str, bytes: &[u8]| {
        outputs.push(Output { name: name.to_owned(), bytes: bytes.to_vec() });
    };
    let mut profile = forms::profile(&project, report.is_some(), sources);
    // Warnings of a template are reported where it is copied.
    profile.findings.retain(Diagnostic::is_error);
    if let Some(profile) = profile.gather(&mut findings) {
        add("data/profile.yaml", profile.as_bytes());
    }
    // That of another kind has no metrics here.
    let mut metrics = project.catalogue.metrics.values();
    let catalogue = sources.of_role(&Role::Catalogue);
    let catalogue = catalogue.filter(|file| {
        sources.get(*file).path == CATALOGUE && metrics.any(|each| each.name_span.file == *file)
    });
    if let Some(catalogue) = catalogue {
        add(CATALOGUE, sources.get(catalogue).text().as_bytes());
    }
    for schema in schema::generate(&project.catalogue, &project.profile, &project.kinds) {
        add(&format!("schemas/{}", schema.name), schema.text.as_bytes());
    }
    for (name, text) in forms::EDITOR.into_iter().chain([MANUAL]) {
        add(name, text.as_bytes());
    }
    outputs.extend(own_templates(&project, sources).gather(&mut findings));
    outputs.extend(own_fonts(&project.files).gather(&mut findings));
    if findings.has_errors() {
        outputs.clear();
    }
    Outcome::new(outputs, findings)
}

/// The templates of the model that are not as the built-in ones are.
fn own_templates(project: &Project, sources: &mut Sources) -> Outcome<Vec<Output>> {
    let mut findings = project.files.walk_through("templates").findings;
    let mut outputs = Vec::new();
    let paths = project.own_templates().into_iter().map(|path| (path.clone(), path)).collect();
    for (path, file) in project.read_templates(paths, sources).gather(&mut findings) {
        let text = file.map_or("", |file| sources.get(file).text()).as_bytes();
        if builtin::file(&path) != Some(text) {
            outputs.push(Output { name: path, bytes: text.to_vec() });
        }
    }
    Outcome::new(outputs, findings)
}

/// The fonts of the model that are not built in, and what belongs to them: list and licences.
fn own_fonts(files: &Files) -> Outcome<Vec<Output>> {
    let mut findings = Findings::new();
    let (mut outputs, mut size) = (Vec::new(), 0);
    for path in files.walk_through("fonts").gather(&mut findings) {
        match files.bytes(&path) {
            Ok(bytes) if builtin::file(&path) == Some(&bytes) => {}
            Ok(bytes) => {
                size += bytes.len() as u64;
                outputs.push(Output { name: path, bytes });
                if size > COPIED_FONTS.most {
                    let fault = Diagnostic::new(Code::E0103, COPIED_FONTS.passed(None));
                    findings
                        .report(fault.help("只留列在 fonts/fonts.yaml 里的字体，或者建好后再复制"));
                    break;
                }
            }
            Err(error) => findings.report(files::unreadable(&path, &error)),
        }
    }
    let is_own = |output: &Output| {
        let extension = output.name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        output.name == "fonts/fonts.yaml" || FACES.contains(&extension.as_str())
    };
    if !outputs.iter().any(is_own) {
        outputs.clear();
    }
    Outcome::new(outputs, findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_district_is_told_of_no_other_ones_place() {
        let mut sources = Sources::default();
        let model = built_in_model().unwrap();
        let outputs = district(model, None, &mut sources).value;
        assert!(outputs.iter().any(|output| output.name == CATALOGUE));
        for Output { name, bytes } in outputs {
            let text = String::from_utf8_lossy(&bytes);
            for place in ["洛江", "泉州"] {
                assert!(!text.contains(place) && !name.contains(place), "{name}: {place}");
            }
            if name == CATALOGUE || name == "data/profile.yaml" {
                assert!(text.contains("区生态环境局"), "{name}");
            }
        }
    }
}
