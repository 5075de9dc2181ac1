//! A position that outlives a change of the document.

use super::{BlockIx, Document, SectionKind};
use crate::text::TextPos;

/// Where a position is, in terms that a revised brief still has: section, item, block within it, offset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    section: SectionKind,
    title: String,
    item: Option<u32>,
    /// Blocks from the first of the item.
    nth: u32,
    /// Bytes into the block.
    offset: usize,
}

impl Document {
    /// The place of a position.
    #[must_use]
    pub fn place(&self, pos: TextPos) -> Option<Place> {
        let ix = self.block_at(pos);
        let block = self.block(ix)?;
        let section = self.sections.get(usize::from(block.section))?;
        let first = self.first_of(ix);
        Some(Place {
            section: section.kind,
            title: section.title.clone(),
            item: block.item,
            nth: ix.0 - first.0,
            offset: pos.get().saturating_sub(block.range.start().get()),
        })
    }

    /// The position of a place, or the nearest there still is.
    #[must_use]
    pub fn resolve(&self, place: &Place) -> TextPos {
        let same = |s: &&super::Section| s.kind == place.section && s.title == place.title;
        let titled = |s: &&super::Section| !place.title.is_empty() && s.title == place.title;
        let section = self.sections.iter().find(same).or_else(|| self.sections.iter().find(titled));
        let Some(section) = section else { return TextPos::ZERO };
        let body =
            self.blocks.get(section.body.start as usize..section.body.end as usize).unwrap_or_default();
        // Where items have gone, the last that is left.
        let has = |item: Option<u32>| body.iter().position(|block| block.item == item);
        let last = || has(body.iter().rev().find(|block| block.item <= place.item)?.item);
        let first = has(place.item).or_else(last).unwrap_or(0);
        let item = body.get(first).and_then(|block| block.item);
        let of_item = body.iter().skip(first).take_while(|block| block.item == item).count();
        let nth = (place.nth as usize).min(of_item.saturating_sub(1));
        let Some(block) = body.get(first + nth) else { return section.range.start() };
        self.floor((block.range.start().get() + place.offset).min(block.range.end().get()))
    }

    /// The first block of the item that a block belongs to.
    #[must_use]
    pub fn first_of(&self, ix: BlockIx) -> BlockIx {
        let Some(block) = self.block(ix) else { return ix };
        let Some(section) = self.sections.get(usize::from(block.section)) else { return ix };
        let earliest = if ix.0 >= section.body.start { section.body.start } else { section.blocks.start };
        let mut first = ix.0;
        if block.item.is_none() {
            // The section's own text may be long: it comes first, so its first block is known.
            return BlockIx(earliest.min(first));
        }
        while first > earliest && self.block(BlockIx(first - 1)).is_some_and(|b| b.item == block.item) {
            first -= 1;
        }
        BlockIx(first)
    }
}
