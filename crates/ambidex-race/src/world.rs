//! A world: all labs and what they share, stepped week by week.
//!
//! Order of a week: interventions; environment; then in every lab staffing, exploration, learning, pool reading,
//! seminars, transfer, papers, projects, drafting, gates, paradigms, release with reporting and openness; then the
//! market; people; leadership; observation and rules. A clone of a world is a fork of it: it draws what the original draws.

use ambidex_core::{Model, Stream, Streams};

use crate::interventions;
use crate::mechanisms::environment::{self, Environment};
use crate::mechanisms::gates::Decision;
use crate::mechanisms::{
    Context, Mechanism, drafting, exploration, gates, leadership, learning, market, openness, paradigms,
    people, projects, release, reporting, seminars, staffing, transfer,
};
use crate::observe;
use crate::purposes::RaceStreams;
use crate::record::{Event, Record, Release};
use crate::scenario::Action;
use crate::setup::Setup;
use crate::start;
use crate::state::LabState;

/// Releases and events not yet taken into a record.
#[derive(Clone, Debug, Default)]
pub struct Chronicle {
    /// Releases.
    pub releases: Vec<Release>,
    /// Events.
    pub events: Vec<Event>,
}

/// First blocks of every person of a lab for a week, by place: drawn together because that is faster.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// Words: attempts, reading of the pool, leaving, spare.
    pub person: Vec<[u32; 4]>,
    /// Words: first contact, second contact, far flags, amount read.
    pub reading: Vec<[u32; 4]>,
    /// Words: which facts are read (two), which are forgotten (two).
    pub facts: Vec<[u32; 4]>,
    /// Room for turns, of one mechanism after the other.
    pub turns: Turns,
    /// Room for what is read.
    pub plans: Vec<learning::Plan>,
    /// Room for what is tried.
    pub aims: Vec<exploration::Aim>,
    /// Room for who reads the pool, and in which domain.
    pub readers: Vec<(u32, u16)>,
}

impl Scratch {
    fn fill(&mut self, streams: &RaceStreams, ids: &[u64], week: u32) {
        let all = [&mut self.person, &mut self.reading, &mut self.facts];
        for (blocks, stream) in all.into_iter().zip([streams.person, streams.reading, streams.facts]) {
            blocks.resize(ids.len(), [0; 4]);
            stream.fill(ids, week, blocks);
        }
    }
}

/// What persons do this week, numbered from 0 for each, with a block of random words for each of it.
#[derive(Clone, Debug, Default)]
pub struct Turns {
    /// (place, number); only the first `len` count.
    all: Vec<(u32, u32)>,
    len: usize,
    blocks: Vec<[u32; 4]>,
}

impl Turns {
    /// Begins anew.
    pub fn clear(&mut self) {
        self.len = 0;
    }

    /// Adds the numbers below `n` for a person.
    #[inline(always)]
    pub fn add(&mut self, place: u32, n: u32) {
        const FEW: usize = 4;
        let wanted = self.len + FEW.max(n as usize);
        if self.all.len() < wanted {
            self.all.resize(2 * wanted, (0, 0));
        }
        let room = &mut self.all[self.len..];
        // Four are always written and those beyond n overwritten later: nobody could predict the branch.
        for (number, turn) in room[..FEW].iter_mut().enumerate() {
            *turn = (place, number as u32);
        }
        for (number, turn) in room[..FEW.max(n as usize)].iter_mut().enumerate().skip(FEW) {
            *turn = (place, number as u32);
        }
        self.len += n as usize;
    }

    /// Draws the block at (person, week, number) for everything added.
    pub fn draw(&mut self, stream: Stream, ids: &[u64], week: u32) {
        let all = &self.all[..self.len];
        let address = |i: usize| (ids[all[i].0 as usize], all[i].1);
        stream.fill_blocks(self.len, address, week, &mut self.blocks);
    }

    /// `n` blocks of one entity, at positions from 2^16 on: those below are left to what gave the number.
    pub fn sequence(&mut self, stream: Stream, entity: u64, week: u32, n: u32) -> &[[u32; 4]] {
        self.clear();
        stream.fill_blocks(n as usize, |i| (entity, 0x1_0000 + i as u32), week, &mut self.blocks);
        &self.blocks
    }

