//! HTTP as every client here speaks it: TLS with the certificates of the machine, proxies from the environment.

mod lost;
mod proxy;

use std::sync::Arc;
use std::time::Duration;

use ureq::config::ConfigBuilder;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::typestate::AgentScope;

pub(crate) use lost::{Loss, distrusted, host, lost};

/// How long a server may take to accept a connection.
const CONNECT: Duration = Duration::from_secs(15);

/// Settings to start from, for requests to a URL. A status is an answer and no error; who asks decides what it means.
/// `silence` is how long a server may send nothing.
///
/// # Errors
/// Which variable names a proxy that is none, for people. Its value is not in it, since that may hold a password.
pub(crate) fn settings(silence: Duration, url: &str) -> Result<ConfigBuilder<AgentScope>, String> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = TlsConfig::builder()
        .unversioned_rustls_crypto_provider(provider)
        .root_certs(RootCerts::PlatformVerifier);
    let way = proxy::way(url, |name| std::env::var(name).ok())?;
    Ok(ureq::Agent::config_builder()
        .tls_config(tls.build())
        .proxy(way.map(|way| way.proxy))
        .timeout_connect(Some(CONNECT))
        .timeout_send_request(Some(silence))
        .timeout_recv_response(Some(silence))
        .timeout_per_read(Some(silence))
        .http_status_as_error(false)
        .user_agent(concat!("pipewright-runtime/", env!("CARGO_PKG_VERSION"))))
}
