//! The author is the subject, and praised.

use crate::diag;
use crate::diag::Level;
use crate::promo::AskKind;
use crate::promo::Family;
use crate::promo::Rule;
use crate::promo::phrases::Phrases;
use crate::promo::prose::BlockKind;
use crate::promo::rule::section;
use crate::promo::sink::Sink;
use crate::promo::url;

const PAGE: &str = include_str!("self_reference.md");

/// We, our, us, far more often than you.
pub static SELF_REFERENCE: Rule = Rule {
    code: "PR701",
    family: Family::SelfReference,
    diag: diag::Rule { name: "self-reference", level: Level::Note, explain: section(PAGE, "PR701") },
    fix: "make the reader the subject of the sentence",
};

/// An own brand in every other paragraph.
pub static BRAND_REPETITION: Rule = Rule {
    code: "PR702",
    family: Family::SelfReference,
    diag: diag::Rule { name: "brand-repetition", level: Level::Note, explain: section(PAGE, "PR702") },
    fix: "name the kind of thing instead of the product",
};

/// "World-class": praise for oneself.
pub static SELF_PRAISE: Rule = Rule {
    code: "PR703",
    family: Family::SelfReference,
    diag: diag::Rule { name: "self-praise", level: Level::Note, explain: section(PAGE, "PR703") },
    fix: "say what it does, with a number",
};

/// "Our platform": the author's own product is the hero.
pub static OWN_PRODUCT: Rule = Rule {
    code: "PR704",
    family: Family::SelfReference,
    diag: diag::Rule { name: "own-product", level: Level::Note, explain: section(PAGE, "PR704") },
    fix: "teach the method so that it works without your product",
};

/// Exclamation marks.
pub static EXCLAMATIONS: Rule = Rule {
    code: "PR705",
    family: Family::SelfReference,
    diag: diag::Rule { name: "exclamations", level: Level::Note, explain: section(PAGE, "PR705") },
    fix: "end the sentence with a full stop",
};

/// A name that is linked and said again and again.
pub static LINKED_NAME: Rule = Rule {
    code: "PR706",
    family: Family::SelfReference,
    diag: diag::Rule { name: "linked-name", level: Level::Note, explain: section(PAGE, "PR706") },
    fix: "name the kind of thing instead of the product, and link it once",
};

/// "About Brushwork": who the author is, in a section of its own.
pub static ABOUT_SECTION: Rule = Rule {
    code: "PR707",
    family: Family::SelfReference,
    diag: diag::Rule { name: "about-section", level: Level::Note, explain: section(PAGE, "PR707") },
    fix: "leave it to the page about you, which every page of the site links to",
};

/// The words of a line that can be the heading of a section without being marked as one.
const WORDS_OF_A_HEADING: usize = 6;

/// Names in hosts that everybody links to and nobody sells by it.
const NOBODYS_NAMES: [&str; 27] = [
    "github",
    "gitlab",
    "codeberg",
    "sourceforge",
    "twitter",
    "youtube",
    "youtu",
    "facebook",
    "linkedin",
    "instagram",
    "reddit",
    "medium",
    "google",
    "wikipedia",
    "wikimedia",
    "amazon",
    "npmjs",
    "crates",
    "docs",
    "pypi",
    "stackoverflow",
    "mozilla",
    "apple",
    "microsoft",
    "slack",
    "example",
    "archive",
];
/// Of the names that are linked, so many are looked for.
const MOST_LINKED_NAMES: usize = 4;

/// We, our and us in a hundred words, from which a text is about its author.
const SELVES_PER_HUNDRED: f64 = 1.5;
/// Exclamation marks in a hundred words, from which a text shouts.
const EXCLAMATIONS_PER_HUNDRED: f64 = 0.4;

/// The densities; the phrases are found with all others.
pub(crate) fn check(sink: &mut Sink<'_, '_>) {
    let counts = sink.prose.counts;
    let hundreds = sink.hundreds();
    let selves = counts.selves as f64 / hundreds;
    if selves >= SELVES_PER_HUNDRED && counts.selves > counts.readers {
        let densest = sink.prose.blocks.iter().max_by_key(|block| block.selves);
        let place = densest.and_then(|block| sink.first_word(block.flat.clone(), &["we", "our", "us"]));
        if let Some(place) = place {
            let why = format!("we, our, us {} times, you {} times", counts.selves, counts.readers);
            sink.density(&SELF_REFERENCE, place, counts.selves, selves - SELVES_PER_HUNDRED, why);
        }
    }
    let exclamations = counts.exclamations as f64 / hundreds;
    if exclamations >= EXCLAMATIONS_PER_HUNDRED
        && counts.exclamations >= 2
        && let Some(at) = sink.prose.flat.find('!')
    {
        let why = format!("{} exclamation marks", counts.exclamations);
        sink.density(&EXCLAMATIONS, at..at + 1, counts.exclamations, exclamations, why);
    }
    brands(sink);
    linked_names(sink);
    about_sections(sink);
}

/// Press releases end with who sent them.
fn about_sections(sink: &mut Sink<'_, '_>) {
    let prose = sink.prose;
    for block in &prose.blocks {
        let is_heading = block.kind == BlockKind::Heading
            || (block.kind == BlockKind::Paragraph && block.words <= WORDS_OF_A_HEADING);
        let text = &prose.flat[block.flat.clone()];
        // A sentence of six words that begins so ends with its full stop.
        if is_heading && text.starts_with("about ") && !text.ends_with(['.', '!', '?']) {
            sink.words(&ABOUT_SECTION, AskKind::Other, block.flat.clone());
        }
    }
}

