//! What must hold of every text, whatever it is. The fuzz targets and an ordinary test share these.

mod expression;
mod pipeline;
mod workflow;
mod yaml;

pub(crate) use expression::expression;
pub(crate) use pipeline::pipeline;
pub(crate) use workflow::workflow;
pub(crate) use yaml::yaml;
