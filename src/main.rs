//! `pipewright`: compiles `pipeline.toml` into a GitHub Actions test suite.

use std::process::ExitCode;

fn main() -> ExitCode {
    pipewright::cli::main()
}
