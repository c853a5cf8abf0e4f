//! A real Chromium, if it is there: `PIPEWRIGHT_BROWSER` names the folder of Node modules with playwright-core and
//! axe-core, and Chromium is on the path or at `PIPEWRIGHT_CHROMIUM`.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// A browser, and the packages to drive it.
pub(super) struct Browser {
    modules: PathBuf,
    chromium: PathBuf,
}

impl Browser {
    /// The browser, if it is there. Says why there is none, and fails if `PIPEWRIGHT_MANDATORY` is `1`.
    pub(super) fn find() -> Option<Self> {
        let found = Self::look();
        if let Err(reason) = &found {
            assert!(
                std::env::var_os("PIPEWRIGHT_MANDATORY").is_none_or(|value| value != "1"),
                "no browser: {reason}"
            );
            println!("skipped: {reason}");
        }
        found.ok()
    }

    fn look() -> Result<Self, String> {
        let modules = std::env::var_os("PIPEWRIGHT_BROWSER")
            .map(PathBuf::from)
            .ok_or("PIPEWRIGHT_BROWSER names no folder of Node modules: run .ci/install browser")?;
        for package in ["playwright-core", "axe-core"] {
            if !modules.join(package).is_dir() {
                return Err(format!(
                    "{} holds no {package}: run .ci/install browser",
                    modules.display()
                ));
            }
        }
        let named = std::env::var_os("PIPEWRIGHT_CHROMIUM").map(PathBuf::from);
        let chromium = named
            .or_else(on_path)
            .ok_or("no Chromium is on the path: run .ci/install browser")?;
        Ok(Self { modules, chromium })
    }

    /// What a script of `tests/browser/` found out, as JSON. It gets the folder with the pages, and pictures go to
    /// `PIPEWRIGHT_SCREENSHOTS`, if that is set.
    pub(super) fn run(&self, script: &str, folder: &Path) -> Value {
        let script = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/browser")
            .join(script);
        let output = Command::new("node")
            .arg(script)
            .arg(folder)
            .env("PIPEWRIGHT_BROWSER", &self.modules)
            .env("PIPEWRIGHT_CHROMIUM", &self.chromium)
            .output()
            .expect("node runs");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "the browser failed: {errors}");
        serde_json::from_slice(&output.stdout).expect("the script writes JSON")
    }
}

fn on_path() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let names = [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    ];
    std::env::split_paths(&path)
        .flat_map(|folder| names.map(|name| folder.join(name)))
        .find(|file| file.is_file())
}
