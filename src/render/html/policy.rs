//! The page's Content-Security-Policy: nothing from outside, and inside only the styles and
//! scripts that stand in the templates folder, known by their hashes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::hash::sha256;

/// The policy for a page that holds these texts, each whole between its tags.
pub(super) fn policy(styles: &[String], scripts: &[String]) -> String {
    let sources = |texts: &[String]| match texts {
        [] => " 'none'".to_owned(),
        texts => texts.iter().map(|text| format!(" 'sha256-{}'", hash(text))).collect(),
    };
    format!(
        "default-src 'none'; style-src{}; script-src{}; base-uri 'none'; form-action 'none'",
        sources(styles),
        sources(scripts)
    )
}

/// A browser reads every line end as a line feed before it takes the hash.
fn hash(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    STANDARD.encode(sha256([text.as_bytes()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_hashes() {
        // The example of the CSP specification, 8.3.
        assert_eq!(hash("alert('Hello, world.');"), "qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=");
        assert_eq!(hash("a\r\nb\r"), hash("a\nb\n"));
        assert_eq!(
            policy(&[], &[]),
            "default-src 'none'; style-src 'none'; script-src 'none'; base-uri 'none'; form-action 'none'"
        );
    }
}