/// Every own brand that is named more than twice, and more than once in two hundred words.
fn brands(sink: &mut Sink<'_, '_>) {
    for brand in &sink.settings.brands {
        let flat = &sink.prose.flat;
        let places = || {
            flat.match_indices(brand.as_str()).filter(|(at, found)| {
                let before = flat[..*at].chars().next_back();
                let after = flat[at + found.len()..].chars().next();
                !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
            })
        };
        let count = places().count();
        let density = count as f64 / sink.hundreds();
        if count > 2
            && density > 0.5
            && let Some((at, _)) = places().next()
        {
            let why = format!("the own name {count} times");
            sink.density(&BRAND_REPETITION, at..at + brand.len(), count, density, why);
        }
    }
}

/// The name that is said most among those that the text links to: the hero of the text, whoever sells it.
fn linked_names(sink: &mut Sink<'_, '_>) {
    let prose = sink.prose;
    let mut names: Vec<&str> = Vec::new();
    for link in &prose.links {
        let Some(name) = url::host(&link.url).and_then(url::name) else { continue };
        // The prose is lower case, and so are nearly all addresses.
        if name.len() >= 4
            && names.len() < MOST_LINKED_NAMES
            && !names.contains(&name)
            && !NOBODYS_NAMES.contains(&name)
            && !sink.settings.brands.iter().any(|brand| brand == name)
        {
            names.push(name);
        }
    }
    let flat = prose.flat.as_bytes();
    let is_letter = |at: Option<usize>| at.and_then(|at| flat.get(at)).is_some_and(u8::is_ascii_alphanumeric);
    let counts = names.iter().filter_map(|name| {
        let mut places = memchr::memmem::find_iter(flat, name.as_bytes())
            .filter(|at| !is_letter(at.checked_sub(1)) && !is_letter(Some(at + name.len())));
        let first = places.next()?;
        Some((1 + places.count(), first, *name))
    });
    let Some((count, first, name)) = counts.max_by_key(|(count, first, _)| (*count, usize::MAX - first))
    else {
        return;
    };
    let density = count as f64 / sink.hundreds();
    if count > 2 && density > 0.5 {
        let in_title = prose
            .blocks
            .first()
            .is_some_and(|block| block.kind == BlockKind::Title && block.flat.contains(&first));
        let why = format!("the text links to \"{name}\" and says the name {count} times");
        sink.density(
            &LINKED_NAME,
            first..first + name.len(),
            count,
            if in_title { 2.0 * density } else { density },
            why,
        );
    }
}

/// Words of the family.
pub(crate) static PHRASES: &[Phrases] = &[
    Phrases {
        rule: &SELF_PRAISE,
        kind: AskKind::Other,
        list: "
world-class
[industry-leading|market-leading|industry leading|award winning|best-in-class|best in class]
[the|a] leading [authority|voice|brand|global|player|name|manufacturer|developer]
leading [provider|platform|company|supplier|expert|experts|edge]
[cutting-edge|cutting edge|state-of-the-art|state of the art|next-generation|next generation]
[game-changer|game changer|game-changing|game changing|groundbreaking|revolutionary|revolutionize|revolutionizing]
[unparalleled|unrivaled|unrivalled|unmatched|top-notch|premier|one-stop]
trusted by
[peace of mind|to the next level|hassle-free|stress-free|effortlessly|seamless|seamlessly]
[tailored|customized|customised|bespoke|personalized] [to|solution|solutions|service|services|for|experience|approach]
[team|network|group] of [experts|experienced|professionals|dedicated|talented|skilled|passionate|specialists]
[experienced|expert|dedicated|professional|talented|knowledgeable] [team|staff|professionals|attorneys|consultants|engineers|technicians]
[years of|wealth of|extensive] experience
our [expertise|experts|expert|specialists|professionals]
[empower|empowers|empowering|unlock|unleash|supercharge|skyrocket|maximize]
[boost|grow|transform|scale|elevate|accelerate] your
[innovative|powerful|comprehensive|robust|scalable|complete|turnkey|end-to-end|intuitive|all-in-one] [solution|solutions|platform|product|products|suite|service|services|features]
[highest quality|superior]
[amazing|exceptional|outstanding|inspiring|diverse|exciting]
[leaders|experts] in
[the|a brighter|a better] future of
[developers|businesses|users|individuals|organizations|beginners|students|customers] alike
than ever [before|]
[industry|technology|thought|community] [leaders|leader|experts]
[around|across] the [globe|world]
[gain|valuable|actionable] [insights|insight]
[passionate|seasoned|renowned|world-renowned]
[helps|helping|enables|allows] [businesses|companies|organizations|teams|customers|clients|people|brands]
[designed|built|made|perfect|ideal] for [businesses|teams|companies|anyone|everyone|you]
[fast|easy|quick], [simple|reliable|affordable|secure|flexible]
",
    },
    Phrases {
        rule: &OWN_PRODUCT,
        kind: AskKind::Other,
        list: "
our [customer|customers|clients|product|products|services|solutions|platform|software|technology|offering|offerings|company|organization|organisation|brand|events|conference|webinar|attendees|mission|vision|community|programs|programme|foundation|studio|firm|agency|business|office]
[we|our company|our team|our platform|our product|our software|our app] [offer|offers|provide|provides|deliver|delivers|specialize|specialise|strive|pride ourselves|serve|help|helps|guarantee]
we [can help|have helped|believe|are committed|are dedicated|work closely|pride]
at [our|the] [company|agency|office|studio|firm|foundation]
[is|are] [available|offered] [through|in our|on our|from us]
",
    },
];
