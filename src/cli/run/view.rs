//! What is shown while cells run: lines of those that ended, and on a terminal those that are running, below.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use pipewright_model::plan::Cell;

use super::choice::name;
use super::tell::plain;
use crate::cli::print;
use crate::run::{Ended, Event, Request};

/// Lines on standard output, and bars on standard error where that is a terminal.
pub(super) struct View {
    bars: MultiProgress,
    all: ProgressBar,
    running: Mutex<HashMap<String, ProgressBar>>,
    width: usize,
}

impl View {
    pub(super) fn new(request: &Request<'_>) -> Self {
        let bars = MultiProgress::with_draw_target(ProgressDrawTarget::stderr());
        let all = bars.add(ProgressBar::new(request.cells.len() as u64));
        all.set_style(style("{elapsed_precise} {bar:30} {pos}/{len} cells"));
        all.enable_steady_tick(Duration::from_millis(200));
        Self {
            bars,
            all,
            running: Mutex::default(),
            width: request
                .cells
                .iter()
                .map(|cell| name(cell).chars().count())
                .max()
                .unwrap_or(0),
        }
    }

    pub(super) fn show(&self, event: &Event<'_>) {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        match event {
            Event::Started(cell) => {
                let bar = self.bars.insert_before(&self.all, ProgressBar::new_spinner());
                bar.set_style(style("{spinner} {prefix} {elapsed} {wide_msg}"));
                bar.set_prefix(name(cell));
                bar.enable_steady_tick(Duration::from_millis(200));
                running.insert(name(cell), bar);
            }
            Event::Said(cell, line) => {
                if let Some(bar) = running.get(&name(cell)) {
                    let words: Vec<&str> = line.split_whitespace().collect();
                    bar.set_message(plain(&words.join(" ")));
                }
            }
            Event::Ended(cell, ended) => {
                if let Some(bar) = running.remove(&name(cell)) {
                    bar.finish_and_clear();
                    self.bars.remove(&bar);
                }
                self.all.inc(1);
                let line = self.line(cell, ended);
                self.bars.suspend(|| print::out(&line));
            }
        }
    }

    pub(super) fn close(&self) {
        self.all.finish_and_clear();
    }

    fn line(&self, cell: &Cell, ended: &Ended) -> String {
        let width = self.width;
        let counts = ended.counts.map(|[passed, bad, skipped]| {
            let mut parts = vec![format!("{passed} passed")];
            parts.extend((bad > 0).then(|| format!("{bad} failed")));
            parts.extend((skipped > 0).then(|| format!("{skipped} skipped")));
            parts.join(", ")
        });
        let why = if ended.code == Some(0) {
            None
        } else {
            Some(plain(&ended.reason))
        };
        let told: Vec<String> = counts.into_iter().chain(why).collect();
        format!(
            "{} {:width$} {:>6.1}s  {}\n",
            word(ended.code),
            name(cell),
            ended.duration.unwrap_or(0.0),
            told.join("; ")
        )
    }
}

/// What an exit code of the runtime says, in five letters.
fn word(code: Option<i32>) -> &'static str {
    match code {
        Some(0) => "PASS ",
        Some(1) => "FAIL ",
        Some(4) => "NONE ",
        Some(130 | 143) => "STOP ",
        _ => "ERROR",
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
