use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::*;

/// What is told of the pieces, in the order in which it is told.
fn told(jobs: usize, count: usize) -> Vec<(usize, usize)> {
    let mut told = Vec::new();
    let end: ControlFlow<()> = in_order(
        jobs,
        count,
        || (),
        |(), piece| {
            // Early pieces take longest.
            thread::sleep(Duration::from_micros(if piece % 7 == 0 { 900 } else { 0 }));
            piece * piece
        },
        |piece, square| {
            told.push((piece, square));
            ControlFlow::Continue(())
        },
    );
    assert_eq!(end, ControlFlow::Continue(()));
    told
}

#[test]
fn results_are_told_in_the_order_of_the_pieces_whatever_the_threads() {
    for count in [0, 1, 2, 100] {
        let expected: Vec<_> = (0..count).map(|piece| (piece, piece * piece)).collect();
        for jobs in [0, 1, 2, 7, 200] {
            assert_eq!(told(jobs, count), expected, "{jobs} threads, {count} pieces");
        }
    }
}

#[test]
fn no_thread_runs_far_ahead_of_what_is_told() {
    let (begun, told) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let farthest = AtomicUsize::new(0);
    let work = |(): &mut (), piece: usize| {
        let ahead = begun.fetch_add(1, Ordering::SeqCst) - told.load(Ordering::SeqCst);
        farthest.fetch_max(ahead, Ordering::SeqCst);
        if piece == 0 {
            thread::sleep(Duration::from_millis(30));
        }
    };
    let _: ControlFlow<()> = in_order(
        4,
        1000,
        || (),
        work,
        |_, ()| {
            told.fetch_add(1, Ordering::SeqCst);
            ControlFlow::Continue(())
        },
    );
    assert!(farthest.into_inner() <= 4 * AHEAD + 1);
}

#[test]
fn what_breaks_off_keeps_the_rest_from_being_done() {
    for jobs in [1, 4] {
        let begun = AtomicUsize::new(0);
        let end = in_order(
            jobs,
            10_000,
            || (),
            |(), _| begun.fetch_add(1, Ordering::SeqCst),
            |piece, _| {
                if piece == 5 { ControlFlow::Break("enough") } else { ControlFlow::Continue(()) }
            },
        );
        assert_eq!(end, ControlFlow::Break("enough"));
        assert!(begun.into_inner() <= 6 + jobs * AHEAD + jobs, "{jobs}");
    }
}

#[test]
fn a_panic_of_one_thread_ends_all() {
    let result = std::panic::catch_unwind(|| {
        let work = |(): &mut (), piece: usize| assert!(piece != 3, "as it is meant to");
        in_order::<_, _, ()>(4, 1000, || (), work, |_, ()| ControlFlow::Continue(()))
    });
    assert!(result.is_err());
}
