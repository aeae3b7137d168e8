//! Batch: much work on all cores, of which each piece is told in its turn.

mod table;

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;

pub(crate) use table::{End, Row, Table, in_brackets, is_table};

/// Pieces that each thread may be ahead of the one that is told next: results wait in memory for
/// their turn.
const AHEAD: usize = 4;

/// As many threads as the machine has cores for the program.
pub(crate) fn cores() -> usize {
    thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

/// Does `work` for each of `count` pieces on up to `jobs` threads, and hands the results to `take` in
/// the order of the pieces, one by one, until it breaks off. Each thread has a `worker` of its own,
/// which keeps what its pieces have in common. One thread is the caller's own.
pub(crate) fn in_order<W, R: Send, B>(
    jobs: usize,
    count: usize,
    worker: impl Fn() -> W + Sync,
    work: impl Fn(&mut W, usize) -> R + Sync,
    mut take: impl FnMut(usize, R) -> ControlFlow<B>,
) -> ControlFlow<B> {
    let threads = jobs.min(count);
    if threads <= 1 {
        let mut worker = worker();
        return (0..count).try_for_each(|piece| take(piece, work(&mut worker, piece)));
    }
    let queue = Queue::new(count, threads * AHEAD);
    let (done, results) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..threads {
            let (done, queue, worker, work) = (done.clone(), &queue, &worker, &work);
            scope.spawn(move || {
                let _stops = StopsInPanic(queue);
                let mut worker = worker();
                while let Some(piece) = queue.next() {
                    if done.send((piece, work(&mut worker, piece))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(done);
        let mut early = BTreeMap::new();
        for piece in 0..count {
            let result = loop {
                if let Some(result) = early.remove(&piece) {
                    break result;
                }
                // Without a sender left a thread has panicked; the scope hands that on.
                let Ok((done, result)) = results.recv() else {
                    return ControlFlow::Continue(());
                };
                early.insert(done, result);
            };
            let told = take(piece, result);
            if told.is_break() {
                queue.stop();
                return told;
            }
            queue.told();
        }
        ControlFlow::Continue(())
    })
}

/// Which piece is next.
struct Queue {
    state: Mutex<State>,
    changed: Condvar,
    count: usize,
    ahead: usize,
}

#[derive(Default)]
struct State {
    next: usize,
    told: usize,
    is_stopped: bool,
}

impl Queue {
    fn new(count: usize, ahead: usize) -> Queue {
        Queue { state: Mutex::default(), changed: Condvar::new(), count, ahead }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The piece that a thread takes up; none when there is nothing left to do. Waits for the turn
    /// of those that are done.
    fn next(&self) -> Option<usize> {
        let mut state = self.state();
        while !state.is_stopped && state.next < self.count && state.next >= state.told + self.ahead
        {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        let piece = state.next;
        let is_left = !state.is_stopped && piece < self.count;
        is_left.then(|| {
            state.next += 1;
            piece
        })
    }

    fn told(&self) {
        self.state().told += 1;
        self.changed.notify_all();
    }

    fn stop(&self) {
        self.state().is_stopped = true;
        self.changed.notify_all();
    }
}

/// Lets no thread wait for the turn of a piece that will never be done.
struct StopsInPanic<'a>(&'a Queue);

impl Drop for StopsInPanic<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.stop();
        }
    }
}

#[cfg(test)]
mod tests;
