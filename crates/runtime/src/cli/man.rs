use std::io::Write;
use std::process::ExitCode;

use clap::CommandFactory;
use pipewright_model::exit::Runtime;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The command that the page is about. Default: all of them.
    command: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let mut whole = super::Arguments::command();
    whole.build();
    let page = match &arguments.command {
        None => clap_mangen::Man::new(whole),
        Some(name) => {
            let Some(part) = whole.find_subcommand(name) else {
                let known: Vec<&str> = whole.get_subcommands().map(clap::Command::get_name).collect();
                super::complain(&format!(
                    "there is no command `{name}`; there are {}",
                    known.join(", ")
                ));
                return super::code(Runtime::Usage);
            };
            clap_mangen::Man::new(part.clone()).title(format!("pipewright-runtime-{name}"))
        }
    };
    let mut text = Vec::new();
    // Writing into memory cannot fail, and nothing can be said to somebody who closed the pipe.
    let _ = page
        .render(&mut text)
        .and_then(|()| std::io::stdout().write_all(&text));
    super::code(Runtime::Passed)
}
