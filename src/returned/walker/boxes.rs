//! Text boxes and frames: what somebody wrote beside the report.

use super::super::draft::{Finished, Sign};
use super::super::told::Told;
use super::{Container, Walker};
use crate::bounds::RETURNED_COMMENTS;
use crate::returned::Refused;

/// Boxes and frames that are read.
const MOST_BOXES: usize = RETURNED_COMMENTS.size();

impl Walker<'_> {
    /// What somebody wrote into a text box is a remark at the place of its anchor. Where words of the report
    /// were put into it, its paragraphs follow the one that it is anchored in.
    pub(super) fn close_box(&mut self) -> Result<(), Refused> {
        self.finish_draft()?;
        if self.containers.len() < 2 {
            return Ok(());
        }
        let Some(closed) = self.containers.pop() else { return Ok(()) };
        let boxed: Vec<Finished> =
            closed.boxed.into_iter().filter(|paragraph| !paragraph.text.is_empty()).collect();
        if !is_of_report(&boxed) {
            let sign = self.note_beside(&boxed, None);
            let within = boxed.into_iter().flat_map(|paragraph| paragraph.marks);
            let within = within.map(|(_, sign)| sign);
            let within = within.filter(|sign| matches!(sign, Sign::Comment(_)));
            let signs: Vec<Sign> = sign.map(Sign::Comment).into_iter().chain(within).collect();
            if let Some(draft) = self.draft() {
                signs.into_iter().for_each(|sign| draft.mark(sign, false));
            }
            return Ok(());
        }
        for paragraph in &boxed {
            Told::add(&mut self.text.told.boxes, &paragraph.text, false);
        }
        match self.containers.last_mut() {
            Some(Container { draft: Some(draft), .. }) => draft.after.extend(boxed),
            Some(container) if container.is_box => container.boxed.extend(boxed),
            _ => {
                for paragraph in boxed {
                    self.add(paragraph)?;
                }
            }
        }
        Ok(())
    }

    /// Notes text that stands beside the report, under a sign or with what one has already; gives the
    /// sign for the paragraph that it is anchored in.
    pub(super) fn note_beside(
        &mut self,
        finished: &[Finished],
        sign: Option<String>,
    ) -> Option<String> {
        let texts = finished.iter().map(|paragraph| paragraph.text.as_str());
        let texts: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
        if texts.is_empty() {
            return sign;
        }
        let text = texts.join("\n");
        Told::add(&mut self.text.told.beside, &text, false);
        let boxes = &mut self.text.boxes;
        if let (Some(sign), Some((last, words))) = (&sign, boxes.last_mut())
            && last == sign
        {
            words.push('\n');
            words.push_str(&text);
        } else if boxes.len() < MOST_BOXES {
            // No office program gives such an id to a comment.
            let sign = format!("box{}", boxes.len());
            boxes.push((sign.clone(), text));
            return Some(sign);
        }
        sign
    }
}

/// Whether paragraphs hold words of the report as it was sent.
pub(super) fn is_of_report(paragraphs: &[Finished]) -> bool {
    let mut marks = paragraphs.iter().flat_map(|paragraph| &paragraph.marks);
    marks.any(|(_, sign)| matches!(sign, Sign::Id(_)))
}
