//! How points and replicates are cut into shards: by numbers alone, never by threads or measured time.

use std::ops::Range;

use super::study::Points;

/// Shards of a study whose size is known beforehand, roughly, before they begin to grow.
const SHARDS: u64 = 64;
/// How many times its least size a shard may grow.
const GROWTH: u64 = 32;
/// By what part the replicates of a point grow from block to block, where a precision is sought.
const BLOCK_GROWTH: u32 = 4;

/// Some replicates of one point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Point.
    pub point: u32,
    /// Replicates.
    pub replicates: Range<u32>,
}

/// The shards of a study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Partition {
    points: u32,
    replicates: u32,
    least: u32,
    /// Rows of a shard; none where a shard is run until it is precise.
    rows: Option<u64>,
    /// Whether all points are run together until their differences are precise.
    together: bool,
}

impl Partition {
    /// The shards of a study.
    pub fn of(study: &Points<'_>) -> Self {
        let precise = study.plan.precision.is_some();
        let together = study.plan.precision.as_ref().is_some_and(|precision| precision.paired);
        let grows = study.plan.series.is_none();
        let partition =
            Self::new(study.points(), study.plan.replicates, study.target.least_rows(), precise, grows);
        Self { together, ..partition }
    }

    fn new(points: u32, replicates: u32, least: u32, precise: bool, grows: bool) -> Self {
        let total = u64::from(points) * u64::from(replicates);
        let times = if grows { (total / (u64::from(least) * SHARDS)).clamp(1, GROWTH) } else { 1 };
        Self {
            points,
            replicates,
            least,
            rows: (!precise).then_some(times * u64::from(least)),
            together: false,
        }
    }

    /// Number of shards.
    pub fn shards(&self) -> u32 {
        let precise = if self.together { 1 } else { self.points };
        self.rows.map_or(precise, |rows| u32::try_from(self.total().div_ceil(rows)).unwrap_or(u32::MAX))
    }

    /// Rows in all; the most of them where a precision is sought.
    pub fn total(&self) -> u64 {
        u64::from(self.points) * u64::from(self.replicates)
    }

    /// Whether points are run until they are precise.
    pub fn is_precise(&self) -> bool {
        self.rows.is_none()
    }

    /// What a shard of fixed size holds, in order of point and replicate.
    pub fn cells(&self, shard: u32) -> Vec<Cell> {
        let (rows, replicates) = (self.rows.unwrap_or(0), u64::from(self.replicates));
        let shard = u64::from(shard);
        let (mut at, end) = (shard * rows, ((shard + 1) * rows).min(self.total()));
        let mut cells = Vec::new();
        while at < end {
            let (point, first) = (at / replicates, at % replicates);
            let last = (first + end - at).min(replicates);
            cells.push(Cell { point: point as u32, replicates: first as u32..last as u32 });
            at += last - first;
        }
        cells
    }

    /// Points of a shard that is run until it is precise.
    pub fn points_of(&self, shard: u32) -> Range<u32> {
        if self.together { 0..self.points } else { shard..shard + 1 }
    }

    /// Blocks of replicates of a point that is run until it is precise: after each of them it may stop.
    pub fn blocks(&self) -> Vec<Range<u32>> {
        let (mut blocks, mut at) = (Vec::new(), 0);
        while at < self.replicates {
            let size = (at / BLOCK_GROWTH / self.least).max(1) * self.least;
            let end = at.saturating_add(size).min(self.replicates);
            blocks.push(at..end);
            at = end;
        }
        blocks
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_replicate_of_every_point_is_in_one_shard(points in 1_u32..40, replicates in 1_u32..300, least in 1_u32..70) {
            let partition = Partition::new(points, replicates, least, false, true);
            let cells = (0..partition.shards()).flat_map(|shard| partition.cells(shard));
            let all: Vec<(u32, u32)> = cells.flat_map(|cell| cell.replicates.map(move |r| (cell.point, r))).collect();
            let expected: Vec<(u32, u32)> = (0..points).flat_map(|p| (0..replicates).map(move |r| (p, r))).collect();
            prop_assert_eq!(all, expected);
        }

        #[test]
        fn blocks_follow_each_other(replicates in 1_u32..200_000, least in 1_u32..300) {
            let blocks = Partition::new(3, replicates, least, true, true).blocks();
            prop_assert_eq!((blocks[0].start, blocks[blocks.len() - 1].end), (0, replicates));
            for pair in blocks.windows(2) {
                prop_assert_eq!(pair[0].end, pair[1].start);
                prop_assert!(pair[1].len() as u32 <= least.max(pair[1].start / BLOCK_GROWTH));
            }
        }
    }

    #[test]
    fn shards_grow_with_the_study_and_not_beyond() {
        let rows = |total| Partition::new(1, total, 256, false, true).rows;
        assert_eq!([rows(1000), rows(163_840), rows(4_000_000_000)], [Some(256), Some(2560), Some(8192)]);
        assert_eq!(Partition::new(1, 163_840, 256, false, false).rows, Some(256));
        assert_eq!(Partition::new(7, 1000, 16, true, true).shards(), 7);
    }
}
