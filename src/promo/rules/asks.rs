//! The reader is told to do something for the author.

use crate::diag;
use crate::diag::Level;
use crate::promo::AskKind;
use crate::promo::Family;
use crate::promo::Rule;
use crate::promo::phrases::Phrases;
use crate::promo::rule::section;

const PAGE: &str = include_str!("asks.md");

/// "Sign up now": buy, try, download, enrol.
pub static CALL_TO_ACTION: Rule = Rule {
    code: "PR101",
    family: Family::Asks,
    diag: diag::Rule { name: "call-to-action", level: Level::Warning, explain: section(PAGE, "PR101") },
    fix: "show the reader how to do it themselves, and leave the link for the end or the footer",
};

/// "Contact us today": get in touch, book a call, hire us.
pub static CONTACT_ASK: Rule = Rule {
    code: "PR102",
    family: Family::Asks,
    diag: diag::Rule { name: "contact-ask", level: Level::Warning, explain: section(PAGE, "PR102") },
    fix: "answer the question the reader would call about",
};

/// "Follow us": subscribe, share, join the list.
pub static FOLLOW_ASK: Rule = Rule {
    code: "PR103",
    family: Family::Asks,
    diag: diag::Rule { name: "follow-ask", level: Level::Note, explain: section(PAGE, "PR103") },
    fix: "leave it to the page's footer: a reader who was helped will look for it",
};

/// "Donate now": give money or time.
pub static DONATION_ASK: Rule = Rule {
    code: "PR104",
    family: Family::Asks,
    diag: diag::Rule { name: "donation-ask", level: Level::Warning, explain: section(PAGE, "PR104") },
    fix: "tell what earlier gifts made possible, and keep the appeal for readers who know you",
};

/// "Learn more about our services": onward to the author's own pages.
pub static DETOUR: Rule = Rule {
    code: "PR105",
    family: Family::Asks,
    diag: diag::Rule { name: "detour", level: Level::Note, explain: section(PAGE, "PR105") },
    fix: "say here what stands on the other page",
};

