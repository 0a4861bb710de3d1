//! The few words of a letter that no writer wrote: greeting, labels, and the lines at its end.

use jiff::civil::Date;
use serde::Serialize;

/// The letter's own words in one language. Templates read them as `words.NAME`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Words {
    /// Greets a reader whose name follows: `Hello Zoë,`.
    pub hello: &'static str,
    /// Between the site's name and the audience's: `Regards, for dealers`.
    pub letter_for: &'static str,
    /// Above an item that answers a need; the reader's question follows.
    pub you_asked: &'static str,
    /// Above an ask.
    pub ask: &'static str,
    /// Above an item of news.
    pub news: &'static str,
    /// The link to the whole post.
    pub read: &'static str,
    /// After a number of minutes.
    pub minutes: &'static str,
    /// Before the names of an item's authors.
    pub by: &'static str,
    /// Under the question that ends the letter.
    pub reply: &'static str,
    /// The link to the web version.
    pub read_on_web: &'static str,
    /// The link that lets the reader leave.
    pub leave: &'static str,
    /// Why the reader gets this; the audience's name follows.
    pub because: &'static str,
    /// Before the day of consent.
    pub asked_on: &'static str,
    /// Before the reason that the audience exists.
    pub why: &'static str,
    /// The names of the months, January first.
    #[serde(skip)]
    pub months: [&'static str; 12],
    /// What follows the number of the day.
    #[serde(skip)]
    pub day_suffix: &'static str,
}

/// English, for every language that has no words of its own yet.
pub const ENGLISH: Words = Words {
    hello: "Hello",
    letter_for: "for",
    you_asked: "You asked:",
    ask: "We ask something of you",
    news: "News",
    read: "Read it all",
    minutes: "min",
    by: "by",
    reply: "Just press reply. Your answer goes to one person:",
    read_on_web: "Read on the web",
    leave: "Stop these letters",
    because: "You get this because you asked for our letters to",
    asked_on: "You asked on",
    why: "Why we write:",
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    day_suffix: "",
};

/// German.
pub const GERMAN: Words = Words {
    hello: "Guten Tag",
    letter_for: "für",
    you_asked: "Sie fragten:",
    ask: "Wir bitten Sie um etwas",
    news: "Neuigkeit",
    read: "Ganz lesen",
    minutes: "Min.",
    by: "von",
    reply: "Antworten Sie einfach auf diese Mail. Es liest eine Person:",
    read_on_web: "Im Web lesen",
    leave: "Keine Briefe mehr bekommen",
    because: "Sie bekommen diese Mail, weil Sie unsere Briefe bestellt haben für:",
    asked_on: "Bestellt am",
    why: "Warum wir schreiben:",
    months: [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    day_suffix: ".",
};

impl Words {
    /// The words for a BCP 47 tag: German for `de` and its kin, otherwise English.
    pub fn for_language(tag: &str) -> Self {
        match tag.split(['-', '_']).next() {
            Some(primary) if primary.eq_ignore_ascii_case("de") => GERMAN,
            _ => ENGLISH,
        }
    }

    /// A day as a letter writes it: `3 March 2026`, `3. März 2026`.
    pub fn day(&self, date: Date) -> String {
        let month = usize::try_from(date.month() - 1).ok().and_then(|index| self.months.get(index));
        format!("{}{} {} {}", date.day(), self.day_suffix, month.unwrap_or(&""), date.year())
    }

    /// The greeting of a reader; without a name it still greets.
    pub fn greeting(&self, name: &str) -> String {
        if name.trim().is_empty() {
            format!("{},", self.hello)
        } else {
            format!("{} {},", self.hello, name.trim())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_greetings_follow_the_language() {
        let day = jiff::civil::date(2026, 3, 3);
        assert_eq!(Words::for_language("en-GB").day(day), "3 March 2026");
        assert_eq!(Words::for_language("de-AT").day(day), "3. März 2026");
        assert_eq!(Words::for_language("").greeting("Zoë"), "Hello Zoë,");
        assert_eq!(Words::for_language("de").greeting(" "), "Guten Tag,");
    }
}
