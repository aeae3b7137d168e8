//! Chinese numerals.

/// The value of one Chinese digit.
pub(super) fn chinese_digit(c: char) -> Option<u32> {
    let digits = "零一二三四五六七八九";
    match c {
        '〇' | '○' => Some(0),
        '两' => Some(2),
        _ => digits.chars().position(|d| d == c).and_then(|at| u32::try_from(at).ok()),
    }
}

/// Whether a Chinese numeral may hold the character; 万 and 亿 belong to units.
pub(super) fn is_plain_numeral(c: char) -> bool {
    chinese_digit(c).is_some() || matches!(c, '十' | '百' | '千' | '廿' | '卅' | '卌')
}

/// 一百二十 → 120, 二〇二四 → 2024, 一点一 → 1.1, 廿四 → 24; up to 9999. None for 一百五, which
/// in speech is 150.
pub(crate) fn read_chinese(text: &str) -> Option<String> {
    if text.is_empty() {
        return None;
    }
    let text = &text.replace('廿', "二十").replace('卅', "三十").replace('卌', "四十");
    if let Some((whole, fraction)) = text.split_once('点') {
        let digits: Option<String> =
            fraction.chars().map(|c| chinese_digit(c).map(|digit| digit.to_string())).collect();
        let digits = digits.filter(|digits| !digits.is_empty())?;
        return Some(format!("{}.{digits}", read_chinese(whole)?));
    }
    let all_digits = text.chars().all(|c| chinese_digit(c).is_some());
    if all_digits && text.chars().count() > 1 {
        return text.chars().map(|c| chinese_digit(c).map(|digit| digit.to_string())).collect();
    }
    let (mut total, mut digit, mut last) = (0u32, None, 10_000u32);
    let mut after_zero = false;
    for c in text.chars() {
        let scale = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            _ => {
                let value = chinese_digit(c)?;
                if digit.is_some_and(|earlier| earlier != 0) {
                    return None;
                }
                after_zero |= value == 0;
                digit = Some(value);
                continue;
            }
        };
        if scale >= last {
            return None;
        }
        total += match digit.take() {
            // 百十 is about a hundred.
            None if last < 10_000 => return None,
            // 十二, 百 alone: one of them; 零十 is not said, but 一百零十 is understood.
            None | Some(0) => scale,
            Some(count) => count * scale,
        };
        last = scale;
        after_zero = false;
    }
    if digit.is_some_and(|digit| digit != 0) && matches!(last, 100 | 1000) && !after_zero {
        return None;
    }
    Some((total + digit.unwrap_or(0)).to_string())
}

/// 一, 十二, 二十, 一百零一, up to 9999; larger numbers in digits.
pub(crate) fn chinese_numeral(n: u32) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    if n > 9999 {
        return n.to_string();
    }
    let digit = |value: u32| DIGITS.get(value as usize).copied().unwrap_or("");
    if n < 10 {
        return digit(n).to_owned();
    }
    let mut text = String::new();
    let mut gap = false;
    for (scale, word) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let value = n / scale % 10;
        if value == 0 {
            gap = !text.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            text.push('零');
        }
        // 十二, not 一十二.
        if !(n < 20 && scale == 10) {
            text.push_str(digit(value));
        }
        text.push_str(word);
    }
    text
}
