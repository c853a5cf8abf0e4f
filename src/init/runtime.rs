use toml::de::DeTable;

use crate::draft::Table;
use crate::read::{self, Root};

/// The host of an address that is still to be filled in: RFC 2606 keeps it from ever being one.
pub const UNFILLED_HOST: &str = "release.invalid";

/// A released archive of pipewright.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// Its version.
    pub version: String,
    /// Where it is; `{version}` stands for the version.
    pub url: String,
    /// Its SHA-256, 64 hexadecimal digits.
    pub sha256: String,
}

/// Whether the repository holds the sources of pipewright, so that its jobs can build it.
pub(super) fn is_home(root: &Root) -> bool {
    let Ok(text) = read::text(&root.folder().join("Cargo.toml")) else {
        return false;
    };
    let (manifest, _) = DeTable::parse_recoverable(&text);
    let package = manifest.get_ref().get("package").map(|package| package.get_ref());
    let name = package.and_then(|package| package.get("name"));
    name.and_then(|name| name.get_ref().as_str()) == Some("pipewright")
}

/// How the jobs of a repository get the binaries, as far as can be seen.
#[must_use]
pub fn runtime(root: &Root) -> Table {
    table(is_home(root), None)
}

/// How generated jobs get the binaries.
pub(super) fn table(is_home: bool, release: Option<&Release>) -> Table {
    match release {
        Some(release) => entries(Table::new(&["runtime", "release"]), release),
        None if is_home => Table::new(&["runtime", "build"])
            .comment("Jobs build pipewright from the sources of this repository."),
        None => {
            let table = Table::new(&["runtime", "release"]).comment(
                "FILL IN: where generated jobs download pipewright, and the SHA-256 of that archive, both from the release. \
                 Until then every run ends red.",
            );
            let unfilled = Release {
                version: env!("CARGO_PKG_VERSION").to_owned(),
                url: format!("https://{UNFILLED_HOST}/pipewright-{{version}}.tar.gz"),
                sha256: "0".repeat(64),
            };
            entries(table, &unfilled)
        }
    }
}

fn entries(table: Table, release: &Release) -> Table {
    table
        .entry("version", release.version.as_str())
        .entry("url", release.url.as_str())
        .entry("sha256", release.sha256.as_str())
}
