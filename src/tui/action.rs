//! What can be bound to a key: the table of actions.
//!
//! Keymap, help, command line, completion, configuration and the README are made from it.
//! Invariant: an action's name is unique and stable; it is what configuration files say.

macro_rules! actions {
    ($($group:ident { $($variant:ident $name:literal $about:literal;)* })*) => {
        /// Something that a key or a command does.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Action { $($(#[doc = $about] $variant,)*)* }

        /// Every action with its name and meaning, by group.
        pub const ACTIONS: &[ActionInfo] = &[$($(ActionInfo {
            action: Action::$variant, group: Group::$group, name: $name, about: $about,
        },)*)*];
    };
}

/// One row of the table of actions.
#[derive(Clone, Copy, Debug)]
pub struct ActionInfo {
    /// The action.
    pub action: Action,
    /// Where help lists it.
    pub group: Group,
    /// Its name, in kebab case.
    pub name: &'static str,
    /// What it does.
    pub about: &'static str,
}

/// Groups of actions, in the order of help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Sections and panes.
    Sections,
    /// Within a pane.
    Moving,
    /// Search.
    Searching,
    /// Links, jumps, marks.
    Jumping,
    /// Selection and copying.
    Selecting,
    /// What the reader writes.
    Writing,
    /// What is only proposed.
    Reviewing,
    /// How it looks.
    Viewing,
    /// Between briefs.
    Briefs,
    /// The program itself.
    Program,
    /// In a line that is typed.
    Typing,
    /// In a note that is being written.
    Editing,
}

impl Group {
    /// Its title.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Sections => "Sections",
            Self::Moving => "Moving",
            Self::Searching => "Searching",
            Self::Jumping => "Following and jumping",
            Self::Selecting => "Selecting and copying",
            Self::Writing => "Notes",
            Self::Reviewing => "Drafts",
            Self::Viewing => "Looks",
            Self::Briefs => "Briefs",
            Self::Program => "Program",
            Self::Typing => "While typing",
            Self::Editing => "While writing a note",
        }
    }

    /// Every group.
    pub const ALL: &[Self] = &[
        Self::Sections,
        Self::Moving,
        Self::Searching,
        Self::Jumping,
        Self::Selecting,
        Self::Writing,
        Self::Reviewing,
        Self::Viewing,
        Self::Briefs,
        Self::Program,
        Self::Typing,
        Self::Editing,
    ];
}

