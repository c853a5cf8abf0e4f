//! The page's own Content-Security-Policy: its one style and its one script run. A page without a
//! script may show pictures of its own site; else nothing is ever fetched.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// The policy of a page with this style and, if it has one, this script.
pub(in crate::report) fn policy(style: &str, script: Option<&str>) -> String {
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())));
    let own = match script {
        Some(script) => format!("script-src {}", hash(script)),
        None => "img-src 'self'".to_owned(),
    };
    format!(
        "default-src 'none'; style-src {}; {own}; base-uri 'none'; form-action 'none'",
        hash(style)
    )
}
