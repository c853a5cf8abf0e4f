//! The runtime: executes the tests of a cell, and makes results, reports and history of what came out.

use std::process::ExitCode;

fn main() -> ExitCode {
    pipewright_runtime::cli::run()
}
