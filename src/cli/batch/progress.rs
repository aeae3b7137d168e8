//! How far a batch is: a bar where people look on, lines where programs read.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::super::{Exit, put_part};

/// Times a second that the bar is drawn at most.
const A_SECOND: u8 = 5;

const BAR: &str = "{bar:30} {pos}/{len}  已用 {elapsed_precise}，约剩 {eta_precise}";

/// Told on the standard output; the bar stands on the standard error output.
pub(super) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// Where the standard error output is no terminal, there is no bar.
    pub(super) fn new(count: usize) -> Progress {
        let target = ProgressDrawTarget::stderr_with_hz(A_SECOND);
        let bar = ProgressBar::with_draw_target(u64::try_from(count).ok(), target);
        // Where the template is not understood, the bar has the usual form.
        if let Ok(style) = ProgressStyle::with_template(BAR) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_secs(1));
        Progress { bar }
    }

    /// Tells of a report. Under a bar only what failed is told: the bar counts the rest.
    pub(super) fn tell(&self, text: &str, has_failed: bool) -> Result<(), Exit> {
        if !has_failed && !self.bar.is_hidden() {
            return Ok(());
        }
        self.bar.suspend(|| put_part(text))
    }

    pub(super) fn step(&self) {
        self.bar.inc(1);
    }

    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
