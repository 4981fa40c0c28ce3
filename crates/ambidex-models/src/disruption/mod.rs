//! Disruption of a mainstream market by a technology that is worse there. Adner (2002), *When are technologies
//! disruptive? A demand-based view of the emergence of competition*, Strategic Management Journal 23(8), 667-688,
//! doi:10.1002/smj.246; Christensen (1997), *The Innovator's Dilemma*, Harvard Business School Press.
//!
//! Question: when does a technology that starts in a niche take the mainstream, and when do two technologies stay apart
//! or meet in both markets?
//!
//! [`market`]: two segments weigh two attributes of performance differently, and each has a technology of its own that
//! improves in the proportions its segment wants. What a technology is worth to the other segment follows from the two
//! weights ([`demand::overlap`]) and need not be the same both ways. Consumers refuse what misses their functional
//! threshold or costs more than it is worth to them; beyond the threshold more performance is worth less and less, so
//! that price comes to decide. Firms choose product or process innovation and a price, period by period, by the profit
//! that they would make against the rival's last offer. Without overlap they stay apart (isolation); with much of it
//! both ways they meet in both segments (convergence); where only the entrant's technology is of use to the other
//! segment it invades the mainstream and keeps its niche (disruption).
//!
//! [`trajectories`]: performance demanded by two tiers and supplied by two technologies grows at constant rates; the
//! entrant takes a tier as it becomes good enough, although the incumbent remains better.
//!
//! A period of the market: both firms choose innovation and price at once; consumers buy.
//!
//! In the manner of the two works, not after them: of Adner's model only the utility B^a (1/P)^(1-a), the two kinds of
//! threshold and the three regimes were at hand, from secondary sources; of Christensen's only the figure of
//! trajectories. Everything else, and every number, is an assumption and marked as one.

mod catalogue;
pub mod demand;
pub mod market;
mod measures;
mod parameters;
pub mod trajectories;

pub use catalogue::DisruptionModel;
pub use measures::Regime;
pub use parameters::Disruption;

#[cfg(test)]
mod tests;
