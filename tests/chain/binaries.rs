use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The folder with both binaries, as they are built from these sources.
pub(crate) fn folder() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let status = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--package", "pipewright-runtime", "--bins"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .status()
            .unwrap();
        assert!(status.success(), "the runtime has to build");
        let folder = Path::new(env!("CARGO_BIN_EXE_pipewright")).parent().unwrap();
        assert!(
            folder.join("pipewright-runtime").is_file(),
            "{}",
            folder.display()
        );
        folder.to_owned()
    })
}
