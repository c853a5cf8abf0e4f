//! Whether an alert was told already. Nobody keeps a list of what was sent: the runs themselves say when each alert was due.

/// Which of the runs that had an alert told it last, where that is not the last run itself: their times in milliseconds,
/// oldest first, the last run's at the end.
///
/// The first run tells. A later one tells again once `cool_down` milliseconds have passed since one last did.
pub(crate) fn told(times: &[i64], cool_down: i64) -> Option<usize> {
    let mut told = 0;
    for (at, time) in times.iter().enumerate().skip(1) {
        if time - times[told] >= cool_down {
            told = at;
        }
    }
    (told + 1 < times.len()).then_some(told)
}

#[cfg(test)]
mod tests {
    use super::told;

    /// What each of the runs does, seen from itself: `T` tells, `-` is silent.
    fn course(times: &[i64], cool_down: i64) -> String {
        let seen = (1..=times.len()).map(|upto| told(&times[..upto], cool_down));
        seen.map(|told| if told.is_none() { 'T' } else { '-' }).collect()
    }

    #[test]
    fn a_lasting_failure_is_told_again_each_time_the_cool_down_is_over() {
        assert_eq!(course(&[0, 1, 2, 3, 4, 5, 6, 7, 8], 4), "T---T---T");
        assert_eq!(course(&[0, 3, 5, 6, 11], 4), "T-T-T");
        assert_eq!(course(&[7], 4), "T");
    }

    #[test]
    fn without_a_cool_down_every_run_tells() {
        assert_eq!(course(&[0, 0, 1], 0), "TTT");
        assert_eq!(told(&[], 4), None);
    }

    #[test]
    fn it_says_which_run_told_last() {
        assert_eq!(told(&[0, 3, 5, 6], 4), Some(2));
    }
}
