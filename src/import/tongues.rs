//! What languages other than English call what is told around and in an article: a row for each phrase, with its language.
//!
//! Invariant: phrases are in small letters, with straight apostrophes; a name of a month means one month whatever the language.

use super::words::is;
use crate::brief::{DisclaimerKind, PartialDate};

/// A phrase and the language that it is of, as its primary subtag.
pub(super) type Row = (&'static str, &'static str);

/// How lines begin that tell who wrote an article.
#[rustfmt::skip]
pub(super) const BYLINES: &[Row] = &[
    ("ar", "بقلم:"), ("ar", "بقلم :"), ("ar", "بقلم"), ("ar", "كتب:"), ("ar", "الكاتب:"),
    ("de", "ein gastbeitrag von"), ("de", "gastbeitrag von"), ("de", "ein kommentar von"), ("de", "kommentar von"), ("de", "ein essay von"),
    ("de", "eine kolumne von"), ("de", "autor:"), ("de", "autorin:"), ("de", "von"),
    ("es", "por"), ("es", "escrito por"), ("es", "opinión de"), ("es", "autor:"), ("es", "autora:"),
    ("fa", "نویسنده:"), ("fa", "نویسنده :"), ("fa", "به قلم"), ("fa", "به قلم:"), ("fa", "نوشته"), ("fa", "نوشتهٔ"), ("fa", "یادداشت از"),
    ("fr", "par"), ("fr", "une tribune de"), ("fr", "tribune de"), ("fr", "propos recueillis par"), ("fr", "auteur :"), ("fr", "auteure :"),
    ("it", "di"), ("it", "a cura di"), ("it", "intervento di"), ("it", "autore:"),
    ("pt", "por"), ("pt", "artigo de"), ("pt", "autor:"), ("pt", "autora:"),
    ("tr", "yazan:"), ("tr", "yazar:"), ("tr", "yazarı:"),
    ("ur", "تحریر:"), ("ur", "تحریر :"), ("ur", "از قلم"), ("ur", "مصنف:"),
];

/// What stands between the names of several writers.
pub(super) const AND: &[Row] = &[
    ("de", " und "),
    ("es", " y "),
    ("fr", " et "),
    ("it", " e "),
    ("tr", " ve "),
    ("ur", " اور "),
    ("ar", " و "),
];

