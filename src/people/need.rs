//! Needs by name.

use crate::people::Audiences;
use crate::people::NeedId;

/// A need that no audience has, with those that there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownNeed {
    /// What could have been meant: every need, as it was written: alone or with its audience.
    pub candidates: Vec<String>,
}

/// Finds the needs that `text` names: `dealers.warranty` is one, `warranty` is that of every audience that has
/// one of this name.
///
/// # Errors
/// [`UnknownNeed`] with the candidates for "did you mean".
pub fn resolve_need(audiences: &Audiences, text: &str) -> Result<Vec<NeedId>, UnknownNeed> {
    let known = audiences.audiences.iter().flat_map(|audience| {
        audience.needs.iter().map(|need| NeedId { audience: audience.id.clone(), need: need.id.clone() })
    });
    resolve_among(known, text)
}

/// As [`resolve_need`], among needs from anywhere.
pub(crate) fn resolve_among(
    known: impl Iterator<Item = NeedId>,
    text: &str,
) -> Result<Vec<NeedId>, UnknownNeed> {
    let mut found = Vec::new();
    let mut candidates = Vec::new();
    let qualified = text.split_once('.');
    for need in known {
        let is_it = match qualified {
            Some((audience, id)) => need.audience == audience && need.need == id,
            None => need.need == text,
        };
        candidates.push(if qualified.is_some() { need.to_string() } else { need.need.clone() });
        if is_it {
            found.push(need);
        }
    }
    candidates.dedup();
    if found.is_empty() { Err(UnknownNeed { candidates }) } else { Ok(found) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_need_is_named_alone_or_with_its_audience() {
        let id = |audience: &str, need: &str| NeedId { audience: audience.into(), need: need.into() };
        let known = [id("dealers", "warranty"), id("makers", "warranty"), id("makers", "tools")];
        let resolve = |text: &str| resolve_among(known.iter().cloned(), text);
        assert_eq!(resolve("tools"), Ok(vec![id("makers", "tools")]));
        assert_eq!(resolve("warranty"), Ok(vec![id("dealers", "warranty"), id("makers", "warranty")]));
        assert_eq!(resolve("makers.warranty"), Ok(vec![id("makers", "warranty")]));
        assert_eq!(resolve("waranty").unwrap_err().candidates, ["warranty", "tools"]);
        assert_eq!(
            resolve("dealers.tools").unwrap_err().candidates,
            ["dealers.warranty", "makers.warranty", "makers.tools"]
        );
    }
}
