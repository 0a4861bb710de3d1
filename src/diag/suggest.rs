//! "Did you mean": the nearest of the names that would have been right.

/// The candidate most like `name`, if any is like enough to be worth suggesting.
///
/// Similarity is Damerau-Levenshtein normalised to 0..1; below 0.6 a suggestion misleads more than it helps.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = name.to_lowercase();
    candidates
        .into_iter()
        .filter(|candidate| !candidate.is_empty())
        .map(|candidate| {
            (strsim::normalized_damerau_levenshtein(&lower, &candidate.to_lowercase()), candidate)
        })
        .filter(|(similarity, _)| *similarity >= 0.6)
        .max_by(|(a, left), (b, right)| a.total_cmp(b).then_with(|| right.cmp(left)))
        .map(|(_, candidate)| candidate)
}

/// `did you mean "x"?`, or the list of what there is when it is short, or nothing.
pub fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let candidates: Vec<&str> = candidates.into_iter().collect();
    if let Some(candidate) = nearest(name, candidates.iter().copied()) {
        return Some(format!("did you mean `{candidate}`?"));
    }
    match candidates.len() {
        0 => None,
        1..=8 => Some(format!("there is: {}", candidates.join(", "))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_only_what_is_near() {
        assert_eq!(nearest("patiense", ["patience", "promise"]), Some("patience"));
        assert_eq!(nearest("Tags", ["tags", "topics"]), Some("tags"));
        assert_eq!(nearest("zzz", ["patience", "promise"]), None);
        assert_eq!(did_you_mean("zzz", ["a", "b"]).unwrap(), "there is: a, b");
        assert_eq!(did_you_mean("zzz", []), None);
    }
}
