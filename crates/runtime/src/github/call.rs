use serde_json::Value;
use ureq::http::Method;

/// A request.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(super) method: Method,
    /// From the base of the API, with `/`; or a whole URL of the same host.
    pub(super) path: String,
    pub(super) body: Option<Value>,
    /// Whether it may be sent again where nobody knows if it was carried out.
    pub(super) is_repeatable: bool,
}

impl Call {
    fn new(method: Method, path: impl Into<String>, body: Option<Value>) -> Self {
        Self {
            method,
            path: path.into(),
            body,
            is_repeatable: true,
        }
    }

    pub(super) fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path, None)
    }

    /// Makes something: carried out twice, there would be two of it.
    pub(crate) fn create(path: impl Into<String>, body: Value) -> Self {
        Self {
            is_repeatable: false,
            ..Self::new(Method::POST, path, Some(body))
        }
    }

    /// Posts what may be posted twice: the second says the same.
    pub(crate) fn post(path: impl Into<String>, body: Value) -> Self {
        Self::new(Method::POST, path, Some(body))
    }

    /// Changes something to what the body says.
    pub(crate) fn update(path: impl Into<String>, body: Value) -> Self {
        Self::new(Method::PATCH, path, Some(body))
    }

    /// Adds to something: carried out twice, it would be added twice.
    pub(crate) fn add(path: impl Into<String>, body: Value) -> Self {
        Self {
            is_repeatable: false,
            ..Self::update(path, body)
        }
    }

    pub(crate) fn delete(path: impl Into<String>) -> Self {
        Self::new(Method::DELETE, path, None)
    }
}
