//! `brief export`: briefs and notes in the forms of other programs.

use super::asking::FindArgs;
use super::gathered::gather;
use super::looking::look;
use super::note_args::{ExportArgs, WhatChoice};
use super::{Exit, complain, entries, on_terminal, print, print_made};
use crate::config::Config;
use crate::notes::Filter;
use crate::render::export::{Format, What, schema};
use crate::system::{Kind, System, templates_folder, trouble};
use crate::text::clean_line;
use crate::tui::held::{Held, Taken};
use crate::tui::origin::Origin;
use crate::tui::shipping::{Batch, Goal, Order, Ready, Shipped};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Exports.
pub(super) fn run(system: &Arc<dyn System>, config: &Config, args: &ExportArgs) -> io::Result<Exit> {
    if args.schema {
        print(schema().as_bytes())?;
        return Ok(Exit::Fine);
    }
    let outcome = match order(&**system, args) {
        Ok(order) => carry_out(system, config, args, &order)?,
        Err(message) => Err(message),
    };
    Ok(outcome.unwrap_or_else(|message| {
        if !message.is_empty() {
            complain(&message);
        }
        Exit::Failure
    }))
}

fn order(system: &dyn System, args: &ExportArgs) -> Result<Order, String> {
    let what = match args.what {
        Some(WhatChoice::Brief) => What::Brief,
        Some(WhatChoice::Notes) => What::Notes,
        Some(WhatChoice::Both) | None => What::Both,
    };
    let filter = args.filter.as_deref().map_or(Ok(Filter::default()), Filter::parse)?;
    Ok(Order { how: how(system, args)?, what, filter, force: args.force, when: system.now() })
}

/// An exit, or why it could not be done; empty where that has been said.
fn carry_out(
    system: &Arc<dyn System>,
    config: &Config,
    args: &ExportArgs,
    order: &Order,
) -> io::Result<Result<Exit, String>> {
    let world = &**system;
    let output = args.output.as_deref().filter(|output| *output != Path::new("-"));
    // All notes that there are, wherever their briefs are.
    if order.what == What::Notes && args.files.is_empty() && args.query.is_none() {
        let all = match gather(system, config, &[])? {
            Ok(all) => all,
            Err(why) => return Ok(Err(why)),
        };
        let held: Vec<Held> = all.held.into_iter().filter(|held| !held.notes.is_empty()).collect();
        let spoilt = if all.spoilt { Exit::Findings } else { Exit::Fine };
        return put_out(world, order, &held, output).map(|done| done.map(|exit| exit.max(spoilt)));
    }
    let mut warnings = Vec::new();
    let batch = if args.query.is_some() {
        match asked_for(system, config, args) {
            Ok(found) => found,
            Err(exit) => return Ok(if exit == Exit::Failure { Err(String::new()) } else { Ok(exit) }),
        }
    } else {
        match entries::entries(world, config, &args.files, &mut warnings)? {
            Some(entries) => Batch::of_files(entries),
            None => return Ok(Err(String::new())),
        }
    };
    for warning in &warnings {
        complain(warning);
    }
    let warned = if warnings.is_empty() { Exit::Fine } else { Exit::Findings };
    if let Some(output) = output {
        let goal = Goal::of(world, output, batch.len());
        let shipped = order.ship_batch(world, config.keeping, &batch, &goal);
        return Ok(shipped.and_then(|shipped| told(&shipped)).map(|exit| exit.max(warned)));
    }
    let Taken { held, troubles } = batch.hold(world, config.keeping);
    for trouble in &troubles {
        complain(trouble);
    }
    let warned = if troubles.is_empty() { warned } else { Exit::Findings };
    put_out(world, order, &held, output).map(|done| done.map(|exit| exit.max(warned)))
}

/// The briefs that a query asks for.
fn asked_for(system: &Arc<dyn System>, config: &Config, args: &ExportArgs) -> Result<Batch, Exit> {
    let find = FindArgs {
        query: args.query.clone().into_iter().collect(),
        folders: [&args.files[..], &args.folders].concat(),
        sort: None,
    };
    let looked = look(system, config, &find, 0)?;
    let batch = Batch::of_briefs(looked.rows().map(|(_, row)| (Origin::File(row.path()), row.document())));
    if batch.is_empty() {
        looked.tell_rest();
        return Err(Exit::Findings);
    }
    Ok(batch)
}

