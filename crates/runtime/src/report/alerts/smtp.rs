//! Sending an email: always encrypted, and step by step, so that an error says which step it was.

use std::time::Duration;

use lettre::address::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail as From, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};

use super::{Mail, Secret};
use crate::report::markdown::one_line;
use crate::web;

/// The port that speaks TLS from the first byte: RFC 8314.
const TLS_PORT: u16 = 465;

/// A mail server, and who we are to it.
#[derive(Debug)]
pub(crate) struct Server {
    /// Its host name.
    pub(crate) host: Secret,
    /// Its port.
    pub(crate) port: u16,
    /// The user.
    pub(crate) user: Secret,
    /// The password.
    pub(crate) password: Secret,
    /// How long one answer may take.
    pub(crate) silence: Duration,
}

impl Server {
    /// Sends an email to all who are not refused, and yields how many those are.
    ///
    /// # Errors
    /// At which step it ended, or how many recipients were refused, for people. No secret is in it.
    pub(crate) fn send(&self, mail: &Mail) -> Result<usize, String> {
        let sent = self.converse(mail);
        sent.map_err(|error| {
            let secrets = [&self.password, &self.user, &self.host];
            secrets.iter().fold(error, |text, secret| secret.hidden_in(&text))
        })
    }

    fn converse(&self, mail: &Mail) -> Result<usize, String> {
        let mut connection = self.connect()?;
        let credentials = Credentials::new(self.user.reveal().to_owned(), self.password.reveal().to_owned());
        let refused = connection.auth(DEFAULT_MECHANISMS, &credentials);
        refused.map_err(|error| {
            format!(
                "the server does not let us in: {}; are EMAIL_USER and EMAIL_PASSWORD right?",
                said(&error)
            )
        })?;
        let sent = deliver(&mut connection, mail);
        // It has the mail, or has not; how it says goodbye changes neither.
        connection.abort();
        sent
    }

    /// A connection that is encrypted. One that could not be is never used.
    fn connect(&self) -> Result<SmtpConnection, String> {
        let host = self.host.reveal();
        let is_host = host
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || ".-_".contains(c));
        if !is_host {
            return Err("EMAIL_SMTP is no host name: the port goes to `port` of [alerts.email]".to_owned());
        }
        let tls = TlsParameters::new(host.to_owned())
            .map_err(|error| format!("TLS cannot be set up: {}", said(&error)))?;
        let hello = ClientId::default();
        let is_tls = self.port == TLS_PORT;
        let connected = SmtpConnection::connect(
            (host, self.port),
            Some(self.silence),
            &hello,
            is_tls.then_some(&tls),
            None,
        );
        let mut connection = connected.map_err(|error| {
            format!(
                "cannot reach the mail server at port {}: {}; is EMAIL_SMTP its name, and `port` of [alerts.email] right?",
                self.port,
                said(&error)
            )
        })?;
        if !is_tls {
            if !connection.can_starttls() {
                connection.abort();
                return Err("the mail server does not offer STARTTLS: without it the password would be seen on the way, so nothing was sent".to_owned());
            }
            let begun = connection.starttls(&tls, &hello);
            begun.map_err(|error| format!("STARTTLS failed: {}; nothing was sent", said(&error)))?;
        }
        Ok(connection)
    }
}

fn deliver(connection: &mut SmtpConnection, mail: &Mail) -> Result<usize, String> {
    let step = |what: &str, error: &Error| format!("{what}: {}; nothing was sent", said(error));
    let parameters = parameters(connection, mail)?;
    let began = connection.command(From::new(Some(mail.from.clone()), parameters));
    began.map_err(|error| step("the server does not take mail from this sender", &error))?;
    let mut refused = Vec::new();
    for (at, to) in mail.to.iter().enumerate() {
        match connection.command(Rcpt::new(to.clone(), Vec::new())) {
            Ok(_) => {}
            Err(error) if error.status().is_some() => {
                refused.push(format!("recipient {}: {}", at + 1, hidden(&said(&error), to)));
            }
            Err(error) => return Err(step("the connection broke", &error)),
        }
    }
    let taken = mail.to.len() - refused.len();
    if taken == 0 {
        return Err(format!(
            "every recipient was refused, so nothing was sent: {}",
            refused.join("; ")
        ));
    }
    let ready = connection.command(Data);
    ready.map_err(|error| step("the server takes no data", &error))?;
    connection
        .message(&mail.bytes)
        .map_err(|error| match error.status() {
            Some(_) => step("the server does not take the email", &error),
            None => format!(
                "the connection broke: {}; the email may have arrived, and is not sent again",
                said(&error)
            ),
        })?;
    if refused.is_empty() {
        return Ok(taken);
    }
    Err(format!(
        "sent to {taken} of {} recipients, the others were refused: {}",
        mail.to.len(),
        refused.join("; ")
    ))
}

fn parameters(connection: &SmtpConnection, mail: &Mail) -> Result<Vec<MailParameter>, String> {
    let is_ascii = |address: &Address| address.to_string().is_ascii();
    if is_ascii(&mail.from) && mail.to.iter().all(is_ascii) {
        return Ok(Vec::new());
    }
    let server = connection.server_info();
    if server.supports_feature(Extension::SmtpUtfEight) {
        return Ok(vec![MailParameter::SmtpUtfEight]);
    }
    Err("an address is not ASCII, and the mail server does not offer SMTPUTF8; nothing was sent".to_owned())
}

/// What went wrong, all of it on one line.
fn said(error: &Error) -> String {
    if let Some(why) = web::distrusted(error) {
        return why;
    }
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        source = cause.source();
    }
    one_line(&text, 300)
}

/// A server's answer without the address that it is about, which may be a secret.
fn hidden(text: &str, address: &Address) -> String {
    text.replace(&address.to_string(), "***")
}
