//! `edits.diff` of a case: lines of a project's files and what stands there instead.
//!
//! It is written as a diff without line numbers:
//! ```diff
//! --- data/2024/区司法局.yaml
//! -  行政检查数: 24
//! +  行政检查数: 25
//! @@
//!    执法平台: |
//! +    另有一句。
//! ```
//! `---` names the file of the edits that follow; `@@` parts two edits of one file. A line goes
//! (`-`), comes (`+`) or only shows the place (a space). The lines that go or show the place stand
//! together exactly once in the file.

/// One place of a file and its new lines.
pub(super) struct Edit<'d> {
    pub(super) file: &'d str,
    old: Vec<&'d str>,
    new: Vec<&'d str>,
}

/// The edits of a diff, in its order.
pub(super) fn read(diff: &str) -> Vec<Edit<'_>> {
    let mut edits: Vec<Edit<'_>> = Vec::new();
    for line in diff.lines() {
        let file = edits.last().map(|edit| edit.file);
        let begun = if line == "@@" { file } else { line.strip_prefix("--- ") };
        if let Some(file) = begun {
            edits.push(Edit { file, old: Vec::new(), new: Vec::new() });
            continue;
        }
        let edit = edits.last_mut().unwrap_or_else(|| panic!("no `--- file` before {line:?}"));
        let mark = line.get(..1);
        let text = line.get(1..).unwrap_or_default();
        match mark {
            Some("-") => edit.old.push(text),
            Some("+") => edit.new.push(text),
            Some(" ") => {
                edit.old.push(text);
                edit.new.push(text);
            }
            _ => panic!("neither `-`, `+` nor a space begins {line:?}"),
        }
    }
    edits
}

impl Edit<'_> {
    /// The text with the new lines in place of the old.
    ///
    /// # Errors
    ///
    /// If the old lines do not stand exactly once in the text, what was looked for and where.
    pub(super) fn apply(&self, text: &str) -> Result<String, String> {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let count = self.old.len();
        let stands = |at: &usize| {
            let part = lines[*at..*at + count].iter();
            part.map(|line| line.trim_end_matches('\n')).eq(self.old.iter().copied())
        };
        let places: Vec<usize> = match count {
            0 => Vec::new(),
            _ => (0..(lines.len() + 1).saturating_sub(count)).filter(stands).collect(),
        };
        let [place] = places.as_slice() else {
            let found = match places.len() {
                0 => "nowhere".to_owned(),
                times => format!("{times} times"),
            };
            return Err(format!(
                "these lines must stand once in {}, they stand {found}:\n{}",
                self.file,
                self.old.join("\n")
            ));
        };
        let mut edited = lines[..*place].concat();
        for line in &self.new {
            edited += line;
            edited.push('\n');
        }
        edited += &lines[place + count..].concat();
        Ok(edited)
    }
}

#[test]
fn lines_are_replaced_where_they_stand() {
    let diff = "--- 甲\n-二\n+2\n@@\n 四\n+五\n--- 乙\n-一\n";
    let edits = read(diff);
    let files: Vec<&str> = edits.iter().map(|edit| edit.file).collect();
    assert_eq!(files, ["甲", "甲", "乙"]);
    let text = edits[1].apply(&edits[0].apply("一\n二\n三\n四\n").unwrap());
    assert_eq!(text.unwrap(), "一\n2\n三\n四\n五\n");
    assert_eq!(edits[2].apply("一\n二\n").unwrap(), "二\n");
}

#[test]
fn lines_that_do_not_stand_exactly_once_are_a_fault() {
    let edits = read("--- 甲\n-一\n+1\n");
    assert!(edits[0].apply("二\n一 \n").unwrap_err().contains("甲, they stand nowhere:\n一"));
    assert!(edits[0].apply("一\n二\n一\n").unwrap_err().contains("2 times"));
    assert!(read("--- 甲\n+一\n")[0].apply("二\n").is_err());
}
