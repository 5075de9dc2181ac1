//! What stands below the help: examples, the environment, exit statuses.

pub(super) const AFTER_HELP: &str = "\
Examples:
  brief                         read ./briefs, your own folder, or the samples
  brief talks.yaml              read one brief
  brief ~/briefs                read all briefs in a folder
  brief --continue              go on where you stopped
  brief talks.yaml -s r         begin in the recommendations
  brief talks.yaml | less       a page of plain text
  curl -s URL | brief -         read what comes through a pipe
  brief show talks.yaml --section actors
  brief show talks.yaml --format json | jq .recommendations
  brief check ~/briefs          all that is wrong with them
  brief import article.html -o talks.yaml

Keys: s a r d go to the four sections, Tab to the next one, / searches, ? lists all keys, q quits.

Environment:
  VISUAL, EDITOR        the editor of the key e
  NO_COLOR              no colours; --color=always overrides it
  CLICOLOR_FORCE        colours even where output is no terminal
  COLORTERM, TERM       how many colours there are; TERM=dumb: plain pages only
  COLUMNS               the width of plain pages
  BRIEF_CONFIG          the configuration file, else $XDG_CONFIG_HOME/brief/config.yaml

Exit status: 0 all well, 1 a brief has errors (warnings leave it 0), 2 it could not be done.";
