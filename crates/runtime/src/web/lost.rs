//! Why there is no answer, and what to do about it.

use rustls::CertificateError as Certificate;
use ureq::http::Uri;
use ureq::{Error, Timeout};

use super::proxy::{self, Way};

/// What became of a request without an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Loss {
    /// It surely never arrived, and may the next time.
    Never,
    /// It may have arrived.
    Unsure,
    /// It never arrived, and will not before somebody changes something.
    Final,
}

/// What became of a request to a URL, and why, for people.
pub(crate) fn lost(error: &Error, url: &str) -> (Loss, String) {
    if let Some(why) = distrusted(error) {
        return (Loss::Final, why);
    }
    let way = proxy::way(url, |name| std::env::var(name).ok());
    match (error, way) {
        (Error::ConnectProxyFailed(reason), Ok(Some(way))) => refused(&way, reason),
        (Error::HostNotFound, _) => (Loss::Never, "there is no host of this name".to_owned()),
        (Error::Tls(_) | Error::ConnectionFailed, _) => (Loss::Never, error.to_string()),
        (Error::Timeout(at @ (Timeout::Resolve | Timeout::Connect)), _) => {
            (Loss::Never, format!("it does not answer: {at}"))
        }
        (Error::BadUri(_), _) => (Loss::Final, error.to_string()),
        (Error::Io(io), Ok(Some(way))) if io.kind() == std::io::ErrorKind::ConnectionRefused => {
            (Loss::Never, format!("{} cannot be reached: {io}", named(&way)))
        }
        (Error::Io(io), _) if io.kind() == std::io::ErrorKind::ConnectionRefused => {
            (Loss::Never, io.to_string())
        }
        (Error::Io(io), _) => (Loss::Unsure, io.to_string()),
        _ => (Loss::Unsure, error.to_string()),
    }
}

/// The host of a URL, and its port if it is named.
pub(crate) fn host(url: &str) -> String {
    let uri: Uri = url.parse().unwrap_or_default();
    let port = uri.port().map(|port| format!(":{port}"));
    format!("{}{}", uri.host().unwrap_or_default(), port.unwrap_or_default())
}

/// What went wrong with TLS, if it was that, for people: somewhere below an error there may be one of TLS.
pub(crate) fn distrusted(error: &(dyn std::error::Error + 'static)) -> Option<String> {
    let mut next = Some(error);
    while let Some(error) = next {
        // What an error of the connection holds is not among its sources.
        let held = error.downcast_ref::<std::io::Error>();
        let held = held.and_then(|io| io.get_ref()?.downcast_ref::<rustls::Error>());
        let here = match error.downcast_ref::<Error>() {
            Some(Error::Rustls(tls)) => Some(tls),
            Some(Error::Io(io)) => io.get_ref().and_then(|held| held.downcast_ref()),
            _ => error.downcast_ref::<rustls::Error>().or(held),
        };
        if let Some(tls) = here {
            return Some(distrust(tls));
        }
        next = error.source();
    }
    None
}

fn distrust(error: &rustls::Error) -> String {
    match error {
        rustls::Error::InvalidCertificate(wrong) => certificate(wrong),
        rustls::Error::InvalidMessage(_) => {
            format!("what answers there does not speak TLS ({error}): are scheme and port right?")
        }
        rustls::Error::General(text) if text.contains("No CA certificates") => {
            "this machine has no certificates of authorities: install ca-certificates, or let SSL_CERT_FILE name a file of them"
                .to_owned()
        }
        _ => format!("TLS fails: {error}"),
    }
}

fn certificate(wrong: &Certificate) -> String {
    match wrong {
        Certificate::Expired | Certificate::ExpiredContext { .. } => {
            "its certificate has expired: whoever runs it has to renew it, unless the clock of this machine is wrong"
                .to_owned()
        }
        Certificate::NotValidYet | Certificate::NotValidYetContext { .. } => {
            "its certificate is not valid yet: is the clock of this machine right?".to_owned()
        }
        Certificate::NotValidForName | Certificate::NotValidForNameContext { .. } => {
            "its certificate is of another host: is the name right, or does something stand in between?".to_owned()
        }
        Certificate::UnknownIssuer | Certificate::BadSignature => {
            "nobody whom this machine trusts vouches for its certificate: if it is right, as that of a company's own \
             authority, let SSL_CERT_FILE name a file that has the certificate of the authority"
                .to_owned()
        }
        _ => format!("its certificate is not accepted: {wrong}"),
    }
}

/// What a proxy's refusal means. `reason` ends in its status.
fn refused(way: &Way, reason: &str) -> (Loss, String) {
    let status: Option<u16> = reason
        .rsplit(['/', ' '])
        .next()
        .and_then(|status| status.parse().ok());
    let said = |what: &str| format!("{} {what}", named(way));
    match status {
        Some(407) => (
            Loss::Final,
            said("wants a user and a password (407): http://USER:PASSWORD@HOST:PORT"),
        ),
        Some(status @ 400..=499) => (Loss::Final, said(&format!("does not let it through ({status})"))),
        Some(status) => (Loss::Never, said(&format!("does not get through ({status})"))),
        None => (Loss::Never, said(&format!("does not get through: {reason}"))),
    }
}

/// A proxy without its user and password.
fn named(way: &Way) -> String {
    format!(
        "the proxy at {}:{}, which {} names,",
        way.proxy.host(),
        way.proxy.port(),
        way.variable
    )
}
