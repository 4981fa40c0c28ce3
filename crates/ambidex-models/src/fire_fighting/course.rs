//! The course of a lab over all its projects, and the shock or load from which it does not recover.

use super::organisation::{Calendar, Lab, Release};
use super::parameters::FireFighting;

/// How a lab fared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Course {
    /// The last release; where the weeks ran out before, the running project as it stands.
    pub last: Release,
    /// Weeks by which the calendar was put off.
    pub put_off: f64,
    /// Share of the projects after the shock for which researchers were drafted.
    pub on_fire: f64,
    /// Projects after the shock until one is on time again without drafting; NaN where none is.
    pub recovery: f64,
    /// Whether the lab ends late for good.
    pub tipped: bool,
}

/// Most weeks a course takes, as a multiple of those planned.
const MOST_WEEKS: f64 = 3.0;

/// Most weeks of a course.
pub fn most_weeks(p: &FireFighting) -> u32 {
    (MOST_WEEKS * p.projects * p.cadence) as u32
}

/// Runs all projects; `see` is handed the lab after every week.
pub fn run(p: &FireFighting, calendar: Calendar, mut see: impl FnMut(&Lab)) -> Course {
    let mut lab = Lab::new(p);
    let mut last = None;
    let (mut after_shock, mut fires, mut recovery) = (0.0, 0.0, f64::NAN);
    for _ in 0..most_weeks(p) {
        let release = lab.step(p, calendar);
        see(&lab);
        let Some(release) = release else { continue };
        last = Some(release);
        if f64::from(release.project) > p.shocked {
            after_shock += 1.0;
            fires += f64::from(u8::from(release.on_fire));
            if recovery.is_nan() && release.late <= 0.0 && !release.on_fire {
                recovery = f64::from(release.project) - p.shocked;
            }
        }
        if f64::from(release.project) >= p.projects {
            break;
        }
    }
    let done = last.is_some_and(|release| f64::from(release.project) >= p.projects);
    let last = last.filter(|_| done).unwrap_or_else(|| standing(&lab));
    Course {
        last,
        put_off: lab.put_off,
        on_fire: fires / after_shock,
        recovery,
        tipped: !done || last.late > p.late_for_good,
    }
}

/// The running project as if it shipped now.
fn standing(lab: &Lab) -> Release {
    Release {
        project: lab.project,
        late: lab.late(),
        concept: lab.concept,
        defects: lab.stocks.undiscovered / lab.work,
        on_fire: lab.on_fire,
    }
}

/// Halvings of an interval of which one end tips and the other does not.
const HALVINGS: u32 = 30;

/// Smallest value in `low..=high` from which `tips`: `low` where all do, NaN where not even the largest does.
pub fn tipping_point(low: f64, high: f64, tips: impl Fn(f64) -> bool) -> f64 {
    if tips(low) {
        return low;
    }
    if !tips(high) {
        return f64::NAN;
    }
    let (mut below, mut above) = (low, high);
    for _ in 0..HALVINGS {
        let middle = 0.5 * (below + above);
        *(if tips(middle) { &mut above } else { &mut below }) = middle;
    }
    above
}

/// Smallest shock from which the lab does not recover, other values as given; between 1 (none) and 4.
pub fn tipping_shock(p: &FireFighting, calendar: Calendar) -> f64 {
    tipping_point(1.0, 4.0, |shock| run(&FireFighting { shock, ..*p }, calendar, |_| ()).tipped)
}

/// Smallest load at which the lab does not recover from the shock; between 0.1 and 2.
pub fn tipping_load(p: &FireFighting, calendar: Calendar) -> f64 {
    tipping_point(0.1, 2.0, |load| run(&FireFighting { load, ..*p }, calendar, |_| ()).tipped)
}
