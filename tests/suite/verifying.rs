//! `nianbao verify`: what was edited, mixed, taken away or overtaken by the data is told with its place.

use std::fs;
use std::io::{Cursor, Read as _, Write as _};

use flate2::Compression;
use flate2::write::ZlibEncoder;

use crate::own_reports::OWN;
use crate::support::word::Word;
use crate::support::{Project, Run, copy, root};

const OUT: &str = "output/2024";

fn generated(arguments: &[&str]) -> Project {
    let project = Project::base();
    project.run(&[&["generate", "2024"], arguments].concat()).succeeds();
    project
}

/// What a verification tells, which has to find a fault.
#[track_caller]
fn refused(project: &Project, arguments: &[&str]) -> String {
    let run = project.run(&[&["verify", OUT], arguments].concat());
    assert_eq!(run.code, 1, "{}", run.transcript());
    assert!(run.stdout.ends_with("核验没有通过，不要送出\n"), "{}", run.transcript());
    run.stdout
}

fn bytes(project: &Project, name: &str) -> Vec<u8> {
    fs::read(project.path().join(OUT).join(name)).unwrap()
}

fn put(project: &Project, name: &str, bytes: &[u8]) {
    fs::write(project.path().join(OUT).join(name), bytes).unwrap();
}

#[track_caller]
fn says(text: &str, all: &[&str]) {
    for part in all {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn what_was_made_is_listed_for_handing_over() {
    let project = generated(&["--format", "pdf,html,md,docx"]);
    let run = project.run(&["verify", OUT, "--again"]);
    run.succeeds();
    says(
        &run.stdout,
        &[
            "核验通过，重做一遍逐字节相同",
            "output/2024/年报.pdf\n  送区人大常委会；2 页，",
            "output/2024/年报.html\n  公开；",
            "output/2024/年报.docx\n  送区人大常委会；",
            "output/2024/年报.底稿.json\n  本单位留存，不送出；",
            "output/2024/数据来源.csv\n  本单位留存，不送出；",
            "SHA-256 ",
        ],
    );
    let by_year = project.run(&["verify", "2024"]);
    assert!(by_year.stdout.contains("核验通过"), "{}", by_year.transcript());
    let json = project.run(&["verify", OUT, "--format", "json"]);
    json.succeeds();
    let lines = json.stdout.lines().map(|line| serde_json::from_str(line).unwrap());
    let lines: Vec<serde_json::Value> = lines.collect();
    assert_eq!(lines.len(), 6, "nothing but the files: {}", json.stdout);
    assert_eq!(lines[0]["file"], "output/2024/年报.pdf");
    assert_eq!(lines[0]["for"], "送区人大常委会");
    assert_eq!(lines[0]["pages"], 2);
    assert_eq!(lines[0]["size"], bytes(&project, "年报.pdf").len());
    assert!(run.stdout.contains(lines[0]["sha256"].as_str().unwrap()));
    assert_eq!(lines[1]["pages"], serde_json::Value::Null);
}

#[test]
fn the_shipped_report_is_what_its_manifest_says() {
    let project = Project::shipped();
    copy(&root().join(OUT), &project.path().join(OUT));
    let run = project.run(&["verify", OUT]);
    run.succeeds();
    says(&run.stdout, &["年报.pdf\n  送区人大常委会；11 页，"]);
}

#[test]
fn an_edited_pdf_is_told_with_its_page() {
    let project = generated(&[]);
    let mut file = lopdf::Document::load_mem(&bytes(&project, "年报.pdf")).unwrap();
    let page = *file.get_pages().get(&2).unwrap();
    let mut content = lopdf::content::Content::decode(&file.get_page_content(page)).unwrap();
    let shown = content.operations.iter().position(|operation| operation.operator == "TJ").unwrap();
    content.operations.remove(shown);
    file.change_page_content(page, content.encode().unwrap()).unwrap();
    let mut edited = Vec::new();
    file.save_to(&mut edited).unwrap();
    put(&project, "年报.pdf", &edited);
    says(&refused(&project, &[]), &["错误[E1203]: 年报.pdf 生成以后改动过：第 2 页", "= 现在: “"]);
    // Where the data cannot tell what it was, the other forms do.
    project.edit("data/2024/区司法局.yaml", "行政检查数: 24", "行政检查数: 25");
    says(&refused(&project, &[]), &["E1203", "第 2 页", "= 年报.html: “"]);
}

#[test]
fn a_pdf_with_pages_in_another_order_or_a_password_is_told_as_such() {
    let project = generated(&["--format", "pdf,md"]);
    let mut file = lopdf::Document::load_mem(&bytes(&project, "年报.pdf")).unwrap();
    let page = *file.get_pages().get(&1).unwrap();
    let parent = file.get_dictionary(page).unwrap().get(b"Parent").unwrap().as_reference().unwrap();
    let tree = file.get_object_mut(parent).unwrap().as_dict_mut().unwrap();
    tree.get_mut(b"Kids").unwrap().as_array_mut().unwrap().reverse();
    let mut edited = Vec::new();
    file.save_to(&mut edited).unwrap();
    put(&project, "年报.pdf", &edited);
    says(&refused(&project, &[]), &["说明: 页的先后变了：第 1 页是原来的第 2 页"]);
    // Where the file cannot be made again as it was, the order in which its text is read tells.
    project.edit("data/2024/区司法局.yaml", "行政检查数: 24", "行政检查数: 25");
    says(&refused(&project, &[]), &["说明: 页的先后变了：第 1 页是原来的第 2 页"]);
    project.edit("data/2024/区司法局.yaml", "行政检查数: 25", "行政检查数: 24");
    put(&project, "年报.pdf", b"%PDF-1.7\ntrailer\n<< /Encrypt 12 0 R >>\n%%EOF\n");
    says(&refused(&project, &[]), &["E1203", "读不出: 加了密：设了打开密码"]);
}

/// A PDF of one page whose objects are packed together with this many MiB of blanks.
fn packed_pdf(blanks: usize) -> Vec<u8> {
    let deflated = |bytes: &[u8], blanks: usize| {
        let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
        packer.write_all(bytes).unwrap();
        (0..blanks).for_each(|_| packer.write_all(&[b' '; 1 << 20]).unwrap());
        packer.finish().unwrap()
    };
    let mut pdf = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    let mut add = |head: &str, content: Option<&[u8]>| {
        places.push(pdf.len());
        write!(pdf, "{} 0 obj\n{head}", places.len()).unwrap();
        if let Some(content) = content {
            pdf.extend(b"stream\n");
            pdf.extend(content);
            pdf.extend(b"\nendstream");
        }
        pdf.extend(b"\nendobj\n");
        pdf.len()
    };
    add("<</Type/Catalog/Pages 2 0 R>>", None);
    add("<</Type/Pages/Kids[3 0 R]/Count 1>>", None);
    add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>", None);
    let packed = deflated(b"5 0  ", blanks);
    let length = packed.len();
    let head = format!("<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length {length}>>");
    let start = add(&head, Some(&packed));
    let mut table = vec![0; 7];
    for place in &places {
        table.push(1);
        table.extend(u32::try_from(*place).unwrap().to_be_bytes());
        table.extend([0, 0]);
    }
    let table = deflated(&table, 0);
    let length = table.len();
    let head = format!(
        "<</Type/XRef/Size 5/W[1 4 2]/Root 1 0 R/Filter/FlateDecode/Length {length}>>stream\n"
    );
    write!(pdf, "5 0 obj\n{head}").unwrap();
    pdf.extend(table);
    write!(pdf, "\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n").unwrap();
    pdf
}

/// Whoever puts such a file into the folder takes no more memory than any report does.
#[test]
fn a_pdf_that_unpacks_to_more_than_a_report_is_not_unpacked() {
    let project = generated(&["--format", "pdf,md"]);
    put(&project, "年报.pdf", &packed_pdf(1200));
    let run = project.run_with_memory(1_000_000, &["verify", "output/2024"]);
    assert_eq!(run.code, 1, "{}", run.transcript());
    says(&run.stdout, &["错误[E1203]: 年报.pdf"]);
}

/// A PDF of one page with an object more.
fn pdf_with(object: &str) -> Vec<u8> {
    format!(
        "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj \
         3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj 4 0 obj{object}endobj\n"
    )
    .into_bytes()
}

/// Each takes a hundred times its length in memory.
#[test]
fn a_pdf_of_very_many_small_objects_is_not_parsed() {
    let project = generated(&["--format", "pdf,md"]);
    for object in ["1 ", "[]", "<<>>", "/", "()", "+1"] {
        let often = (20 << 20) / object.len();
        put(&project, "年报.pdf", &pdf_with(&format!("[{}]", object.repeat(often))));
        let run = project.run_with_memory(600_000, &["verify", "output/2024"]);
        assert_eq!(run.code, 1, "{object}: {}", run.transcript());
        says(&run.stdout, &["错误[E1203]: 年报.pdf", "读不出: PDF 里的对象"]);
    }
}

#[test]
fn a_copy_of_another_output_is_told_as_such() {
    let project = generated(&["--format", "md,docx,html"]);
    let other = bytes(&project, "年报.docx");
    put(&project, "年报.html", &other);
    says(
        &refused(&project, &[]),
        &["错误[E1203]: 年报.html 生成以后改动过：现在的内容是 年报.docx 的"],
    );
}

#[test]
fn what_is_too_large_is_told_with_its_size() {
    let project = generated(&["--format", "pdf,md"]);
    let larger = |name: &str, mebibytes: u64| {
        let path = project.path().join("output/2024").join(name);
        std::fs::File::create(path).unwrap().set_len(mebibytes << 20).unwrap();
    };
    larger("年报.pdf", 30);
    says(&refused(&project, &[]), &["读不出: PDF 有 30 MiB，最多 24 MiB"]);
    larger("年报.pdf", 8192);
    says(
        &refused(&project, &[]),
        &["太大，不像是程序写的（被替换的文件有 8,192 MiB，最多 64 MiB）"],
    );
    let run = project.run(&["generate", "2024"]);
    assert_eq!(run.code, 2, "{}", run.transcript());
    says(&run.stderr, &["这个位置上的文件太大", "被替换的文件有 8,192 MiB，最多 64 MiB"]);
    larger("年报.pdf", 1);
    larger("校验.json", 20);
    says(&refused(&project, &[]), &["校验.json 有 20 MiB，最多 16 MiB"]);
}

#[test]
fn an_edited_document_is_told_with_its_paragraph() {
    let project = generated(&["--format", "md,docx"]);
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes(&project, "年报.docx"))).unwrap();
    let mut edited = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        if name == "word/document.xml" {
            let text = String::from_utf8(content).unwrap();
            assert!(text.contains("容缺受理"));
            content = text.replace("容缺受理", "容缺办理").into_bytes();
        }
        edited.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        edited.write_all(&content).unwrap();
    }
    put(&project, "年报.docx", &edited.finish().unwrap().into_inner());
    let told = refused(&project, &[]);
    says(&told, &["E1203", "年报.docx 生成以后改动过：第 ", " 段", "容缺办理。", "容缺受理。"]);
}

