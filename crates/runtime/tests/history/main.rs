//! `pipewright-runtime history`, and what `aggregate` makes of it, as their users see it.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod alerts;
mod base;
mod branch;
mod concurrent;
mod damage;
mod export;
mod fewer;
mod index;
mod prune;
mod same;
mod scene;
