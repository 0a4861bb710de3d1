//! Whole files, and what a person reads about them.

use crate::config::Config;
use crate::diag::Diagnostics;
use crate::diag::Level;
use crate::people::*;
use crate::source::SourcePath;
use crate::source::SourceTree;
use crate::source::line_column;

const AUDIENCES: &str = r#"
people:
  ann: {name: Ann Owner, email: ann@example.org, signature: "Ann, who reads every reply"}
  ben: {name: Ben Owner, email: ben@example.org, links: [{url: "https://ben.example.org/about", rel: me}]}
legal: {postal: "Example Ltd, 1 Main St, Town", leave: {mail: leave@example.org, url: "https://leave.example.org/{token}"}}
stages: [new, acquainted, trusted, partner]
audiences:
  dealers:
    name: AV dealers
    why: Help dealers install gear without surprises
    segment: {tags: [dealer], not: [paused], stage: ">= new"}
    topics: [Installation, warranty]
    needs:
      warranty: How do I get a defect sorted out?
      racks: {ask: Which racks fit?, since: 2026-02-01}
    promise: {every: 2 weeks, at: "tue 09:00", tz: Europe/Berlin, if_nothing: skip}
    patience: {days: 90, gives: 6, stage: acquainted}
    from: owner
    reply_invite: What should we look into next?
  makers: {why: They build things, patience: patient, from: ben}
"#;

const CONTACTS: &str = r#"
contacts:
  - {id: c7f3, name: Zoë Reader, email: zoe@example.net, tags: [dealer], owner: ann, stage: acquainted, since: 2026-01-12,
     consent: {how: double-opt-in, at: 2026-01-12T10:02:00Z, where: /subscribe}, needs: [warranty],
     touches: [{date: 2026-02-03, kind: met, note: demo}]}
  - {id: a1, name: Max Reader, email: max@example.net, tags: [paused], consent: {how: in person, at: 2026-01-01}}
"#;

fn tree(files: &[(&str, &str)]) -> SourceTree {
    let mut tree = SourceTree::default();
    for (path, text) in files {
        tree.insert_text(SourcePath::new(path).unwrap(), *text);
    }
    tree
}

/// One line for each diagnostic: `rule path:line:column: message (help)`.
fn lines(diagnostics: &Diagnostics, tree: &SourceTree) -> String {
    let line = |diagnostic: &crate::diag::Diagnostic| {
        let span = diagnostic.span().expect("every diagnostic has a place");
        let text = tree.text(&span.path).map_or("", |text| text);
        let place = line_column(text, span.start);
        let help = diagnostic.help.as_deref().unwrap_or("-");
        let (name, message) = (diagnostic.rule.name, &diagnostic.message);
        format!("{name} {}:{}:{}: {message} ({help})\n", span.path, place.line, place.column)
    };
    diagnostics.iter().map(line).collect()
}

fn loaded(files: &[(&str, &str)], config: &Config) -> (Community, String) {
    let tree = tree(files);
    let (community, mut diagnostics) = load(&tree, config);
    diagnostics.sort();
    let lines = lines(&diagnostics, &tree);
    (community, lines)
}

/// What is said of `audiences.yaml` and `contacts.yaml`.
fn faults(audiences: &str, contacts: &str) -> String {
    loaded(&[("audiences.yaml", audiences), ("contacts.yaml", contacts)], &Config::default()).1
}

#[test]
fn a_whole_community() {
    let files = [("audiences.yaml", AUDIENCES), ("contacts.yaml", CONTACTS)];
    let (community, said) = loaded(&files, &Config::default());
    assert_eq!(said, "");
    let audiences = &community.audiences;
    assert_eq!(audiences.people.iter().map(|person| &*person.id).collect::<Vec<_>>(), ["ann", "ben"]);
    assert_eq!(audiences.people[1].links[0].label, "ben.example.org");
    let dealers = audiences.audience("dealers").unwrap();
    assert_eq!(dealers.topics, ["installation", "warranty"]);
    assert_eq!(dealers.needs.iter().map(|need| &*need.id).collect::<Vec<_>>(), ["warranty", "racks"]);
    assert_eq!(
        dealers.patience,
        Patience { days: 90, gives: 6, stage: audiences.stage("acquainted").unwrap().clone() }
    );
    assert_eq!(dealers.promise.as_ref().unwrap().every, Every::Weeks(2));
    let makers = audiences.audience("makers").unwrap();
    assert_eq!((makers.patience.days, makers.patience.gives), (365, 12));
    assert_eq!((&*makers.name, &makers.from), ("makers", &From::Person("ben".into())));
    let [zoe, max] = &community.contacts[..] else { panic!("two contacts") };
    assert_eq!(zoe.needs[0].to_string(), "dealers.warranty");
    assert_eq!(zoe.consent.as_ref().unwrap().date, jiff::civil::date(2026, 1, 12));
    assert_eq!(
        (&*max.owner, max.stage.name(), max.known_since()),
        ("ann", "new", Some(jiff::civil::date(2026, 1, 1)))
    );
    let reasons: Vec<_> = members(dealers, &community.contacts)
        .into_iter()
        .map(|member| (member.belongs, member.reason))
        .collect();
    assert_eq!(
        reasons,
        [
            (true, "tagged dealer; not tagged paused; stage acquainted is new or further".to_owned()),
            (false, "not tagged dealer".to_owned()),
        ]
    );
}

