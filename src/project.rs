//! Project: one district's folder: profile, catalogue, templates, fonts, years.
//!
//! Together with [`load`](crate::load) the only room that reads the disk.

mod file;
mod format;

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, ErrorKind::NotFound};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::de::DeserializeOwned;

pub use file::Found;
pub use format::DATA_FORMAT;

use crate::catalogue::{self, Catalogue};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::{Content, FileId, Role, Sources, Span, Spanned};
use crate::template::Templates;
use crate::yaml::{self, Fields, Node, Reader};

const PROFILE: &str = "data/profile.yaml";
const CATALOGUE: &str = "data/catalogue.yaml";

/// What the templates folder is made of; other files in it are none of ours.
const TEMPLATE_EXTENSIONS: [&str; 4] = [".tera", ".css", ".js", ".yaml"];

/// One district's folder.
#[derive(Debug, Clone)]
pub struct Project {
    pub root: PathBuf,
    pub profile: Profile,
    pub catalogue: Catalogue,
}

/// `data/profile.yaml` 单位档案.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    /// 发文机关
    pub issuer: String,
    /// 发文机关标志; none = no red head.
    pub mark: Option<String>,
    /// 发文机关代字
    pub code: Option<String>,
    /// 主送机关
    pub addressees: Vec<String>,
    /// 抄送机关
    pub copies: Vec<String>,
    /// 印发机关
    pub printer: String,
    pub site: Site,
    /// 版式: the default layout.
    pub layout: Option<Spanned<String>>,
    /// 部门, in report order.
    pub departments: Vec<DirectoryEntry>,
}

/// 网站
#[derive(Debug, Clone, Default)]
pub struct Site {
    pub name: Option<String>,
    pub domain: Option<String>,
    pub code: Option<String>,
    pub column: Option<String>,
    pub column_type: Option<String>,
}

/// A department of the directory.
#[derive(Debug, Clone)]
pub struct DirectoryEntry {
    pub name: String,
    pub short_name: Option<String>,
    /// 曾用名: what it was called in former years, or the departments that went into it.
    pub former_names: Vec<String>,
    pub contact: Option<String>,
}