#[test]
fn a_document_of_which_the_text_is_as_it_was_is_told_with_what_changed() {
    let project = generated(&["--format", "md,docx"]);
    let as_made = Word::open(&bytes(&project, "年报.docx"));
    put(&project, "年报.docx", &as_made.packed());
    says(&refused(&project, &[]), &["说明: 文字、版式都没有变，里面的内容一个字节不差"]);
    let mut styled = Word { parts: as_made.parts.clone() };
    for part in ["word/styles.xml", "docProps/core.xml"] {
        styled.parts.get_mut(part).unwrap().push(b'\n');
    }
    put(&project, "年报.docx", &styled.packed());
    let told = "变的是文字以外的部分：样式、文件属性\n";
    says(&refused(&project, &[]), &[told]);
    let mut noted = Word { parts: as_made.parts.clone() };
    noted.parts.insert("word/comments.xml".to_owned(), b"<w:comments/>".to_vec());
    noted.parts.get_mut("[Content_Types].xml").unwrap().push(b'\n');
    put(&project, "年报.docx", &noted.packed());
    says(&refused(&project, &[]), &["变的是文字以外的部分：批注\n"]);
}

#[test]
fn a_pdf_of_which_the_text_is_as_it_was_is_told_with_what_changed() {
    let project = generated(&["--format", "pdf,md"]);
    let made = lopdf::Document::load_mem(&bytes(&project, "年报.pdf")).unwrap();
    let page = made.get_pages()[&2];
    let mut note = lopdf::Dictionary::new();
    note.set("Subtype", "Text");
    note.set("Contents", lopdf::Object::string_literal("note"));
    let mut noted = made.clone();
    let note = noted.add_object(note);
    noted.get_object_mut(page).unwrap().as_dict_mut().unwrap().set("Annots", vec![note.into()]);
    let mut titled = made.clone();
    let is_info =
        |object: &&mut lopdf::Object| object.as_dict().is_ok_and(|dict| dict.has(b"Producer"));
    let info = titled.objects.values_mut().find(is_info).unwrap();
    info.as_dict_mut().unwrap().set("Producer", lopdf::Object::string_literal("other"));
    for (mut file, what) in [(noted, "第 2 页的批注、链接或者签章\n"), (titled, "文件属性\n")]
    {
        let mut edited = Vec::new();
        file.save_to(&mut edited).unwrap();
        put(&project, "年报.pdf", &edited);
        says(&refused(&project, &[]), &[&format!("变的是文字以外的部分：{what}")]);
    }
}

