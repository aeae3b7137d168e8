//! The time that a processor worked on a test. A machine that is busy with other things makes no check of
//! it fail.

use std::fs;
use std::time::{Duration, Instant};

/// What some work gives, and how long the processor was busy with it on this thread. Where the system does
/// not tell, how long it took.
pub(crate) fn measured<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let (before, start) = (spent(), Instant::now());
    let done = work();
    let took = before.and_then(|before| spent()?.checked_sub(before));
    (done, took.unwrap_or_else(|| start.elapsed()))
}

/// The time of this thread so far.
fn spent() -> Option<Duration> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let spent = text.split(' ').next()?.parse().ok()?;
    (spent > 0).then_some(Duration::from_nanos(spent))
}
