//! What people see of aggregated results.

pub(crate) mod html;
#[cfg(test)]
mod browser;
#[cfg(test)]
mod scene;
