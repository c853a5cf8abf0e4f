use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The folder with both binaries, as they are built from these sources.
///
/// Cargo builds the runtime beside a test of the runtime. Asked for it in the words of `cargo test --workspace`, it has
/// nothing left to do there; in others it would choose other features, and build half of the dependencies again.
pub(crate) fn folder() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let mut cargo = Command::new(env!("CARGO"));
        cargo
            .args(["test", "--quiet", "--workspace", "--no-run", "--test", "inspect"])
            .current_dir(env!("CARGO_MANIFEST_DIR"));
        // What cargo told this test about its package would look like a change to build scripts that ask for it.
        for (name, _) in std::env::vars_os() {
            let is_ours = name
                .to_str()
                .is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_"));
            if is_ours {
                cargo.env_remove(name);
            }
        }
        let done = cargo.output().unwrap();
        assert!(
            done.status.success(),
            "the runtime has to build: {}",
            String::from_utf8_lossy(&done.stderr)
        );
        let folder = Path::new(env!("CARGO_BIN_EXE_pipewright")).parent().unwrap();
        assert!(
            folder.join("pipewright-runtime").is_file(),
            "{}",
            folder.display()
        );
        folder.to_owned()
    })
}
