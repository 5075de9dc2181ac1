//! The table of codes: every kind of finding with its name, how bad it is, what it means, why, and an example.
//!
//! Owns [`CODES`]. What is printed about a code, the README's list and the settings that may name one derive from it.
//! Invariant: a code is one row; an example gives its code and nothing else, and the mended one gives nothing.

use super::Severity;

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Concern {
    /// It keeps a brief from being read; nothing can be read in spite of it.
    Reading,
    /// A rule of a brief that can be read. How bad it is can be configured.
    Rule,
    /// The configuration.
    Configuration,
}

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $concern:ident $about:literal
        $why:literal $($wrong:literal => $right:literal)?;)*) => {
        /// The kinds of findings.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $(#[doc = $about] $variant,)* }

        /// Every code with its name, usual severity and meaning, in the order in which documentation lists them.
        pub const CODES: &[CodeInfo] = &[$(CodeInfo {
            code: Code::$variant, name: $name, severity: Severity::$severity, concern: Concern::$concern,
            about: $about, why: $why, example: codes!(@example $($wrong => $right)?),
        },)*];

        impl Code {
            /// The row of [`CODES`].
            #[must_use]
            pub const fn info(self) -> &'static CodeInfo {
                match self { $(Code::$variant => &CodeInfo {
                    code: Code::$variant, name: $name, severity: Severity::$severity, concern: Concern::$concern,
                    about: $about, why: $why, example: codes!(@example $($wrong => $right)?),
                },)* }
            }
        }
    };
    (@example $wrong:literal => $right:literal) => { Some(Example { wrong: $wrong, right: $right }) };
    (@example) => { None };
}

/// One row of the table of codes.
#[derive(Clone, Copy, Debug)]
pub struct CodeInfo {
    /// The code.
    pub code: Code,
    /// Its stable name, in kebab case.
    pub name: &'static str,
    /// How bad it usually is.
    pub severity: Severity,
    /// What it is about.
    pub concern: Concern,
    /// What it means, in one sentence.
    pub about: &'static str,
    /// Why it is found, and what to do, in a few sentences.
    pub why: &'static str,
    /// A text that has it, and the same without it; none where a text cannot show it.
    pub example: Option<Example>,
}

/// A text with a finding, and the mended one.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// What gives the code, and nothing else.
    pub wrong: &'static str,
    /// What gives nothing.
    pub right: &'static str,
}

impl Code {
    /// The code of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        CODES.iter().find(|row| row.name == name).map(|row| row.code)
    }
}

