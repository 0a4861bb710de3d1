//! What git knows of a file.

use std::path::Path;
use std::process::{Command, Stdio};

/// Whether git tracks `relative` in the repository that holds `root`.
///
/// Without git, or outside a repository, nothing is tracked.
pub fn is_tracked(root: &Path, relative: &str) -> bool {
    let output = Command::new("git")
        .arg("-C")
        .arg(root)
        // Git refuses to look into another owner's repository, which is what a container often sees; the question
        // is harmless as long as no program of the repository is run for it.
        .args(["-c", "safe.directory=*", "-c", "core.fsmonitor=false", "--literal-pathspecs"])
        .args(["ls-files", "-z", "--", relative])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output();
    output.is_ok_and(|output| output.status.success() && !output.stdout.is_empty())
}
