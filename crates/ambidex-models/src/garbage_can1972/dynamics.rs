//! The process: entry, attachment of problems and decision makers, choices made.
//!
//! Energies are whole numbers of millionths: at the original parameters supply and demand tie exactly
//! (0.33 x 10 = 3.3), and a rounding error would decide.

/// Choice opportunities.
pub const CHOICES: usize = 10;
/// Problems.
pub const PROBLEMS: usize = 20;
/// Decision makers.
pub const DECIDERS: usize = 10;
/// One unit of energy.
pub const UNIT: i64 = 1_000_000;
/// Energy that every choice is taken to require before its first period: 1.1 whatever the load.
const FIRST_REQUIREMENT: i64 = 1_100_000;

/// Who may attend to which choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segmentation {
    /// Everybody to every choice.
    Unsegmented,
    /// Rank r to the choices from r on.
    Hierarchical,
    /// Rank r to choice r alone.
    Specialized,
}

impl Segmentation {
    /// Whether `rank` (from 0) may attend to `choice` (from 0).
    pub fn allows(self, rank: usize, choice: usize) -> bool {
        match self {
            Self::Unsegmented => true,
            Self::Hierarchical => choice >= rank,
            Self::Specialized => choice == rank,
        }
    }
}

/// What a run is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Energy that an unsolved problem requires a period [millionths].
    pub load: i64,
    /// Access of problems to choices; two problems share a rank.
    pub access: Segmentation,
    /// Access of decision makers to choices.
    pub decision: Segmentation,
    /// Energy that a decision maker brings to bear a period, after the solution coefficient [millionths].
    pub energies: [i64; DECIDERS],
    /// Period in which a choice enters, from 1.
    pub choice_entry: [u32; CHOICES],
    /// Period in which a problem enters, from 1.
    pub problem_entry: [u32; PROBLEMS],
}

/// Where a problem stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Not yet entered.
    Outside,
    /// Active, attached to no choice.
    Latent,
    /// Active, attached to a choice.
    Attached(usize),
    /// Solved.
    Solved,
}

/// Where a choice stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Not yet entered.
    Outside,
    /// Entered, not made.
    Open,
    /// Made.
    Made,
}

/// Counts over the periods so far; energies in millionths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Changes of where a problem stands between periods: entry, attachment, move, solution.
    pub problem_shifts: i64,
    /// Changes of a problem from one choice to another.
    pub problem_moves: i64,
    /// Problem-periods active and attached to no choice.
    pub problem_latency: i64,
    /// Problem-periods attached and unsolved at the end of the period.
    pub problem_activity: i64,
    /// Choice-periods open at the end of the period.
    pub choice_activity: i64,
    /// Changes of a decision maker's attachment between periods.
    pub decider_shifts: i64,
    /// Decider-periods attached to no choice.
    pub decider_idle: i64,
    /// Energy of idle decision makers.
    pub energy_reserve: i64,
    /// Energy spent on choices beyond what they required when made.
    pub energy_wasted: i64,
    /// Choices made with problems attached.
    pub resolution: i64,
    /// Choices made to which no problem was ever attached.
    pub oversight: i64,
    /// Choices made after all problems had left.
    pub flight: i64,
}

/// A run in progress.
#[derive(Clone, Debug)]
pub struct Run {
    setting: Setting,
    period: u32,
    /// Where problems stand.
    pub problems: [Problem; PROBLEMS],
    /// Where choices stand.
    pub choices: [Choice; CHOICES],
    /// Choice that a decision maker is attached to.
    pub deciders: [Option<usize>; DECIDERS],
    required: [i64; CHOICES],
    spent: [i64; CHOICES],
    had_problems: [bool; CHOICES],
    /// Counts so far.
    pub counts: Counts,
}

impl Run {
    /// A run before its first period.
    pub fn new(setting: Setting) -> Self {
        Self {
            setting,
            period: 0,
            problems: [Problem::Outside; PROBLEMS],
            choices: [Choice::Outside; CHOICES],
            deciders: [None; DECIDERS],
            required: [FIRST_REQUIREMENT; CHOICES],
            spent: [0; CHOICES],
            had_problems: [false; CHOICES],
            counts: Counts::default(),
        }
    }

    /// One period.
    pub fn step(&mut self) {
        self.period += 1;
        let (problems, deciders) = (self.problems, self.deciders);
        self.enter();
        let deficits: [i64; CHOICES] = core::array::from_fn(|i| self.required[i] - self.spent[i]);
        self.attach_problems(&deficits);
        self.attach_deciders(&deficits);
        self.spend();
        self.make_choices();
        self.count(&problems, &deciders);
    }