#[test]
fn files_without_text_and_files_of_another_run_are_told_as_such() {
    let project = generated(&["--format", "md,docx"]);
    let manifest = bytes(&project, "校验.json");
    put(&project, "年报.md", b"\n");
    let told = refused(&project, &[]);
    says(&told, &["= 读不出: 文件里没有文字"]);
    assert!(!told.contains("到此为止"), "{told}");
    project.edit("data/2024/区司法局.yaml", "推行容缺", "全面推行容缺");
    project.run(&["generate", "2024", "--format", "md,docx"]).succeeds();
    put(&project, "校验.json", &manifest);
    says(
        &refused(&project, &[]),
        &["年报.md 不是清单里的那一份", "年报.docx 不是", "清单是另一次生成的，和文件对不上"],
    );
}

#[test]
fn an_edited_record_and_a_page_edited_beside_its_text_are_told_with_their_lines() {
    let project = generated(&["--format", "html,md"]);
    let record = project.read("output/2024/数据来源.csv");
    put(&project, "数据来源.csv", record.replace("行政检查数,24,", "行政检查数,23,").as_bytes());
    let page = project.read("output/2024/年报.html");
    put(&project, "年报.html", page.replacen("</title>", "（改）</title>", 1).as_bytes());
    let told = refused(&project, &[]);
    says(&told, &["数据来源.csv 生成以后改动过：第 3 行", "行政检查数,23,"]);
    says(&told, &["年报.html 生成以后改动过：第 ", "（改）"]);
}

#[test]
fn a_set_of_two_runs_is_never_accepted() {
    let project = generated(&["--format", "html,md"]);
    let old = bytes(&project, "年报.html");
    project.edit("data/2024/区司法局.yaml", "推行容缺受理", "全面推行容缺受理");
    project.run(&["generate", "2024", "--format", "html,md"]).succeeds();
    project.run(&["verify", OUT]).succeeds();
    put(&project, "年报.html", &old);
    says(&refused(&project, &[]), &["年报.html 生成以后改动过", "= 生成时: “……", "，全面推行"]);
    // Nor with the manifest of the one and the files of the other.
    let manifest = bytes(&project, "校验.json");
    project.run(&["generate", "2024", "--format", "html,md"]).succeeds();
    project.edit("data/2024/区司法局.yaml", "全面推行容缺受理", "推行容缺受理");
    project.run(&["generate", "2024", "--format", "html,md"]).succeeds();
    put(&project, "校验.json", &manifest);
    refused(&project, &[]);
}

#[test]
fn changed_data_are_told_with_file_and_line() {
    let project = generated(&["--format", "md"]);
    let office = "data/2024/区司法局.yaml";
    project.edit(office, "执法案件总数: 30", "执法案件总数: 31");
    project.edit(office, "行政处罚数: 6", "行政处罚数: 7");
    let told = refused(&project, &[]);
    says(
        &told,
        &["行政处罚数：6件 → 7件", "data/2024/区司法局.yaml:6", "执法案件总数：30件 → 31件"],
    );
    project.run(&["generate", "2024", "--format", "md"]).succeeds();
    project.run(&["verify", OUT]).succeeds();
}

#[test]
fn sets_of_departments_and_addressees_are_verified_together() {
    let project = Project::base();
    project.run(&["generate", "2024", "--format", "md", "--to", "区委,区政协"]).succeeds();
    let run = project.run(&["verify", OUT]);
    run.succeeds();
    says(&run.stdout, &["年报（区委）.md\n  送区委；", "年报（区政协）.md\n  送区政协；"]);
    assert_eq!(run.stdout.matches("数据来源.csv").count(), 1, "{}", run.stdout);

    let project = Project::shipped();
    let office = "data/2024/区信访局.yaml";
    let text = project.read(office);
    if text.contains("本部门报告") {
        project.run(&["generate", "2024", "--format", "md", "--for", "各部门"]).succeeds();
        says(&project.run(&["verify", OUT]).stdout, &["output/2024/部门/区信访局/年报.md"]);
    }
}

