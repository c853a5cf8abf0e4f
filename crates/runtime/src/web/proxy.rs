//! The proxy on the way to a URL, by the variables that every tool reads.

use ureq::http::Uri;
use ureq::{Proxy, ProxyProtocol};

/// A proxy, and the variable that names it.
#[derive(Debug)]
pub(super) struct Way {
    pub(super) variable: &'static str,
    pub(super) proxy: Proxy,
}

/// The proxy for a URL, if there is one. Where `NO_PROXY` names a host, its subdomains are meant too.
///
/// # Errors
/// Which variable names none, without its value: that may hold a password.
pub(super) fn way(url: &str, variable: impl Fn(&str) -> Option<String>) -> Result<Option<Way>, String> {
    let uri: Uri = url.parse().unwrap_or_default();
    let names = if uri.scheme_str() == Some("http") {
        ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"]
    } else {
        ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]
    };
    let set = |name: &'static str| {
        variable(name)
            .filter(|value| !value.trim().is_empty())
            .map(|value| (name, value))
    };
    let Some((name, value)) = names.into_iter().find_map(set) else {
        return Ok(None);
    };
    let wrong =
        || format!("{name} names no proxy that is spoken here: http://HOST:PORT or https://HOST:PORT");
    let parsed = Proxy::new(value.trim())
        .ok()
        .filter(|proxy| matches!(proxy.protocol(), ProxyProtocol::Http | ProxyProtocol::Https));
    let parsed = parsed.filter(has_its_port).ok_or_else(wrong)?;
    let mut proxy = Proxy::builder(parsed.protocol())
        .host(parsed.host())
        .port(parsed.port());
    if let Some(user) = parsed.username() {
        proxy = proxy.username(user);
    }
    if let Some(password) = parsed.password() {
        proxy = proxy.password(password);
    }
    let without = variable("NO_PROXY").or_else(|| variable("no_proxy"));
    for host in hosts(&without.unwrap_or_default()) {
        proxy = proxy.no_proxy(&host);
    }
    let proxy = proxy.build().map_err(|_| wrong())?;
    let is_direct = proxy.is_no_proxy(&uri);
    Ok((!is_direct).then_some(Way {
        variable: name,
        proxy,
    }))
}

/// Whether its port is the one that it names: of a number that is no port, ureq makes the usual one.
fn has_its_port(proxy: &Proxy) -> bool {
    let Some(authority) = proxy.uri().authority() else {
        return false;
    };
    let place = authority.as_str().rsplit('@').next().unwrap_or_default();
    let is_named = place
        .strip_prefix(authority.host())
        .is_some_and(|rest| rest.starts_with(':'));
    !is_named || authority.port_u16().is_some()
}

/// Hosts of a list with commas or spaces, each with the pattern of its subdomains. A port at the end is of no account.
fn hosts(list: &str) -> Vec<String> {
    let all = list
        .split(|c: char| c == ',' || c.is_whitespace())
        .filter(|entry| !entry.is_empty());
    let each = all.flat_map(|entry| {
        if entry == "*" {
            return vec![entry.to_owned()];
        }
        let entry = entry.trim_start_matches('*').trim_start_matches('.');
        let host = match entry.rsplit_once(':') {
            Some((host, port)) if !host.contains(':') && port.bytes().all(|c| c.is_ascii_digit()) => host,
            _ => entry,
        };
        vec![host.to_owned(), format!(".{host}")]
    });
    each.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `VARIABLE=HOST:PORT` of the proxy on the way to a URL, or why there is none.
    fn found(url: &str, variables: &[(&str, &str)]) -> String {
        let variable = |name: &str| {
            let known = variables.iter().find(|(known, _)| *known == name);
            known.map(|(_, value)| (*value).to_owned())
        };
        match way(url, variable) {
            Ok(Some(way)) => format!("{}={}:{}", way.variable, way.proxy.host(), way.proxy.port()),
            Ok(None) => "direct".to_owned(),
            Err(why) => why,
        }
    }

    #[test]
    fn each_scheme_has_its_variable_and_all_proxy_is_for_what_has_none() {
        let all = [
            ("ALL_PROXY", "http://all:1"),
            ("HTTP_PROXY", "http://plain:2"),
            ("HTTPS_PROXY", "http://tls:3"),
        ];
        assert_eq!(found("https://a.test/x", &all), "HTTPS_PROXY=tls:3");
        assert_eq!(found("http://a.test/x", &all), "HTTP_PROXY=plain:2");
        assert_eq!(found("https://a.test/x", &all[..2]), "ALL_PROXY=all:1");
        assert_eq!(found("https://a.test/x", &all[1..2]), "direct");
        let empty = [("HTTPS_PROXY", " "), ("https_proxy", "p.test:8080")];
        assert_eq!(found("https://a.test/x", &empty), "https_proxy=p.test:8080");
    }

    #[test]
    fn no_proxy_names_hosts_with_their_subdomains() {
        let to = |without: &str, url: &str| {
            found(url, &[("HTTPS_PROXY", "http://p:1"), ("NO_PROXY", without)]) == "direct"
        };
        for without in [
            "a.test",
            ".a.test",
            "*.a.test",
            "b.test, a.test",
            "b.test a.test:443",
            "*",
            "A.TEST",
        ] {
            assert!(to(without, "https://a.test/x"), "{without}");
            assert!(to(without, "https://api.a.test/x"), "{without}");
        }
        for without in ["", ",", "b.test", "nota.test", "api.a.test.b"] {
            assert!(!to(without, "https://a.test/x"), "{without}");
        }
        assert!(!to("a.test", "https://nota.test/x"));
        assert!(to("127.0.0.1, ::1", "https://127.0.0.1:8443/x"));
    }

    #[test]
    fn what_is_no_proxy_is_named_and_not_shown() {
        for value in [
            "socks5://u:pw@p:1",
            "nonsense://u:pw@p",
            "http://u:pw@",
            "http://u:pw@p:99999",
        ] {
            let said = found("https://a.test/x", &[("HTTPS_PROXY", value)]);
            assert!(said.starts_with("HTTPS_PROXY names no proxy"), "{value}: {said}");
            assert!(!said.contains("pw"), "{said}");
        }
    }
}
