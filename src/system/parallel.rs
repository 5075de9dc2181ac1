//! Work on many things by several threads, with the results in order.
//!
//! Invariant: results come in the order of the items, and no more of them wait than the window holds: a slow first item
//! does not make the results of all others pile up.

use std::collections::BTreeMap;
use std::io;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, PoisonError, mpsc};

/// How many results may wait or be in the making for each thread.
const WINDOW: usize = 16;

/// How many threads do such work: one for each processor.
#[must_use]
pub fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get)
}

/// What the threads share: which item is next, how many results have been taken, and whether all is over.
#[derive(Default)]
struct Standing {
    next: usize,
    taken: usize,
    over: bool,
}

/// Does some work on every item, and takes the results in the order of the items on this thread. Where the work panics,
/// the result is none.
///
/// # Errors
/// The first error of `take`; then nothing more is begun.
pub fn in_order<T: Sync, R: Send>(
    items: &[T],
    threads: usize,
    work: impl Fn(&T) -> R + Sync,
    mut take: impl FnMut(&T, Option<R>) -> io::Result<()>,
) -> io::Result<()> {
    let window = threads.max(1) * WINDOW;
    let standing = Mutex::new(Standing::default());
    let moved = Condvar::new();
    // A poisoned standing is as good as any: it is three numbers.
    let lock = || standing.lock().unwrap_or_else(PoisonError::into_inner);
    let claim = || {
        let full = |at: &mut Standing| !at.over && at.next < items.len() && at.next >= at.taken + window;
        let mut at = moved.wait_while(lock(), full).unwrap_or_else(PoisonError::into_inner);
        let next = at.next;
        at.next += 1;
        (!at.over).then_some(next)
    };
    std::thread::scope(|scope| {
        let (sender, results) = mpsc::channel();
        for _ in 0..threads.clamp(1, items.len().max(1)) {
            let (sender, claim, work) = (sender.clone(), &claim, &work);
            scope.spawn(move || {
                while let Some((index, item)) = claim().and_then(|index| Some((index, items.get(index)?))) {
                    let result = catch_unwind(AssertUnwindSafe(|| work(item))).ok();
                    if sender.send((index, result)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let mut waiting = BTreeMap::new();
        let mut done = Ok(());
        let mut next = 0;
        for (index, result) in results {
            waiting.insert(index, result);
            while let Some(result) = waiting.remove(&next) {
                if let Some(item) = items.get(next).filter(|_| done.is_ok()) {
                    done = take(item, result);
                }
                next += 1;
                let mut at = lock();
                at.taken = next;
                at.over |= done.is_err();
                moved.notify_all();
            }
        }
        done
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn results_come_in_order_and_a_panic_is_none() {
        let items: Vec<usize> = (0..500).collect();
        for threads in [1, 2, 7] {
            let mut taken = Vec::new();
            let quiet = std::panic::take_hook();
            std::panic::set_hook(Box::new(|_| {}));
            let done = in_order(
                &items,
                threads,
                |n| if n % 100 == 42 { std::panic::panic_any("meant") } else { n * 2 },
                |item, result| {
                    taken.push((*item, result));
                    Ok(())
                },
            );
            std::panic::set_hook(quiet);
            assert!(done.is_ok());
            let expected = items.iter().map(|n| (*n, (n % 100 != 42).then_some(n * 2)));
            assert_eq!(taken, expected.collect::<Vec<_>>());
        }
        in_order(&[], 2, |n: &usize| *n, |_, _| Ok(())).unwrap();
    }

    #[test]
    fn the_window_bounds_what_waits_and_an_error_ends_the_work() {
        let (begun, taken) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let items = vec![(); 10_000];
        let most = AtomicUsize::new(0);
        let done = in_order(
            &items,
            3,
            |()| {
                let waiting = begun.fetch_add(1, Ordering::SeqCst) + 1 - taken.load(Ordering::SeqCst);
                most.fetch_max(waiting, Ordering::SeqCst);
            },
            |(), _| {
                let n = taken.fetch_add(1, Ordering::SeqCst);
                if n == 5_000 { Err(io::ErrorKind::BrokenPipe.into()) } else { Ok(()) }
            },
        );
        assert_eq!(done.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
        assert!(most.load(Ordering::SeqCst) <= 3 * WINDOW + 3, "{most:?}");
        assert!(begun.load(Ordering::SeqCst) <= 5_001 + 3 * WINDOW, "{begun:?}");
    }
}
