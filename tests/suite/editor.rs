//! What a clerk sees in an editor: the YAML language server (the one of Red Hat's extension for
//! VS Code) reads the shipped schemas and is asked what the editor would ask it.
//!
//! It is installed by `npm ci` in `tests/editor`. Where it is missing these tests say so and pass,
//! except where CI=true.

use std::fs;
use std::io::{BufRead, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::root;

/// The editor's side of a conversation with the server.
struct Editor {
    server: Child,
    to: ChildStdin,
    from: Receiver<Value>,
    requests: u64,
    files: u64,
}

fn server() -> Option<Child> {
    let program = "tests/editor/node_modules/yaml-language-server/bin/yaml-language-server";
    let program = root().join(program);
    let mut node = Command::new("node");
    node.arg(&program).arg("--stdio");
    node.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let server = if program.exists() { node.spawn().ok() } else { None };
    if server.is_none() {
        assert!(
            std::env::var_os("CI").is_none_or(|value| value != "true"),
            "yaml-language-server is required where CI=true: npm ci in tests/editor"
        );
        eprintln!("跳过：本机没有 yaml-language-server（在 tests/editor 里运行 npm ci）");
    }
    server
}

impl Editor {
    /// None where the server is not installed.
    fn open() -> Option<Editor> {
        let mut server = server()?;
        let to = server.stdin.take().unwrap();
        let mut out = BufReader::new(server.stdout.take().unwrap());
        let (sender, from) = channel();
        std::thread::spawn(move || {
            while let Some(message) = receive(&mut out) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        let mut editor = Editor { server, to, from, requests: 0, files: 0 };
        let item = json!({ "snippetSupport": true, "documentationFormat": ["markdown"] });
        let capabilities = json!({
            "workspace": { "configuration": true },
            "textDocument": {
                "completion": { "completionItem": item },
                "hover": { "contentFormat": ["markdown"] },
                "publishDiagnostics": {},
            },
        });
        let client = json!({
            "processId": null,
            "rootUri": uri(root()),
            "locale": "zh-cn",
            "capabilities": capabilities,
        });
        editor.request("initialize", client);
        editor.notify("initialized", json!({}));
        Some(editor)
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.to, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        self.to.flush().unwrap();
    }

    fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn request(&mut self, method: &str, params: Value) -> Value {
        self.requests += 1;
        let id = self.requests;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.next();
            if message["id"] == id {
                assert_eq!(message.get("error"), None, "{method}");
                return message["result"].clone();
            }
        }
    }

    /// The next message that is for us; what the server asks is answered meanwhile.
    fn next(&mut self) -> Value {
        loop {
            let message = self.from.recv_timeout(Duration::from_secs(60)).expect("no answer");
            let (Some(id), Some(method)) = (message.get("id"), message["method"].as_str()) else {
                return message;
            };
            let answer = match method {
                "workspace/configuration" => {
                    let items = message["params"]["items"].as_array().unwrap();
                    items.iter().map(|item| settings(item["section"].as_str())).collect()
                }
                _ => Value::Null,
            };
            self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": answer }));
        }
    }

    /// What is flagged in a new file of that text in a folder of the project, as `line: message`.
    fn open_text(&mut self, folder: &str, text: &str) -> Vec<String> {
        self.files += 1;
        let file = self.file(folder);
        let item = json!({ "uri": file, "languageId": "yaml", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": item }));
        let found = loop {
            let message = self.next();
            let parameters = &message["params"];
            if message["method"] == "textDocument/publishDiagnostics" && parameters["uri"] == file {
                break parameters["diagnostics"].as_array().unwrap().clone();
            }
        };
        let mut found: Vec<(u64, String)> = found
            .iter()
            .map(|fault| {
                let line = fault["range"]["start"]["line"].as_u64().unwrap() + 1;
                (line, format!("{line}: {}", fault["message"].as_str().unwrap()))
            })
            .collect();
        found.sort();
        found.into_iter().map(|(_, fault)| fault).collect()
    }

    /// The file opened last.
    fn file(&self, folder: &str) -> String {
        uri(&root().join(format!("{folder}{}.yaml", self.files)))
    }

    /// What is flagged in a form, lines counted without that of the schema.
    fn flagged(&mut self, form: Form, text: &str) -> Vec<String> {
        let found = self.open_text(form.folder, &form.with_schema(text));
        let without_head = |fault: String| {
            let (line, message) = fault.split_once(": ").unwrap();
            format!("{}: {message}", line.parse::<u64>().unwrap() - 1)
        };
        found.into_iter().map(without_head).collect()
    }

    /// What is proposed where ‸ stands.
    fn proposed(&mut self, form: Form, text: &str) -> Vec<Proposal> {
        let answer = self.ask("textDocument/completion", form, text);
        let items = answer.get("items").unwrap_or(&answer).as_array().unwrap();
        let text = |value: &Value| {
            let text = value.get("value").unwrap_or(value);
            text.as_str().unwrap_or_default().to_owned()
        };
        let proposal = |item: &Value| Proposal {
            label: text(&item["label"]),
            documentation: text(&item["documentation"]),
            inserted: text(&item["insertText"]),
        };
        items.iter().map(proposal).collect()
    }

    /// What is shown when the mouse rests where ‸ stands.
    fn hover(&mut self, form: Form, text: &str) -> String {
        let answer = self.ask("textDocument/hover", form, text);
        answer["contents"]["value"].as_str().unwrap_or_default().to_owned()
    }

    fn ask(&mut self, method: &str, form: Form, text: &str) -> Value {
        let text = form.with_schema(text);
        let (before, after) = text.split_once('‸').expect("‸");
        self.open_text(form.folder, &format!("{before}{after}"));
        let line = before.matches('\n').count();
        let column = before.rsplit('\n').next().unwrap_or_default().encode_utf16().count();
        let place = json!({
            "textDocument": { "uri": self.file(form.folder) },
            "position": { "line": line, "character": column },
        });
        self.request(method, place)
    }
}

/// One item of the list that an editor offers.
#[derive(Debug)]
struct Proposal {
    label: String,
    documentation: String,
    inserted: String,
}

fn labels(proposals: &[Proposal]) -> Vec<&str> {
    proposals.iter().map(|proposal| proposal.label.as_str()).collect()
}

fn proposes(proposals: &[Proposal], label: &str) -> bool {
    labels(proposals).contains(&label)
}

impl Form {
    fn with_schema(self, text: &str) -> String {
        format!("# yaml-language-server: $schema={}.schema.json\n{text}", self.schema)
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn settings(section: Option<&str>) -> Value {
    match section {
        // No look-ups beyond this machine.
        Some("yaml") => json!({
            "validate": true, "hover": true, "completion": true,
            "schemaStore": { "enable": false }, "schemas": {},
        }),
        _ => json!({}),
    }
}

fn receive(from: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if from.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            header => {
                if let Some(value) = header.strip_prefix("Content-Length: ") {
                    length = value.parse().ok()?;
                }
            }
        }
    }
    let mut body = vec![0; length];
    from.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

fn uri(path: &Path) -> String {
    let mut uri = "file://".to_owned();
    for byte in path.to_str().unwrap().bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

/// A file of the shipped project, by the folder it would stand in and the schema it names.
#[derive(Clone, Copy)]
struct Form {
    folder: &'static str,
    schema: &'static str,
}

const DEPARTMENT: Form = Form { folder: "data/2024/", schema: "../../schemas/department" };
const CATALOGUE: Form = Form { folder: "data/", schema: "../schemas/catalogue" };

#[test]
fn shipped_files_are_without_fault() {
    let Some(mut editor) = Editor::open() else { return };
    let mut count = 0;
    for folder in ["data/", "data/2024/"] {
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let text = fs::read_to_string(&path).unwrap();
                assert!(text.starts_with("# yaml-language-server: $schema="), "{}", path.display());
                assert_eq!(editor.open_text(folder, &text), [""; 0], "{}", path.display());
                count += 1;
            }
        }
    }
    assert!(count >= 14);
}

#[test]
fn names_are_proposed_with_unit_and_definition() {
    let Some(mut editor) = Editor::open() else { return };
    let metrics = editor.proposed(DEPARTMENT, "部门: 区信访局\n年度: 2024\n指标:\n  ‸\n");
    let received = metrics.iter().find(|proposal| proposal.label == "矛盾纠纷受理数").unwrap();
    assert_eq!(
        received.documentation,
        "“一站式”矛盾纠纷多元化解平台当年受理的件数\n\n- 单位：件\n- 类型：计数\n- 责任部门：区信访局\n- 必填：必填\n"
    );
    assert_eq!(received.inserted, "矛盾纠纷受理数: ");
    let labels = labels(&metrics);
    assert!(labels.contains(&"本部门行政检查数"), "{labels:?}");
    // All required ones at once.
    assert!(labels.contains(&"必填指标"), "{labels:?}");
    // Another department's.
    assert!(!labels.contains(&"行政检查数"), "{labels:?}");

    // The whole form at once; a total that is not typed is computed.
    let keys = editor.proposed(DEPARTMENT, "部门: 区信访局\n年度: 2024\n‸\n");
    let figures = keys.iter().find(|proposal| proposal.label == "指标").unwrap();
    assert_eq!(figures.inserted, "指标:\n  矛盾纠纷化解数: $1\n  矛盾纠纷化解中数: $2");

    let reasons = editor.proposed(DEPARTMENT, "部门: 区信访局\n年度: 2024\n说明:\n  ‸\n");
    assert!(proposes(&reasons, "行政检查数"));
}

#[test]
fn values_are_proposed() {
    let Some(mut editor) = Editor::open() else { return };
    let departments = editor.proposed(DEPARTMENT, "部门: ‸\n");
    assert!(proposes(&departments, "区信访局"));
    let metric = "部门: 区司法局\n年度: 2024\n指标:\n  年度述法全覆盖: ‸\n";
    assert_eq!(labels(&editor.proposed(DEPARTMENT, metric)), ["是", "否"]);
    // No invitation to write null.
    let person = "部门: 区司法局\n年度: 2024\n填报人: ‸\n";
    assert_eq!(labels(&editor.proposed(DEPARTMENT, person)), [""; 0]);
    let operand = "勾稽规则:\n  - 名称: 甲\n    类型: 合计\n    合计: ‸\n";
    let operands = editor.proposed(CATALOGUE, operand);
    assert!(proposes(&operands, "行政检查数"));
    // Text adds up to nothing.
    assert!(!proposes(&operands, "综合查一次部门名单"));
    let part = "勾稽规则:\n  - 名称: 甲\n    类型: 合计\n    分项:\n      - ‸\n";
    assert!(proposes(&editor.proposed(CATALOGUE, part), "行政检查数"));
    let owner = "指标:\n  - 名称: 甲\n    责任部门: ‸\n";
    assert!(proposes(&editor.proposed(CATALOGUE, owner), "各部门"));
}

#[test]
fn a_metric_tells_its_unit_and_definition() {
    let Some(mut editor) = Editor::open() else { return };
    for department in ["区信访局", "区司法局"] {
        let form = format!("部门: {department}\n年度: 2024\n指标:\n  行政检‸查数: 783\n");
        let shown = editor.hover(DEPARTMENT, &form);
        assert!(
            shown.starts_with(
            "#### 行政检查数\n\n录入案件中的行政检查件数\n\n- 单位：件\n- 类型：计数\n- 责任部门：区司法局\n- 必填：必填\n"),
            "{shown}"
        );
    }
}

#[test]
fn slips_are_flagged() {
    let Some(mut editor) = Editor::open() else { return };
    let form = "\
部门: 区信访局
年度: 2024年
填报人:
联系电活: 12345678
指标:
  矛盾纠纷受理数: 783件
  矛盾纠纷化解数: [1]
  矛盾纠纷化解率: 92.72%
  信访事项受里数: 1
  信访按期办结率: 900
正文:
  甲: {{矛盾纠纷受理数}}
说明:
  没有的: 1
";
    assert_eq!(
        editor.flagged(DEPARTMENT, form),
        [
            "2: 只写四位年份，如 2024",
            "4: 写成若干行“名称: 值”，必须有 部门、年度；可以有 填报人、联系电话、指标、正文、不足、安排、说明、照录、本部门报告",
            "5: Missing property \"矛盾纠纷化解中数\".",
            "6: 填整数，只写数字，不写单位“件”；概数写成 约50、近50、超过50、50多、50余",
            "7: 填整数，只写数字，不写单位“件”；概数写成 约50、近50、超过50、50多、50余",
            "8: 填数，只写数字，不写单位“%”；概数写成 约1.1、近50、超过30、400多、120余",
            "9: 属性 信访事项受里数 不被允许。",
            "10: 值高于最大值 100。",
            "12: 应当是文字；文字以括号开头或者含有冒号时，在冒号后写“|”，文字另起一行并缩进两格",
            "14: 指标目录中没有这个指标",
        ]
    );
    let rule = "\
主题: [政治引领, 依法履职, 制度体系, 行政执法]
指标: []
勾稽规则:
  - {名称: 甲, 类型: 合计, 合计: 行政检查数, 分项: 行政处罚数, 级别: 错误, 说明: 理由}
  - {名称: 乙, 类型: 同比, 指标: 所有, 幅度: 50, 级别: 严重, 说明: 理由}
";
    assert_eq!(
        editor.flagged(CATALOGUE, rule),
        [
            "1: 数组项数不足。应为 5 项或更多。",
            "4: 应当是列表：每项另起一行以“- ”开头，或者写成 [甲, 乙]",
            "5: 值无效。允许的值：\"错误\", \"警告\"。",
            "5: 写 全部，或者 [甲, 乙]",
        ]
    );
}
