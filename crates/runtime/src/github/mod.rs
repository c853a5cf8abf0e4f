//! A thin client of GitHub: pages, conditional requests, patience, and errors that say what to do.

mod answer;
mod call;
mod client;
mod error;
mod link;
mod patience;
mod permission;
mod place;
mod sweep;
#[cfg(test)]
mod tests;
mod token;
mod words;

pub(crate) use call::Call;
pub(crate) use client::Client;
pub(crate) use error::{Error, Kind};
pub(crate) use patience::Patience;
pub(crate) use place::Place;
pub(crate) use sweep::{Days, Sweep, Swept};
pub(crate) use token::Token;
pub(crate) use words::tries;
