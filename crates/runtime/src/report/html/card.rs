//! Tests in full: what happened, its output, its attempts, and the command that runs it here.

use std::collections::HashSet;

use serde::Serialize;

use super::anchor;
use super::budget::Budget;
use crate::aggregate::TestSummary;

/// Most attempts that are shown of a test: the first ones say what there is to say.
const ATTEMPTS: usize = 10;

/// About how much of a message the template shows, in bytes: its 600 characters may be of two.
const ERROR: usize = 1_200;
/// About how much of an output the template shows, in bytes.
const EXCERPT: usize = 10_000;

/// A test in full.
#[derive(Debug, Serialize)]
pub(super) struct Card<'a> {
    /// Its address in the page.
    pub(super) anchor: String,
    /// What is known about it.
    pub(super) test: &'a TestSummary,
    /// Its output, where it says more than the message.
    pub(super) output: Option<&'a str>,
    /// How it compares with the base, in words.
    pub(super) change: Option<&'static str>,
    /// How many attempts there are beyond those that are shown.
    pub(super) unshown: usize,
}

/// Tests in full.
#[derive(Debug, Default, Serialize)]
pub(super) struct Cards<'a> {
    /// As many as there is room for.
    pub(super) shown: Vec<Card<'a>>,
    /// How many there was no room for.
    pub(super) left_out: usize,
}

/// Addresses that the page has already.
pub(super) type Anchors = HashSet<String>;

/// As many tests as there is room for, in their order.
pub(super) fn cards<'a>(tests: &[&'a TestSummary], mut budget: Budget, anchors: &mut Anchors) -> Cards<'a> {
    let fitting = tests.iter().take_while(|test| budget.take(size(test)));
    let shown: Vec<Card<'a>> = fitting.map(|test| card(test, anchors)).collect();
    Cards {
        left_out: tests.len().saturating_sub(shown.len()),
        shown,
    }
}

fn card<'a>(test: &'a TestSummary, anchors: &mut Anchors) -> Card<'a> {
    Card {
        anchor: free(anchor::test(&test.cell, &test.name), anchors),
        output: output(test),
        test,
        change: test.change.map(super::changes::words),
        unshown: test.attempts.len().saturating_sub(ATTEMPTS),
    }
}

/// The output of a test, where it says more than the message.
fn output(test: &TestSummary) -> Option<&str> {
    let excerpt = test.excerpt.as_deref();
    excerpt.filter(|excerpt| excerpt.trim() != test.error.trim())
}

/// The anchor, with a number where the page has it already: a test can be flaky and slow.
fn free(anchor: String, anchors: &mut Anchors) -> String {
    let numbered = (2..).map(|number| format!("{anchor}-{number}"));
    let mut candidates = std::iter::once(anchor.clone()).chain(numbered);
    candidates
        .find(|candidate| anchors.insert(candidate.clone()))
        .unwrap_or(anchor)
}

/// About how many bytes a test takes in the page. Escaping makes a character six bytes at worst.
fn size(test: &TestSummary) -> usize {
    let attempts = test.attempts.iter().take(ATTEMPTS);
    let told: usize = attempts
        .map(|attempt| {
            // The template shows an output once.
            let excerpt = attempt
                .excerpt
                .as_deref()
                .filter(|excerpt| output(test) != Some(excerpt));
            250 + escaped(&attempt.error, ERROR) + excerpt.map_or(0, |excerpt| escaped(excerpt, EXCERPT))
        })
        .sum();
    let texts = [
        (Some(&test.error), ERROR),
        (test.excerpt.as_ref(), EXCERPT),
        (test.log.as_ref(), ERROR),
    ];
    let own: usize = texts
        .into_iter()
        .filter_map(|(text, most)| Some(escaped(text?, most)))
        .sum();
    1_600 + 2 * escaped(&test.name, EXCERPT) + own + told
}

/// How many bytes of the page so many bytes of a text take at most.
fn escaped(text: &str, most: usize) -> usize {
    let bytes = &text.as_bytes()[..text.len().min(most)];
    let odd = bytes
        .iter()
        .filter(|byte| matches!(byte, b'<' | b'>' | b'&' | b'"' | b'\'' | b'/' | 0..=8))
        .count();
    bytes.len() + 5 * odd
}