    fn enter(&mut self) {
        for (choice, &entry) in self.choices.iter_mut().zip(&self.setting.choice_entry) {
            if entry == self.period {
                *choice = Choice::Open;
            }
        }
        for (problem, &entry) in self.problems.iter_mut().zip(&self.setting.problem_entry) {
            if entry == self.period {
                *problem = Problem::Latent;
            }
        }
    }

    /// The open choice that `allows` attendance with the least deficit, where one elsewhere adds `moving` to it; the
    /// first of equals.
    fn nearest(
        &self,
        deficits: &[i64; CHOICES],
        here: Option<usize>,
        moving: i64,
        allows: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        let open = (0..CHOICES).filter(|&i| self.choices[i] == Choice::Open && allows(i));
        open.min_by_key(|&i| deficits[i] + if here.is_some_and(|at| at != i) { moving } else { 0 })
    }

    fn attach_problems(&mut self, deficits: &[i64; CHOICES]) {
        for j in 0..PROBLEMS {
            let here = match self.problems[j] {
                Problem::Outside | Problem::Solved => continue,
                Problem::Latent => None,
                Problem::Attached(at) => Some(at),
            };
            let access = self.setting.access;
            let found = self.nearest(deficits, here, self.setting.load, |i| access.allows(j / 2, i));
            self.problems[j] = found.map_or(Problem::Latent, Problem::Attached);
        }
    }

    fn attach_deciders(&mut self, deficits: &[i64; CHOICES]) {
        for k in 0..DECIDERS {
            let (decision, energy) = (self.setting.decision, self.setting.energies[k]);
            self.deciders[k] = self.nearest(deficits, self.deciders[k], -energy, |i| decision.allows(k, i));
        }
    }

    /// Attached problems are counted afresh; energy accumulates on a choice.
    fn spend(&mut self) {
        for i in 0..CHOICES {
            if self.choices[i] != Choice::Outside {
                self.required[i] = self.setting.load * self.attached_to(i) as i64;
            }
        }
        for (at, energy) in self.deciders.iter().zip(&self.setting.energies) {
            if let Some(i) = at {
                self.spent[*i] += energy;
            }
        }
    }

    fn attached_to(&self, choice: usize) -> usize {
        self.problems.iter().filter(|&&problem| problem == Problem::Attached(choice)).count()
    }

    fn make_choices(&mut self) {
        for i in 0..CHOICES {
            if self.choices[i] != Choice::Open {
                continue;
            }
            let attached = self.attached_to(i) > 0;
            if self.required[i] <= self.spent[i] {
                self.choices[i] = Choice::Made;
                self.counts.energy_wasted += self.spent[i] - self.required[i];
                self.counts.resolution += i64::from(attached);
                self.counts.flight += i64::from(!attached && self.had_problems[i]);
                self.counts.oversight += i64::from(!attached && !self.had_problems[i]);
                for problem in self.problems.iter_mut().filter(|problem| **problem == Problem::Attached(i)) {
                    *problem = Problem::Solved;
                }
            }
            self.had_problems[i] |= attached;
        }
    }

    /// Changes are counted from the second period on.
    fn count(&mut self, problems: &[Problem; PROBLEMS], deciders: &[Option<usize>; DECIDERS]) {
        let (counts, later) = (&mut self.counts, self.period > 1);
        for (now, before) in self.problems.iter().zip(problems) {
            counts.problem_latency += i64::from(*now == Problem::Latent);
            counts.problem_activity += i64::from(matches!(now, Problem::Attached(_)));
            counts.problem_shifts += i64::from(later && now != before);
            let both = matches!((now, before), (Problem::Attached(_), Problem::Attached(_)));
            counts.problem_moves += i64::from(both && now != before);
        }
        counts.choice_activity +=
            self.choices.iter().filter(|choice| **choice == Choice::Open).count() as i64;
        for ((now, before), energy) in self.deciders.iter().zip(deciders).zip(&self.setting.energies) {
            counts.decider_shifts += i64::from(later && now != before);
            if now.is_none() {
                counts.decider_idle += 1;
                counts.energy_reserve += energy;
            }
        }
    }

    /// Problems not solved, whether they have entered or not.
    pub fn unsolved(&self) -> usize {
        self.problems.iter().filter(|problem| **problem != Problem::Solved).count()
    }

    /// Energy spent on choices that are still open [millionths].
    pub fn bound(&self) -> i64 {
        let open = (0..CHOICES).filter(|&i| self.choices[i] == Choice::Open);
        open.map(|i| self.spent[i]).sum()
    }

    /// Choices not made, whether they have entered or not.
    pub fn unmade(&self) -> usize {
        self.choices.iter().filter(|choice| **choice != Choice::Made).count()
    }
}
