use std::fs;
use std::path::PathBuf;

use super::*;
use crate::render::markdown;

/// A copy of the project that tests share, in a folder of its own.
pub(crate) fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/base");
    let mut folders = vec![PathBuf::new()];
    while let Some(part) = folders.pop() {
        fs::create_dir_all(folder.path().join(&part)).unwrap();
        for entry in fs::read_dir(base.join(&part)).unwrap().map(|entry| entry.unwrap()) {
            let path = part.join(entry.file_name());
            match entry.file_type().unwrap().is_dir() {
                true => folders.push(path),
                false => drop(fs::copy(entry.path(), folder.path().join(path)).unwrap()),
            }
        }
    }
    folder
}

fn generate(root: &Path, folder: &Path, options: &Options) -> Vec<Set> {
    let files = Files::from(root).recorded();
    let mut examined = crate::examine(files, 2024, options);
    let year = examined.year.take().unwrap();
    let formats = [markdown::FORMAT];
    let mut outputs = crate::make(&year, &formats, &mut examined.sources).value;
    assert!(!outputs.is_empty(), "{:?}", examined.findings);
    let sets = sets(&year, options, &formats, &outputs, examined.findings.is_clean());
    write(folder, &mut outputs, &sets, Earlier::Kept).unwrap();
    sets
}

fn names(folder: &Path) -> Vec<String> {
    read(folder).unwrap().unwrap().sets.into_iter().map(|set| set.name).collect()
}

#[test]
fn a_set_is_current_until_what_it_was_made_from_or_its_files_change() {
    let project = project();
    let root = project.path();
    let out = root.join("out");
    let options = Options::default();
    let is_current = |options: &Options| {
        super::current(&out, &Files::from(root), 2024, options, &[markdown::FORMAT]).is_some()
    };
    assert!(!is_current(&options));
    let sets = generate(root, &out, &options);
    assert!(is_current(&options));
    assert!(!is_current(&Options { seal: true, ..Options::default() }));
    assert!(super::current(&out, &Files::from(root), 2024, &options, &FORMATS).is_none());
    assert!(sets[0].inputs.iter().any(|input| input.path == "data/profile.yaml"));

    let restored = |path: PathBuf| {
        assert!(!is_current(&options), "{}", path.display());
        generate(root, &out, &options);
        assert!(is_current(&options), "{}", path.display());
    };
    for path in ["data/profile.yaml", "data/catalogue.yaml", "data/2024/区司法局.yaml"] {
        let path = root.join(path);
        fs::write(&path, fs::read_to_string(&path).unwrap() + "# 注\n").unwrap();
        restored(path);
    }
    fs::create_dir_all(root.join("templates")).unwrap();
    for path in ["templates/report.css", "out/年报.md"] {
        let path = root.join(path);
        fs::write(&path, "/* 改过 */").unwrap();
        restored(path);
    }
    for path in ["templates/report.css", "out/数据来源.csv", "out/校验.json"] {
        let path = root.join(path);
        fs::remove_file(&path).unwrap();
        restored(path);
    }
    fs::write(root.join("data/2024/笔记.txt"), "").unwrap();
    assert!(is_current(&options), "what is no form is not read");
    let mut manifest = read(&out).unwrap().unwrap();
    let program = Program { built_in: "0".repeat(64), ..Program::this() };
    manifest.sets[0].program = program;
    fs::write(out.join(NAME), manifest.to_json()).unwrap();
    restored("the program".into());
}

#[test]
fn a_folder_has_one_manifest_of_all_its_sets() {
    let project = project();
    let root = project.path();
    let out = root.join("out");
    generate(root, &out, &Options::default());
    let plain = fs::read(out.join(NAME)).unwrap();
    let addressees = ["区委".to_owned(), "区政协".to_owned()];
    let sent = Options { addressees: addressees.to_vec(), ..Options::default() };
    generate(root, &out, &sent);
    assert_eq!(names(&out), ["年报", "年报（区委）", "年报（区政协）"]);
    let manifest = read(&out).unwrap().unwrap();
    assert_eq!(manifest.sets[1].addressee.as_deref(), Some("区委"));
    assert_eq!(manifest.sets[1].options().addressees, ["区委"]);
    assert!(super::current(&out, &Files::from(root), 2024, &sent, &[markdown::FORMAT]).is_some());

    // A set whose files were taken away is no longer listed; that of the same name is replaced.
    fs::remove_file(out.join("年报（区委）.md")).unwrap();
    generate(root, &out, &Options::default());
    assert_eq!(names(&out), ["年报", "年报（区政协）"]);
    fs::remove_file(out.join("年报（区政协）.md")).unwrap();
    generate(root, &out, &Options::default());
    assert_eq!(fs::read(out.join(NAME)).unwrap(), plain, "no time, no order of a hash");
}

#[test]
fn a_record_that_another_run_wrote_anew_is_of_that_run() {
    let project = project();
    let root = project.path();
    let out = root.join("out");
    generate(root, &out, &Options::default());
    let path = root.join("data/2024/区司法局.yaml");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("制定规章数") || text.contains("指标"), "{text}");
    let addressees = ["区委".to_owned()];
    fs::write(&path, format!("# 多一行\n{text}")).unwrap();
    generate(root, &out, &Options { addressees: addressees.to_vec(), ..Options::default() });
    let files = |set: &Set| set.outputs.iter().map(|file| file.name.clone()).collect::<Vec<_>>();
    let manifest = read(&out).unwrap().unwrap();
    assert_eq!(files(&manifest.sets[0]), ["年报.md"]);
    assert_eq!(files(&manifest.sets[1]), ["年报（区委）.md", "数据来源.csv"]);
}

#[test]
fn a_manifest_that_was_edited_is_not_believed() {
    let project = project();
    let out = project.path().join("out");
    generate(project.path(), &out, &Options::default());
    let text = fs::read_to_string(out.join(NAME)).unwrap();
    let read = |text: String| Manifest::from_json(text.as_bytes());
    assert!(read(text.clone()).is_ok());
    assert_eq!(read(text.replace("2024", "2023")), Err(Unreadable::Changed));
    assert_eq!(read(text.replace("\"format\": 1", "\"format\": 2")), Err(Unreadable::Newer));
    assert_eq!(read(text[..200].to_owned()), Err(Unreadable::Damaged(text[..200].lines().count())));
    assert_eq!(read("{}".to_owned()), Err(Unreadable::Damaged(1)));
    assert_eq!(read(" ".repeat(17 << 20)), Err(Unreadable::TooLarge(17 << 20)));
}