/// The months, from January.
#[rustfmt::skip]
const MONTHS: &[(&str, [&str; 12])] = &[
    ("ar", ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"]),
    ("ar", ["يناير", "فيفري", "مارس", "ابريل", "ماي", "جوان", "جويلية", "اغسطس", "سبتمبر", "اكتوبر", "نوفمبر", "ديسمبر"]),
    ("de", ["januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "dezember"]),
    ("de", ["jänner", "feber", "maerz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "dezember"]),
    ("es", ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"]),
    ("fa", ["ژانویه", "فوریه", "مارس", "آوریل", "مه", "ژوئن", "ژوئیه", "اوت", "سپتامبر", "اکتبر", "نوامبر", "دسامبر"]),
    ("fr", ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"]),
    ("it", ["gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"]),
    ("pt", ["janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro"]),
    ("tr", ["ocak", "şubat", "mart", "nisan", "mayıs", "haziran", "temmuz", "ağustos", "eylül", "ekim", "kasım", "aralık"]),
    ("ur", ["جنوری", "فروری", "مارچ", "اپریل", "مئی", "جون", "جولائی", "اگست", "ستمبر", "اکتوبر", "نومبر", "دسمبر"]),
];

/// The months of the solar Hijri calendar, as Iran and as Afghanistan calls them, from that which begins in March.
#[rustfmt::skip]
const SOLAR_MONTHS: &[[&str; 12]] = &[
    ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"],
    ["حمل", "ثور", "جوزا", "سرطان", "اسد", "سنبله", "میزان", "عقرب", "قوس", "جدی", "دلو", "حوت"],
];

/// Words that stand beside a date in a line of its own.
#[rustfmt::skip]
const BESIDE_DATES: &[Row] = &[
    ("ar", "نشر نُشر في بتاريخ تاريخ التاريخ النشر آخر تحديث م الساعة الأحد الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت"),
    ("de", "veröffentlicht am stand aktualisiert uhr datum um erschienen montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag vom"),
    ("es", "publicado el actualizado a las fecha h lunes martes miércoles jueves viernes sábado domingo"),
    ("fa", "تاریخ انتشار منتشر شده در به‌روزرسانی ساعت شنبه یکشنبه دوشنبه سه‌شنبه چهارشنبه پنجشنبه جمعه پنج‌شنبه"),
    ("fr", "publié publiée le mis à jour mise date à modifié lundi mardi mercredi jeudi vendredi samedi dimanche"),
    ("it", "pubblicato il aggiornato alle ore data lunedì martedì mercoledì giovedì venerdì sabato domenica"),
    ("pt", "publicado em atualizado às data segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo"),
    ("tr", "yayınlanma yayın tarihi tarih güncelleme saat pazartesi salı çarşamba perşembe cuma cumartesi pazar"),
    ("ur", "تاریخ اشاعت شائع شدہ بتاریخ پیر منگل بدھ جمعرات جمعہ ہفتہ اتوار"),
];

/// Words that join a day, its month and its year, and say nothing.
const JOINTS: &[Row] = &[("es", "de"), ("es", "del"), ("it", "di"), ("de", "den"), ("pt", "de")];

/// Words before a date that make a span of it, or a goal.
#[rustfmt::skip]
const SPANS: &[Row] = &[
    ("de", "seit bis ab vor vom zum"), ("es", "desde hasta antes para"), ("fr", "depuis jusqu'au avant dès"), ("it", "dal fino al entro prima"),
    ("pt", "desde até antes"), ("tr", "kadar"), ("fa", "از تا"), ("ar", "منذ حتى قبل"), ("ur", "سے تک"),
];

/// Verbs of saying, as they stand beside a quotation.
#[rustfmt::skip]
pub(super) const SAID: &[Row] = &[
    ("ar", "قال"), ("ar", "وقال"), ("ar", "قالت"), ("ar", "وقالت"), ("ar", "صرح"), ("ar", "وصرح"), ("ar", "أكد"), ("ar", "وأكد"), ("ar", "أضاف"), ("ar", "وأضاف"),
    ("ar", "كتب"), ("ar", "وكتب"), ("ar", "أعلن"), ("ar", "وأعلن"),
    ("de", "sagte"), ("de", "sagt"), ("de", "erklärte"), ("de", "erklärt"), ("de", "betonte"), ("de", "schrieb"), ("de", "schreibt"), ("de", "warnte"),
    ("de", "warnt"), ("de", "forderte"), ("de", "meinte"), ("de", "meint"), ("de", "behauptete"),
    ("es", "dijo"), ("es", "dice"), ("es", "afirmó"), ("es", "afirma"), ("es", "declaró"), ("es", "aseguró"), ("es", "advirtió"), ("es", "escribió"), ("es", "señaló"),
    ("fa", "گفت"), ("fa", "می‌گوید"), ("fa", "نوشت"), ("fa", "افزود"), ("fa", "گفته"), ("fa", "گفته‌است"),
    ("fr", "dit"), ("fr", "déclaré"), ("fr", "déclare"), ("fr", "affirmé"), ("fr", "affirme"), ("fr", "assure"), ("fr", "assuré"), ("fr", "expliqué"),
    ("fr", "explique"), ("fr", "averti"), ("fr", "écrit"), ("fr", "répondu"), ("fr", "répond"), ("fr", "promis"), ("fr", "résume"), ("fr", "confie"),
    ("it", "detto"), ("it", "dice"), ("it", "dichiarato"), ("it", "affermato"), ("it", "afferma"), ("it", "scrive"), ("it", "scritto"), ("it", "avvertito"),
    ("pt", "disse"), ("pt", "diz"), ("pt", "afirmou"), ("pt", "afirma"), ("pt", "declarou"), ("pt", "escreveu"), ("pt", "advertiu"),
    ("tr", "dedi"), ("tr", "diyor"), ("tr", "söyledi"), ("tr", "açıkladı"), ("tr", "vurguladı"),
    ("ur", "کہا"),
];

/// What stands between a name and such a verb, or before both, and is part of neither.
pub(super) const AUXILIARIES: &[Row] = &[
    ("fr", "a"),
    ("fr", "avait"),
    ("de", "hat"),
    ("de", "hatte"),
    ("it", "ha"),
    ("it", "aveva"),
    ("es", "ha"),
    ("pt", "tem"),
];

/// Offices, as they stand before the name of a person: what their words begin or end with.
#[rustfmt::skip]
pub(super) const OFFICES: &[Row] = &[
    ("de", "minister"), ("de", "ministerin"), ("de", "kanzler"), ("de", "kanzlerin"), ("de", "präsident"), ("de", "präsidentin"), ("de", "chef"), ("de", "chefin"),
    ("de", "sprecher"), ("de", "sprecherin"), ("de", "bürgermeister"), ("de", "bürgermeisterin"), ("de", "professor"), ("de", "professorin"),
    ("es", "presidente"), ("es", "presidenta"), ("es", "ministro"), ("es", "ministra"), ("es", "alcalde"), ("es", "alcaldesa"),
    ("fr", "président"), ("fr", "présidente"), ("fr", "ministre"), ("fr", "maire"), ("it", "presidente"), ("it", "ministro"), ("it", "ministra"), ("it", "sindaco"),
    ("pt", "presidente"), ("pt", "ministro"), ("pt", "ministra"), ("tr", "bakanı"), ("tr", "başkanı"),
];

/// Words that sentences begin with which are not understood alone.
#[rustfmt::skip]
const LEANING: &[Row] = &[
    ("ar", "لكن ولكن هذا هذه ذلك تلك وهو وهي فهو كما هو هي"), ("de", "er sie es das dies diese dieser denn doch aber und so dann dort damit dabei daher ihr ihm"),
    ("es", "pero y esto eso él ella ellos esta este así también"), ("fa", "این آن اما او ولی آنها آن‌ها وی"),
    ("fr", "il elle ils elles cela ce cette ces mais et or donc on c'est ça celui"), ("it", "ma e questo questa ciò lui lei essi così"),
    ("pt", "mas e isso isto ele ela eles esta este assim"), ("tr", "ama bu o ancak fakat bunlar şu"), ("ur", "یہ وہ لیکن اور مگر اس ان"),
];

/// What notices say, and what kind of notice it makes.
#[rustfmt::skip]
pub(super) const NOTICES: &[(&str, &str, DisclaimerKind)] = {
    use DisclaimerKind::{Correction, Editorial, Legal, Opinion, Translation};
    &[
        ("ar", "تعبر عن رأي", Opinion), ("ar", "تعبّر عن رأي", Opinion), ("ar", "لا تعكس بالضرورة", Opinion), ("ar", "ولا تعكس", Opinion),
        ("ar", "لا تعبر بالضرورة", Opinion), ("ar", "لا يعبر بالضرورة", Opinion), ("ar", "لا تتحمل المسؤولية", Legal), ("ar", "لا يتحمل أي مسؤولية", Legal),
        ("de", "geben nicht unbedingt", Opinion), ("de", "gibt nicht unbedingt", Opinion), ("de", "geben nicht zwingend", Opinion), ("de", "gibt nicht zwingend", Opinion),
        ("de", "spiegeln nicht unbedingt", Opinion), ("de", "spiegelt nicht unbedingt", Opinion), ("de", "geben nicht notwendigerweise", Opinion),
        ("de", "gibt nicht notwendigerweise", Opinion), ("de", "gibt ausschließlich die meinung", Opinion), ("de", "gibt die meinung des autors", Opinion),
        ("de", "nicht die meinung der redaktion", Opinion), ("de", "keine haftung", Legal), ("de", "angaben ohne gewähr", Legal),
        ("de", "einer früheren version dieses", Correction), ("de", "aus dem englischen von", Translation), ("de", "aus dem französischen von", Translation),
        ("es", "no reflejan necesariamente", Opinion), ("es", "no representan necesariamente", Opinion), ("es", "no se identifica necesariamente", Opinion),
        ("es", "son responsabilidad exclusiva", Opinion), ("es", "son de exclusiva responsabilidad", Opinion), ("es", "no se hace responsable", Legal),
        ("es", "una versión anterior de este", Correction), ("es", "traducción de", Translation), ("es", "traducido del", Translation),
        ("fa", "لزوماً", Opinion), ("fa", "لزوما بازتاب", Opinion), ("fa", "لزوما دیدگاه", Opinion), ("fa", "الزاماً", Opinion), ("fa", "الزاما دیدگاه", Opinion),
        ("fr", "n'engagent que", Opinion), ("fr", "n'engage que", Opinion), ("fr", "ne reflètent pas nécessairement", Opinion),
        ("fr", "ne reflètent pas la position", Opinion), ("fr", "ne représentent pas nécessairement", Opinion), ("fr", "décline toute responsabilité", Legal),
        ("fr", "une version antérieure de cet article", Correction), ("fr", "traduit de l'anglais", Translation), ("fr", "traduit par", Translation),
        ("it", "non riflettono necessariamente", Opinion), ("it", "non rispecchiano necessariamente", Opinion), ("it", "a titolo personale", Opinion),
        ("it", "declina ogni responsabilità", Legal), ("it", "una versione precedente di questo articolo", Correction), ("it", "traduzione di", Translation),
        ("pt", "não refletem necessariamente", Opinion), ("pt", "não representam necessariamente", Opinion), ("pt", "não reflete necessariamente", Opinion),
        ("pt", "inteira responsabilidade do autor", Opinion), ("pt", "não se responsabiliza", Legal), ("pt", "uma versão anterior deste", Correction),
        ("pt", "traduzido do", Translation), ("pt", "traduzido por", Translation),
        ("tr", "yazarın kendi görüş", Opinion), ("tr", "görüşlerini yansıtma", Opinion), ("tr", "politikasını yansıtma", Opinion), ("tr", "yazara aittir", Opinion),
        ("tr", "yazarına aittir", Opinion), ("tr", "sorumluluk kabul etme", Legal), ("tr", "ilk olarak yayımlanmıştır", Editorial),
        ("ur", "متفق ہونا ضروری نہیں", Opinion), ("ur", "کی رائے سے متفق", Opinion), ("ur", "پالیسی کی عکاسی نہیں", Opinion), ("ur", "ذاتی رائے ہے", Opinion),
    ]
};

/// The most bytes of a notice of a kind: what goes on and on is an argument.
pub(super) const fn most(kind: DisclaimerKind) -> usize {
    match kind {
        DisclaimerKind::Legal => 1500,
        DisclaimerKind::Translation => 160,
        DisclaimerKind::Correction => 600,
        _ => 800,
    }
}

/// Whether a word is in a table, a row of which may list several; `language` says of which language, where that is known.
fn has(rows: &[Row], language: &str, word: &str) -> bool {
    let word = word.to_lowercase();
    rows.iter().any(|(of, words)| {
        (language.is_empty() || *of == language) && words.split(' ').any(|known| known == word)
    })
}

/// Whether a word says nothing beside a date in a line of its own.
pub(super) fn beside_dates(word: &str) -> bool {
    has(BESIDE_DATES, "", word)
}

/// Whether a word joins a day to its month.
pub(super) fn joint(word: &str) -> bool {
    has(JOINTS, "", word)
}

/// Whether a word before a date makes a span or a goal of it.
pub(super) fn span(language: &str, word: &str) -> bool {
    has(SPANS, language, word)
}

/// Whether a sentence that begins with a word is not understood alone.
pub(super) fn leans(word: &str) -> bool {
    has(LEANING, "", word)
}

/// Whether a word is in a table of words of one language.
pub(super) fn is_in(rows: &[Row], language: &str, word: &str) -> bool {
    rows.iter().any(|(of, known)| *of == language && *known == word)
}

/// The number of a month, from 1, by its name in any language here.
pub(super) fn month(word: &str) -> Option<u8> {
    let word = word.to_lowercase();
    let of = |names: &[&str; 12]| names.iter().position(|name| *name == word);
    let found = MONTHS.iter().find_map(|(_, names)| of(names))?;
    u8::try_from(found + 1).ok()
}

/// The number of a month of the solar Hijri calendar, from 1.
pub(super) fn solar_month(word: &str) -> Option<u8> {
    let found = SOLAR_MONTHS.iter().find_map(|names| names.iter().position(|name| *name == word))?;
    u8::try_from(found + 1).ok()
}

/// A day of the solar Hijri calendar. Between 1300 and 1500 (1921 to 2122) every year is a leap year for which 25 years and 11
/// leave less than 8 of 33, as Iran's calendar authority has them; 1 Farvardin 1400 was 21 March 2021.
pub(super) fn solar(year: u16, month: u8, day: u8) -> Option<PartialDate> {
    let leap = |year: u16| (25 * u32::from(year) + 11) % 33 < 8;
    let length = match month {
        1..=6 => 31,
        7..=11 => 30,
        _ => 29 + u8::from(leap(year)),
    };
    if !(1300..=1500).contains(&year) || !(1..=12).contains(&month) || !(1..=length).contains(&day) {
        return None;
    }
    let days = |year: u16| if leap(year) { 366_i32 } else { 365 };
    let anchor = 1400;
    let years: i32 =
        if year >= anchor { (anchor..year).map(days).sum() } else { -(year..anchor).map(days).sum::<i32>() };
    let months: i32 = (1..month).map(|month| if month <= 6 { 31 } else { 30 }).sum();
    let first = jiff::civil::Date::new(2021, 3, 21).ok()?;
    let date = first.checked_add(jiff::Span::new().days(years + months + i32::from(day) - 1)).ok()?;
    PartialDate::parse(&date.to_string()).ok()
}

/// A text with the figures of Arabic and Persian as those of ASCII.
pub(super) fn figures(text: &str) -> String {
    text.chars()
        .map(|c| match u32::from(c) {
            n @ (0x660..=0x669 | 0x6f0..=0x6f9) => char::from_digit((n & 0xf) % 10, 10).unwrap_or(c),
            _ => c,
        })
        .collect()
}

/// Whether a word is that of an office, in a language.
pub(super) fn office(language: &str, word: &str) -> bool {
    let word = word.to_lowercase();
    OFFICES
        .iter()
        .any(|(of, office)| *of == language && (word == *office || *of == "de" && word.ends_with(office)))
        || is(super::words::TITLES, &word) && language.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn a_month_is_the_same_in_all_languages_that_call_it_so() {
        let mut all: BTreeMap<&str, usize> = BTreeMap::new();
        for (language, names) in MONTHS {
            for (n, name) in names.iter().enumerate() {
                assert_eq!(*all.entry(name).or_insert(n), n, "{language}: {name}");
                assert_eq!(name.to_lowercase(), *name);
            }
        }
        assert_eq!(
            [month("März"), month("août"), month("نومبر"), month("may be")],
            [Some(3), Some(8), Some(11), None]
        );
    }

    #[test]
    fn days_of_the_solar_calendar_are_days_of_ours() {
        for ((year, month, day), want) in [
            ((1404, 8, 12), Some("2025-11-03")),
            ((1403, 1, 1), Some("2024-03-20")),
            ((1403, 12, 30), Some("2025-03-20")),
            ((1357, 11, 22), Some("1979-02-11")),
            ((1404, 12, 30), None),
            ((1250, 1, 1), None),
        ] {
            assert_eq!(
                solar(year, month, day).map(|date| date.to_string()).as_deref(),
                want,
                "{year}-{month}-{day}"
            );
        }
        assert_eq!(figures("۱۴۰۴ ٢٥"), "1404 25");
    }
}