#[test]
fn neither_file_is_needed() {
    let (community, said) = loaded(&[], &Config::default());
    assert_eq!((said.as_str(), community.contacts.len(), community.audiences.audiences.len()), ("", 0, 0));
}

#[test]
fn a_contact_prints_nothing_that_tells_who_it_is() {
    let files = [("audiences.yaml", AUDIENCES), ("contacts.yaml", CONTACTS)];
    let (community, _) = loaded(&files, &Config::default());
    let printed = format!("{community:?} {:?}", private_pairs(&community.contacts));
    for private in ["Zoë", "zoe", "example.net", "demo", "Max"] {
        assert!(!printed.contains(private), "{private} in {printed}");
    }
    assert!(all_reserved(&community.contacts));
}

#[test]
fn every_fault_of_audiences_at_once() {
    let said = faults(
        r#"people:
  Ann: {name: Ann, email: ann@example.org}
  ben: {name: "Ben\r\nBcc: all@example.org", email: ben at example.org, image: ../ben.jpg, links: [{url: example.org, rel: freind}]}
legal: {leave: {url: "http://leave.example.org/"}}
min_gap_days: -1
keep_in_touch: {trused: 30}
audiences:
  dealers:
    segment: {stage: ">= aquainted", owner: bem}
    patiense: {days: 9}
    needs: {Warranty: "", racks: {ask: Which racks fit?, since: 2026-02-30}}
    promise: {every: fortnight, at: soon, tz: Europe/Berln}
    patience: {days: -5, gives: 2, stage: old}
    from: nobody
    max_items: 0
  makers:
    why: They make things
    name: "Makers\nnews"
    promise: {every: month, at: "tue 09:00"}
"#,
        "",
    );
    insta::assert_snapshot!(said, @r#"
    bad-id audiences.yaml:2:3: "Ann" cannot be the id of a person (use lower-case letters, digits, `-` and `_`)
    control-character audiences.yaml:3:15: `name` holds the control character '\r' (write it on one line; it may end up in the head of a message)
    bad-address audiences.yaml:3:53: "ben at example.org" is no address: it holds white space, a control character or one of `<>()[],;:\"` (write the bare address, as `ann@example.org`)
    bad-link audiences.yaml:3:80: the picture `../ben.jpg` is no path of the site (write it as `/images/ann.jpg`)
    bad-link audiences.yaml:3:106: `example.org` is no full address (write it with `https://` at its start)
    unknown-rel audiences.yaml:3:124: XFN has no word `freind` (did you mean `friend`?)
    no-way-to-leave audiences.yaml:4:1: newsletters have no postal address and no way to leave (add `legal: {postal: "…", leave: {mail: leave@…}}`; until then nobody is mailed)
    bad-link audiences.yaml:4:22: `http://leave.example.org/` cannot be a link to leave (it must start with `https://` and hold `{token}`, as in https://leave.example.org/{token})
    bad-number audiences.yaml:5:15: `min_gap_days` cannot be -1 (give a number from 0 to 36500)
    unknown-stage audiences.yaml:6:25: there is no stage `trused` (did you mean `trusted`?)
    missing-why audiences.yaml:8:3: audience `dealers` has no `why` (add `why:` with one sentence that its readers would agree with)
    unknown-stage audiences.yaml:9:22: there is no stage `aquainted` (did you mean `acquainted`?)
    unknown-person audiences.yaml:9:45: there is no person `bem` (did you mean `ben`?)
    unknown-key audiences.yaml:10:5: no key is called `patiense` here (did you mean `patience`?)
    bad-id audiences.yaml:11:13: "Warranty" cannot be the id of a need (use lower-case letters, digits, `-` and `_`)
    missing-key audiences.yaml:11:23: need `dealers.Warranty` has no question (write what the reader asks, in the reader's words)
    impossible-date audiences.yaml:11:65: `2026-02-30` is no date (write a day of the calendar as `2026-03-01`)
    bad-promise audiences.yaml:12:22: `fortnight` is no rhythm (write `week`, `2 weeks`, `10 days`, `month`, `quarter` or `year`)
    bad-promise audiences.yaml:12:37: `soon` is no time (write `tue 09:00` with weeks, `1 09:00` with months, `09:00` with days)
    bad-promise audiences.yaml:12:47: there is no time zone `Europe/Berln` (did you mean `Europe/Berlin`?)
    bad-number audiences.yaml:13:22: `days` cannot be -5 (give a number from 0 to 36500)
    unknown-stage audiences.yaml:13:43: there is no stage `old` (there is: new, acquainted, trusted, partner)
    unknown-person audiences.yaml:14:11: there is no person `nobody` (there is: Ann, ben)
    bad-number audiences.yaml:15:16: `max_items` cannot be 0 (give a number from 1 to 100)
    control-character audiences.yaml:18:11: `name` holds the control character '\n' (write it on one line; it may end up in the head of a message)
    bad-promise audiences.yaml:19:33: `at: tue 09:00` does not fit `every: month` (with months, write it as `1 09:00`)
    "#);
}

#[test]
fn every_fault_of_contacts_at_once_and_no_address() {
    let said = faults(
        AUDIENCES,
        r#"contacts:
  - {id: a, name: Zoë Reader, email: zoe@example.net, owner: anne, stage: aquainted, needs: [waranty], pause: [dealer]}
  - {id: a, name: "Zoë\nBcc: x@example.net", email: ZOE@example.net, since: 2026-02-30, consent: {how: call, at: soon}}
  - {id: zoe@example.net, name: Zoë, email: "zoe@@example.net"}
  - {name: Zoë, mail: zoe@example.net, tags: zoe@example.net, touches: [{date: 2026-01-01, kind: clicked}]}
  - zoe@example.net
"#,
    );
    insta::assert_snapshot!(said, @r#"
    unused-tag audiences.yaml:11:22: no contact is tagged `dealer` (is it mistyped?)
    no-consent contacts.yaml:2:6: contact `a` has not agreed to mail, and gets none (ask, then write down `consent: {how: …, at: …, where: …}`)
    unknown-person contacts.yaml:2:55: contact `a` has an owner who is not under `people:`: `anne` (did you mean `ann`?)
    unknown-stage contacts.yaml:2:68: contact `a` is at a stage that does not exist: `aquainted` (did you mean `acquainted`?)
    unknown-need contacts.yaml:2:86: contact `a` has a need that no audience has: `waranty` (did you mean `warranty`?)
    unknown-audience contacts.yaml:2:104: contact `a` pauses an audience that does not exist: `dealer` (did you mean `dealers`?)
    duplicate-contact contacts.yaml:3:6: contact `a` stands twice (give one of them another id)
    control-character contacts.yaml:3:13: the name of contact `a` holds a line break or a control character (write it on one line, without such characters)
    duplicate-address contacts.yaml:3:46: contact `a` and contact `a` have the same address (make them one contact)
    impossible-date contacts.yaml:3:70: contact `a` has a date under `since` that is none: `2026-02-30` (write a day of the calendar as `2026-03-01`)
    impossible-date contacts.yaml:3:89: contact `a` has a date under `consent` that is none: `soon` (write a day of the calendar as `2026-03-01`)
    bad-id contacts.yaml:4:6: contact number 3 has an `id` that cannot be one (use lower-case letters, digits, `-` and `_`, and no real name)
    no-consent contacts.yaml:4:6: contact number 3 has not agreed to mail, and gets none (ask, then write down `consent: {how: …, at: …, where: …}`)
    bad-address contacts.yaml:4:38: contact number 3 has an `email` that is no address: it needs exactly one `@`, with something on both sides (write the bare address, as `reader@example.net`)
    missing-key contacts.yaml:5:5: contact number 4 has no `email` (add the address, or take the contact out)
    missing-key contacts.yaml:5:5: contact number 4 has no `id` (add `id:`, a short name that tells nobody who it is)
    no-consent contacts.yaml:5:5: contact number 4 has not agreed to mail, and gets none (ask, then write down `consent: {how: …, at: …, where: …}`)
    unknown-key contacts.yaml:5:17: no key is called `mail` here (did you mean `email`?)
    wrong-type contacts.yaml:5:40: `tags` must be a list, and is text … (put it in brackets: `[…]`)
    unknown-value contacts.yaml:5:63: `kind` cannot be … (there is: met, call, reply, wrote, chat, referral)
    wrong-type contacts.yaml:6:5: contact number 5 is no mapping (write it as `{id: c7f3, name: …, email: …}`)
    "#);
    assert!(!said.contains("zoe@example.net") && !said.contains("Zoë"), "{said}");
}

#[test]
fn dates_still_to_come() {
    let tree = tree(&[("audiences.yaml", AUDIENCES), ("contacts.yaml", CONTACTS)]);
    let (community, _) = load(&tree, &Config::default());
    let said = lines(&check_dates(&community, jiff::civil::date(2026, 1, 11)), &tree);
    insta::assert_snapshot!(said, @r#"
    future-date audiences.yaml:15:7: `since` of need `dealers.racks` is 2026-02-01, which is still to come (today is 2026-01-11; correct the date)
    future-date contacts.yaml:3:10: since of contact `c7f3` is 2026-01-12, which is still to come (today is 2026-01-11; correct the date)
    future-date contacts.yaml:3:10: a touch of contact `c7f3` is 2026-02-03, which is still to come (today is 2026-01-11; correct the date)
    "#);
    assert!(check_dates(&community, jiff::civil::date(2026, 2, 3)).is_empty());
}

#[test]
fn contacts_from_csv() {
    let mut config = Config::default();
    config.contacts.file = "crm/readers.csv".into();
    config.contacts.columns =
        [("email", "E-Mail"), ("id", "Nr")].map(|(key, name)| (key.into(), name.into())).into();
    let csv = "\u{feff}Nr;Name;E-Mail;Tags;consent_how;consent_at;Fax\r\n\
               c1;\"Reader; Zoë\";zoe@example.net;\"dealer, big\";form;2026-01-01;\r\n\r\n\
               c2;Max;max@example.net;dealer;;;\r\n\
               c3;Eve;eve@example.net\r\n";
    let (community, said) = loaded(&[("audiences.yaml", AUDIENCES), ("crm/readers.csv", csv)], &config);
    insta::assert_snapshot!(said, @r#"
    no-consent crm/readers.csv:4:1: contact `c2` has not agreed to mail, and gets none (ask, then write down `consent: {how: …, at: …, where: …}`)
    bad-contacts-file crm/readers.csv:5:1: fields in this row: 3, in the head: 7 (put a field that holds the separator between double quotes)
    no-consent crm/readers.csv:5:1: contact `c3` has not agreed to mail, and gets none (ask, then write down `consent: {how: …, at: …, where: …}`)
    "#);
    let [zoe, max, eve] = &community.contacts[..] else { panic!("three contacts") };
    assert_eq!((&*zoe.name, &zoe.tags[..]), ("Reader; Zoë", &["dealer".to_owned(), "big".to_owned()][..]));
    assert!(zoe.consent.is_some() && max.consent.is_none() && !max.faulty && eve.faulty);

    config.contacts.columns.insert("emial".into(), "x".into());
    config.contacts.columns.insert("tags".into(), "Tag".into());
    let (_, said) = loaded(&[("audiences.yaml", AUDIENCES), ("crm/readers.csv", csv)], &config);
    insta::assert_snapshot!(said, @r#"
    bad-contacts-file crm/readers.csv:1:1: `contacts.columns` maps `emial`, which is no key of a contact (did you mean `email`?)
    bad-contacts-file crm/readers.csv:1:1: there is no column `Tag` for `tags` (did you mean `Tags`? map it in regards.yaml: `contacts: {columns: {tags: Tags}}`)
    "#);
    config.contacts.file = "crm/reader.csv".into();
    let (_, said) = loaded(&[("crm/readers.csv", csv)], &config);
    insta::assert_snapshot!(said, @"no-contacts-file regards.yaml:1:1: there is no contacts file `crm/reader.csv` (did you mean `crm/readers.csv`?)");
}

#[test]
fn what_spreadsheets_make_of_contacts() {
    let mut config = Config::default();
    config.contacts.file = "c.csv".into();
    let csv = "id,email,since,consent_how,consent_at,tags\n\
               c1,zoe@example.net,05.01.2025,form,31/12/2024,dealer\n,,,,,\n , \n\
               c2,max@example.net,05/01/2025,form,2025-01-05,\n,,,,,\n";
    let (community, said) = loaded(&[("audiences.yaml", AUDIENCES), ("c.csv", csv)], &config);
    assert_eq!(community.contacts.len(), 2);
    insta::assert_snapshot!(said, @r#"
    impossible-date c.csv:2:1: contact `c1` has a date under `consent` that is none (write it as `2024-12-31`, or format the column so)
    impossible-date c.csv:2:1: contact `c1` has a date under `since` that is none: `05.01.2025` (write it as `2025-01-05`, or format the column so)
    impossible-date c.csv:5:1: contact `c2` has a date under `since` that is none (write a day of the calendar as `2026-03-01`)
    "#);
    let (_, said) =
        loaded(&[("audiences.yaml", AUDIENCES), ("c.csv", "Nr,E-Mail\nc1,zoe@example.net\n")], &config);
    insta::assert_snapshot!(said, @r#"
    bad-contacts-file c.csv:1:1: there is no column `email` for `email` (did you mean `E-Mail`? map it in regards.yaml: `contacts: {columns: {email: E-Mail}}`)
    bad-contacts-file c.csv:1:1: there is no column `id` for `id` (map it in regards.yaml: `contacts: {columns: {id: …}}`, with the column's name)
    "#);
}

/// One fault of audiences.yaml is one thing to mend, not one for every reader.
#[test]
fn contacts_are_not_held_against_an_audiences_file_that_cannot_be_read() {
    let contacts =
        "contacts:\n  - {id: a, email: a@example.net, owner: zed, stage: warm, needs: [racks], pause: [x]}\n";
    let rules = |audiences: &str| -> Vec<&str> {
        let tree = tree(&[("audiences.yaml", audiences), ("contacts.yaml", contacts)]);
        load(&tree, &Config::default()).1.iter().map(|it| it.rule.name).collect()
    };
    for audiences in ["people: {ann: {name: [}\n", "a: b: c\n", "- ann\n"] {
        assert_eq!(rules(audiences).len(), 1, "{:?}", rules(audiences));
    }
    // What could be read is held against.
    assert_eq!(rules("people: [ann]\n"), ["wrong-type", "unknown-stage", "unknown-need", "unknown-audience"]);
    assert_eq!(
        rules("people: {ann: {name: Ann}}\naudiences: [x]\n"),
        ["wrong-type", "unknown-stage", "unknown-person"]
    );
    let all = ["unknown-stage", "unknown-person", "unknown-need", "unknown-audience"];
    assert_eq!(rules("people: {ann: {name: Ann}}\n"), all);
}

#[test]
fn rules_are_named_once_and_explained() {
    for (position, rule) in RULES.iter().enumerate() {
        assert!(rule.explain.len() > 60, "{}", rule.name);
        assert!(RULES[..position].iter().all(|other| other.name != rule.name), "{}", rule.name);
    }
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_text_makes_it_panic(audiences in ".{0,200}", contacts in ".{0,200}", csv in "(?s).{0,200}") {
        faults(&audiences, &contacts);
        let mut config = Config::default();
        config.contacts.file = "c.csv".into();
        loaded(&[("c.csv", &csv)], &config);
        loaded(&[("c.csv", &format!("id,email\n{csv}"))], &config);
    }
}

#[test]
fn no_consent_is_a_note_and_half_of_one_a_warning() {
    let levels = |contact: &str| -> Vec<Level> {
        let contacts = format!("contacts:\n  - {{id: a, email: a@example.net, tags: [dealer]{contact}}}\n");
        let tree = tree(&[("audiences.yaml", AUDIENCES), ("contacts.yaml", &contacts)]);
        let (community, diagnostics) = load(&tree, &Config::default());
        assert!(community.contacts.iter().all(|contact| contact.consent.is_none()));
        diagnostics.iter().filter(|it| it.rule == &NO_CONSENT).map(|it| it.level).collect()
    };
    assert_eq!(levels(""), [Level::Note]);
    assert_eq!(levels(", consent: {how: call}"), [Level::Warning]);
    assert_eq!(levels(", consent: {at: 2026-01-01}"), [Level::Warning]);
}
