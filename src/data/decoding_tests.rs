//! Typed values: every problem shown, and the rest kept.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use crate::data::{UnknownKeys, decode, read_yaml};
use crate::diag::human;
use crate::source::{SourcePath, SourceTree};

/// A type with one key of each sort.
#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Pet {
    /// What it is called.
    name: String,
    /// Its size.
    #[serde(default)]
    size: Option<Size>,
    #[serde(default)]
    age: Option<u32>,
    #[serde(default)]
    weight: f64,
    #[serde(default)]
    toys: Vec<Toy>,
    #[serde(default)]
    tame: bool,
    #[serde(default)]
    friends: std::collections::BTreeMap<String, Pet>,
    #[serde(default)]
    food: Option<Food>,
    #[serde(default)]
    notes: std::collections::BTreeMap<String, serde_json::Value>,
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Size {
    /// Fits in a hand.
    Small,
    /// Does not.
    VeryLarge,
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
struct Toy {
    kind: String,
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
enum Food {
    One(String),
    Many(Vec<String>),
}

fn pet(text: &str, unknown: UnknownKeys) -> (Option<Pet>, String) {
    let path = SourcePath::new("pet.yaml").unwrap();
    let (node, faults) = read_yaml(&path, text, 0);
    assert!(faults.is_empty());
    let (pet, diagnostics) = decode::<Pet>(&path, &node.unwrap(), unknown);
    let mut sources = SourceTree::default();
    sources.insert_text(path, text);
    (pet, human(&diagnostics, &sources, false))
}

#[test]
fn whole_values_decode() {
    let text = "name: Rex\nsize: very-large\nage: 3\nweight: 2\ntoys: [{kind: ball}]\ntame: true\nfood: [a, b]\n\
                friends: {tom: {name: Tom, food: fish}}\nnotes: {a: [1, x, null, {b: 2.5}]}\n";
    let (pet, faults) = pet(text, UnknownKeys::Refuse);
    let pet = pet.unwrap();
    assert_eq!(faults, "");
    assert_eq!(
        (pet.name.as_str(), pet.size, pet.age, pet.weight),
        ("Rex", Some(Size::VeryLarge), Some(3), 2.0)
    );
    assert_eq!((pet.toys[0].kind.as_str(), pet.tame), ("ball", true));
    assert_eq!(pet.friends["tom"].food, Some(Food::One("fish".into())));
    assert_eq!(pet.food, Some(Food::Many(vec!["a".into(), "b".into()])));
    assert_eq!(pet.notes["a"], json!([1, "x", null, {"b": 2.5}]));
}

#[test]
fn a_key_without_a_value_is_not_given() {
    let (pet, faults) = pet("name: Rex\nsize:\nweight:\ntoys:\ntame: ~\nfriends:\n", UnknownKeys::Refuse);
    assert_eq!((pet.unwrap().weight, faults.as_str()), (0.0, ""));
}

#[test]
fn every_problem_is_reported_and_the_rest_is_kept() {
    let text = "name: Rex\nsize: very-lage\nage: -1\nweight: heavy\ntoys: [{kind: ball}, {knd: rope}, 5]\ntame: maybe\n\
                colour: red\nfriends: {tom: {name: Tom, tame: 1}, ann: {age: 99999999999}}\nfood: 5\nnotes: x\n";
    let (pet, faults) = pet(text, UnknownKeys::Refuse);
    insta::assert_snapshot!(faults, @r###"
    error[unknown-value]: `size` cannot be "very-lage"
     --> pet.yaml:2:7
      |
    2 | size: very-lage
      |       ^^^^^^^^^
      |
      = help: did you mean `very-large`?

    error[unknown-value]: `age` must be at least 0, and is -1
     --> pet.yaml:3:6
      |
    3 | age: -1
      |      ^^

    error[wrong-type]: `weight` must be a number, and is text "heavy"
     --> pet.yaml:4:9
      |
    4 | weight: heavy
      |         ^^^^^

    error[unknown-key]: no key is called `knd` here
     --> pet.yaml:5:23
      |
    5 | toys: [{kind: ball}, {knd: rope}, 5]
      |                       ^^^
      |
      = help: did you mean `kind`?

    error[missing-key]: the key `kind` is missing in an item of `toys`
     --> pet.yaml:5:23
      |
    5 | toys: [{kind: ball}, {knd: rope}, 5]
      |                       ^^^

    error[wrong-type]: an item of `toys` must be a mapping, and is number 5
     --> pet.yaml:5:35
      |
    5 | toys: [{kind: ball}, {knd: rope}, 5]
      |                                   ^
      |
      = help: it takes keys of its own, each with a value

    error[wrong-type]: `tame` must be true or false, and is text "maybe"
     --> pet.yaml:6:7
      |
    6 | tame: maybe
      |       ^^^^^

    error[unknown-key]: no key is called `colour` here
     --> pet.yaml:7:1
      |
    7 | colour: red
      | ^^^^^^

    error[wrong-type]: `tame` must be true or false, and is number 1
     --> pet.yaml:8:34
      |
    8 | friends: {tom: {name: Tom, tame: 1}, ann: {age: 99999999999}}
      |                                  ^

    error[unknown-value]: `age` must be at most 4294967295, and is 99999999999
     --> pet.yaml:8:49
      |
    8 | friends: {tom: {name: Tom, tame: 1}, ann: {age: 99999999999}}
      |                                                 ^^^^^^^^^^^

    error[missing-key]: the key `name` is missing in `ann`
     --> pet.yaml:8:44
      |
    8 | friends: {tom: {name: Tom, tame: 1}, ann: {age: 99999999999}}
      |                                            ^^^

    error[wrong-type]: `food` must be text or a list, and is number 5
     --> pet.yaml:9:7
      |
    9 | food: 5
      |       ^
      |
      = help: put the value in quotes

    error[wrong-type]: `notes` must be a mapping, and is text "x"
      --> pet.yaml:10:8
       |
    10 | notes: x
       |        ^
       |
       = help: it takes keys of its own, each with a value
    "###);
    let pet = pet.unwrap();
    assert_eq!((pet.name.as_str(), pet.age, pet.size, pet.weight, pet.tame), ("Rex", None, None, 0.0, false));
    assert_eq!((pet.toys.len(), pet.food), (1, None));
    assert_eq!(pet.friends.keys().collect::<Vec<_>>(), ["tom"]);
}

#[test]
fn what_cannot_be_done_without() {
    for text in ["size: small\n", "name: [Rex]\n", "- Rex\n", "Rex\n", "name:\n"] {
        assert_eq!(pet(text, UnknownKeys::Refuse).0, None, "{text}");
    }
    let shown: Vec<String> = ["size: small\n", "name: 5\n", "- Rex\n", "Rex\n", "name:\n"]
        .iter()
        .map(|text| pet(text, UnknownKeys::Refuse).1)
        .collect();
    insta::assert_snapshot!(shown.concat(), @r###"
    error[missing-key]: the key `name` is missing
     --> pet.yaml:1:1
      |
    1 | size: small
      | ^^^^

    error[wrong-type]: `name` must be text, and is number 5
     --> pet.yaml:1:7
      |
    1 | name: 5
      |       ^
      |
      = help: put the value in quotes

    error[wrong-type]: the file must be a mapping, and is a list
     --> pet.yaml:1:1
      |
    1 | - Rex
      | ^
      |
      = help: write lines such as `key: value`

    error[wrong-type]: the file must be a mapping, and is text "Rex"
     --> pet.yaml:1:1
      |
    1 | Rex
      | ^^^
      |
      = help: write lines such as `key: value`

    error[missing-key]: the key `name` is missing
     --> pet.yaml:1:1
      |
    1 | name:
      | ^^^^
    "###);
}

/// A type that its schema does not tell everything about.
#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
struct Even(String);

impl TryFrom<String> for Even {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text.len().is_multiple_of(2) { Ok(Self(text)) } else { Err(format!("{text:?} is odd")) }
    }
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
struct Evens {
    #[serde(default)]
    one: Option<Even>,
    #[serde(default)]
    many: Vec<Even>,
    #[serde(default)]
    pairs: Vec<Pair>,
}

#[derive(Debug, PartialEq, Deserialize, JsonSchema)]
struct Pair {
    left: Even,
}

#[test]
fn what_a_type_itself_refuses() {
    let path = SourcePath::new("a.yaml").unwrap();
    let text = "one: abc\nmany: [ab, a, cd, e]\npairs: [{left: ab}, {left: a}]\n";
    let node = read_yaml(&path, text, 0).0.unwrap();
    let (evens, diagnostics) = decode::<Evens>(&path, &node, UnknownKeys::Refuse);
    let even = |text: &str| Even(text.to_owned());
    let expected =
        Evens { one: None, many: vec![even("ab"), even("cd")], pairs: vec![Pair { left: even("ab") }] };
    assert_eq!(evens, Some(expected));
    let mut sources = SourceTree::default();
    sources.insert_text(path, text);
    insta::assert_snapshot!(human(&diagnostics, &sources, false), @r###"
    error[wrong-type]: "abc" is odd
     --> a.yaml:1:6
      |
    1 | one: abc
      |      ^^^

    error[wrong-type]: "a" is odd
     --> a.yaml:2:12
      |
    2 | many: [ab, a, cd, e]
      |            ^

    error[wrong-type]: "e" is odd
     --> a.yaml:2:19
      |
    2 | many: [ab, a, cd, e]
      |                   ^

    error[wrong-type]: "a" is odd
     --> a.yaml:3:28
      |
    3 | pairs: [{left: ab}, {left: a}]
      |                            ^
    "###);
}

#[test]
fn warnings_instead_of_errors() {
    let (pet, faults) = pet("name: Rex\nnme: x\nage: old\n", UnknownKeys::Warn);
    assert_eq!(pet.unwrap().name, "Rex");
    assert!(!faults.contains("error") && faults.matches("warning[").count() == 2, "{faults}");
}

proptest::proptest! {
    /// No tree makes the decoder panic, and a value comes out unless an error says why not.
    #[test]
    fn any_tree_can_be_decoded(text in "((name|size|age|toys|friends|food|notes|x): [-a-z0-9\\[\\]{}:, ~]{0,14}\n){0,6}") {
        let path = SourcePath::new("a").unwrap();
        if let (Some(node), _) = read_yaml(&path, &text, 0) {
            let (pet, diagnostics) = decode::<Pet>(&path, &node, UnknownKeys::Refuse);
            proptest::prop_assert!(pet.is_some() || diagnostics.has_errors());
        }
    }
}
