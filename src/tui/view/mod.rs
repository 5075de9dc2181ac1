//! Drawing: from the state to the cells of a screen.
//!
//! Invariant: drawing reads the state and changes nothing; it writes only within the buffer, whatever its size.

mod canvas;
mod choice;
mod editor;
mod frame;
mod list;
mod overlay;
mod pane;
mod review;

use super::app::{App, Arrangement, Desk, Scene};
use canvas::Canvas;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

/// Draws everything. The result is where the terminal's own cursor belongs, where there is one.
pub fn draw(app: &App, buffer: &mut Buffer) -> Option<Position> {
    let mut canvas = Canvas::new(buffer, app.theme);
    if let (Scene::List, Some(stack)) = (app.scene, &app.library) {
        list::draw(app, stack, &mut canvas);
        let cursor = frame::status(app, &mut canvas);
        return overlay::draw(app, &mut canvas).or(cursor);
    }
    frame::title(app, &mut canvas);
    match &app.desk {
        Desk::Loading { stage, .. } => frame::loading(app, *stage, &mut canvas),
        Desk::Open(open) => {
            frame::tab_line(app, &mut canvas);
            if open.arrangement == Arrangement::Continuous {
                pane::column(app, open, &mut canvas);
            } else {
                for placed in &app.screen.panes {
                    pane::pane(app, open, placed, &mut canvas);
                }
            }
        }
    }
    let cursor = frame::status(app, &mut canvas);
    overlay::draw(app, &mut canvas).or(cursor)
}
