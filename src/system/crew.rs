//! Work that several threads share.
//!
//! Invariant: when [`crew`] returns, every thread that it began has ended; a hand that panics takes the whole with it.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// How many threads are worth while on this machine: one for each processor, eight at most.
#[must_use]
pub fn hands() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(8)
}

/// Several threads do the same work, while the caller's takes what they hand over. `work` is told which of them it is,
/// from 0, and ends when it likes; `lead` ends when all have.
///
/// What is handed over waits in a short queue: who is faster than the caller waits too.
pub fn crew<T: Send, R>(
    hands: usize,
    work: impl Fn(usize, &SyncSender<T>) + Sync,
    lead: impl FnOnce(Receiver<T>) -> R,
) -> R {
    let (give, take) = sync_channel(4 * hands.max(1));
    std::thread::scope(|scope| {
        for hand in 0..hands.max(1) {
            let (give, work) = (give.clone(), &work);
            scope.spawn(move || work(hand, &give));
        }
        drop(give);
        lead(take)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn all_that_is_handed_over_arrives() {
        let next = AtomicUsize::new(0);
        let work = |_, give: &SyncSender<usize>| {
            while let n @ 0..1000 = next.fetch_add(1, Ordering::Relaxed) {
                give.send(n).unwrap();
            }
        };
        let sum: usize = crew(3, work, |take| take.into_iter().sum());
        assert_eq!(sum, 499_500);
    }
}
