//! What people see of aggregated results.

pub(crate) mod badge;
#[cfg(test)]
mod browser;
pub(crate) mod html;
pub(crate) mod pages;
#[cfg(test)]
mod scene;
mod text;
