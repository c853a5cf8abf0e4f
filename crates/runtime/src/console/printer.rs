use std::collections::BTreeSet;
use std::io::Write;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Standard output, and on a terminal a bar below it.
#[derive(Debug)]
pub(super) struct Printer {
    bar: ProgressBar,
    running: BTreeSet<String>,
}

impl Printer {
    /// A printer, with a bar for so many tests on a terminal.
    pub(super) fn new(tests: Option<usize>) -> Self {
        let Some(tests) = tests else {
            return Self {
                bar: ProgressBar::hidden(),
                running: BTreeSet::new(),
            };
        };
        let bar = ProgressBar::with_draw_target(Some(tests as u64), ProgressDrawTarget::stderr());
        let style = ProgressStyle::with_template("{elapsed_precise} {bar:30} {pos}/{len} {wide_msg}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.enable_steady_tick(Duration::from_millis(200));
        Self {
            bar,
            running: BTreeSet::new(),
        }
    }

    pub(super) fn starts(&mut self, test: &str) {
        if !self.bar.is_hidden() {
            self.running.insert(test.to_owned());
            self.show();
        }
    }

    pub(super) fn ends(&mut self, test: &str, is_first: bool) {
        if !self.bar.is_hidden() {
            self.running.remove(test);
            self.bar.inc(u64::from(is_first));
            self.show();
        }
    }

    pub(super) fn finish(&mut self) {
        self.bar.finish_and_clear();
    }

    /// One line.
    pub(super) fn line(&mut self, line: &str) {
        self.block(&format!("{line}\n"));
    }

    /// Whole lines. That nobody reads them is no reason to stop.
    pub(super) fn block(&mut self, lines: &str) {
        self.bar.suspend(|| {
            let mut out = std::io::stdout().lock();
            let _ = out.write_all(lines.as_bytes()).and_then(|()| out.flush());
        });
    }

    fn show(&self) {
        let names: Vec<&str> = self.running.iter().map(String::as_str).collect();
        self.bar.set_message(super::words::plain(&names.join(", ")));
    }
}