/// Words of the family.
pub(crate) static PHRASES: &[Phrases] = &[
    Phrases {
        rule: &CALL_TO_ACTION,
        kind: AskKind::Signup,
        list: "
^[sign up|signup]
@[sign up|signup]
sign up [to|and]
sign up [here|now|today|below|free|for our|for the|for a|for free|for your|for early|at|to get|to be|to receive|to try|via|using the]
[create|open] [a|your] free account
^create your account
get started [today|now|for free|free]
^get started with [us|our]
@get started
^try it [out|free|now|today|for free|yourself]
try it [free|now|today|for free]
[try|try out] our
^[try|try out] the new
^try [us|our]
@[try|start]
[give|giving] [it|us] a [spin|whirl]
take it for a [spin|test drive]
[start|begin] your [free |]trial
[request|get|ask for] [a|your|early|beta] [demo|access|invite|invitation|trial]
[schedule|book|see|watch|get|take] [a|your|our] [free |live |personal |personalized |product |quick |]demo
join [the|our] [waitlist|waiting list|wait list|beta|private beta|early access|free trial|program|programme]
[apply for|sign up for|get|request] [early|beta] access
early access program
^download [now|our|the free|your|a free|it now|it today|the app|the latest version|it here|it for free]
download [our|your free|the free|a free]
@download [now|free|the app|it|today]
[available|download it] [on|in|from] the [app store|play store|google play store|mac app store]
[install|get] [our|the] [free |]app
[switch|migrate] to our
^[discover|explore|experience] [our|how our|the power of]
see it in action
see how [we|our]
[see|find out|learn|discover] [for yourself|what we can do]
ready to [get started|take|try|start|see|transform|learn more|join|move|make the]
^[whether you're|whether you are] [looking|a]
^[looking|want|need|interested] [to|for|in] [learn|find out|hear|know] more
you can [sign up|register|join|subscribe|apply|download it|try it]
",
    },
    Phrases {
        rule: &CALL_TO_ACTION,
        kind: AskKind::Buy,
        list: "
^[buy|order|shop|purchase] [now|today|online|yours|your|it now|our|tickets|here|the book|from]
[buy|order|purchase|pre-order|preorder|get|grab|claim|reserve] [yours|your copy|your own copy|a copy|my book|my course|our book|one today|one now]
@[buy|order|purchase|pre-order|preorder|shop|upgrade|enroll]
add to [cart|basket]
grab [a|your] [spot|seat|copy|ticket|tickets]
^upgrade [now|today|to]
upgrade [to pro|to premium|to a paid|your plan|your account today]
available [for purchase|to order|for pre-order|in our shop|in our store|in our online store|to buy]
become a [customer|client|reseller]
[enroll|enrol] [now|today|in our|in my|in the]
[enrollment|enrolment] is [now |]open
[check out|see|visit|browse] our [shop|store|catalog|catalogue|pricing|plans|collection|range|selection]
our [online store|online shop|store|shop]
",
    },
    Phrases {
        rule: &CONTACT_ASK,
        kind: AskKind::Contact,
        list: "
[contact|call|email|e-mail|phone|message|talk to|write to|ping|chat with|speak with|speak to|get in touch with|reach out to|reach] us
^[contact|call|email|e-mail|hire|message|text] me
[drop|shoot|send] [us|me] [a|an] [line|note|message|email|e-mail|mail]
[hire|book|work with|partner with] [us|me]
get in touch
@[contact|contact us|get in touch|call|email us|book|talk to us|hire us]
please [contact|call|email|e-mail|reach out|get in touch|visit|register]
[feel free to|don't hesitate to|do not hesitate to|hesitate to] [contact|reach out|get in touch|call|email|ask]
reach out [today|to our|now|to the team|if you]
^contact [our|the|your] [team|sales|office|experts|support]
contact our
[call|contact|visit|reach] [our|your local] [office|offices|store|showroom|team|sales team|experts|specialists]
[schedule|book|request|set up|arrange|get|claim] [a|an|your|my] [free |quick |initial |discovery |complimentary |free initial |no-obligation |][call|consultation|appointment|meeting|chat|quote|estimate|assessment|inspection|viewing|tour|visit|audit|proposal|session|strategy session]
[talk|speak|chat] [to|with] [one of our|our|an|a] [experts|expert|team|specialists|specialist|sales|consultants|consultant|advisor|advisors|attorney|attorneys|agent|agents]
give us a [call|ring|shout|buzz]
[how|if|where] we can help
[we|our team] can help you
we're here to help
we are here to help
[let|have] us [help|handle|take care|do the]
let's [chat|connect|work together|talk today|talk soon]
[we'd|we would|i'd|i would] [love|be happy|be glad|like] to [help|work with you|talk|chat|discuss|hear from|hear about your|speak]
[looking forward|look forward] to [hearing from|working with|speaking with|helping|meeting] you
hear from you
stop by our
[visit|see|find|meet] us [at|in|on]
visit us
come [see|visit|by|find] us
[interested|questions|want to know more|need help|got a project]? [contact|call|email|get in touch|drop|reach]
[contact|call|email] [today|now] [to|for]
",
    },
    Phrases {
        rule: &FOLLOW_ASK,
        kind: AskKind::Follow,
        list: "
^subscribe
@subscribe
subscribe [now|today|here|below|to our|to my|to the newsletter|to this blog|to the blog|to receive|to get|on youtube|via email]
follow [us|me|our|@] [on|at|for|in|blog]
follow [us|me]
like us on facebook
[find|like|connect with|join|tweet at|tweet] us on
join [our|the|my] [newsletter|mailing list|email list|slack|discord|facebook group|telegram|forum|conversation|discussion|chat|gitter|google group|list]
join our [growing |]community
join [the|our] [growing |thriving |vibrant |]community
^[share|retweet|tweet] this
[share|forward] this [post|article|newsletter|email|page] [with|to|on]
spread the word
stay tuned
[sign up|signup|opt in] [for|to] [our|my|the|this|receive|get] [newsletter|mailing list|email list|updates|blog|weekly|monthly|free|email|emails|newsletters]
stay [up to date|up-to-date|informed|in touch|connected|in the loop]
keep [up to date|up-to-date|an eye out|an eye on our]
star [us|the repo|our repo|the project] on github
leave [us |me |][a|your] [review|comment below]
let us know [on twitter|what you think|your thoughts]
[vote|voting] for [us|our]
connect with us
check back
keep in touch
",
    },
    Phrases {
        rule: &DONATION_ASK,
        kind: AskKind::Donate,
        list: "
^donate
@[donate|sponsor|support us|become a]
donate [now|today|here|online|via|at|to us|to our|to the]
[make|send|consider|making] [a|your] [one-time |monthly |recurring |tax-deductible |generous |small |][donation|gift|contribution|pledge]
your [donation|donations|gift|generosity|generous|financial support|tax-deductible|continued support|membership|sponsorship]
your [support|help]
your feedback
[fill out|take|complete] [the|our|this|a] [form|survey|poll]
[support|supporting] [us|our work|our mission|our cause|our efforts|our community|our project|my work|this work|this project|the foundation]
become a [member|sponsor|supporter|patron|backer|donor|monthly donor|volunteer|mentor|contributor|friend]
[sponsor|sponsoring] [us|our|me|the conference|this event|the event]
[we|we still|they] need your [help|support|input|voice]
need your help
[on|via|through] [kickstarter|indiegogo|patreon|open collective|opencollective|gofundme|github sponsors|ko-fi|buy me a coffee]
[fundraising|crowdfunding] [campaign|goal|drive|effort]
help us [raise|reach|fund|continue|keep|grow|support|build|spread|make|get|meet|improve|by]
[looking for|need|seeking|call for] volunteers
volunteer [with us|today|for]
sponsorship [opportunities|packages|prospectus|levels|tiers]
[make|makes] [this|our] [work |event |conference |all |]possible
[consider|please consider] [donating|sponsoring|supporting|contributing|joining|becoming|giving|volunteering]
[you can|ways to|ways you can|how you can] help
[ways to|how to] get involved
get involved [today|now|with]
[take|fill out|fill in|complete] [the|our|this] [short |quick |brief |][survey|questionnaire]
[we'd|we would|we'd also] [love|like|appreciate] your [feedback|input|help|support]
",
    },
    Phrases {
        rule: &DETOUR,
        kind: AskKind::Other,
        list: "
@[learn more|find out more|more info|more information|get more|click here|view|visit|see pricing|read the full]
^learn [more|more about|more at|about our|how our|how we]
[to|and] learn more
[find out|read|discover] more [about our|about how we|about us|at]
^find out [more|how]
learn more about [our|us|how we]
[visit|head over to|head on over to|head to|go to|hop over to|check out|browse|explore] our
^[visit|check out] [our|the] [website|site|page|homepage|official]
for more [information|info], [please|contact|visit|see our|call|email]
for more [information|info] [about our|on our|please|contact|visit]
more [information|details|info] [can be found|is available|at|on our|about our]
[on|at|from|through] our [website|site|web site|homepage|portal|store]
visit [http|https|www|the website|our]
click [here|below|the link below|the button|the link|on the link] [to|for|and]
^click [here|below]
",
    },
];
