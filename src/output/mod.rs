//! Where output goes: paths below the output folder, and the URLs under which they are read.

mod base_url;
mod escape;
pub mod generated;
mod out_path;
mod url_path;

pub use base_url::{BaseUrl, UrlFault};
pub use escape::{escape_json_for_html, escape_xml, push_xml};
pub use out_path::OutPath;
pub use url_path::{encode_path, encode_url, join_url_path, split_tail};
