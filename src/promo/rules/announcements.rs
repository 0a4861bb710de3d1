//! Launches, awards, vacancies, invitations.

use crate::diag;
use crate::diag::Level;
use crate::promo::AskKind;
use crate::promo::Family;
use crate::promo::Rule;
use crate::promo::phrases::Phrases;
use crate::promo::prose::BlockKind;
use crate::promo::rule::section;
use crate::promo::rules::gives;
use crate::promo::sink::Sink;

const PAGE: &str = include_str!("announcements.md");

/// "We are excited to announce": the news is the author's own.
pub static LAUNCH_ANNOUNCEMENT: Rule = Rule {
    code: "PR601",
    family: Family::Announcements,
    diag: diag::Rule { name: "launch-announcement", level: Level::Warning, explain: section(PAGE, "PR601") },
    fix: "open with what a reader can do now that they could not do before, and how",
};

/// "We won an award": prizes, funding, anniversaries, partners.
pub static SELF_CONGRATULATION: Rule = Rule {
    code: "PR602",
    family: Family::Announcements,
    diag: diag::Rule { name: "self-congratulation", level: Level::Warning, explain: section(PAGE, "PR602") },
    fix: "tell what you learned on the way that a reader can use",
};

/// "We are hiring".
pub static HIRING: Rule = Rule {
    code: "PR603",
    family: Family::Announcements,
    diag: diag::Rule { name: "hiring", level: Level::Warning, explain: section(PAGE, "PR603") },
    fix: "write what the work teaches, and keep the vacancy on its own page",
};

/// "Join us for a webinar".
pub static EVENT_INVITATION: Rule = Rule {
    code: "PR604",
    family: Family::Announcements,
    diag: diag::Rule { name: "event-invitation", level: Level::Warning, explain: section(PAGE, "PR604") },
    fix: "write up what will be shown there, so that those who stay home have it, too",
};

/// A title that is news of the author.
pub static NEWS_TITLE: Rule = Rule {
    code: "PR605",
    family: Family::Announcements,
    diag: diag::Rule { name: "news-title", level: Level::Warning, explain: section(PAGE, "PR605") },
    fix: "name in the title what the reader will know after reading",
};

/// Words of titles that are news, besides those that are news anywhere.
const NEWS: [&str; 36] = [
    "announces",
    "announced",
    "announcement",
    "launches",
    "launched",
    "launch",
    "unveils",
    "is now",
    "are now",
    "now available",
    "now live",
    "now open",
    "is here",
    "are here",
    "is out",
    "is live",
    "beta",
    "our new",
    "award",
    "awards",
    "awarded",
    "survey",
    "join",
    "joins",
    "hiring",
    "call for",
    "webinar",
    "welcome",
    "welcoming",
    "program",
    "partners",
    "partnership",
    "funding",
    "raises",
    "wins",
    "annual",
];

/// Looks at the title.
pub(crate) fn check(sink: &mut Sink<'_, '_>) {
    let prose = sink.prose;
    let Some(title) = prose.blocks.first().filter(|block| block.kind == BlockKind::Title) else { return };
    let text = &prose.flat[title.flat.clone()];
    // "How to launch", "Are awards worth it?": the word is what the post is about. And one title is reported once.
    if gives::answers(text) || text.starts_with("how ") || sink.asks_in_title() {
        return;
    }
    let is_letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let found = NEWS.iter().filter_map(|words| {
        let at = text.match_indices(words).map(|(at, _)| at).find(|at| {
            let bytes = text.as_bytes();
            !is_letter(at.checked_sub(1).and_then(|at| bytes.get(at)))
                && !is_letter(bytes.get(at + words.len()))
        })?;
        Some((at, words.len()))
    });
    // The first, and of those at one place the longest.
    if let Some((at, length)) = found.min_by_key(|(at, length)| (*at, usize::MAX - length)) {
        let start = title.flat.start + at;
        sink.words(&NEWS_TITLE, AskKind::News, start..start + length);
    }
}

