//! The template contract: what every template is given, as `src/theme/contract.md` documents it.

use std::collections::BTreeMap;

use crate::output::OutPath;
use crate::render::tests::kitchen_sink;
use crate::theme::CONTRACT;

/// The context of the file at an output path as JSON with sorted keys, without what all templates share.
fn context(path: &str) -> (String, serde_json::Value) {
    let site = kitchen_sink();
    let job =
        site.plan.get(&OutPath::new(path).unwrap()).unwrap_or_else(|| panic!("{path}: {:?}", site.paths()));
    let (template, context) = site.renderer.context(job).unwrap();
    let names = [
        "page",
        "section",
        "paginator",
        "latest",
        "taxonomy",
        "terms",
        "term",
        "years",
        "audiences",
        "people",
        "issue",
        "subscribe_url",
        "audience",
        "url",
        "path",
        "config",
        "lang",
        "current_url",
        "current_path",
    ];
    let shared = ["config", "lang", "current_url", "current_path"];
    let values: BTreeMap<&str, serde_json::Value> = names
        .into_iter()
        .filter(|name| path == "404.html" || !shared.contains(name))
        .filter_map(|name| Some((name, serde_json::to_value(context.get(name)?).unwrap())))
        .collect();
    let mut seen = false;
    (template, sorted(serde_json::to_value(values).unwrap(), &mut seen))
}

/// Sorts keys; of light pages, all but the first are named only.
fn sorted(value: serde_json::Value, seen: &mut bool) -> serde_json::Value {
    match value {
        serde_json::Value::Object(entries) => {
            let light = entries.contains_key("reading_time") && entries.contains_key("slug");
            if light && !entries.contains_key("content") && std::mem::replace(seen, true) {
                return format!("(light page) {}", entries["title"].as_str().unwrap()).into();
            }
            let entries: BTreeMap<String, serde_json::Value> =
                entries.into_iter().map(|(key, value)| (key, sorted(value, seen))).collect();
            entries.into_iter().collect()
        }
        serde_json::Value::Array(items) => items.into_iter().map(|item| sorted(item, seen)).collect(),
        other => other,
    }
}

#[track_caller]
fn check(path: &str, template: &str) {
    let (found, context) = context(path);
    assert_eq!(found, template);
    insta::assert_json_snapshot!(template.replace(['/', '.'], "-"), context);
}

#[test]
fn every_template_is_given_what_the_contract_says() {
    check("index.html", "index.html");
    check("posts/page/2/index.html", "section.html");
    check("posts/first/index.html", "page.html");
    check("tags/index.html", "taxonomy_list.html");
    check("tags/warranty/index.html", "taxonomy_single.html");
    check("series/start-here/index.html", "series/single.html");
    check("archive/index.html", "archive.html");
    check("404.html", "404.html");
    check("subscribe/index.html", "subscribe.html");
    check("people/index.html", "people.html");
    check("newsletters/dealers/2026-03-24/index.html", "newsletter.html");
    check("newsletters/dealers/index.html", "newsletters.html");
    check("old/first/index.html", "alias.html");
}

#[test]
fn the_contract_names_every_key() {
    let site = kitchen_sink();
    let mut missing = Vec::new();
    for path in site.paths() {
        let job = site.plan.get(&OutPath::new(path).unwrap()).unwrap();
        if site.renderer.context(job).is_none() {
            continue;
        }
        let (template, context) = context(path);
        collect_keys(&context, &mut |key| {
            if !CONTRACT.contains(&format!("`{key}`")) {
                missing.push(format!("{template}: {key}"));
            }
        });
    }
    missing.sort();
    missing.dedup();
    assert_eq!(missing, Vec::<String>::new(), "contract.md says nothing of these");
}

/// Every key of every map, but not those that the site's authors choose.
fn collect_keys(value: &serde_json::Value, found: &mut impl FnMut(&str)) {
    match value {
        serde_json::Value::Object(entries) => {
            for (key, value) in entries {
                found(key);
                if key == "taxonomies" && value.is_object() {
                    value.as_object().into_iter().flatten().for_each(|(_, terms)| collect_keys(terms, found));
                } else if key != "extra" {
                    collect_keys(value, found);
                }
            }
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| collect_keys(item, found)),
        _ => {}
    }
}