    /// Who, with the words, in order.
    #[inline(always)]
    pub fn iter(&self) -> impl Iterator<Item = (usize, &[u32; 4])> {
        self.all[..self.len].iter().map(|&(place, _)| place as usize).zip(&self.blocks)
    }

    /// True where nobody has a turn.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Number of turns.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.len
    }
}

/// A world of the lab race.
#[derive(Clone, Debug)]
pub struct World {
    setup: Setup,
    streams: RaceStreams,
    week: u32,
    /// What all labs share.
    pub environment: Environment,
    /// Labs, in the order of the scenario.
    pub labs: Vec<LabState>,
    /// Rows observed at the end of the last week, by lab.
    pub(crate) rows: Vec<Vec<f32>>,
    next_intervention: usize,
    undo: Vec<(u32, usize, Action)>,
    pub(crate) chronicle: Chronicle,
    scratch: Scratch,
    forced: Option<(usize, Decision)>,
}

impl World {
    /// The compiled scenario.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// Changes one decision from now on, all else equal.
    pub fn apply(&mut self, lab: usize, action: &Action) {
        let undo = self.context_of(lab, |context, world| interventions::apply(context, world, action));
        drop(undo);
    }

    /// Decides the next gate of a lab from outside.
    pub fn force_gate(&mut self, lab: usize, decision: Decision) {
        self.forced = Some((lab, decision));
    }

    /// Whether a lab will hold a gate in the coming week.
    pub fn gate_is_due(&self, lab: usize) -> bool {
        self.labs[lab].project.as_ref().is_some_and(|project| self.week as i32 >= project.next_gate)
    }

    fn context_of<T>(&mut self, lab: usize, act: impl FnOnce(Context<'_>, &mut Self) -> T) -> T {
        let (setup, streams) = (self.setup.clone(), self.streams);
        act(Context { setup: &setup, streams: &streams, week: self.week, lab }, self)
    }

    fn intervene(&mut self) {
        let setup = self.setup.clone();
        while let Some(due) =
            setup.interventions.get(self.next_intervention).filter(|d| d.week <= self.week as i32)
        {
            self.next_intervention += 1;
            self.act(
                due.lab,
                &due.action,
                "intervention",
                &due.label,
                due.until.map(|week| week.max(0) as u32),
            );
        }
        let (now, later) = std::mem::take(&mut self.undo).into_iter().partition(|u| u.0 <= self.week);
        self.undo = later;
        for (_, lab, action) in now {
            self.apply(lab, &action);
        }
    }

    fn act(&mut self, lab: usize, action: &Action, kind: &'static str, label: &str, until: Option<u32>) {
        let inverse = self.context_of(lab, |context, world| {
            world.chronicle.events.push(release::event(context, kind, label.to_owned()));
            interventions::apply(context, world, action)
        });
        if let (Some(week), Some(inverse)) = (until, inverse) {
            self.undo.push((week, lab, inverse));
        }
    }

    fn rules(&mut self) {
        if !self.setup.on(Mechanism::Leadership) {
            return;
        }
        let setup = self.setup.clone();
        for (i, rule) in setup.rules.iter().enumerate() {
            let row = &self.rows[rule.lab];
            if self.week < self.labs[rule.lab].rule_ready[i]
                || !rule.when.holds(|column| f64::from(row[column]))
            {
                continue;
            }
            self.labs[rule.lab].rule_ready[i] = self.week + rule.rest;
            self.act(rule.lab, &rule.action, "rule", &rule.label, None);
        }
    }

    /// What happens inside a lab before anybody ships.
    fn work(&mut self, lab: usize) {
        let setup = self.setup.clone();
        let context = Context { setup: &setup, streams: &self.streams, week: self.week, lab };
        let Self { labs, environment, scratch, chronicle, .. } = self;
        let state = &mut labs[lab];
        scratch.fill(context.streams, &state.people.ids, context.week);
        staffing::step(context, state, environment);
        exploration::step(context, state, environment, scratch);
        learning::step(context, state, scratch);
        openness::read_pool(context, state, environment, scratch);
        seminars::step(context, state, scratch);
        transfer::step(context, state);
        openness::step(context, state, environment, scratch);
        if let Some(note) = projects::step(context, state) {
            chronicle.events.push(release::event(context, "replan", note));
        }
        if drafting::step(context, state) {
            let detail = state.project.as_ref().map_or(String::new(), |p| state.plan[p.release].name.clone());
            chronicle.events.push(release::event(context, "draft", detail));
        }
        let movers = people::step(context, state, environment, scratch);
        people::distribute(context, labs, lab, movers);
    }

    /// Gates, adoption, releases.
    fn ship(&mut self, lab: usize) {
        let setup = self.setup.clone();
        let context = Context { setup: &setup, streams: &self.streams, week: self.week, lab };
        let forced = self.forced.filter(|f| f.0 == lab).map(|f| f.1);
        let Self { labs, environment, chronicle, .. } = self;
        let state = &mut labs[lab];
        paradigms::step(context, state, environment, chronicle);
        let outcome = gates::step(context, state, forced);
        if let Some(outcome) = outcome {
            let detail = format!("density {:.4}", outcome.density);
            let kind = if outcome.decision == Decision::Go { "gate_go" } else { "gate_slip" };
            chronicle.events.push(release::event(context, kind, detail));
            if outcome.overridden {
                chronicle.events.push(release::event(
                    context,
                    "override",
                    state.plan[state.project.as_ref().map_or(0, |p| p.release)].name.clone(),
                ));
                people::overridden(context, state);
            }
            if outcome.decision == Decision::Go {
                release::ship_base(context, state, environment, chronicle, outcome.density);
            }
        }
        release::step_derivatives(context, state, environment, chronicle);
        reporting::step(context, state);
        if outcome.is_some() && forced.is_some() {
            self.forced = None;
        }
    }

    fn close(&mut self) {
        let setup = self.setup.clone();
        market::step(&setup, self.week, &mut self.labs);
        for lab in 0..self.labs.len() {
            let context = Context { setup: &setup, streams: &self.streams, week: self.week, lab };
            leadership::step(context, &mut self.labs[lab], self.environment.frontier);
        }
        self.environment.frontier_history.push(self.environment.frontier as f32);
        for lab in 0..self.labs.len() {
            let context = Context { setup: &setup, streams: &self.streams, week: self.week, lab };
            observe::row(context, &self.labs[lab], &self.environment, &mut self.rows[lab]);
        }
        let best = self.rows.iter().map(|row| row[observe::POTENTIAL]).fold(f32::MIN, f32::max);
        debug_assert!(best > f32::MIN);
    }
}

impl Model for World {
    type Setup = Setup;
    type Record = Record;