/// Words of the family.
pub(crate) static PHRASES: &[Phrases] = &[
    Phrases {
        rule: &LAUNCH_ANNOUNCEMENT,
        kind: AskKind::News,
        list: "
[excited|pleased|thrilled|proud|happy|delighted|glad|honored|honoured|stoked|pumped|ecstatic|overjoyed] to [announce|share|introduce|launch|present|unveil|reveal|release|welcome|be|report|say|bring|offer|partner|have|see|finally|let|host|invite|tell|support|join|work|continue|sponsor]
[excited|pleased|thrilled|proud|happy|delighted] that
[so|very|really|super|incredibly|extremely|more than] [excited|thrilled|pleased|proud]
[excited|thrilled|pleased|eager] to
thrilled [about|by|for|with]
^[announcing|introducing|presenting|unveiling|launching]
^say hello to
^meet [the|our] new
today[,|] [we're|we are|i'm excited|i am excited|we launched|we launch|we announced]
[we've|we have] been working [hard|on]
[we're|we are] [now |also |officially |][launching|introducing|announcing|releasing|unveiling|opening|rolling out|kicking off|offering|adding|bringing|expanding]
[we|i] [have |'ve |][just|recently|officially] [launched|released|published|opened|announced]
[we've|we have|i've] [just |recently |][launched|released|partnered|teamed up|joined|been working hard]
[now|officially|already] [available|live|open]
[is|are] now [available|live|open|here|in]
has [arrived|landed|launched]
officially [launched|released|launch|opened|launching]
to announce
announce [the|that|our|a|an]
[the|our|official|public] launch of
[announce the|our latest|our newest] release
[over the|in the|this|the] past year
[this|another] [milestone|achievement|exciting]
^[our|the] team at
[we'd|we would] love [to|for|your]
launch [of our|of the|party|event]
[public|private|open|closed] beta
[generally available|general availability]
[coming|arriving|launching] [soon|this]
[brand new|brand-new]
our [new|newest|latest|upcoming|first|first-ever|first ever] [product|website|web site|site|service|feature|features|app|course|book|version|release|release of|platform|program|office|home|look|brand|logo|tool|partner|offering|update|ebook|video|podcast]
[a|our] new [website|look|logo|home|brand|product line]
new and improved
product hunt
press release
for immediate release
has been [launched|selected|chosen|named]
[we|i] [can't|cannot] wait [to|for]
[in the|over the] coming [weeks|months]
we hope [you|to|that|this]
look forward to
looking forward to
",
    },
    Phrases {
        rule: &SELF_CONGRATULATION,
        kind: AskKind::News,
        list: "
[we|we've|our team|our company|our work|our app] [have won|just won|received|earned|been awarded|were awarded|were named|were nominated|been nominated]
[been|was|were|are|is] [awarded|honored|honoured|nominated|shortlisted|recognized as|recognised as|recognized by|selected as|featured in|featured on|proud]
[we were|we've been|has been] [named|ranked|voted]
award-winning
[award|awards] [for|winner|winners|ceremony]
we won [a|an|the|another|first|best|our]
[winner|winners|finalist|finalists] of [the|our|this]
series [a|b|c|d] [funding|round|financing]
[raised|raise|raising] $
[seed|funding|investment] round
[humbled|honored|honoured] by
[proud|grateful] to
proud [member|partner|sponsor|supporter|recipient|of our|of the team|of what]
[strategic|new|exciting] [partnership|partner|partners|alliance|collaboration]
[partnered|partnering|teaming up|teamed up|collaborating|collaborated] with
[partnership|collaboration] with
[joins|joined|joining] [the|our|us] [team|board|as|company|family]
[welcome|welcoming] [to the team|our new|our newest|our]
their mission
mission [is to|to]
[dedicated|committed|commitment] to
[passionate|passion] [about|for]
[years|decades] [of experience|in business|of combined|in the industry]
[anniversary|birthday] [of|celebration|party]
[celebrate|celebrating|celebration]
[was|were|been|being] acquired by
acquisition of
[congratulations|congrats] to
[thank you|thanks|thank] [to |][our]
our [sponsors|partners|donors|supporters|volunteers|investors]
[has|have] been [featured|recognized|recognised|accepted|selected]
[ceo|cto|founder|co-founder|president|director|vice president|chairman|coo|cmo] [of|at|and]
[customer|client|success] [story|stories|spotlight|success]
[customer|client|our|new] case [study|studies]
founded in
",
    },
    Phrases {
        rule: &HIRING,
        kind: AskKind::Jobs,
        list: "
[we're|we are|we're always|we are always|now|are|is|currently] [hiring|recruiting]
[join|joining] our [team|growing team|company]
[open|job|available|current] [position|positions|opening|openings|vacancies|role|roles|opportunities|opportunity|posting|postings]
@[apply|careers|jobs|we're hiring]
^apply [now|today|here|online|for|to|by]
apply [now|today|here|online|for the|to join|to be|for a|by]
[submit|send] your [application|applications]
applications [are|for|will|close|open]
[we're|we are|i'm|i am] [currently |actively |also |always |][looking for|seeking|searching for] [a|an|talented|someone|developers|passionate|people|new|motivated|volunteers|experienced|individuals]
[send|submit|email] [us |me |][your|a|in your] [cv|resume|résumé|cover letter|portfolio]
career [opportunities|opportunity]
our [careers|jobs] page
come [work|build] with us
[competitive|annual] salary
[ideal|successful|qualified] [candidate|candidates]
[full-time|full time|part-time|part time] [position|role|job|developer|engineer]
[responsibilities|qualifications|requirements] include
[available|open] for [hire|freelance|contract|work|new projects|consulting]
[looking for|seeking] [work|new opportunities|a new job|new clients|testers|beta testers|contributors|sponsors|speakers|mentors]
",
    },
    Phrases {
        rule: &EVENT_INVITATION,
        kind: AskKind::Event,
        list: "
join us
join us [for|in|at|on|this|as|to|next|live]
join [me|the team|our team] [for|at|on|in|as]
^join [the|our|me|a|in|thousands]
@[register|join|rsvp|tickets|get tickets|get your ticket|book your]
[invite|inviting|invites] you
[you're|you are|are] [cordially |][invited|welcome to join|welcome to attend]
rsvp
^register
register [now|today|here|online|for the|for our|for this|for a|to attend|via|at]
registration [is|opens|closes|fee|link|form|page|will|has|now]
see you [there|in|at|soon|all|next|on]
hope to see you
[to|and] see [you|everyone|all of you]
call for [papers|proposals|speakers|talks|participation|sponsors|submissions|presentations|applications|nominations|entries|contributions]
[submit|submitting] [a|your|an] [talk|proposal|paper|session|abstract|project|nomination|entry]
[tickets|passes] [are|now|on sale|available|here|start|for|can|will]
[get|buy|book|purchase] [your|a|] [ticket|tickets]
will [be held|take place|be hosted|be hosting|be holding|be presenting|be speaking|be giving|be exhibiting|be attending|be joining]
[we'll|we will|i'll|i will] be [at|hosting|speaking|presenting|exhibiting|holding|attending|running|giving|giving away|in|sharing|joined|joining]
[hosting|holding|organizing|organising|running|hosted] [a|an|our|the] [free |live |online |virtual |special |][webinar|event|meetup|workshop|conference|class|course|session|party|hackathon|panel|series|reception]
[upcoming|annual|monthly|free|live|virtual|online] [webinar|webinars|event|events|meetup|meetups|workshop|workshops|conference|class|classes|course|summit|hackathon|seminar|meeting|gathering|session|tour|party]
[next|first|second|third|this|our] [webinar|webinars|meetup|meetups|workshop|workshops|conference|summit|hackathon|seminar|gathering]
[event|conference|webinar|workshop|meetup|summit] will
come [join|along|and join|hang out|and see|and meet|say hi|out and|to our]
[doors open|open to the public|open to all|open to everyone]
[attend|attending] [the|our|this|a|an]
[keynote|guest|featured|invited] [speaker|speakers|speech]
[financial aid|scholarship|scholarships]
^[when|where|location|date|venue|time|who|speaker|speakers|schedule]:
[january|february|march|april|may|june|july|august|september|october|november|december] [1st|2nd|3rd|4th|5th|6th|7th|8th|9th|10th|11th|12th|13th|14th|15th|16th|17th|18th|19th|20th|21st|22nd|23rd|24th|25th|26th|27th|28th|29th|30th|31st]
[am|pm|a.m.|p.m.] [est|edt|et|pst|pdt|pt|pacific|eastern|central|cet|cest|gmt|bst|utc]
[pm|a.m.|p.m.] [to|-|and|on|in|at]
[agenda|lineup|line-up] [is|of|for|here|includes|will]
[talks|speakers] [from|by|will|include]
this event
to [attend|see you]
[meet|network|connect] with [other|like-minded|fellow|people|us|the]
like-minded
[for|of] attendees
",
    },
];