impl Project {
    /// Opens a project. None when there is no profile; with errors among the faults profile and
    /// catalogue are not complete, and whatever is checked against them may be blamed wrongly.
    pub fn open(
        root: &Path,
        sources: &mut Sources,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Project> {
        let profile = mandatory(root, PROFILE, Role::Profile, Code::E0201, sources, faults);
        let catalogue = mandatory(root, CATALOGUE, Role::Catalogue, Code::E0202, sources, faults);
        let Some(profile) = profile else {
            // Whatever is wrong with it, the departments' files are still read for their own faults.
            let is_there = faults.iter().all(|fault| fault.code != Code::E0201);
            return is_there.then(|| Project {
                root: root.to_owned(),
                profile: Profile::default(),
                catalogue: Catalogue::default(),
            });
        };
        let (profile, found) = Profile::read(profile, sources);
        faults.extend(found);
        let departments = profile.departments.iter().map(|entry| entry.name.as_str());
        // Without a catalogue the departments' files are still read for their own faults.
        let catalogue = catalogue.map_or_else(Catalogue::default, |catalogue| {
            let read = catalogue::read(catalogue, departments, sources);
            faults.extend(read.findings);
            read.value
        });
        Some(Project { root: root.to_owned(), profile, catalogue })
    }

    /// The years that have a folder, in order.
    pub fn years(&self) -> Vec<i32> {
        let found = self.list("data").unwrap_or_default();
        let folders = found.iter().filter(|found| found.is_folder && found.name.len() == 4);
        folders.filter_map(|found| found.name.parse().ok()).collect()
    }

    /// All texts under `templates/`.
    pub fn templates(&self, sources: &mut Sources, faults: &mut Vec<Diagnostic>) -> Templates {
        let mut files = Vec::new();
        let mut folders = vec![String::new()];
        while let Some(folder) = folders.pop() {
            for found in self.list(&format!("templates/{folder}")).unwrap_or_default() {
                let path = format!("{folder}{}", found.name);
                if found.is_folder {
                    // A link may lead in a circle.
                    if path.matches('/').count() < 4 {
                        folders.push(format!("{path}/"));
                    }
                } else if TEMPLATE_EXTENSIONS.iter().any(|known| path.ends_with(known)) {
                    let file = self.read(&format!("templates/{path}"), sources, faults);
                    files.extend(file.map(|file| {
                        sources.set_role(file, Role::Template);
                        (path, file)
                    }));
                }
            }
        }
        files.sort();
        Templates { files }
    }

    /// The names of the files in `fonts/`, in order.
    pub fn fonts(&self) -> Vec<String> {
        let found = self.list("fonts").unwrap_or_default();
        found.into_iter().filter(|found| !found.is_folder).map(|found| found.name).collect()
    }

    /// A file of `fonts/`, whole.
    pub fn read_font(&self, name: &str) -> io::Result<Vec<u8>> {
        std::fs::read(self.root.join("fonts").join(name))
    }

    /// The same, to be read in parts.
    pub fn open_font(&self, name: &str) -> io::Result<File> {
        File::open(self.root.join("fonts").join(name))
    }

    /// A YAML file of fixed shape, such as `fonts/fonts.yaml`.
    pub fn read_fixed<T: DeserializeOwned>(
        &self,
        path: &str,
        sources: &mut Sources,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<T> {
        let file = self.read(path, sources, faults).ok()?;
        let read = yaml::read(file, sources.get(file).text());
        faults.extend(read.findings);
        read.value
    }

    /// When a file was last changed; none when there is no such file.
    pub fn modified(&self, path: &str) -> Option<SystemTime> {
        let data = std::fs::metadata(self.root.join(path)).ok()?;
        data.modified().ok().filter(|_| data.is_file())
    }

    /// What stands in a folder of the project.
    pub fn list(&self, folder: &str) -> io::Result<Vec<Found>> {
        file::list(&self.root, folder)
    }

    /// Why a file or folder of the project could not be read.
    pub fn unreadable(&self, path: &str, error: &io::Error) -> Diagnostic {
        file::unreadable(path, error)
    }

    /// Reads a text file of the project. One that cannot be read is told in `faults`, and kept
    /// among the sources without text: the error.
    pub fn read(
        &self,
        path: &str,
        sources: &mut Sources,
        faults: &mut Vec<Diagnostic>,
    ) -> Result<FileId, FileId> {
        file::read(&self.root, path, sources, faults)
    }
}

/// What a project was made of at one moment; a later one that differs was edited.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snapshot(Vec<(PathBuf, u64, Option<SystemTime>)>);

/// The files that a report depends on, each with its length and when it was last changed.
pub fn snapshot(root: &Path) -> Snapshot {
    let mut files = Vec::new();
    let mut folders: Vec<(String, usize)> =
        ["data", "templates", "fonts"].map(|folder| (folder.to_owned(), 0)).to_vec();
    while let Some((folder, depth)) = folders.pop() {
        for found in file::list(root, &folder).unwrap_or_default() {
            let path = format!("{folder}/{}", found.name);
            if found.is_folder {
                // A link may lead in a circle.
                if depth < 4 {
                    folders.push((path, depth + 1));
                }
            } else if let Ok(data) = std::fs::metadata(root.join(&path)) {
                files.push((PathBuf::from(path), data.len(), data.modified().ok()));
            }
        }
    }
    files.sort();
    Snapshot(files)
}

/// The tree of a file without which nothing can be done.
fn mandatory(
    root: &Path,
    path: &str,
    role: Role,
    missing: Code,
    sources: &mut Sources,
    faults: &mut Vec<Diagnostic>,
) -> Option<Node> {
    // A broken link is there, and told when it is read.
    if root.join(path).symlink_metadata().is_err_and(|error| error.kind() == NotFound) {
        let file = sources.add(path, Content::Missing);
        faults.push(
            Diagnostic::new(missing, format!("{}：{path}", missing.title()))
                .at(file, "")
                .help("在项目文件夹里运行，或者用 --project 指明项目文件夹"),
        );
        return None;
    }
    let file = file::read(root, path, sources, faults).ok()?;
    sources.set_role(file, role);
    let tree = yaml::parse(file, sources.get(file).text());
    faults.extend(tree.findings);
    tree.value
}

impl Profile {
    /// Where a department stands in the directory.
    pub fn place(&self, department: &str) -> Option<usize> {
        self.departments.iter().position(|entry| entry.name == department)
    }

    /// Whether a department is in the directory.
    pub fn knows(&self, department: &str) -> bool {
        self.place(department).is_some()
    }

    /// What a department that goes by its present or a former name is called today.
    pub fn present(&self, name: &str) -> Option<&str> {
        let former = |entry: &&DirectoryEntry| entry.former_names.iter().any(|old| old == name);
        let mut departments = self.departments.iter();
        let entry = departments.clone().find(|entry| entry.name == name);
        entry.or_else(|| departments.find(former)).map(|entry| entry.name.as_str())
    }

    /// The department that a name not in the directory probably means.
    pub fn meant(&self, name: &str) -> Option<&str> {
        let by_short_name =
            self.departments.iter().find(|entry| entry.short_name.as_deref() == Some(name));
        by_short_name
            .map(|entry| entry.name.as_str())
            .or_else(|| self.present(name))
            .or_else(|| nearest(name, self.departments.iter().map(|entry| entry.name.as_str())))
    }

    /// The department that a file of such a name was meant for: people add a year, a number or
    /// 副本 to the name, or leave a part of it out.
    pub fn of_file(&self, stem: &str) -> Option<&str> {
        let names = self.departments.iter().map(|entry| (&entry.name, entry));
        let other_names = self.departments.iter().flat_map(|entry| {
            entry.short_name.iter().chain(&entry.former_names).map(move |name| (name, entry))
        });
        longest_in(stem, names)
            .or_else(|| self.meant(stem))
            .or_else(|| longest_in(stem, other_names))
    }

    /// Reads `data/profile.yaml`.
    pub fn read(node: Node, sources: &Sources) -> (Profile, Vec<Diagnostic>) {
        let mut reader = Reader::new(sources);
        let mut profile = Profile::default();
        if let Some(mut fields) = reader.fields(node, "单位档案", None) {
            profile = read_profile(&mut fields, &mut reader);
            fields.finish(&mut reader);
        }
        (profile, reader.findings.into_iter().collect())
    }
}

/// The department whose name, of those that a text holds, is the longest.
fn longest_in<'a>(
    text: &str,
    names: impl Iterator<Item = (&'a String, &'a DirectoryEntry)>,
) -> Option<&'a str> {
    let held = names.filter(|(name, _)| text.contains(name.as_str()));
    held.max_by_key(|(name, _)| name.len()).map(|(_, entry)| entry.name.as_str())
}

