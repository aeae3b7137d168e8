use super::*;

#[test]
fn columns_of_chinese_characters() {
    assert_eq!(width("区司法局 a1"), 11);
    assert_eq!(padded("甲a", 6), "甲a   ");
    assert_eq!(padded("甲乙丙", 4), "甲乙丙");
}

#[test]
fn what_is_ambiguous_is_wide_in_chinese() {
    assert_eq!((width("“甲—乙”"), width_cjk("“甲—乙”")), (7, 10));
    assert_eq!((width("a-1"), width_cjk("a-1")), (3, 3));
}

#[test]
fn full_width_digits_letters_and_marks() {
    let narrow: String = "２０２４Ａｚ％（），。甲2".chars().map(half_width).collect();
    assert_eq!(narrow, "2024Az%(),。甲2");
    let digits: String = "２4甲①四Ⅳ٣".chars().filter_map(ascii_digit).collect();
    assert_eq!(digits, "24");
}

#[test]
fn invisible_characters() {
    for character in ['\u{0}', '\u{7F}', '\u{AD}', '\u{200B}', '\u{FEFF}', '\u{FDD0}', '\u{1FFFE}']
    {
        assert!(is_invisible(character), "U+{:04X}", u32::from(character));
    }
    for character in ['\t', '\n', '\r', ' ', '\u{A0}', '\u{3000}', '甲', '\u{20000}'] {
        assert!(!is_invisible(character), "U+{:04X}", u32::from(character));
    }
}

#[test]
fn chinese_characters() {
    assert!("一鿿㐀〇".chars().all(is_han));
    assert!(!"a1，・가あ".contains(is_han));
}

#[test]
fn nothing_steers_the_terminal() {
    let hostile = "甲\u{1b}]0;乙\u{7}\u{202E}丙\r\u{1b}[2J\u{9b}2J\n";
    let shown = "甲\\u{1b}]0;乙\\u{7}\\u{202e}丙\\u{d}\\u{1b}[2J\\u{9b}2J\n";
    assert_eq!(harmless(hostile), shown);
    assert_eq!(harmless_in_colours(hostile), shown);
    let coloured = "\u{1b}[1m\u{1b}[38;5;9m错误\u{1b}[0m";
    assert_eq!(harmless_in_colours(coloured), coloured);
    assert_eq!(harmless(coloured), "\\u{1b}[1m\\u{1b}[38;5;9m错误\\u{1b}[0m");
    assert!(matches!(harmless("甲\t乙\u{FFFD}\n"), std::borrow::Cow::Borrowed(_)));
}

#[test]
fn markup_is_escaped() {
    assert_eq!(escape_xml("<甲 & \"乙\" 's>"), "&lt;甲 &amp; &quot;乙&quot; &#39;s&gt;");
}

#[test]
fn bytes_are_percent_encoded() {
    assert_eq!(percent_encode("a/区 1%~", is_unreserved), "a%2F%E5%8C%BA%201%25~");
    assert_eq!(percent_encode("区,\r\n", |c| !",\r\n".contains(c)), "区%2C%0D%0A");
}

#[test]
fn a_word_of_a_command_is_quoted_so_that_every_shell_reads_it_as_one() {
    for (word, right) in [
        ("区司法局", "区司法局"),
        ("甲/乙-1.docx", "甲/乙-1.docx"),
        ("甲 乙.docx", "\"甲 乙.docx\""),
        ("甲（乙）.docx", "\"甲（乙）.docx\""),
        ("甲;rm -rf ~", "\"甲;rm -rf ~\""),
        ("甲&乙|丙", "\"甲&乙|丙\""),
        ("it's", "\"it's\""),
        ("", "\"\""),
    ] {
        assert_eq!(command_word(word).as_deref(), Some(right));
    }
    if cfg!(unix) {
        for (word, right) in [
            ("$(甲)", "'$(甲)'"),
            ("甲`乙`", "'甲`乙`'"),
            ("甲!", "'甲!'"),
            ("%PATH%", "'%PATH%'"),
            ("“甲”", "'“甲”'"),
            ("甲\\乙", "'甲\\乙'"),
            ("\"'$", r#"'"'\''$'"#),
        ] {
            assert_eq!(command_word(word).as_deref(), Some(right));
        }
    }
    assert_eq!(command_word("甲\n乙"), None);
    assert_eq!(command_word("甲\u{202E}乙"), None);
    assert_eq!(command_word_or("甲\u{1b}", "文件"), "文件");
}
