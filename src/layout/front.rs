//! The front of the report: what stands above the salutation, and whom it is sent to.

use super::flow::FlowItem;
use super::length::Len;
use super::pages::Item;
use super::typesetter::Typesetter;
use super::{body, letterhead};
use crate::document::{Document, sent_to};

/// What stands above the salutation.
pub(super) struct Head {
    /// Outside the flow.
    pub(super) items: Vec<Item>,
    /// Where the flow begins.
    pub(super) top: Len,
    /// Title, 副标题 and 报告人.
    pub(super) flow: Vec<FlowItem>,
}

/// The head of the report: letterhead and title.
pub(super) fn head(document: &Document, text: &mut Typesetter<'_>) -> Head {
    let (mut items, mut top) = letterhead::markings(text, &document.markings);
    if let Some(head) = &document.red_head {
        let (more, foot) = letterhead::red_head(text, head);
        items.extend(more);
        top = foot;
    }
    let mut flow = Vec::new();
    if top > Len::ZERO {
        flow.extend(text.blank_lines(text.style.title.blank_lines));
    }
    flow.extend(body::title(text, document));
    flow.extend(body::under_title(text, document));
    Head { items, top, flow }
}

/// Whether 主送机关 stand above the text.
pub(super) fn is_salutation_above(
    document: &Document,
    text: &mut Typesetter<'_>,
    head: &Head,
) -> bool {
    // Without 版记 there is no other place for them.
    document.addressees.is_empty()
        || document.imprint.is_none()
        || body::addressees_fit(text, document, &head.flow, head.top)
}

/// To whom the report is sent, as 版记 lists it.
pub(super) fn lists(document: &Document, is_salutation_above: bool) -> Vec<String> {
    let addressees = (!is_salutation_above).then(|| sent_to("主送", &document.addressees));
    let copies = document.imprint.iter().map(|imprint| &imprint.copies);
    let copies = copies.filter(|copies| !copies.is_empty()).map(|copies| sent_to("抄送", copies));
    addressees.into_iter().chain(copies).collect()
}
