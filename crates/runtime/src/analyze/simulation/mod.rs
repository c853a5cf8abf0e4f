//! A world in which it is known which tests are flaky and which got slower: what the statistics and simpler rules make
//! of it. Seeded, so that the tables in `docs/statistics.md` are the same everywhere.

mod chance;
mod flaky_rivals;
mod flaky_world;
mod score;
mod slow_rivals;
mod slow_world;
mod speed;
mod tables;
