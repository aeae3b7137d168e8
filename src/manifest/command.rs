//! The command that makes a set anew, as advice shows it.

use super::Set;
use crate::edition::Options;
use crate::render::FORMATS;
use crate::text::command_word;

/// How a command names the folders of a set; none where they are the usual ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Home {
    /// The project, behind `--project`.
    pub(crate) project: Option<String>,
    /// The folder of the unit's outputs, behind `--out`.
    pub(crate) out: Option<String>,
}

impl Set {
    /// The end of an advice to make the set anew, with the command: as it was asked for, and in some
    /// more formats, by their words.
    pub(crate) fn made_anew_by(&self, home: &Home, more: &[&str]) -> String {
        match self.command(home, more) {
            Some(command) => format!("；命令：{command}"),
            // A name that cannot be typed.
            None => "；选项和当时写的一样".to_owned(),
        }
    }

    fn command(&self, home: &Home, more: &[&str]) -> Option<String> {
        let Options {
            report,
            layout,
            red_head,
            draft,
            proof,
            public,
            appendix,
            duplex,
            seal,
            strict_fonts,
            // A set says these of itself.
            department: _,
            addressees: _,
        } = &self.asked;
        let formats = self.formats_with(more);
        let named = [
            ("--project", &home.project),
            ("--report", report),
            ("--for", &self.department),
            ("--layout", layout),
            ("--to", &self.addressee),
            ("--format", &formats),
            ("--out", &home.out),
        ];
        let switches = [
            (*red_head == Some(true), "--redhead"),
            (*red_head == Some(false), "--no-redhead"),
            (*public, "--public"),
            (*draft, "--draft"),
            (*proof, "--proof"),
            (*appendix, "--with-appendix"),
            (*duplex, "--duplex"),
            (*seal, "--seal"),
            (*strict_fonts, "--strict-fonts"),
        ];
        let mut command = format!("nianbao generate {}", self.year);
        for (option, value) in named {
            let Some(value) = value else { continue };
            let value = match option {
                "--format" => value.clone(),
                _ => command_word(value)?,
            };
            command.push_str(&format!(" {option} {value}"));
        }
        for (_, option) in switches.iter().filter(|(is_on, _)| *is_on) {
            command.push_str(&format!(" {option}"));
        }
        Some(command)
    }

    /// The words of its formats and of some more; none where they are those that are made unless others
    /// are asked for.
    fn formats_with(&self, more: &[&str]) -> Option<String> {
        let mut words: Vec<&str> = self.formats.iter().map(String::as_str).collect();
        words.extend(more.iter().filter(|word| !self.formats.iter().any(|own| own == *word)));
        let usual = FORMATS.iter().filter(|format| format.is_usual).map(|format| format.word);
        (!words.iter().copied().eq(usual)).then(|| words.join(","))
    }
}
