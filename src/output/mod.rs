//! Where output goes: paths below the output folder, and the URLs under which they are read.

mod base_url;
mod out_path;

pub use base_url::{BaseUrl, UrlFault};
pub use out_path::OutPath;
