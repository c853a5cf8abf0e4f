use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use super::binaries;
use super::block::Block;
use super::page::{blocks, commands};

/// A folder in which a page is done.
pub(crate) struct Desk {
    folder: TempDir,
    page: String,
}

impl Desk {
    /// An empty folder.
    pub(crate) fn new(page: &str) -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            page: page.to_owned(),
        }
    }

    /// Does what a page says, from its first block to its last; how many there were.
    pub(crate) fn follow(&self) -> usize {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(&self.page);
        let text = pipewright::read::text(&path).unwrap();
        let blocks = blocks(&text);
        for block in &blocks {
            self.take(block);
        }
        blocks.len()
    }

    fn take(&self, block: &Block<'_>) {
        match block {
            Block::Start(folder) => self.copy(folder),
            Block::File { path, text } => self.save(path, text),
            Block::Add { path, text } => {
                let before = pipewright::read::text(&self.folder.path().join(path)).unwrap();
                self.save(path, &format!("{before}\n{text}"));
            }
            Block::Type { shown, exit } => self.play(shown, *exit),
        }
    }

    pub(crate) fn play(&self, shown: &str, exit: i32) {
        let commands = commands(shown);
        for (number, (typed, lines)) in commands.iter().enumerate() {
            let output = self.run(typed);
            let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
            let expected = if number + 1 == commands.len() { exit } else { 0 };
            assert_eq!(
                output.status.code(),
                Some(expected),
                "{}: `{typed}` ends otherwise:\n{said}",
                self.page
            );
            self.compare(typed, lines, &said);
        }
    }

    /// Each line that is shown is there, in this order; where nothing is shown, anything may be said.
    fn compare(&self, typed: &str, shown: &[&str], said: &str) {
        let mut lines = said.lines();
        for line in shown.iter().filter(|line| !line.trim().is_empty()) {
            assert!(
                lines.any(|other| is_alike(line, other)),
                "{}: `{typed}` does not say `{line}` where it should:\n{said}",
                self.page
            );
        }
    }

    fn run(&self, typed: &str) -> Output {
        let paths = std::env::var_os("PATH").unwrap_or_default();
        let paths = std::iter::once(binaries::folder().to_owned()).chain(std::env::split_paths(&paths));
        Command::new("bash")
            .args(["-c", typed])
            .current_dir(self.folder.path())
            .env("PATH", std::env::join_paths(paths).unwrap())
            .env_remove("GITHUB_ACTIONS")
            .output()
            .unwrap()
    }

    fn copy(&self, folder: &str) {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join(".");
        let copied = Command::new("cp")
            .arg("-R")
            .arg(from)
            .arg(self.folder.path())
            .status();
        assert!(copied.unwrap().success(), "{folder} cannot be copied");
    }

    #[expect(clippy::disallowed_methods, reason = "a reader saves files")]
    fn save(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

/// Whether a line is what is shown, where `…` stands for anything.
pub(crate) fn is_alike(shown: &str, line: &str) -> bool {
    let mut parts = shown.trim_end().split('…');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = line.trim_end().strip_prefix(first) else {
        return false;
    };
    let mut is_open = false;
    for part in parts {
        is_open = true;
        let Some(at) = rest.rfind(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    rest.is_empty() || (is_open && shown.ends_with('…'))
}
