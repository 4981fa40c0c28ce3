//! Equations of a project: work, defects, rework, schedule pressure. Used by the lab race too.
//!
//! Rework cycle: Lyneis & Ford (2007), System Dynamics Review 23, doi:10.1002/sdr.377; pressure and fatigue: Oliva &
//! Sterman (2001), Management Science 47(7).

/// Stocks of one project [person-weeks].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rework {
    /// Work not yet done for the first time.
    pub scope: f64,
    /// Defects nobody knows of.
    pub undiscovered: f64,
    /// Defects waiting for rework.
    pub known: f64,
}

/// What flows in a week.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flows {
    /// Effort [person-weeks].
    pub effort: f64,
    /// Defects per unit of work done.
    pub defects_per_work: f64,
    /// Share of undiscovered defects that testing finds.
    pub discovery: f64,
}

impl Rework {
    /// Work left: first-time work and known rework.
    pub fn backlog(&self) -> f64 {
        self.scope + self.known
    }

    /// One week: testing finds defects, effort repairs what is known first, then does new work; both make defects.
    #[must_use]
    pub fn step(self, flows: Flows) -> Self {
        let found = flows.discovery.clamp(0.0, 1.0) * self.undiscovered;
        let known = self.known + found;
        let repaired = flows.effort.min(known);
        let done = (flows.effort - repaired).min(self.scope);
        let made = flows.defects_per_work * (repaired + done);
        Self {
            scope: self.scope - done,
            undiscovered: self.undiscovered - found + made,
            known: known - repaired,
        }
    }
}

/// Schedule pressure: effort needed a week beyond the capacity at hand, relative to it, in 0..=1.
pub fn pressure(backlog: f64, weeks_left: f64, capacity: f64) -> f64 {
    if backlog <= 0.0 {
        return 0.0;
    }
    (backlog / (weeks_left.max(1.0) * capacity.max(1e-9)) - 1.0).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Work that leaves one stock enters another, or is done: scope + known + undiscovered falls by the effort spent
    /// and rises by the defects made.
    #[test]
    fn work_is_conserved() {
        let before = Rework { scope: 50.0, undiscovered: 8.0, known: 3.0 };
        let flows = Flows { effort: 10.0, defects_per_work: 0.2, discovery: 0.25 };
        let after = before.step(flows);
        let sum = |r: Rework| r.scope + r.undiscovered + r.known;
        assert!((sum(after) - (sum(before) - 10.0 + 2.0)).abs() < 1e-12);
    }

    /// Without effort and testing nothing moves; with perfect work the scope is done in scope / effort weeks.
    #[test]
    fn limits() {
        let still = Rework { scope: 5.0, undiscovered: 1.0, known: 1.0 };
        assert_eq!(still.step(Flows { effort: 0.0, defects_per_work: 0.5, discovery: 0.0 }), still);
        let mut clean = Rework { scope: 30.0, ..Rework::default() };
        for _ in 0..10 {
            clean = clean.step(Flows { effort: 3.0, defects_per_work: 0.0, discovery: 0.1 });
        }
        assert_eq!(clean, Rework::default());
    }

    #[test]
    fn pressure_is_the_shortfall_of_capacity() {
        assert_eq!(pressure(100.0, 10.0, 10.0), 0.0);
        assert!((pressure(120.0, 10.0, 10.0) - 0.2).abs() < 1e-12);
        assert_eq!(pressure(500.0, -3.0, 10.0), 1.0);
    }
}