/// Writes briefs that are held: where the arguments say, else to standard output.
fn put_out(
    system: &dyn System,
    order: &Order,
    held: &[Held],
    output: Option<&Path>,
) -> io::Result<Result<Exit, String>> {
    if let Some(output) = output {
        let goal = Goal::of(system, output, held.len());
        return Ok(order.ship(system, held, &goal).and_then(|shipped| told(&shipped)));
    }
    let bytes = match order.text(held) {
        Ok(bytes) => bytes,
        Err(why) => return Ok(Err(why)),
    };
    match &order.how {
        Ready::Format(format) if on_terminal() && !format.is_text() => {
            let format = format.info();
            return Ok(Err(format!(
                "{} is no text: say where it goes with -o FILE.{}",
                format.title, format.extension
            )));
        }
        Ready::Format(_) => print(&bytes)?,
        Ready::Template { .. } => print_made(&String::from_utf8_lossy(&bytes))?,
    }
    Ok(Ok(Exit::Fine))
}

/// Says what was written, and what was not.
fn told(shipped: &Shipped) -> Result<Exit, String> {
    let shown = |path: &PathBuf| clean_line(&path.to_string_lossy()).into_owned();
    for trouble in &shipped.troubles {
        complain(trouble);
    }
    for path in &shipped.written {
        complain(&format!("wrote {}", shown(path)));
    }
    match shipped.there.as_slice() {
        [] if shipped.troubles.is_empty() => Ok(Exit::Fine),
        [] => Ok(Exit::Findings),
        [there] => Err(format!("{} is there already: --force writes over it", shown(there))),
        [first, rest @ ..] => Err(format!(
            "{} and {} more are there already, and stay as they are: --force writes over them",
            shown(first),
            rest.len()
        )),
    }
}

/// The format: that which is asked for, else that of the file's name, else Markdown.
fn how(system: &dyn System, args: &ExportArgs) -> Result<Ready, String> {
    if let Some(wish) = &args.template {
        let (name, bytes) = read_template(system, wish)?;
        let source = String::from_utf8(bytes).map_err(|_| format!("{name} is not UTF-8 text"))?;
        return Ok(Ready::Template { name, source });
    }
    if let Some(name) = &args.format {
        return Format::parse(name).map(Ready::Format).ok_or_else(|| format!("no format is called {name}"));
    }
    let output = args.output.as_deref().filter(|output| {
        let is_folder = output.as_os_str().as_encoded_bytes().ends_with(b"/");
        !is_folder && !matches!(system.kind(output), Some(Kind::Folder | Kind::Stream))
    });
    let Some(extension) = output.and_then(Path::extension).map(|e| e.to_string_lossy().into_owned()) else {
        return Ok(Ready::Format(Format::Markdown));
    };
    let rows = crate::render::export::FORMATS;
    let by_name = rows.iter().find(|row| row.extension == extension.to_lowercase());
    by_name.map(|row| Ready::Format(row.format)).ok_or_else(|| {
        let mut known: Vec<&str> = rows.iter().map(|row| row.extension).collect();
        known.dedup();
        format!("no format is called .{} ({}): --format names one", clean_line(&extension), known.join(", "))
    })
}

/// A template: a file, or one of the templates folder by its name: `minutes` is `minutes.jinja` or `minutes.md.jinja`.
fn read_template(system: &dyn System, wish: &Path) -> Result<(String, Vec<u8>), String> {
    let shown = |path: &Path| clean_line(&path.to_string_lossy()).into_owned();
    let near = templates_folder(system).map(|folder| folder.join(wish));
    let with_end = near.as_ref().map(|near| {
        let mut name = near.clone().into_os_string();
        name.push(".jinja");
        PathBuf::from(name)
    });
    let start = format!("{}.", wish.to_string_lossy());
    let is_it = |path: &Path| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        name.starts_with(&start) && path.extension().is_some_and(|end| end == "jinja")
    };
    let listed = templates_folder(system).and_then(|folder| system.list(&folder).ok()).unwrap_or_default();
    let mut longer: Vec<PathBuf> =
        listed.into_iter().map(|entry| entry.path).filter(|path| is_it(path)).collect();
    longer.sort();
    for path in [Some(wish.to_owned()), near, with_end].into_iter().flatten().chain(longer) {
        if system.kind(&path) == Some(Kind::File) {
            return match system.read(&path) {
                Ok(bytes) => Ok((shown(&path), bytes)),
                Err(error) => Err(format!("{}: {}", shown(&path), trouble(&error))),
            };
        }
    }
    let folder = templates_folder(system)
        .map(|folder| format!(", or a name in {}", shown(&folder)))
        .unwrap_or_default();
    Err(format!("there is no template {}: it is a file{folder}", shown(wish)))
}