actions! {
    Sections {
        GoSummary "go-summary" "go to the summary";
        GoActors "go-actors" "go to the key actors";
        GoRecommendations "go-recommendations" "go to the recommendations";
        GoDisclaimers "go-disclaimers" "go to the disclaimers";
        GoTimeline "go-timeline" "go to the timeline";
        GoQuotes "go-quotes" "go to the quotes";
        GoText "go-text" "go to the text of the article";
        GoAbout "go-about" "go to the source: headline, link, topics, who made the brief";
        NextPane "next-pane" "next section";
        PreviousPane "previous-pane" "previous section";
    }
    Moving {
        LineDown "line-down" "down a row";
        LineUp "line-up" "up a row";
        PageDown "page-down" "down a page";
        PageUp "page-up" "up a page";
        HalfDown "half-page-down" "down half a page";
        HalfUp "half-page-up" "up half a page";
        Top "top" "to the top, or to the Nth paragraph or item";
        Bottom "bottom" "to the end";
        Percent "percent" "to N percent, with a count";
        NextParagraph "next-paragraph" "next paragraph or item";
        PreviousParagraph "previous-paragraph" "previous paragraph or item";
        NextWord "next-word" "next word";
        WordEnd "word-end" "end of the word";
        PreviousWord "previous-word" "previous word";
        RowStart "row-start" "start of the row";
        RowEnd "row-end" "end of the row";
        Left "left" "a character to the left";
        Right "right" "a character to the right";
        ScrollDown "scroll-down" "scroll down a row";
        ScrollUp "scroll-up" "scroll up a row";
    }
    Searching {
        Search "search" "search in all sections, as you type";
        NextHit "next-hit" "next hit";
        PreviousHit "previous-hit" "previous hit";
        SearchWord "search-word" "search for the word under the cursor";
        Dismiss "dismiss" "end search, selection or message";
    }
    Jumping {
        Follow "follow" "follow the link: to an actor, a paragraph, a web address";
        Back "back" "back to where you were";
        Forward "forward" "forward again";
        NextChange "next-change" "next passage that is new since you last read the brief";
        PreviousChange "previous-change" "previous such passage";
        SetMark "set-mark" "mark this place with a letter";
        GoMark "go-mark" "go to a marked place; ' goes back";
    }
    Selecting {
        Select "select" "select text";
        SelectParagraph "select-paragraph" "select paragraphs";
        SwapEnds "swap-ends" "move the other end of the selection";
        Copy "copy" "copy the selection, or the paragraph or item";
        Cite "cite" "copy with its source: m Markdown, a APA, c Chicago, b BibTeX";
    }
    Writing {
        Note "note" "write a note on the selection or the paragraph; edit the note that is here";
        Highlight "highlight" "highlight in a meaning: k key idea, a agreed, d doubtful, f fact, q quotable";
        Bookmark "bookmark" "bookmark this place, or take the bookmark away";
        Notes "notes" "my notes on this brief; Tab: on all briefs";
        NextNote "next-note" "next note";
        PreviousNote "previous-note" "previous note";
        DeleteNote "delete-note" "delete the note that is here";
        AcceptPlace "accept-place" "agree to a moved note's place; attach an orphaned note anew";
        UndoNote "undo" "take the last change of a note back";
        RedoNote "redo" "make it again";
        Export "export" "export the brief, its notes, or both";
        SaveNotes "save-notes" "try again to save notes that could not be saved";
    }
    Reviewing {
        Review "review" "go through what is only proposed: the drafts of this brief";
        AcceptDraft "accept-draft" "take the draft over";
        DropDraft "drop-draft" "drop the draft";
        NextDraft "next-draft" "next draft";
        PreviousDraft "previous-draft" "previous draft";
    }
    Viewing {
        Zoom "zoom" "one section on the whole screen, and back";
        Layout "layout" "panes, or one continuous column with an outline";
        NextTheme "next-theme" "next theme";
        Mouse "mouse" "mouse on or off";
    }
    Briefs {
        Library "library" "the list of briefs, and back";
        Picker "picker" "go to a section, an actor or a brief by name";
        SortBy "sort-by" "sort the list: d date, t title, s source, o topic, r read, n notes, e errors, c changed, l length, p path, b best; again: the other way round";
        GroupBy "group-by" "group the list: t topic, s source, f folder, n not at all";
        ToggleRead "toggle-read" "read or unread";
        SavedQueries "saved-queries" "queries that were given names";
        SearchLibrary "search-library" "search in all briefs";
        NextBrief "next-brief" "next brief";
        PreviousBrief "previous-brief" "previous brief";
        Edit "edit" "edit the YAML at this place, and return";
        Reload "reload" "read the file again";
        Findings "findings" "what is wrong with this brief, and back";
    }
    Program {
        Help "help" "all keys";
        Command "command" "command line";
        Messages "messages" "messages so far";
        Redraw "redraw" "draw the screen anew";
        Suspend "suspend" "suspend; fg returns";
        Quit "quit" "quit";
    }
    Typing {
        Accept "accept" "take it";
        Cancel "cancel" "leave";
        CompleteNext "complete-next" "next completion";
        CompletePrevious "complete-previous" "previous completion";
        ListDown "list-down" "down, or the next entry of the history";
        ListUp "list-up" "up, or the previous entry of the history";
        DeleteBack "delete-back" "delete the character before";
        DeleteForward "delete-forward" "delete the character under";
        DeleteWord "delete-word" "delete the word before";
        DeleteLine "delete-line" "delete all before";
        CursorLeft "cursor-left" "left";
        CursorRight "cursor-right" "right";
        CursorStart "cursor-start" "to the start";
        CursorEnd "cursor-end" "to the end";
        ToggleRegex "toggle-regex" "in a search: words or regular expression";
    }
    Editing {
        SaveNote "save-note" "save the note";
        EditElsewhere "edit-elsewhere" "go on in $EDITOR, and return";
        NextKind "next-kind" "note, question, disagreement or follow-up";
        NextTarget "next-target" "on this passage, its section or the whole brief";
        NewLine "new-line" "new line";
        UndoTyping "undo-typing" "take back what was typed";
        RedoTyping "redo-typing" "type it again";
    }
}

impl Action {
    /// The row of [`ACTIONS`].
    #[must_use]
    pub fn info(self) -> Option<&'static ActionInfo> {
        ACTIONS.iter().find(|row| row.action == self)
    }

    /// The action of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        ACTIONS.iter().find(|row| row.name == name).map(|row| row.action)
    }

    /// Whether it waits for one more character.
    #[must_use]
    pub const fn takes_char(self) -> bool {
        matches!(self, Self::SetMark | Self::GoMark | Self::Highlight | Self::Cite)
            || matches!(self, Self::SortBy | Self::GroupBy)
    }

    /// Whether a count before it repeats it.
    #[must_use]
    pub fn counts(self) -> bool {
        let group = self.info().map(|row| row.group);
        matches!(group, Some(Group::Moving))
            || matches!(
                self,
                Self::NextHit
                    | Self::PreviousHit
                    | Self::NextBrief
                    | Self::PreviousBrief
                    | Self::NextPane
                    | Self::PreviousPane
                    | Self::Back
                    | Self::Forward
                    | Self::NextNote
                    | Self::PreviousNote
                    | Self::NextChange
                    | Self::PreviousChange
            )
    }

    /// Whether a section of a brief's own may take this action's letter: `key: o` jumps to "Open questions", and the
    /// library is still there by its other names.
    #[must_use]
    pub const fn yields(self) -> bool {
        matches!(self, Self::Library | Self::NextTheme | Self::Layout | Self::Zoom | Self::NextWord)
            || matches!(self, Self::GoTimeline | Self::GoText | Self::GoAbout)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_lead_back() {
        for row in ACTIONS {
            assert_eq!(Action::parse(row.name), Some(row.action));
            assert_eq!(row.action.info().map(|r| r.name), Some(row.name));
        }
        assert_eq!(Action::parse("nonesuch"), None);
    }
}
