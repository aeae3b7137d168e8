//! Characters that look like one of ordinary writing and are another: a search does not find them,
//! and few fonts draw them.

use unicode_normalization::UnicodeNormalization as _;

/// What a character of those that PDF files and other systems bring stands for: Kangxi radicals,
/// radicals, compatibility ideographs, ligatures, small, vertical and half-width forms of marks.
/// None for every other character, the twelve unified ideographs of the compatibility block among
/// them.
pub(crate) fn meant(c: char) -> Option<String> {
    let mapped = match c {
        '\u{2E80}'..='\u{2EFF}' => pair(RADICALS, c)?.to_string(),
        '\u{FE10}'..='\u{FE19}' | '\u{FE30}'..='\u{FE6B}' | '\u{FF61}'..='\u{FF65}' => {
            pair(MARKS, c)?.to_string()
        }
        '\u{2F00}'..='\u{2FD5}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FB00}'..='\u{FB06}'
        | '\u{2F800}'..='\u{2FA1F}' => c.nfkc().collect(),
        _ => return None,
    };
    (!mapped.is_empty() && !mapped.starts_with(c)).then_some(mapped)
}

/// Whether a character stands for a nought in a year, or looks like one.
pub(crate) fn is_zero(c: char) -> bool {
    matches!(c, '〇' | '○' | '◯' | '零' | 'O' | 'o' | 'Ｏ' | 'ｏ' | 'О' | 'о' | 'Ο' | 'ο')
}

/// Whether a character that is no one looks like it.
pub(crate) fn is_one(c: char) -> bool {
    matches!(c, 'l' | 'I' | '|' | 'ｌ' | 'Ｉ' | '｜')
}

/// What stands after a character in a list of pairs.
fn pair(pairs: &str, c: char) -> Option<char> {
    let mut chars = pairs.chars();
    while let (Some(one), Some(other)) = (chars.next(), chars.next()) {
        if one == c {
            return Some(other);
        }
    }
    None
}

/// CJK Radicals Supplement and the ideographs that they are: Unicode Character Database,
/// EquivalentUnifiedIdeograph.txt, version 14.0.
const RADICALS: &str = "\
    ⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛\
    ⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶⻍辶\
    ⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟";

/// Vertical, small and half-width forms of marks.
const MARKS: &str = "\
    ︐，︑、︒。︓：︔；︕！︖？︰：︵（︶）︷｛︸｝︹〔︺〕︻【︼】︽《︾》︿〈﹀〉﹁“﹂”﹃‘﹄’﹇［﹈］\
    ﹐，﹑、﹒．﹔；﹕：﹖？﹗！﹙（﹚）﹛｛﹜｝﹝〔﹞〕｡。､、｢“｣”･·";

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn characters_of_pdf_files_stand_for_ordinary_ones() {
        let typed = "⾏⼯⽅⼀⺠⻓⻔⻋⻅⻚﹐︵\u{F90A}\u{F92D}\u{FB01}\u{2F800}";
        let meant: String = typed.chars().map(|c| meant(c).unwrap_or_default()).collect();
        assert_eq!(meant, "行工方一民长门车见页，（金來fi丽");
    }

    #[test]
    fn ordinary_characters_stand_for_themselves() {
        for c in "一民行，（A1㎡№Ⅰ①㈠ｱ\u{FA0E}\u{FA0F}\u{FA11}\u{FA29}〇○￥％".chars()
        {
            assert_eq!(meant(c), None, "{c}");
        }
    }
}