codes! {
    Unreadable "unreadable" Error Reading "The file could not be read."
        "It is not there, or it may not be read. Check the path and the permissions; where nothing is checked, nothing is known to be right.";
    TooLarge "too-large" Error Reading "The file is larger than a brief can be."
        "Places in a brief are counted in 32 bits, so a file of more than two gigabytes is not read. Split it.";
    NotUtf8 "not-utf8" Error Reading "The file is not UTF-8 text."
        "YAML is Unicode, and a brief is UTF-8. Older editors save in other encodings, in which accents and quotation marks have other bytes. Save it as UTF-8, or convert it with iconv.";
    Empty "empty" Error Reading "The file holds no brief."
        "A file with nothing but blanks and comments is perhaps not yet written, or was cut short when it was saved."
        "# to be written\n" => "title: Istanbul talks\nsummary: They met.\ndisclaimers: [My own view.]\n";
    Syntax "syntax" Error Reading "The text is not YAML."
        "YAML lives by its indentation and its colons. A value with a colon and a blank in it needs quotes; text of several lines stands under `|`, indented; a tab may not indent."
        "title: Talks: a lesson\nsummary: They met.\n" => "title: \"Talks: a lesson\"\nsummary: They met.\ndisclaimers: [My own view.]\n";
    TooDeep "too-deep" Error Reading "Lists or mappings are nested deeper than any brief needs."
        "A brief needs five levels, and 64 are read. Deeper ones are a bracket that was never closed, or an attack on whoever reads it."
        "title: x\ntopics: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n"
        => "title: x\ntopics: [peace]\nsummary: They met.\ndisclaimers: [My own view.]\n";
    TooManyAliases "too-many-aliases" Error Reading "Aliases would multiply the text beyond a sane bound."
        "An alias (`*name`) stands for the node that has its anchor (`&name`). A few of them save typing; aliases of aliases can make gigabytes of a page, and one within its own anchor never ends. Write the text out."
        "title: x\ntopics: &t [*t]\n" => "title: x\ntopics: [peace]\nsummary: They met.\ndisclaimers: [My own view.]\n";
    WrongType "wrong-type" Error Reading "A field holds a list, a mapping or a text where something else belongs."
        "A list has one line `- ...` for each item, a mapping one line `field: value` for each field."
        "title: x\nsummary: They met.\nactors: Qatar\ndisclaimers: [My own view.]\n"
        => "title: x\nsummary: They met in Qatar.\nactors: [Qatar]\ndisclaimers: [My own view.]\n";
    UnknownField "unknown-field" Error Reading "A field's name is not one of the format."
        "What is misspelt would otherwise be silently dropped, and nobody would miss it until it is needed. Of a name that is nearly one of the format, that one is suggested."
        "title: x\nsummary: They met.\ndisclamers: [My own view.]\n"
        => "title: x\nsummary: They met.\ndisclaimers: [My own view.]\n";
    MissingField "missing-field" Error Reading "A field that is needed is not there."
        "A brief needs a title, an actor a name, a recommendation its text: without them there is nothing to show."
        "summary: They met.\ndisclaimers: [My own view.]\n"
        => "title: Istanbul talks\nsummary: They met.\ndisclaimers: [My own view.]\n";
    DuplicateKey "duplicate-key" Error Reading "A field stands twice in one mapping."
        "Most readers of YAML keep one of the two and drop the other without a word. Keep one, or put both texts into it."
        "title: x\nsummary: They met.\nsummary: They parted.\ndisclaimers: [My own view.]\n"
        => "title: x\nsummary: They met, and parted.\ndisclaimers: [My own view.]\n";
    EmptyField "empty-field" Error Reading "A field that needs a text has none."
        "Nothing stands behind the colon, or a `#` that begins a comment: a text that begins with `#` needs quotes."
        "title: # 1 priority\nsummary: They met.\ndisclaimers: [My own view.]\n"
        => "title: \"# 1 priority\"\nsummary: They met.\ndisclaimers: [My own view.]\n";
    BadDate "bad-date" Error Reading "A date is not one that exists, or not written YYYY, YYYY-MM or YYYY-MM-DD."
        "2/11/2025 is in February for some and in November for others; 2025-11-02 is one day everywhere (ISO 8601), and sorts. What is not known is left out: 2025-11 is a month."
        "title: x\nsource: {title: y, published: 2025-02-30}\nsummary: They met.\ndisclaimers: [My own view.]\n"
        => "title: x\nsource: {title: y, published: 2025-02-28}\nsummary: They met.\ndisclaimers: [My own view.]\n";
    BadValue "bad-value" Error Reading "A field holds a word that it does not know."
        "The field takes one of a few words only."
        "title: x\nsummary: They met.\ndraft: zebra\ndisclaimers: [My own view.]\n"
        => "title: x\nsummary: They met.\ndisclaimers: [My own view.]\n";
    UnusualValue "unusual-value" Warning Rule "A field holds a word that is none of the format's; it is shown as it is."
        "`priority` and the `kind` of a disclaimer have words that the reader colours, sorts and filters by. Another word is kept and shown, but none of that is done with it."
        "title: x\nrecommendations: [{text: Talk., to: donors, priority: hihg}]\ndisclaimers: [My own view.]\n"
        => "title: x\nrecommendations: [{text: Talk., to: donors, priority: high}]\ndisclaimers: [My own view.]\n";
    BadNumber "bad-number" Error Reading "A field needs a whole number."
        "`from` counts the paragraphs of `text` from 1, and `format` counts versions."
        "title: x\nrecommendations: [{text: Talk., to: donors, from: first}]\ndisclaimers: [My own view.]\ntext: They met.\n"
        => "title: x\nrecommendations: [{text: Talk., to: donors, from: 1}]\ndisclaimers: [My own view.]\ntext: They met.\n";
    BadUrl "bad-url" Error Reading "A link is not a web address."
        "A link is written whole, with https:// or http:// and a host, so that it can be followed and cited."
        "title: x\nsource: {title: y, url: example.org/y}\nsummary: They met.\ndisclaimers: [My own view.]\n"
        => "title: x\nsource: {title: y, url: 'https://example.org/y'}\nsummary: They met.\ndisclaimers: [My own view.]\n";
    BadLanguage "bad-language" Error Reading "A language is not a BCP 47 tag such as en, ps or zh-Hant."
        "The tag tells exports and screen readers how to break, pronounce and cite the text."
        "title: x\nlanguage: English, please\nsummary: They met.\ndisclaimers: [My own view.]\n"
        => "title: x\nlanguage: en\nsummary: They met.\ndisclaimers: [My own view.]\n";
    BadKey "bad-key" Error Reading "A section's key is not a single letter."
        "The key is what is pressed to go to the section."
        "title: x\nsections: [{title: Open questions, key: open, text: Who?}]\ndisclaimers: [My own view.]\n"
        => "title: x\nsections: [{title: Open questions, key: o, text: Who?}]\ndisclaimers: [My own view.]\n";
    UnsupportedFormat "unsupported-format" Error Reading "The brief is written in a newer format than this program reads."
        "A newer format may say what this program would misunderstand, so it refuses it. Install a newer version."
        "format: 99\ntitle: x\nsummary: They met.\n" => "format: 1\ntitle: x\nsummary: They met.\ndisclaimers: [My own view.]\n";
    NoSections "no-sections" Error Rule "A brief needs at least one section besides its title."
        "Add a summary, actors, recommendations, or a section of your own."
        "title: Istanbul talks\n" => "title: Istanbul talks\nsummary: They met.\ndisclaimers: [My own view.]\n";
    EmptySection "empty-section" Error Rule "A section has neither items nor text."
        "It would be a pane with nothing in it. Fill it, or delete it."
        "title: x\nsections: [{title: Open questions}]\ndisclaimers: [My own view.]\n"
        => "title: x\nsections: [{title: Open questions, items: [Who?]}]\ndisclaimers: [My own view.]\n";
    UnknownParagraph "unknown-paragraph" Error Rule "`from` names a paragraph that the text does not have."
        "`from` counts the paragraphs of `text`, the article itself, from 1. Paragraphs are parted by blank lines. Either the number is wrong, or a paragraph was joined or cut."
        "title: x\nrecommendations: [{text: Talk., to: donors, from: 2}]\ndisclaimers: [My own view.]\ntext: They met.\n"
        => "title: x\nrecommendations: [{text: Talk., to: donors, from: 1}]\ndisclaimers: [My own view.]\ntext: They met.\n";
    DuplicateId "duplicate-id" Error Rule "Two actors answer to the same id, name or alias."
        "A reference by that name would lead to the first of them, whichever was meant."
        "title: x\nsummary: Delhi and Islamabad met.\nactors: [{name: Delhi, aliases: [the capital]}, {name: Islamabad, aliases: [the capital]}]\ndisclaimers: [My own view.]\n"
        => "title: x\nsummary: Delhi and Islamabad met.\nactors: [Delhi, Islamabad]\ndisclaimers: [My own view.]\n";
    DuplicateAlias "duplicate-alias" Warning Rule "An actor has one name twice."
        "An alias that repeats the name, or another alias, adds nothing; perhaps another name was meant."
        "title: x\nsummary: Kabul hopes.\nactors: [{name: Kabul, aliases: [the ministry, kabul]}]\ndisclaimers: [My own view.]\n"
        => "title: x\nsummary: Kabul hopes.\nactors: [{name: Kabul, aliases: [the ministry]}]\ndisclaimers: [My own view.]\n";
    DuplicateItem "duplicate-item" Warning Rule "The same text stands twice in one list."
        "An item was probably copied to be changed, and then was not."
        "title: x\nsections: [{title: Open questions, items: [Who?, Who?]}]\ndisclaimers: [My own view.]\n"
        => "title: x\nsections: [{title: Open questions, items: [Who?, Why?]}]\ndisclaimers: [My own view.]\n";
    DuplicateSectionKey "duplicate-section-key" Warning Rule "A section's letter is taken, so it jumps elsewhere."
        "Each section has one letter, and some letters are the reader's own. The reader gives this section another one, if it finds one in its title."
        "title: x\nsections: [{title: Open questions, key: s, text: Who?}]\ndisclaimers: [My own view.]\n"
        => "title: x\nsections: [{title: Open questions, key: o, text: Who?}]\ndisclaimers: [My own view.]\n";
    DoubtfulReference "doubtful-reference" Warning Rule "A name is nearly, but not quite, that of an actor."
        "An addressee or a speaker may be anybody, in words. A name with a letter more or less than an actor's is probably that actor's, and as it is it leads nowhere."
        "title: x\nsummary: Pakistan may talk.\nactors: [Pakistan]\nrecommendations: [{text: Talk., to: Pakistn}]\ndisclaimers: [My own view.]\n"
        => "title: x\nsummary: Pakistan may talk.\nactors: [Pakistan]\nrecommendations: [{text: Talk., to: Pakistan}]\ndisclaimers: [My own view.]\n";
    NoAddressee "no-addressee" Warning Rule "A recommendation does not say whom it is for."
        "What should be done is half of a recommendation; by whom is the other half. `to` takes an actor or any words."
        "title: x\nrecommendations: [Talk.]\ndisclaimers: [My own view.]\n"
        => "title: x\nrecommendations: [{text: Talk., to: both sides}]\ndisclaimers: [My own view.]\n";
    NoSpeaker "no-speaker" Warning Rule "A quote does not say who said it."
        "Words in quotation marks are somebody's. `by` takes an actor or any words, also `unknown`."
        "title: x\nquotes: [\"Never.\"]\ndisclaimers: [My own view.]\n"
        => "title: x\nquotes: [{text: \"Never.\", by: a minister}]\ndisclaimers: [My own view.]\n";
    NoDisclaimer "no-disclaimer" Warning Rule "An opinion piece carries no disclaimer."
        "Whose opinion it is, and what the publisher does not vouch for, is a part of what was published."
        "title: x\nsummary: They met.\n" => "title: x\nsummary: They met.\ndisclaimers: [My own view.]\n";
    Draft "draft" Warning Rule "A proposal that nobody has taken over yet."
        "What a program proposes is marked as a draft until a person has read it beside the article and mended it. Then `draft: true` is deleted, or the proposal is."
        "title: x\nrecommendations: [{text: Talk., to: both sides, draft: true}]\ndisclaimers: [My own view.]\n"
        => "title: x\nrecommendations: [{text: Talk., to: both sides}]\ndisclaimers: [My own view.]\n";
    UnusualYaml "unusual-yaml" Error Reading "The YAML is written in a way that cannot be laid out anew without changing what it says."
        "`brief fmt` moves fields and rewrites their values. Where a text is told by an alias, a tag or a directive, that might say something else afterwards, so the file is left as it is. Reading it is not concerned.";
    UnmentionedActor "unmentioned-actor" Note Rule "Nothing in the brief mentions an actor."
        "An actor is mentioned where a recommendation is to it, a quote is by it, `from` names its paragraphs, or a word of its names stands in any other text of the brief. One that nothing mentions may speak for itself on its card; or it has no part in the story, or goes by a name that its `aliases` lack."
        "title: x\nsummary: Kabul hopes.\nactors: [Kabul, Iceland]\ndisclaimers: [My own view.]\n"
        => "title: x\nsummary: Kabul hopes.\nactors: [Kabul]\ndisclaimers: [My own view.]\n";
    LateDate "late-date" Warning Rule "A date lies after the briefing's own."
        "What is told in a brief happened, and was published, before the brief was made (`briefed: {on: ...}`). One of the two dates is probably a slip."
        "title: x\nsource: {title: y, published: 2052-11-02}\nbriefed: {by: Ada, on: 2025-11-03}\nsummary: They met.\ndisclaimers: [My own view.]\n"
        => "title: x\nsource: {title: y, published: 2025-11-02}\nbriefed: {by: Ada, on: 2025-11-03}\nsummary: They met.\ndisclaimers: [My own view.]\n";
    LongSummary "long-summary" Warning Rule "The summary is far longer than a screen."
        "A summary is read at one look: a screen has about 40 rows of 76 columns. More than twice as much is an article of its own; what is detail belongs to sections.";
    LostParagraph "lost-paragraph" Warning Rule "A line ends where a paragraph should."
        "An empty line parts paragraphs. Under `>`, in quotes and without any, YAML takes one empty line for the end of a line: what was written as two paragraphs is one. Under `|` it stays. Lines that are wrapped by hand are not looked at, nor lists.";
    MixedScript "mixed-script" Warning Rule "A name mixes letters of two scripts that look alike."
        "A Cyrillic а or a Greek ο in a Latin word looks right and is another letter: no search finds the name, and no reference leads to it. It comes from a wrong keyboard layout, or from somebody who hides a name."
        "title: x\nsummary: Qatar, they say, hosts.\nactors: [{name: Qаtar, from: 1}]\ntext: Doha.\ndisclaimers: [My own view.]\n"
        => "title: x\nsummary: Qatar, they say, hosts.\nactors: [{name: Qatar, from: 1}]\ntext: Doha.\ndisclaimers: [My own view.]\n";
    Placeholder "placeholder" Warning Rule "A placeholder was left in."
        "TODO, TBD, FIXME, `...`, `<name>` or lorem ipsum stands where a text was to come. The words of the article and of quotes are not looked at: they are not the briefer's."
        "title: x\nsummary: \"TODO: say what they want\"\ndisclaimers: [My own view.]\n"
        => "title: x\nsummary: They want peace.\ndisclaimers: [My own view.]\n";
    UnknownSetting "unknown-setting" Error Configuration "The configuration names an action, key, theme or code that does not exist."
        "A setting that is misspelt would silently do nothing. `brief config` prints all of them."
        "check: {no-disclamer: off}\n" => "check: {no-disclaimer: off}\n";
    KeyConflict "key-conflict" Warning Configuration "Two bindings of the configuration claim the same keys."
        "Where one sequence of keys begins another, the longer one could never be typed. Unbind one with `none`."
        "keys: {reader: {Z: zoom}}\n" => "keys: {reader: {Z: zoom, Z Z: none}}\n";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_one_row_with_a_name_of_its_own() {
        let mut names: Vec<&str> = CODES.iter().map(|row| row.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), CODES.len());
        for row in CODES {
            assert_eq!(row.code.info().name, row.name);
            assert_eq!(Code::named(row.name), Some(row.code));
            assert!(row.about.ends_with('.') && row.why.ends_with('.'), "{}", row.name);
        }
    }
}