fn read_profile(fields: &mut Fields, reader: &mut Reader<'_>) -> Profile {
    Profile {
        issuer: required_line(fields, "发文机关", reader),
        mark: optional_line(fields, "发文机关标志", reader),
        code: optional_line(fields, "发文机关代字", reader),
        addressees: fields
            .required("主送机关", reader)
            .and_then(|node| reader.names(node, "主送机关"))
            .map_or_else(Vec::new, values),
        copies: fields
            .optional("抄送机关")
            .and_then(|node| reader.names(node, "抄送机关"))
            .map_or_else(Vec::new, values),
        printer: required_line(fields, "印发机关", reader),
        site: fields
            .optional("网站")
            .and_then(|node| reader.fields(node, "网站", None))
            .map_or_else(Site::default, |fields| read_site(fields, reader)),
        layout: fields.required("版式", reader).and_then(|node| reader.line(node, "版式")),
        departments: read_departments(fields, reader),
    }
}

fn read_site(mut fields: Fields, reader: &mut Reader<'_>) -> Site {
    let site = Site {
        name: optional_line(&mut fields, "名称", reader),
        domain: optional_line(&mut fields, "域名", reader),
        code: optional_line(&mut fields, "标识码", reader),
        column: optional_line(&mut fields, "栏目", reader),
        column_type: optional_line(&mut fields, "栏目类别", reader),
    };
    fields.finish(reader);
    site
}