#[test]
fn a_folder_without_its_project_is_verified_by_itself() {
    let project = generated(&["--format", "html,md"]);
    let elsewhere = Project::empty();
    copy(&project.path().join(OUT), &elsewhere.path().join("收到的"));
    let run = elsewhere.run(&["verify", "收到的"]);
    run.succeeds();
    says(&run.stdout, &["提示[E1210]", "没有找到项目，没有和数据核对", "核验通过"]);
    let page = elsewhere.read("收到的/年报.md");
    fs::write(elsewhere.path().join("收到的/年报.md"), page.replace("24件", "25件")).unwrap();
    let run = elsewhere.run(&["verify", "收到的"]);
    assert_eq!(run.code, 1);
    says(&run.stdout, &["年报.md 生成以后改动过：第 ", "= 年报.html: “"]);
}

#[test]
fn a_font_whose_outlines_changed_is_found_by_making_the_set_again() {
    let project = generated(&["--format", "pdf"]);
    project.run(&["verify", OUT, "--again"]).succeeds();
    let path = project.path().join("fonts/NotoSerifSC-Regular.ttf");
    let mut font = fs::read(&path).unwrap();
    let middle = font.len() / 8;
    font[middle..].iter_mut().step_by(97).for_each(|byte| *byte ^= 1);
    fs::remove_file(&path).unwrap();
    fs::write(&path, font).unwrap();
    let run = project.run(&["verify", OUT, "--again"]);
    assert_eq!(run.code, 1, "{}", run.transcript());
}

