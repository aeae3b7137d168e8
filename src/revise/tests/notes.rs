//! No sentence of a report is taken for a note.

use super::*;

#[test]
fn no_sentence_of_the_shipped_reports_is_taken_for_a_note() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for path in ["", "tests/base", "examples/政府信息公开-示例区"] {
        let Some(files) = Some(root.join(path)).filter(|root| root.join("data/2024").is_dir())
        else {
            continue;
        };
        for paragraph in Bench::new(Files::from(files.as_path())).sent().paragraphs {
            let is_text = matches!(paragraph.role, Role::Body | Role::RunIn(_) | Role::Heading(_));
            let texts = sentences(&paragraph.text).filter(|text| is_text && !text.contains('（'));
            for text in texts {
                let doubt = certain::doubt_of_paragraph(None, text, |_| false).unwrap_or_default();
                assert!(doubt.is_empty() || doubt.contains("有数"), "{text}: {doubt}");
            }
        }
    }
}

#[test]
fn a_plan_that_is_named_by_its_number_is_no_figure() {
    for text in ["深入实施“八五”普法规划，落实“一把手”责任。", "全面对接“十四五”规划。"]
    {
        assert_eq!(certain::doubt_of_paragraph(None, text, |_| false), None, "{text}");
    }
    for text in ["实施“三年行动”。", "覆盖率达到百分之九十五。", "增长“5”倍。"]
    {
        assert!(certain::doubt_of_paragraph(None, text, |_| false).is_some(), "{text}");
    }
}
