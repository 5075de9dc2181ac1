//! Which keys lead to which sections: the four and their kin by actions, a brief's own by their letters.

use super::action::Action;
use super::app::App;
use super::chord::Chord;
use super::keymap::{Context, Lookup};
use crate::document::{Section, SectionKind};

/// The section that an action goes to.
#[must_use]
pub const fn section_of(action: Action) -> Option<SectionKind> {
    Some(match action {
        Action::GoSummary => SectionKind::Summary,
        Action::GoActors => SectionKind::Actors,
        Action::GoRecommendations => SectionKind::Recommendations,
        Action::GoDisclaimers => SectionKind::Disclaimers,
        Action::GoTimeline => SectionKind::Timeline,
        Action::GoQuotes => SectionKind::Quotes,
        Action::GoText => SectionKind::Text,
        Action::GoAbout => SectionKind::Head,
        _ => return None,
    })
}

/// The action that goes to a section.
#[must_use]
pub const fn action_of(kind: SectionKind) -> Option<Action> {
    Some(match kind {
        SectionKind::Summary => Action::GoSummary,
        SectionKind::Actors => Action::GoActors,
        SectionKind::Recommendations => Action::GoRecommendations,
        SectionKind::Disclaimers => Action::GoDisclaimers,
        SectionKind::Timeline => Action::GoTimeline,
        SectionKind::Quotes => Action::GoQuotes,
        SectionKind::Text => Action::GoText,
        SectionKind::Head => Action::GoAbout,
        SectionKind::Own(_) | SectionKind::Notes | SectionKind::Findings => return None,
    })
}

/// Whether a section of a brief's own may have a letter. What the configuration binds comes first.
#[must_use]
pub fn letter_is_free(app: &App, chord: Chord) -> bool {
    let open = app.open();
    if app.settings.keymap.is_chosen(Context::Reader, &[chord]) {
        return false;
    }
    match app.settings.keymap.lookup(Context::Reader, &[chord]) {
        Lookup::None => true,
        Lookup::Partial => false,
        Lookup::Found(action) => {
            // The letter of a section that this brief does not have is free too.
            let absent = section_of(action).is_some_and(|kind| {
                open.is_some_and(|o| o.document.sections().iter().all(|s| s.kind != kind))
            });
            // So is that of its head, which is no section.
            let head = section_of(action) == Some(SectionKind::Head);
            action.yields() && section_of(action).is_none() || absent || head
        }
    }
}

/// The keys that the open brief's own sections have.
#[must_use]
pub fn own_keys(app: &App) -> Vec<Chord> {
    let sections = app.open().map(|open| open.document.sections()).unwrap_or_default();
    let own = sections.iter().filter(|section| matches!(section.kind, SectionKind::Own(_)));
    own.filter_map(|section| section.letter.map(Chord::char))
        .filter(|chord| letter_is_free(app, *chord))
        .collect()
}

/// The first keys of an action that work over the open brief; none where it has none.
#[must_use]
pub fn working_keys(app: &App, context: Context, action: Action) -> Option<String> {
    let taken = if context == Context::Reader { own_keys(app) } else { Vec::new() };
    let works = |keys: &[Chord]| !taken.iter().any(|chord| keys == [*chord]);
    let bindings = app.settings.keymap.bindings().iter();
    let mut bound = bindings.filter(|b| b.context == context && b.action == action);
    bound.find(|b| works(b.keys.chords())).map(|b| b.keys.to_string())
}

/// The key that jumps to a section, as its title shows it; none where no key does.
#[must_use]
pub fn section_key(app: &App, section: &Section) -> Option<String> {
    match section.kind {
        SectionKind::Own(_) => {
            let letter = section.letter?;
            letter_is_free(app, Chord::char(letter)).then(|| letter.to_string())
        }
        kind => working_keys(app, Context::Reader, action_of(kind)?),
    }
}
