//! What was read from disk, before anything is understood.
//!
//! A [`SourceTree`] is the whole site as files: text that Regards will interpret, and assets that it only
//! copies. Paths are [`SourcePath`]s, relative to the site root with `/` between parts, so the same site is
//! the same value on every machine. A [`Span`] names bytes of one of its texts; every diagnostic, finding and
//! link carries one.

mod line_index;
mod path;
mod span;
mod svg;
mod tree;

pub use line_index::{LineColumn, LineIndex, line_column};
pub use path::{PathFault, SourcePath};
pub use span::Span;
pub use svg::svg_size;
pub use tree::{Asset, ImageSize, SourceFile, SourceTree};