    fn new(setup: &Setup, streams: Streams) -> Self {
        let streams = RaceStreams::new(streams);
        let mut environment = Environment::new(setup, &streams);
        let labs = start::labs(setup, &streams, &mut environment);
        Self {
            setup: setup.clone(),
            streams,
            week: 0,
            environment,
            rows: vec![vec![]; labs.len()],
            labs,
            next_intervention: 0,
            undo: vec![],
            chronicle: Chronicle::default(),
            scratch: Scratch::default(),
            forced: None,
        }
    }

    fn period(&self) -> u32 {
        self.week
    }

    fn step(&mut self) {
        self.labs.iter_mut().for_each(|lab| lab.week = crate::state::Week::default());
        self.intervene();
        let setup = self.setup.clone();
        environment::step(&setup, &self.streams, self.week, &mut self.environment, &mut self.labs);
        for lab in 0..self.labs.len() {
            self.work(lab);
        }
        for lab in 0..self.labs.len() {
            self.ship(lab);
        }
        self.close();
        self.rules();
        self.week += 1;
    }

    fn observe(&self, record: &mut Record) {
        for row in &self.rows {
            record.series.extend_from_slice(row);
        }
        let (released, happened) = (record.releases.len(), record.events.len());
        record
            .releases
            .extend_from_slice(&self.chronicle.releases[released.min(self.chronicle.releases.len())..]);
        record.events.extend_from_slice(&self.chronicle.events[happened.min(self.chronicle.events.len())..]);
    }
}

/// A whole world, from week 0 to the end of the scenario.
pub fn simulate(setup: &Setup, streams: Streams) -> Record {
    let mut world = World::new(setup, streams);
    let mut record = Record::default();
    let width = crate::record::columns(&setup.scenario).len();
    record.series.reserve(setup.calendar.weeks as usize * world.labs.len() * width);
    ambidex_core::run(&mut world, setup.calendar.weeks, &mut record);
    record
}
