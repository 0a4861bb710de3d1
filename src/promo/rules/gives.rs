//! What the reader takes away without buying anything.

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

const PAGE: &str = include_str!("gives.md");

/// Steps to follow.
pub static STEPS: Rule = give("PR801", "steps", section(PAGE, "PR801"));
/// Code to use.
pub static CODE: Rule = give("PR802", "code", section(PAGE, "PR802"));
/// Numbers with units.
pub static NUMBERS: Rule = give("PR803", "numbers", section(PAGE, "PR803"));
/// Links to others.
pub static SOURCES: Rule = give("PR804", "sources", section(PAGE, "PR804"));
/// Credit to others.
pub static CREDIT: Rule = give("PR805", "credit", section(PAGE, "PR805"));
/// Because, so that, for example.
pub static REASONS: Rule = give("PR806", "reasons", section(PAGE, "PR806"));
/// Questions that the post answers, and headings that say how or why.
pub static ANSWERS: Rule = give("PR807", "answers", section(PAGE, "PR807"));
/// What the author tried, got wrong and learned.
pub static FIRST_HAND: Rule = give("PR808", "first-hand", section(PAGE, "PR808"));
/// Where it does not hold, what broke, and how sure the author is.
pub static CAVEATS: Rule = give("PR809", "caveats", section(PAGE, "PR809"));

const fn give(code: &'static str, name: &'static str, explain: &'static str) -> Rule {
    let diag = diag::Rule { name, level: Level::Note, explain };
    Rule { code, family: Family::Gives, diag, fix: "keep it" }
}

/// What follows a number that measures something.
const UNITS: [&str; 48] = [
    "%", "percent", "ms", "s", "sec", "seconds", "second", "minutes", "minute", "min", "hours", "hour",
    "days", "weeks", "months", "kb", "mb", "gb", "tb", "kib", "mib", "gib", "bytes", "byte", "bits", "lines",
    "times", "x", "px", "em", "rem", "mm", "cm", "m", "km", "kg", "g", "mg", "ml", "l", "°", "°c", "°f", "w",
    "kw", "v", "hz", "rows",
];

/// The length of the longest of [`UNITS`], in bytes.
const LONGEST_UNIT: usize = 8;

/// What is no phrase: steps, code, numbers, sources, questions, the first person.
pub(crate) fn check(sink: &mut Sink<'_, '_>) {
    let prose = sink.prose;
    for list in &prose.steps {
        sink.give(&STEPS, sink.first_line(list));
    }
    for block in &prose.code {
        sink.give(&CODE, sink.first_line(block));
    }
    for quote in &prose.quotes {
        sink.give(&CREDIT, sink.first_line(quote));
    }
    let mut hosts: Vec<&str> = Vec::new();
    for link in &prose.links {
        if let Some(host) = url::host(&link.url)
            && !sink.is_own_host(host)
            && !hosts.contains(&host)
            && hosts.len() < 64
        {
            hosts.push(host);
            sink.give(&SOURCES, link.source.clone());
        }
    }
    for block in &prose.blocks {
        let text = &prose.flat[block.flat.clone()];
        if matches!(block.kind, BlockKind::Title | BlockKind::Heading) && !block.mention && answers(text) {
            sink.give_in(&ANSWERS, block);
        }
        if block.kind != BlockKind::Title {
            numbers(sink, block.flat.clone());
        }
    }
}

/// First words of a title or heading that promise an answer.
const ANSWERING: [&str; 11] = [
    "how to ",
    "how do ",
    "how does ",
    "how i ",
    "why ",
    "what is ",
    "what are ",
    "what i ",
    "when to ",
    "understanding ",
    "introduction to ",
];

/// Whether a title or heading promises an answer.
pub(crate) fn answers(heading: &str) -> bool {
    heading.ends_with('?') || ANSWERING.iter().any(|words| heading.starts_with(words))
}

fn numbers(sink: &mut Sink<'_, '_>, range: std::ops::Range<usize>) {
    let flat = &sink.prose.flat;
    let bytes = flat.as_bytes();
    let mut at = range.start;
    while at < range.end {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        while at < range.end
            && (bytes[at].is_ascii_digit() || (matches!(bytes[at], b'.' | b',') && at > start))
        {
            at += 1;
        }
        let in_word =
            start > range.start && (bytes[start - 1].is_ascii_alphanumeric() || bytes[start - 1] == b'$');
        let rest = flat[at..range.end].strip_prefix([' ', '-']).unwrap_or(&flat[at..range.end]);
        // One byte more than the longest unit: a text without blanks is not read to its end for every digit.
        let rest_of_word = &rest[..rest.floor_char_boundary(LONGEST_UNIT + 1)];
        let unit =
            rest_of_word.split([' ', '.', ',', ')', '/', ';', ':', '!', '?', '\n', '-']).next().unwrap_or("");
        if !in_word && unit.len() <= LONGEST_UNIT && UNITS.contains(&unit) {
            let end = range.end - rest.len() + unit.len();
            sink.give(&NUMBERS, sink.prose.source(start..end));
        }
    }
}

