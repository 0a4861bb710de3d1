//! Requests that are turned away, each with a line that says what to do.

use hyper::StatusCode;

/// Why a request is not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It names no host, or more than one, or no name that could be one.
    BadHost,
    /// It names a host that is not this server's.
    ForeignHost,
    /// It wants something changed.
    Method,
    /// Its target is too long.
    TargetTooLong,
    /// Its path cannot be one; the reason, about "it".
    BadPath(&'static str),
    /// A page of another site wants to look into the server's own pages.
    CrossSite,
    /// There is nothing at the path, or nothing that may be shown.
    NotFound,
    /// The server failed.
    Failed,
    /// There is no room for another connection.
    Full,
}

impl Refusal {
    /// The HTTP status.
    pub fn status(self) -> StatusCode {
        match self {
            Self::BadHost | Self::BadPath(_) => StatusCode::BAD_REQUEST,
            Self::ForeignHost => StatusCode::MISDIRECTED_REQUEST,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::TargetTooLong => StatusCode::URI_TOO_LONG,
            Self::CrossSite => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Failed => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Full => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// What to do, for whoever reads the answer. `address` is the server's, as in `http://127.0.0.1:1111/`.
    pub fn text(self, address: &str) -> String {
        match self {
            Self::BadHost => {
                format!("A request must name its host in one Host header. Open {address} in a browser.\n")
            }
            Self::ForeignHost => format!(
                "This is the preview of a blog, and it answers only to names that nobody else can point at it. Open \
                 {address} instead. If the name that you used is meant to lead here, start the preview with it as \
                 its `--base-url`.\n"
            ),
            Self::Method => "The preview only shows pages: use GET or HEAD.\n".into(),
            Self::TargetTooLong => "The address is too long: the preview takes 8 KiB.\n".into(),
            Self::BadPath(why) => format!("The path of the address cannot be one: {why}. Correct the link.\n"),
            Self::CrossSite => format!(
                "The studio shows itself to no other site. Open {address}_regards/ in a tab of its own.\n"
            ),
            Self::NotFound => "There is no such page.\n".into(),
            Self::Failed => {
                "Something went wrong inside the preview, and is a bug in it. The terminal may say more; load the \
                 page again after the next change.\n"
                    .into()
            }
            Self::Full => "Too many connections are open. Close some tabs, and load the page again.\n".into(),
        }
    }
}