fn read_departments(fields: &mut Fields, reader: &mut Reader<'_>) -> Vec<DirectoryEntry> {
    let items = fields.required("部门", reader).and_then(|node| reader.list(node, "部门"));
    let mut departments = Vec::new();
    let mut taken = HashMap::new();
    for item in items.unwrap_or_default() {
        let Some(mut fields) = reader.fields(item, "部门", None) else { continue };
        let name = fields.required("名称", reader).and_then(|node| reader.line(node, "部门名称"));
        let short_name = fields.optional("简称").and_then(|node| reader.line(node, "简称"));
        let former_names = fields.optional("曾用名");
        let former_names = former_names.and_then(|node| reader.names(node, "曾用名"));
        let former_names = former_names.unwrap_or_default();
        let contact = optional_line(&mut fields, "联系人", reader);
        fields.finish(reader);
        let mut own: Vec<&Spanned<String>> = Vec::new();
        for name in name.iter().chain(&short_name).chain(&former_names) {
            // The short name may be the name itself, or a former one.
            if !own.iter().any(|known| known.value == name.value) {
                take_name(name, &mut taken, reader);
                own.push(name);
            }
        }
        let short_name = short_name.map(|name| name.value);
        departments.extend(name.map(|name| DirectoryEntry {
            name: name.value,
            short_name,
            former_names: values(former_names),
            contact,
        }));
    }
    departments
}

/// A department's name is the name of its file, and belongs to it alone.
fn take_name(name: &Spanned<String>, taken: &mut HashMap<String, Span>, reader: &mut Reader<'_>) {
    if let Some((fault, mended)) = catalogue::identifier_fault(&name.value) {
        reader.tell(
            Diagnostic::new(Code::E0203, format!("部门的名称“{}”不合要求", name.value))
                .at(name.span, fault)
                .help(format!("名称也是文件名，{}", catalogue::renamed(&mended))),
        );
    }
    if let Some(first) = taken.get(&name.value) {
        reader.tell(
            Diagnostic::new(Code::E0204, format!("部门“{}”重名", name.value))
                .at(name.span, "又用了这个名称")
                .also(*first, "先在这里用过")
                .help("每个部门的名称、简称、曾用名各不相同：换一个，或者删去重复的一项"),
        );
    } else {
        taken.insert(name.value.clone(), name.span);
    }
}

fn required_line(fields: &mut Fields, key: &'static str, reader: &mut Reader<'_>) -> String {
    let line = fields.required(key, reader).and_then(|node| reader.line(node, key));
    line.map_or_else(String::new, |line| line.value)
}

fn optional_line(
    fields: &mut Fields,
    key: &'static str,
    reader: &mut Reader<'_>,
) -> Option<String> {
    fields.optional(key).and_then(|node| reader.line(node, key)).map(|line| line.value)
}

fn values(spanned: Vec<Spanned<String>>) -> Vec<String> {
    spanned.into_iter().map(|spanned| spanned.value).collect()
}

#[cfg(test)]
mod tests {
    use snapbox::{assert_data_eq, str};

    use super::*;
    use crate::diagnostic::text;
    use crate::findings::Findings;

    fn read_profile_text(text: &str) -> (Profile, String) {
        let mut sources = Sources::default();
        let file = sources.add(PROFILE, text);
        let mut findings = Findings::new();
        let node = yaml::parse(file, text).gather(&mut findings).unwrap();
        let (profile, found) = Profile::read(node, &sources);
        findings.extend(found);
        findings.arrange(&sources);
        (profile, text::report(&findings, &sources, false))
    }

