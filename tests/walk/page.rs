use super::block::Block;

/// The blocks of a page, in order.
///
/// # Panics
/// If there is a block that nothing says how to do.
pub(crate) fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut note = None;
    let mut rest = text;
    while let Some((line, after)) = rest.split_once('\n') {
        rest = after;
        if let Some(said) = line
            .strip_prefix("<!-- ")
            .and_then(|line| line.strip_suffix(" -->"))
        {
            match said.split_once(' ') {
                Some(("start", folder)) => blocks.push(Block::Start(folder)),
                other => note = other,
            }
        } else if let Some(language) = line.trim_start().strip_prefix("```") {
            let (inside, after) = rest.split_once("```").unwrap_or_else(|| panic!("no end: {rest}"));
            blocks.push(block(language, note.take(), inside));
            rest = after;
        }
    }
    blocks
}

fn block<'p>(language: &str, note: Option<(&str, &'p str)>, inside: &'p str) -> Block<'p> {
    match (language, note) {
        ("console", None) => Block::Type {
            shown: inside,
            exit: 0,
        },
        ("console", Some(("exit", code))) => Block::Type {
            shown: inside,
            exit: code.parse().unwrap(),
        },
        (_, Some(("file", path))) => Block::File { path, text: inside },
        (_, Some(("add", path))) => Block::Add { path, text: inside },
        _ => panic!("nothing says what to do with\n{inside}"),
    }
}

/// Commands with what each shows.
pub(crate) fn commands(shown: &str) -> Vec<(&str, Vec<&str>)> {
    let parts = shown.strip_prefix("$ ").expect("a command comes first");
    parts
        .split("\n$ ")
        .map(|part| {
            let (typed, output) = part.split_once('\n').unwrap_or((part, ""));
            (typed, output.lines().collect())
        })
        .collect()
}