#[test]
fn what_cannot_be_verified_is_said() {
    let project = generated(&["--format", "pdf,html", "--proof"]);
    let run = project.run(&["verify", OUT]);
    run.succeeds();
    says(&run.stdout, &["E1210", "核校本的文字里有标号", "核校用，不送出"]);
    let run: Run = project.run(&["verify", "没有"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("没有文件夹 没有"), "{}", run.stderr);
    assert!(!run.stderr.contains("nianbao generate"), "{}", run.stderr);
    let run: Run = project.run(&["verify", "2025"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("还没有生成的，先运行 nianbao generate 2025"), "{}", run.stderr);
}

#[test]
fn files_of_the_user_that_begin_as_ours_stay() {
    let project = Project::base();
    let own = [".nianbao-part-0", ".nianbao-notes", ".nianbao-part-备忘"];
    for name in own {
        project.write(&format!("{OUT}/{name}"), "我的");
    }
    project.run(&["generate", "2024", "--format", "md"]).succeeds();
    project.run(&["verify", OUT]).succeeds();
    for name in own {
        assert_eq!(project.read(&format!("{OUT}/{name}")), "我的");
    }
}

/// A project of which the unit's report and that of a department are made.
fn with_department() -> Project {
    let project = Project::base();
    let office = "data/2024/区信访局.yaml";
    project.write(office, &(project.read(office) + OWN));
    let arguments = ["generate", "2024", "--format", "md", "--for", "本级,区信访局"];
    project.run(&arguments).succeeds();
    project.run(&["verify", OUT]).succeeds();
    project
}

#[test]
fn a_set_whose_manifest_or_folder_was_taken_away_is_told() {
    let project = with_department();
    let keep = Project::empty();
    copy(&project.path().join(OUT), &keep.path().join("原"));
    let out = project.path().join(OUT);
    let remove_file = |name: &str| fs::remove_file(out.join(name)).unwrap();
    let remove = |name: &str| fs::remove_dir_all(out.join(name)).unwrap();
    let tries: [(&dyn Fn(), &str); 5] = [
        (&|| remove_file("校验.json"), "错误[E1201]: output/2024 没有清单"),
        (&|| remove_file("部门/区信访局/校验.json"), "部门/区信访局 没有清单"),
        (&|| remove("部门/区信访局"), "错误[E1202]: 部门/区信访局 的一套文件不见了"),
        (&|| remove("部门"), "错误[E1202]: 部门/区信访局 的一套文件不见了"),
        (
            &|| {
                remove_file("部门/区信访局/校验.json");
                fs::create_dir(out.join("部门/区信访局/校验.json")).unwrap();
            },
            "的清单 校验.json 是一个文件夹，不是普通文件",
        ),
    ];
    for (taken_away, told) in tries {
        taken_away();
        says(&refused(&project, &[]), &[told]);
        says(&refused(&project, &["--again"]), &[told]);
        fs::remove_dir_all(&out).unwrap();
        copy(&keep.path().join("原"), &out);
        project.run(&["verify", OUT]).succeeds();
    }
    // Where only departments report, they are listed as well; the list of a lost manifest is not begun
    // anew over files that it told of.
    let only = ["generate", "2024", "--format", "md", "--for", "区信访局"];
    remove_file("校验.json");
    project.run(&only).succeeds();
    says(&refused(&project, &[]), &["output/2024 没有清单"]);
    fs::remove_dir_all(&out).unwrap();
    project.run(&only).succeeds();
    project.run(&["verify", OUT]).succeeds();
    remove("部门");
    says(&refused(&project, &[]), &["部门/区信访局 的一套文件不见了"]);
}

#[test]
fn a_set_in_the_folder_of_another_department_or_year_is_told() {
    let project = with_department();
    let out = project.path().join(OUT);
    copy(&out.join("部门/区信访局"), &out.join("部门/区司法局"));
    says(&refused(&project, &[]), &["E1201", "里是区信访局的报告，不是区司法局的"]);
    fs::remove_dir_all(out.join("部门/区司法局")).unwrap();
    copy(&out.join("部门/区信访局"), &out);
    says(&refused(&project, &[]), &["output/2024 里是区信访局的报告，不是本级的"]);
    fs::rename(&out, project.path().join("output/2025")).unwrap();
    let run = project.run(&["verify", "2025"]);
    assert_eq!(run.code, 1, "{}", run.transcript());
    says(&run.stdout, &["E1201", "output/2025 里是 2024 年的报告，不是 2025 年的"]);
}

#[cfg(unix)]
#[test]
fn a_link_or_a_folder_in_the_place_of_a_file_is_told_as_such() {
    let project = generated(&["--format", "html,md"]);
    let out = project.path().join(OUT);
    fs::rename(out.join("年报.md"), out.join("原.txt")).unwrap();
    std::os::unix::fs::symlink("原.txt", out.join("年报.md")).unwrap();
    fs::remove_file(out.join("年报.html")).unwrap();
    fs::create_dir(out.join("年报.html")).unwrap();
    let told = refused(&project, &[]);
    says(&told, &["年报.md 是一个链接，不是普通文件", "年报.html 是一个文件夹，不是普通文件"]);
}

#[test]
fn an_older_form_that_says_something_else_is_an_error() {
    let project = generated(&["--format", "pdf,html,md"]);
    project.run(&["generate", "2024", "--format", "html"]).succeeds();
    let run = project.run(&["verify", OUT]);
    run.succeeds();
    says(&run.stdout, &["警告[E1207]: 年报.md", "警告[E1207]: 年报.pdf"]);
    // One command makes all of them anew.
    let command = "命令：nianbao generate 2024 --format html,pdf,md\n";
    assert_eq!(run.stdout.matches(command).count(), 2, "{}", run.stdout);
    project.edit("data/2024/区司法局.yaml", "推行容缺受理", "全面推行容缺受理");
    project.run(&["generate", "2024", "--format", "html"]).succeeds();
    let told = refused(&project, &["--again"]);
    says(&told, &["错误[E1207]: 年报.md 是以前生成的", "错误[E1207]: 年报.pdf 是以前生成的"]);
    says(
        &told,
        &["= 第 2 页: 这里是“……化办事流程，推行容缺", "年报.html 是“……化办事流程，全面推行"],
    );
    put(&project, "年报.pdf", b"%PDF-1.7");
    says(&refused(&project, &[]), &["= 读不出: 不是能读的 PDF"]);
}

#[test]
fn templates_that_give_another_look_are_told_like_changed_data() {
    let project = generated(&["--format", "pdf,html"]);
    let shipped = |name: &str| fs::read_to_string(root().join("templates").join(name)).unwrap();
    // What changes nothing is no noise.
    project.write("templates/gbt9704.yaml", &(shipped("gbt9704.yaml") + "# 注\n"));
    project.write("templates/备用.md.tera", "# 没有用的版式\n");
    let run = project.run(&["verify", OUT, "--again"]);
    run.succeeds();
    assert!(run.stdout.starts_with("核验通过，重做一遍逐字节相同。"), "{}", run.stdout);
    project.write("templates/report.css", "body { display: none }\n");
    let told = refused(&project, &[]);
    says(&told, &["错误[E1205]: 生成以后改了模板", "，年报.html 现在生成出来和原来的不同"]);
    says(&told, &["--> templates/gbt9704.yaml", "、templates/report.css"]);
    assert!(!told.contains("E1210") && told.matches("E1205").count() == 1, "{told}");
    // Words of the layout are told where they stand.
    fs::remove_file(project.path().join("templates/report.css")).unwrap();
    let layout = shipped("luojiang.md.tera");
    let changed = layout.replace("## 存在不足和原因", "## 主要不足和原因");
    assert_ne!(layout, changed);
    project.write("templates/luojiang.md.tera", &changed);
    let told = refused(&project, &["--again"]);
    says(&told, &["E1205", "--> templates/luojiang.md.tera:", "二、存在不足", "二、主要不足"]);
    assert_eq!(told.matches("错误[").count(), 1, "{told}");
}

#[test]
fn what_has_an_error_now_is_told_at_its_place() {
    let project = generated(&["--format", "md"]);
    project.edit("data/2024/区司法局.yaml", "执法案件总数: 30", "执法案件总数: 31");
    let told = refused(&project, &[]);
    says(&told, &["现在的数据有错误", "--> data/2024/区司法局.yaml:", "执法案件总数: 31"]);
    assert_eq!(told.matches("错误[").count(), 1, "{told}");
}

#[test]
fn last_years_figures_that_changed_are_told_at_their_file() {
    let project = Project::base();
    let last = project.read("data/2024/区信访局.yaml").replace("2024", "2023");
    project.write("data/2023/区信访局.yaml", &last);
    project.run(&["generate", "2024", "--format", "md"]).succeeds();
    project.run(&["verify", OUT]).succeeds();
    project.edit("data/2023/区信访局.yaml", "纠纷受理数: 48", "纠纷受理数: 49");
    let told = refused(&project, &[]);
    says(&told, &["E1205", "--> data/2023/区信访局.yaml", "纠纷受理数 的上年数：48", "→ 49"]);
}

#[test]
fn a_file_of_another_name_or_saved_anew_is_told_in_one_message() {
    let project = generated(&["--format", "html,md"]);
    let out = project.path().join(OUT);
    let text = bytes(&project, "年报.md");
    let plain = String::from_utf8(text.clone()).unwrap();
    fs::rename(out.join("年报.md"), out.join("年报（定稿）.md")).unwrap();
    let told = refused(&project, &[]);
    says(&told, &["错误[E1202]: 年报.md 改名为 年报（定稿）.md 了", "共 1 处错误\n"]);
    fs::create_dir(out.join("定稿")).unwrap();
    fs::rename(out.join("年报（定稿）.md"), out.join("定稿/年报.md")).unwrap();
    let told = refused(&project, &[]);
    says(&told, &["年报.md 移到 定稿/年报.md 了", "= 建议: 移回原来的位置\n", "共 1 处错误\n"]);
    fs::remove_dir_all(out.join("定稿")).unwrap();
    let saved = [
        (format!("\u{feff}{plain}").into_bytes(), "变的是换行的写法或者文件开头的标记"),
        (plain.replace('\n', "\r\n").into_bytes(), "变的是换行的写法或者文件开头的标记"),
        (plain.encode_utf16().flat_map(u16::to_le_bytes).collect(), "= 读不出: 不是 UTF-8 的文字"),
        (Vec::new(), "年报.md 生成以后改动过"),
    ];
    for (saved, what) in saved {
        put(&project, "年报.md", &saved);
        says(&refused(&project, &[]), &["错误[E1203]: 年报.md", what, "共 1 处错误\n"]);
    }
    put(&project, "年报.md", &text);
    project.run(&["verify", OUT]).succeeds();
    put(&project, "批示.txt", b"");
    let run = project.run(&["verify", OUT]);
    run.succeeds();
    says(&run.stdout, &["提示[E1208]: 批示.txt 不在清单里", "核验通过。"]);
}

#[test]
fn a_pdf_whose_font_was_swapped_is_told() {
    let project = generated(&["--format", "pdf,md"]);
    let mut file = lopdf::Document::load_mem(&bytes(&project, "年报.pdf")).unwrap();
    let is_font = |object: &lopdf::Object| {
        let descriptor = object.as_dict().ok()?;
        let name = [&b"FontFile2"[..], b"FontFile3"].into_iter();
        name.flat_map(|name| descriptor.get(name)).next()?.as_reference().ok()
    };
    let fonts: Vec<_> = file.objects.values().filter_map(is_font).collect();
    assert!(fonts.len() > 1, "{fonts:?}");
    let other = file.get_object(fonts[1]).unwrap().clone();
    file.objects.insert(fonts[0], other);
    let mut edited = Vec::new();
    file.save_to(&mut edited).unwrap();
    put(&project, "年报.pdf", &edited);
    let told = refused(&project, &[]);
    says(&told, &["错误[E1203]: 年报.pdf 生成以后改动过", "变的是文字以外的部分：字体\n"]);
}

#[cfg(unix)]
#[test]
fn a_pipe_in_a_set_is_told_and_not_waited_for() {
    let project = generated(&["--format", "html,md"]);
    let out = project.path().join(OUT);
    let pipe = |name: &str| {
        let _ = fs::remove_file(out.join(name));
        let made = std::process::Command::new("mkfifo").arg(out.join(name)).status();
        assert!(made.unwrap().success());
    };
    pipe("别的");
    let run = project.run(&["verify", OUT]);
    run.succeeds();
    says(&run.stdout, &["提示[E1208]: 别的 不在清单里"]);
    pipe("年报.docx");
    says(&refused(&project, &[]), &["年报.docx 不在清单里", "= 读不出: 不是普通文件"]);
    pipe("年报.md");
    says(&refused(&project, &[]), &["错误[E1202]: 年报.md 不是普通文件"]);
    pipe("校验.json");
    says(&refused(&project, &[]), &["的清单 校验.json 不是普通文件", "把它移走"]);
}

#[test]
fn only_the_programs_own_files_are_replaced() {
    let generate =
        |project: &Project, formats: &str| project.run(&["generate", "2024", "--format", formats]);
    let refused = |project: &Project, formats: &str, name: &str, text: &str| {
        let before = fs::read_dir(project.path().join(OUT)).unwrap().count();
        let run = generate(project, formats);
        assert_eq!(run.code, 2, "{}", run.transcript());
        says(
            &run.stderr,
            &[&format!("{name}：已经有同名的文件，看不出是程序写的，没有动它"), "移走"],
        );
        assert_eq!(project.read(&format!("{OUT}/{name}")), text);
        assert_eq!(fs::read_dir(project.path().join(OUT)).unwrap().count(), before);
    };
    // In a folder of the user's, whatever the file is.
    for name in ["年报.md", "数据来源.csv", "校验.json"] {
        let project = Project::base();
        project.write(&format!("{OUT}/{name}"), "我的");
        refused(&project, "md", name, "我的");
    }
    // Beside a set that does not list it.
    let project = generated(&["--format", "md"]);
    project.write(&format!("{OUT}/年报.html"), "我的");
    generate(&project, "md").succeeds();
    refused(&project, "html,md", "年报.html", "我的");
    fs::remove_file(project.path().join(OUT).join("年报.html")).unwrap();
    // Its own are: edited, of earlier runs, in folders of versions without a manifest.
    generate(&project, "pdf,html,md").succeeds();
    put(&project, "年报.md", "改过".as_bytes());
    for formats in ["html", "md", "pdf,html,md"] {
        generate(&project, formats).succeeds();
    }
    assert!(project.read("output/2024/年报.md").starts_with('#'));
    project.run(&["verify", OUT]).succeeds();
    for formats in ["md", "pdf,html,md"] {
        put(&project, "校验.json", b"");
        fs::remove_file(project.path().join(OUT).join("校验.json")).unwrap();
        project.edit("data/2024/区司法局.yaml", "推行", "力推行");
        generate(&project, formats).succeeds();
    }
    generate(&project, "pdf,html,md").succeeds();
    let manifest = project.read("output/2024/校验.json");
    for damaged in ["", &manifest[..300], &manifest.replace("2024", "2023")] {
        put(&project, "校验.json", damaged.as_bytes());
        generate(&project, "md").succeeds();
    }
}

#[test]
fn a_department_whose_files_cannot_be_written_holds_up_no_other() {
    let project = Project::base();
    let office = "data/2024/区信访局.yaml";
    project.write(office, &(project.read(office) + OWN));
    let own = "output/2024/部门/区信访局/年报.md";
    project.write(own, "我的");
    let run = project.run(&["generate", "2024", "--format", "md", "--for", "区信访局,本级"]);
    assert_eq!(run.code, 2, "{}", run.transcript());
    says(&run.stderr, &["区信访局的报告：写不了 ", "看不出是程序写的，没有动它"]);
    says(&run.stderr, &["生成了 1 份报告，没有生成的：区信访局"]);
    assert_eq!(project.read(own), "我的");
    assert!(project.read("output/2024/年报.md").starts_with('#'));
}

#[test]
fn departments_are_listed_again_where_the_list_of_them_was_lost() {
    let project = with_department();
    fs::remove_file(project.path().join(OUT).join("校验.json")).unwrap();
    project.run(&["generate", "2024", "--format", "md"]).succeeds();
    project.run(&["verify", OUT]).succeeds();
    fs::remove_dir_all(project.path().join(OUT).join("部门/区信访局")).unwrap();
    says(&refused(&project, &[]), &["错误[E1202]: 部门/区信访局 的一套文件不见了"]);
}

#[test]
fn nothing_is_written_among_what_reports_are_made_from() {
    let project = Project::base();
    for out in ["data/2024", "templates", "fonts/新", "output/../data"] {
        let run = project.run(&["generate", "2024", "--format", "md", "--out", out]);
        assert_eq!(run.code, 2, "{}", run.transcript());
        assert!(run.stderr.contains("文件夹里，那里只放生成报告用的文件"), "{}", run.stderr);
    }
    assert!(!project.path().join("data/2024/年报.md").exists());
    project.run(&["generate", "2024", "--format", "md", "--out", "数据/2024"]).succeeds();
}

#[test]
fn files_that_exchanged_their_names_are_both_told_as_renamed() {
    let project = generated(&["--format", "html,md"]);
    let (page, text) = (bytes(&project, "年报.html"), bytes(&project, "年报.md"));
    put(&project, "年报.html", &text);
    put(&project, "年报.md", &page);
    let told = refused(&project, &[]);
    says(&told, &["年报.md 改名为 年报.html 了", "年报.html 改名为 年报.md 了"]);
    says(&told, &["共 2 处错误"]);
    assert!(!told.contains("E1203"), "{told}");
}

#[test]
fn foreign_files_are_told_in_all_folders_and_counted_where_they_are_many() {
    let project = generated(&["--format", "md"]);
    for name in ["旧/年报.pdf", "部门/年报.pdf", "旧/更旧/批示.txt"] {
        project.write(&format!("{OUT}/{name}"), "别的");
    }
    let run = project.run(&["verify", OUT]);
    for name in ["旧/年报.pdf", "部门/年报.pdf", "旧/更旧/批示.txt"] {
        says(&run.stdout, &[&format!("提示[E1208]: {name} 不在清单里")]);
    }
    for number in 0..100 {
        project.write(&format!("{OUT}/草稿{number}.txt"), "别的");
    }
    let run = project.run(&["verify", OUT]);
    assert_eq!(run.stdout.matches("[E1208]").count(), 6, "{}", run.stdout);
    says(&run.stdout, &["还有 98 个文件不在清单里", "共 6 条提示"]);
}

#[cfg(unix)]
#[test]
fn a_line_end_in_a_name_begins_no_line() {
    let project = generated(&["--format", "md"]);
    put(&project, "甲\n错误[E9999]: 假的", b"");
    let run = project.run(&["verify", OUT]);
    says(&run.stdout, &["[E1208]: 甲\u{FFFD}错误[E9999]: 假的"]);
    let out = "乙\n错误[E9999]: 假的";
    let made = project.run(&["generate", "2024", "--format", "md", "--out", out]);
    made.succeeds();
    says(&made.stdout, &["已生成 乙\u{FFFD}错误[E9999]: 假的"]);
    let lines = run.stdout.lines().chain(made.stdout.lines());
    assert!(lines.into_iter().all(|line| !line.starts_with("错误[E9999]")), "{}", run.stdout);
}

#[test]
fn computed_figures_that_changed_are_told_after_those_that_were_typed() {
    let project = generated(&["--format", "md"]);
    let file = "data/2024/区信访局.yaml";
    project.edit(file, "纠纷受理数: 48", "纠纷受理数: 49");
    let told = refused(&project, &[]);
    if let Some(computed) = told.find("随着上面的数") {
        assert!(told[..computed].contains("生成以后改了数"), "{told}");
    }
    assert!(!told.contains("report.yaml:1:1"), "{told}");
}

/// The command of an advice, as somebody types it into a shell.
fn advised(text: &str) -> &str {
    let (_, command) = text.split_once("；命令：nianbao ").expect(text);
    command.split('\n').next().unwrap()
}

#[cfg(unix)]
#[test]
fn advice_makes_each_set_anew_as_it_was_asked_for() {
    let project = with_department();
    fs::remove_dir_all(project.path().join(OUT)).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let out = elsewhere.path().join("另 存");
    let out = out.to_str().unwrap();
    let sets: [(&[&str], &str, &str); 8] = [
        (&["--format", "docx"], "年报.docx", "generate 2024 --format docx"),
        (&["--format", "md", "--draft"], "年报（草稿）.md", " --format md --draft"),
        (&["--proof", "--seal"], "年报（核校本）.html", "generate 2024 --proof --seal"),
        (&["--format", "md,docx", "--public"], "年报（公开版）.md", " --format md,docx --public"),
        (&["--to", "区委,区政协", "--duplex"], "年报（区政协）.md", " --to 区政协 --duplex"),
        (&["--no-redhead", "--with-appendix", "--strict-fonts"], "年报.md", " --no-redhead --wi"),
        (&["--layout", "luojiang", "--for", "区信访局"], "部门/区信访局/年报.md", " --for 区信"),
        (&["--format", "html", "--out", out], "年报.html", "--format html --out \"/"),
    ];
    for (options, name, shown) in sets {
        let run = project.run(&[&["generate", "2024"], options].concat());
        if run.code != 0 && options.contains(&"--layout") {
            continue;
        }
        run.succeeds();
        let folder = if options.contains(&"--out") { out } else { OUT };
        let path = project.path().join(folder).join(name);
        fs::write(&path, fs::read_to_string(&path).map_or("改".into(), |text| text + "改"))
            .unwrap();
        let told = project.run(&["verify", folder, "--project", "."]);
        says(&told.stdout, &["错误[E1203]: ", shown]);
        let command = format!("exec \"$0\" {}", advised(&told.stdout));
        let made = std::process::Command::new("sh")
            .args(["-c", &command, env!("CARGO_BIN_EXE_nianbao")])
            .current_dir(project.path())
            .output()
            .unwrap();
        assert!(made.status.success(), "{command}: {made:?}");
        let run = project.run(&["verify", folder, "--project", ".", "--again"]);
        assert!(!run.transcript().contains("E1203"), "{command}: {}", run.transcript());
        fs::remove_dir_all(project.path().join(folder)).unwrap();
    }
    // From elsewhere the project is named; a form of an earlier run joins those of the last.
    project.run(&["generate", "2024", "--format", "docx"]).succeeds();
    project.run(&["generate", "2024", "--format", "md"]).succeeds();
    project.run(&["init", "新区"]).succeeds();
    for (folder, arguments, shown) in [
        ("output", "2024", "generate 2024 --project .. --format md,docx\n"),
        ("output/2024", ".", "generate 2024 --project ../.. --format md,docx\n"),
        ("新区", "../output/2024", "generate 2024 --project .. --format md,docx\n"),
    ] {
        says(&project.run_in(folder, &["verify", arguments]).stdout, &["警告[E1207]", shown]);
    }
}

#[test]
fn a_manifest_of_a_later_version_is_not_replaced() {
    let project = with_department();
    let path = format!("{OUT}/校验.json");
    let newer = project.read(&path).replacen("\"format\": 1", "\"format\": 2", 1);
    project.write(&path, &newer);
    let before = bytes(&project, "年报.md");
    project.edit("data/2024/区司法局.yaml", "推行容缺", "全面推行容缺");
    for arguments in [
        ["generate", "2024", "--format", "md"].as_slice(),
        &["generate", "2024", "--format", "md", "--for", "本级,区信访局"],
        &["generate", "2024", "--format", "md", "--for", "区信访局"],
        &["batch", ".", "--format", "md"],
        &["batch", ".", "--format", "md", "--resume"],
    ] {
        let run = project.run(arguments);
        assert_ne!(run.code, 0, "{arguments:?}: {}", run.transcript());
        says(
            &run.transcript(),
            &["校验.json：这一份是新版程序写的，这一版读不懂", "建议：用新版程序生成"],
        );
        assert_eq!(
            (project.read(&path), bytes(&project, "年报.md")),
            (newer.clone(), before.clone())
        );
    }
}

#[test]
fn one_slip_with_a_folder_is_told_once() {
    let project = with_department();
    let of = |kind: &str, text: &str| text.matches(&format!("错误[{kind}]")).count();
    let departments = project.path().join(OUT).join("部门");
    let name = fs::read_dir(&departments).unwrap().next().unwrap().unwrap().file_name();
    let own = departments.join(&name);
    // A file of the district's own report over one of the department's.
    let kept = fs::read(own.join("年报.md")).unwrap();
    fs::write(own.join("年报.md"), bytes(&project, "年报.md")).unwrap();
    says(&refused(&project, &[]), &["现在的内容是 年报.md 的，原来的被它的一份副本覆盖了"]);
    fs::write(own.join("年报.md"), kept).unwrap();
    fs::rename(&own, departments.join("区别局")).unwrap();
    let told = refused(&project, &[]);
    assert_eq!((of("E1201", &told), of("E1202", &told)), (1, 0), "{told}");
    fs::rename(departments.join("区别局"), &own).unwrap();
    copy(&project.path().join(OUT), &project.path().join("output/2023"));
    let run = project.run(&["verify", "output/2023"]);
    assert_eq!(of("E1201", &run.stdout), 1, "{}", run.transcript());
}

#[test]
fn changed_data_of_several_sets_are_told_of_each_by_its_name() {
    let project = with_department();
    project.edit("data/2024/区信访局.yaml", "纠纷化解数: 45", "纠纷化解数: 46");
    let told = refused(&project, &[]);
    for set in ["output/2024/年报", "output/2024/部门/区信访局/年报"] {
        let of_set = format!("= 报告: {set}\n");
        assert_eq!(told.matches(&of_set).count(), 2, "its figure, and what is computed: {told}");
    }
    let project = generated(&["--format", "md", "--to", "区委,区政协"]);
    project.edit("data/2024/区信访局.yaml", "纠纷化解数: 45", "纠纷化解数: 46");
    let told = refused(&project, &[]);
    says(&told, &["= 报告: output/2024/年报（区委）\n", "= 报告: output/2024/年报（区政协）\n"]);
}

#[test]
fn a_manifest_of_another_name_is_told_as_renamed() {
    let project = with_department();
    let out = project.path().join(OUT);
    for (home, new) in
        [("", "校验 (1).json"), ("部门/区信访局", "清单.json"), ("", "校验.json.txt")]
    {
        let home = out.join(home);
        fs::rename(home.join("校验.json"), home.join(new)).unwrap();
        let told = refused(&project, &[]);
        let what = format!("的清单改名为 {new} 了，核不了");
        says(&told, &["错误[E1201]", &what, "= 建议: 改回原来的名称：校验.json", "共 1 处错误\n"]);
        fs::rename(home.join(new), home.join("校验.json")).unwrap();
    }
    // Other files of this kind are no manifests.
    fs::remove_file(out.join("校验.json")).unwrap();
    put(&project, "别的.json", b"{}");
    says(&refused(&project, &[]), &["output/2024 没有清单，核不了"]);
}

#[test]
fn data_of_another_name_are_told_as_renamed() {
    let project = generated(&["--format", "md"]);
    let home = project.path().join("data/2024");
    fs::rename(home.join("report.yaml"), home.join("report.yml")).unwrap();
    let told = refused(&project, &[]);
    says(
        &told,
        &[
            "--> data/2024/report.yml\n",
            "= 错误: data/2024/report.yml 没有读\n",
            "= 改过: data/2024/report.yaml（改名为 data/2024/report.yml 了）\n",
            "= 建议: 把 data/2024/report.yml 改回原来的名称 data/2024/report.yaml\n",
            "共 1 处错误\n",
        ],
    );
    fs::rename(home.join("report.yml"), home.join("report.yaml")).unwrap();
    project.run(&["verify", OUT]).succeeds();
    // Without its profile a project is one still, and found from its output folder.
    let data = project.path().join("data");
    fs::rename(data.join("profile.yaml"), data.join("profile.yml")).unwrap();
    let told = refused(&project, &[]);
    let renamed = "= 改过: data/profile.yaml（改名为 data/profile.yml 了）\n";
    says(&told, &["错误[E1205]", renamed, "共 1 处错误\n"]);
}
