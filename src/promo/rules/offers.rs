//! Prices, discounts, trials.

use crate::diag;
use crate::diag::Level;
use crate::promo::AskKind;
use crate::promo::Family;
use crate::promo::Rule;
use crate::promo::phrases::Phrases;
use crate::promo::rule::section;

const PAGE: &str = include_str!("offers.md");

/// "Free trial": something for nothing, for now.
pub static FREE_OFFER: Rule = Rule {
    code: "PR201",
    family: Family::Offers,
    diag: diag::Rule { name: "free-offer", level: Level::Warning, explain: section(PAGE, "PR201") },
    fix: "give the thing itself in the post, without a form before it",
};

/// "20% off": coupons, sales, giveaways.
pub static DISCOUNT: Rule = Rule {
    code: "PR202",
    family: Family::Offers,
    diag: diag::Rule { name: "discount", level: Level::Warning, explain: section(PAGE, "PR202") },
    fix: "keep the offer for readers who know you, in a post that says it is one",
};

/// "Starting at $9 a month".
pub static PRICE_PITCH: Rule = Rule {
    code: "PR203",
    family: Family::Offers,
    diag: diag::Rule { name: "price-pitch", level: Level::Warning, explain: section(PAGE, "PR203") },
    fix: "compare what the ways of doing it cost, yours among them, or leave prices to their own page",
};

/// Words of the family.
pub(crate) static PHRASES: &[Phrases] = &[
    Phrases {
        rule: &FREE_OFFER,
        kind: AskKind::Signup,
        list: "
free [trial|trials|consultation|quote|estimate|demo|assessment|audit|sample|samples|shipping|delivery|ebook|e-book|webinar|webinars|account|plan|tier|credits|copy|ticket|tickets|month|months|download|guide|report|workshop|workshops|training|inspection|white paper|whitepaper|class|classes|session|event|admission|evaluation|version|course]
[try|start] [it |us |our |][for free|free]
free of charge
[absolutely|completely|totally|100%] free
free to [attend|join|try|download|register|enter]
free and open to
no credit card [required|needed|necessary]
[money-back|money back|satisfaction] guarantee
no [obligation|strings attached|commitment|purchase necessary|sign-up required|contracts]
at no [additional |extra |][cost|charge]
[day|month|week] [free |][trial]
our free
your free
",
    },
    Phrases {
        rule: &DISCOUNT,
        kind: AskKind::Buy,
        list: "
% off
% discount
[discount|coupon|promo|promotional|voucher] [code|codes]
use [the |][code|coupon|promo]
[a|get a|with a|special|huge|big] discount
[discounts|discounted|coupon]
[early bird|early-bird|earlybird]
special [offer|offers|price|pricing|discount|deal|promotion|rate|introductory]
[is|are|now|go|goes] on sale
half [price|off]
save up to
save $
save big
[black friday|cyber monday]
giveaway
raffle
[win|winning] [a|an|one of|prizes|some]
[prize|prizes]
gift [card|cards|certificate|certificates]
voucher
exclusive [offer|offers|deal|deals|discount]
sale [ends|starts|price]
lifetime deal
swag
",
    },
    Phrases {
        rule: &PRICE_PITCH,
        kind: AskKind::Buy,
        list: "
[starting|starts|start] [at|from] [$|€|£|only|just|under]
[only|just|from] [$|€|£]
for as little as
/ month
/month
/mo
[affordable|competitive|flexible|transparent|low] [price|prices|pricing|rates|rate|plan|plans]
our [pricing|prices|price|plans|rates|fees]
pricing [plans|page|plan|model|tiers|options]
[priced|available] at $
[paid|premium|pro|enterprise|business|monthly|annual] [plan|plans|subscription|subscriptions|tier|tiers]
[ticket|registration|admission] [price|prices|fee|cost|costs]
^cost:
^price:
^tickets:
[quality|value] [at|for] [an|a|the|your] [affordable|great|low|money]
",
    },
];