/// Words of the family.
pub(crate) static PHRASES: &[Phrases] = &[
    Phrases {
        rule: &REASONS,
        kind: AskKind::Other,
        list: "
because
so that
the reason
[that's|that is|this is|here's|here is] why
[which|this|that] means
as a result
therefore
in other words
[for example|for instance|e.g.]
instead of
the problem [is|with|was]
turns out
it depends
[trade-off|trade-offs|tradeoff|tradeoffs]
however
[although|even though|unless|otherwise]
in order to
[note that|keep in mind|be careful|beware]
the difference between
[in practice|in theory|in general]
[on the other hand|rather than]
if you [want|need|don't|have|use|are|do]
[since it|the fact that|that way|in that case|even if|which can be|this approach|in contrast|namely|i.e.]
[similar to|the same as|compared to|compared with|as opposed to|the latter|the former]
[most people|in this case|in our case|in most cases|in some cases]
[let's say|suppose|assume|assuming|imagine]
",
    },
    Phrases {
        rule: &CREDIT,
        kind: AskKind::Other,
        list: "
inspired by
according to
[hat tip|h/t|credit to|credit goes to]
[points out|pointed out|wrote about|argues|suggests]
in [his|her|their] [book|post|article|talk|blog|essay|paper]
[a|an|this|another] [great|good|excellent|nice|wonderful|interesting] [post|article|talk|book|blog|blog post|paper|overview|explanation|write-up|writeup|essay]
[article|post|talk|book|essay|paper|blog post] by
[written|recommended|suggested|proposed|described|explained] by
[i|we] recommend
",
    },
    Phrases {
        rule: &FIRST_HAND,
        kind: AskKind::Other,
        list: "
i [learned|learnt|found|tried|realized|realised|noticed|thought|used|decided|wanted|started|ended up|had to|had|didn't|don't|was|wrote|think|know|remember|guess|could|couldn't|suspect|needed|use|got|came|came across|ran into|spent|saw|see|like|haven't|made|asked|went]
[i've|i have] [learned|found|been|tried|used|noticed|seen|never|had|made]
[so|but|when|if|then|now|first|as|because] i
we [had to|needed to|wanted to|ended up|decided|noticed|measured|tried|used to|started with|started by|chose|struggled]
[it seemed|seemed to|tried to|at first|in hindsight|next time|it took me|it took us]
[my|our|a|common] [mistake|mistakes]
[lesson|lessons] [learned|learnt|i|we]
[came to|got to] the conclusion
[i|we] used to
in my [experience|opinion|case]
[we|it] [found that|discovered that|realized|realised|learned|turned out|noticed]
[didn't|doesn't|did not|does not] work
[failed|fails|broke|broken]
[i was|we were] wrong
",
    },
    Phrases {
        rule: &STEPS,
        kind: AskKind::Other,
        list: "
[step 1|step one|step 2|step two|step 3]
^[first,|next,|then,|finally,]
let's [create|add|start|look|write|see|say|take|make|use|go|define|begin|try|assume|imagine]
^[open the|run the|add the|create the|click the|click on|run|edit|install the|copy the]
the following [command|code|example|steps|line|lines|snippet|file|function|output]
[looks|look|should look|would look|will look] like [this|so|the following]
make sure
[you'll|you will] [need|see|want|notice|find|have] [to|a|the|that]
[here's|here is] [how|an example|a simple|the code|what it]
^[avoid|use|keep|check|remember|set|choose|pick|ask|write|measure|start with|start by|think about|consider]
[in this|the above] [example|code|snippet]
[like this|something like|as follows|with the following|looks like|such as the following]
[as you can see|you can see|we can see|can see that|you might want to|you may want to|you should not|you probably|now we can|now you can|we can use|you can use]
[start by|try to|verify that|an example of|a simple example|step is]
[in this|this] [article|tutorial|guide|chapter|section]
^[conclusion|summary|references|further reading|background|prerequisites]
",
    },
    Phrases {
        rule: &CAVEATS,
        kind: AskKind::Other,
        list: "
[probably|usually|typically|perhaps|mostly|rarely|apparently|somehow|roughly|seemingly|arguably]
[it|this|that|they|there] [may|might|seems|seem]
[may|might] not
[unfortunately|sadly|annoying|annoyingly|tricky|surprisingly|confusing]
[doesn't|isn't|wasn't|aren't|weren't|didn't|hasn't|wouldn't|shouldn't|couldn't]
[does|is|was|should|did|are|were|could|would] not
not [the|a|all|always|every|only|even|necessarily|really|sure|just|because|that]
[wrong|worse|worst|neither|nothing]
[drawback|drawbacks|downside|downsides|disadvantage|disadvantages|caveat|caveats|limitation|limitations]
[hard|harder|difficult] to
[only if|only when|except|at least not|not yet]
[breaking change|breaking changes|deprecated|backward compatible|backwards compatible|no longer|known issue|known issues|bug|bugs|fixed|fixes|workaround|workarounds|edge case|edge cases]
[the|a|this|one|another] [problem|trouble|catch|danger|risk|issue]
",
    },
];
