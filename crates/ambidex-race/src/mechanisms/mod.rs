//! The mechanisms of the race, one module each: equations, source, parameters, and what the switch takes away.

pub mod drafting;
pub mod environment;
pub mod exploration;
pub mod gates;
pub mod leadership;
pub mod learning;
pub mod market;
pub mod openness;
pub mod paradigms;
pub mod people;
pub mod projects;
pub mod release;
pub mod reporting;
pub mod seminars;
pub mod staffing;
pub mod transfer;

use ambidex_core::ParameterSpec;
use ambidex_core::parameters::Parameters;

use crate::purposes::RaceStreams;
use crate::setup::Setup;

/// What one step of a mechanism in one lab needs to know.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The compiled scenario.
    pub setup: &'a Setup,
    /// Streams of the world.
    pub streams: &'a RaceStreams,
    /// Week.
    pub week: u32,
    /// Lab, by index.
    pub lab: usize,
}

/// Declaration of a mechanism.
#[derive(Clone, Copy, Debug)]
pub struct MechanismInfo {
    /// Name of module, switch and parameter table.
    pub name: &'static str,
    /// What it does, and what is left when it is switched off.
    pub meaning: &'static str,
    /// Literature it rests on.
    pub source: &'static str,
    /// Parameters.
    pub parameters: &'static [ParameterSpec],
}

macro_rules! mechanisms {
    ($($variant:ident = $module:ident: $meaning:literal; $source:literal;)*) => {
        /// A mechanism, as an index into [`MECHANISMS`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "documented in MECHANISMS")]
        pub enum Mechanism { $($variant,)* }

        /// All mechanisms, in the order of the week.
        pub static MECHANISMS: &[MechanismInfo] = &[
            $(MechanismInfo {
                name: stringify!($module),
                meaning: $meaning,
                source: $source,
                parameters: <$module::Parameters as Parameters>::SPECS,
            },)*
        ];
    };
}

mechanisms! {
    Environment = environment: "Facts turn round; finds in the key domain of a paradigm that nobody has shown are kept less often, and the first lab to ship it makes it salient to all. Off: facts stay, no paradigm needs showing.";
        "March 1991, doi:10.1287/orsc.2.1.71; Kuhn 1962; Sterman & Wittenberg 1999";
    Staffing = staffing: "Working time moves from exploration to product integration with the product tilt, and attention follows the tilt and what is salient. Off: shares and attention stay as planned.";
        "Ocasio 1997; Levinthal & March 1993";
    Exploration = exploration: "Persons try; easy facts are hit first, hard ones need facts of other domains; researchers duplicate each other and need compute. Off: nobody finds anything.";
        "Bloom et al. 2020, doi:10.1257/aer.20180338; Weitzman 1998; Fleming 2001; Jones 1995 (duplication)";
    Learning = learning: "Persons read a bounded number of facts a week, from a contact or from their unit's code, and forget. Off: nobody reads or forgets.";
        "March 1991; Miller, Zhao & Calantone 2006; Fang, Lee & Schilling 2010; Lazer & Friedman 2007";
    Seminars = seminars: "Unit codes learn in a bounded number of talks, judged by the unit's manager. Off: unit codes stay as they are.";
        "March 1991; Csaszar 2013";
    Transfer = transfer: "A bounded number of slots a week brings facts from unit codes into the lab code; integration uses product slots. Off: the lab code stays as it is.";
        "Cohen & Levinthal 1990; Hansen 1999; Ocasio 1997";
    Openness = openness: "Releases and papers reveal facts to a public pool after a lag; reading the pool takes time and own knowledge. Off: nothing is revealed.";
        "Cohen & Levinthal 1990; Henkel 2006; Roth & Erev 1995";
    Projects = projects: "Releases follow a calendar: work, defects, rework, testing, pressure, overtime, re-planning. Off: every release is done on its day, without defects.";
        "Repenning 2001, doi:10.1111/1540-5885.1850285; Lyneis & Ford 2007; Oliva & Sterman 2001";
    Drafting = drafting: "Above a pressure, a share of research is drafted into the release until it ships. Off: nobody is drafted.";
        "Repenning 2001; Brooks 1975";
    Gates = gates: "A release passes a gate where scientists' signals and the manager's own are weighed by perceived accuracy and the deadline's hardness. Off: it ships on its planned day.";
        "Sah & Stiglitz 1986; Christensen & Knudsen 2010; Csaszar 2013; Morrison & Milliken 2000";
    Release = release: "What a release can do, from effective compute and defects; derivatives follow on the last base. Off: no derivative releases.";
        "Hoffmann et al. 2022, arXiv:2203.15556; Ho et al. 2024, arXiv:2403.05812";
    Paradigms = paradigms: "Labs adopt a paradigm with a hazard that rises with its expected gain. Off: nobody adopts any.";
        "Kuhn 1962; Foster 1986; Sterman & Wittenberg 1999";
    Reporting = reporting: "Reported scores are picked from variants and embellished under shortfall and deadline; users may find out. Off: what is reported is true.";
        "Holmstrom & Milgrom 1991; Cyert & March 1963";
    Market = market: "Users drift towards capability, integration, developers, price and trust; share feeds back on compute. Off: shares and compute paths stay.";
        "McFadden 1974; Bass 1969";
    People = people: "Fatigue and morale move with work; people leave, carry what they know along, and are replaced. Off: nobody tires, leaves or joins of their own accord.";
        "Rousseau 1995; March 1991; Oliva & Sterman 2001";
    Leadership = leadership: "Aspiration adapts; success feeds ambition, which adds scope and tilt; rules act on shortfall. Off: no ambition, no rules.";
        "Cyert & March 1963; Greve 1998";
}