    #[test]
    fn the_shipped_project_is_without_fault() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let (mut sources, mut faults) = (Sources::default(), Vec::new());
        let project = Project::open(root, &mut sources, &mut faults).unwrap();
        let templates = project.templates(&mut sources, &mut faults);
        assert_eq!(text::report(&faults, &sources, false), "没有发现问题");
        assert!(project.catalogue.metrics.len() >= 110);
        assert!(project.catalogue.rules.len() >= 50);
        assert!(project.years().contains(&2024));
        assert!(templates.files.iter().any(|(path, _)| path == "gbt9704.yaml"));
        let fonts = project.fonts();
        assert!(fonts.contains(&"fonts.yaml".to_owned()));
        assert!(!project.read_font("fonts.yaml").unwrap().is_empty());
        let profile = project.profile;
        assert_eq!(profile.issuer, "泉州市洛江区人民政府");
        assert_eq!(profile.code.as_deref(), Some("泉洛政文"));
        assert_eq!(profile.addressees, ["区人大常委会"]);
        assert_eq!(profile.departments[0].short_name.as_deref(), Some("司法局"));
    }

    #[test]
    fn a_folder_that_is_no_project() {
        let folder = tempfile::tempdir().unwrap();
        let (mut sources, mut faults) = (Sources::default(), Vec::new());
        assert!(Project::open(folder.path(), &mut sources, &mut faults).is_none());
        assert_data_eq!(
            text::report(&faults, &sources, false),
            str![[r#"
错误[E0201]: 没有单位档案：data/profile.yaml
--> data/profile.yaml
 = 建议: 在项目文件夹里运行，或者用 --project 指明项目文件夹

错误[E0202]: 没有指标目录：data/catalogue.yaml
--> data/catalogue.yaml
 = 建议: 在项目文件夹里运行，或者用 --project 指明项目文件夹

共 2 处错误
"#]]
        );
    }

    #[test]
    fn faults_of_a_profile() {
        let text = "\
发文机关: 示例市示例区人民政府
主送机关: 区人大常委会
抄送机关: [区委办公室、区政协办公室]
印发机关:
网站: {名称: 示例, 域明: example.cn}
版试: luojiang
部门:
  - 名称: 区司法局
    简称: 司法局
  - 名称: 区 信访局
  - 名称: 司法局
  - 区财政局
";
        assert_data_eq!(
            read_profile_text(text).1,
            str![[r#"
错误[E0132]: 主送机关应当是列表
 --> data/profile.yaml:2:7
  |
2 | 主送机关: 区人大常委会
  |           ^^^^^^^^^^^^ 这里不是列表
  |
  = 建议: 改为 [区人大常委会]；有几项的，写成 [甲, 乙]

错误[E0142]: 几个名称之间用了“、”
 --> data/profile.yaml:3:8
  |
3 | 抄送机关: [区委办公室、区政协办公室]
  |            ^^^^^^^^^^^^^^^^^^^^^^^^ 会被当作一个名称，抄送机关里没有这样的名称
  |
  = 建议: 改用半角逗号：[区委办公室, 区政协办公室]

错误[E0131]: “印发机关”没有填
 --> data/profile.yaml:4:6
  |
4 | 印发机关:
  |          ^ 这里没有内容
  |
  = 建议: 在“印发机关:”后面填上内容

错误[E0130]: 网站里没有“域明”这一项
 --> data/profile.yaml:5:14
  |
5 | 网站: {名称: 示例, 域明: example.cn}
  |                    ^^^^ 是否指“域名”
  |
  = 建议: 改为“域名”

错误[E0130]: 单位档案里没有“版试”这一项
 --> data/profile.yaml:6:1
  |
6 | 版试: luojiang
  | ^^^^ 是否指“版式”
  |
  = 建议: 改为“版式”

错误[E0203]: 部门的名称“区 信访局”不合要求
  --> data/profile.yaml:10:9
   |
10 |   - 名称: 区 信访局
   |           ^^^^^^^^^ 名称里只能有汉字、字母、数字和下划线
   |
   = 建议: 名称也是文件名，改为“区信访局”

错误[E0204]: 部门“司法局”重名
  --> data/profile.yaml:11:9
   |
 9 |     简称: 司法局
   |           ------ 先在这里用过
10 |   - 名称: 区 信访局
11 |   - 名称: 司法局
   |           ^^^^^^ 又用了这个名称
   |
   = 建议: 每个部门的名称、简称、曾用名各不相同：换一个，或者删去重复的一项

错误[E0132]: 部门应当是若干行“名称: 值”
  --> data/profile.yaml:12:5
   |
12 |   - 区财政局
   |     ^^^^^^^^ 这里不是若干行“名称: 值”
   |
   = 建议: 另起一行，缩进两格，每行写一个“名称: 值”

共 8 处错误
"#]]
        );
    }
}
