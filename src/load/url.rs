//! 网址: where the page is published.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Field, Spanned};
use crate::text::half_width;
use crate::yaml::{Fields, Node, Reader};

/// An address of the web under a key that may be left out; none where it is at fault.
pub(super) fn read(
    fields: &mut Fields,
    key: &'static str,
    reader: &mut Reader<'_>,
) -> Field<String> {
    fields.field(key, reader, |node, reader| read_url(node, key, reader))
}

fn read_url(node: Node, key: &str, reader: &mut Reader<'_>) -> Option<Spanned<String>> {
    let url = reader.line(node, key)?;
    if is_url(&url.value) {
        return Some(url);
    }
    let fault = Diagnostic::new(Code::E0144, format!("{key}写法不对"))
        .at(url.span, "应当是以 https:// 或者 http:// 开头的完整网址，中间没有空格");
    let meant = meant(&url.value);
    reader.report(match is_url(&meant) {
        // Without a scheme it may be either.
        true => {
            let is_certain = url.value.to_ascii_lowercase().starts_with("http");
            fault.help(format!("改为 {meant}")).edit_where(is_certain, url.span, meant)
        }
        false => fault.help("从浏览器的地址栏复制整个网址；还没有发布的，先空着"),
    });
    None
}

/// Scheme, host, and nothing that an address cannot hold.
fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let Some(rest) = rest else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (name, port) = host.split_once(':').unwrap_or((host, "80"));
    let label =
        |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    let part = |c: char| match c {
        '"' | '<' | '>' | '[' | ']' | '\\' | '^' | '`' | '{' | '|' | '}' => false,
        c if c.is_ascii() => c.is_ascii_graphic(),
        // Letters stand for themselves; marks are mistakes of the input method.
        c => c.is_alphanumeric(),
    };
    name.contains('.')
        && name.split('.').all(label)
        && port.parse::<u16>().is_ok()
        && rest.chars().all(part)
}

/// An address typed in full-width marks, without its scheme, or with a stop after it.
fn meant(text: &str) -> String {
    let text = text.trim().trim_end_matches(['。', '，', '；', '、']);
    let half = |c: char| match c {
        '。' => '.',
        '：' | '／' | '．' | '？' | '＝' | '＆' => half_width(c),
        c => c,
    };
    let plain: String = text.chars().map(half).collect();
    match plain.split_once("://") {
        Some((scheme, rest)) => format!("{}://{rest}", scheme.to_ascii_lowercase()),
        None => format!("https://{plain}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for right in [
            "https://www.example.org.cn/zwgk/202502/t20250224_1.htm",
            "http://example.cn",
            "https://示例区政府.政务/",
            "http://example.cn:8080/a?b=1&c=2#d",
            "https://www.example.org.cn/政务公开/1.html",
        ] {
            assert!(is_url(right), "{right}");
        }
        for wrong in [
            "",
            "www.example.org.cn",
            "//www.example.org.cn",
            "javascript:alert(1)",
            "data:text/html,甲",
            "ftp://example.cn/",
            "https://",
            "https:///甲",
            "https://example",
            "https://a..cn",
            "https://user@example.cn/",
            "https://example.cn:port/",
            "https://example.cn/a b",
            "https://example.cn/\"><script>",
            "https://example.cn/1.html。",
            "https：//example.cn",
        ] {
            assert!(!is_url(wrong), "{wrong}");
        }
    }

    #[test]
    fn mistakes() {
        for typed in [
            "www.example.cn/1",
            "https：／／www.example.cn／1",
            "HTTPS://www.example.cn/1",
            "https://www.example.cn/1。",
            "https://www。example.cn/1",
        ] {
            assert_eq!(meant(typed), "https://www.example.cn/1", "{typed}");
        }
    }
}
