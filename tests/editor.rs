//! What a clerk sees in an editor: the YAML language server (the one of Red Hat's extension for
//! VS Code) reads the shipped schemas and is asked what the editor would ask it.
//!
//! It is installed by `npm ci` in `tests/editor`. Where it is missing these tests say so and pass,
//! except where CI=true.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The server at the other end of a pipe.
struct Editor {
    server: Child,
    to: ChildStdin,
    from: Receiver<Value>,
    requests: u64,
    documents: u64,
}

impl Editor {
    fn open() -> Option<Editor> {
        let program =
            root().join("tests/editor/node_modules/yaml-language-server/bin/yaml-language-server");
        let server = program
            .exists()
            .then(|| {
                Command::new("node")
                    .arg(program)
                    .arg("--stdio")
                    .stdin(Stdio::piped())
                    .stdout(Stdio::piped())
                    .stderr(Stdio::null())
                    .spawn()
                    .ok()
            })
            .flatten();
        let Some(mut server) = server else {
            assert!(
                std::env::var_os("CI").is_none_or(|value| value != "true"),
                "yaml-language-server is required where CI=true: npm ci in tests/editor"
            );
            eprintln!("跳过：本机没有 yaml-language-server（在 tests/editor 里运行 npm ci）");
            return None;
        };
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
        let mut editor = Editor { server, to, from, requests: 0, documents: 0 };
        let can = json!({
            "workspace": { "configuration": true },
            "textDocument": {
                "completion": { "completionItem": { "snippetSupport": true, "documentationFormat": ["markdown"] } },
                "hover": { "contentFormat": ["markdown"] },
                "publishDiagnostics": {},
            },
        });
        let root = uri(root());
        editor.request(
            "initialize",
            json!({ "processId": null, "rootUri": root, "capabilities": can }),
        );
        editor.send(json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }));
        Some(editor)
    }

    fn send(&mut self, message: Value) {
        let text = message.to_string();
        write!(self.to, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        self.to.flush().unwrap();
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
            self.send(json!({ "jsonrpc": "2.0", "id": id, "result": answer }));
        }
    }

    fn request(&mut self, method: &str, params: Value) -> Value {
        self.requests += 1;
        let id = self.requests;
        self.send(json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.next();
            if message["id"] == id {
                assert_eq!(message.get("error"), None, "{method}");
                return message["result"].clone();
            }
        }
    }

    /// Opens a file as if it had this text; what is flagged in it, as `line: marked text: message`.
    fn flagged(&mut self, path: &str, text: &str) -> Vec<String> {
        self.documents += 1;
        let path = format!("{path}{}", self.documents);
        let document = uri(&root().join(path));
        let item = json!({ "uri": document, "languageId": "yaml", "version": 1, "text": text });
        self.send(json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": item } }));
        loop {
            let message = self.next();
            if message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["uri"] == document
            {
                let found = message["params"]["diagnostics"].as_array().unwrap();
                return found
                    .iter()
                    .map(|fault| {
                        let line = fault["range"]["start"]["line"].as_u64().unwrap() + 1;
                        format!("{line}: {}", fault["message"].as_str().unwrap())
                    })
                    .collect();
            }
        }
    }

    /// What is proposed where `|` stands in the text: label and documentation.
    fn proposed(&mut self, path: &str, text: &str) -> Vec<(String, String, String)> {
        let at = self.place(path, text);
        let answer = self.request("textDocument/completion", at);
        let items = answer.get("items").unwrap_or(&answer).as_array().unwrap();
        let field = |item: &Value, key: &str| match &item[key] {
            Value::Object(markup) => markup["value"].as_str().unwrap_or_default().to_owned(),
            other => other.as_str().unwrap_or_default().to_owned(),
        };
        items
            .iter()
            .map(|item| {
                (field(item, "label"), field(item, "documentation"), field(item, "insertText"))
            })
            .collect()
    }

    /// What is shown of the place where `|` stands in the text.
    fn hover(&mut self, path: &str, text: &str) -> String {
        let at = self.place(path, text);
        let answer = self.request("textDocument/hover", at);
        answer["contents"]["value"].as_str().unwrap_or_default().to_owned()
    }

    fn place(&mut self, path: &str, text: &str) -> Value {
        let (before, after) = text.split_once('‸').expect("the caret");
        self.flagged(path, &format!("{before}{after}"));
        let line = before.matches('\n').count();
        let column = before.rsplit('\n').next().unwrap_or_default().encode_utf16().count();
        json!({
            "textDocument": { "uri": uri(&root().join(format!("{path}{}", self.documents))) },
            "position": { "line": line, "character": column },
        })
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

fn receive(from: &mut impl std::io::BufRead) -> Option<Value> {
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

const HEAD: &str = "# yaml-language-server: $schema=../../schemas/department.schema.json\n";

#[test]
fn explore() {
    let Some(mut editor) = Editor::open() else { return };
    let form = |text: &str| format!("{HEAD}{text}");
    println!("{:#?}", editor.flagged("data/2024/区信访局.yaml", &form("部门: 区信访局\n年度: 2024\n填报人:\n联系电话: [a]\n指标:\n  矛盾纠纷受理数: 783件\n  矛盾纠纷化解数: [1]\n  行政检查数: 5\n  错误名: 1\n正文:\n  甲: {{a}}\n  乙:\n说明:\n  没有的: 1\n  行政检查数: 好\n")));
    for text in [
        "部门: 区信访局\n年度: 2024\n指标:\n  ‸\n",
        "部门: 区信访局\n年度: 2024\n指标:\n  矛盾‸\n",
        "部门: ‸\n",
        "部门: 区信访局\n年度: 2024\n‸\n",
        "部门: 区信访局\n年度: 2024\n填报人: ‸\n",
        "部门: 区信访局\n年度: 2024\n说明:\n  ‸\n",
        "部门: 区司法局\n年度: 2024\n指标:\n  年度述法全覆盖: ‸\n",
    ] {
        println!("{text}\n{:#?}", editor.proposed("data/2024/区信访局.yaml", &form(text)));
    }
    println!(
        "{}",
        editor.hover(
            "data/2024/区信访局.yaml",
            &form("部门: 区信访局\n年度: 2024\n指标:\n  矛盾纠纷‸受理数: 783\n")
        )
    );
    println!(
        "{}",
        editor.hover(
            "data/2024/区信访局.yaml",
            &form("部门: 区信访局\n年度: 2024\n指标:\n  行政检‸查数: 783\n")
        )
    );
}
