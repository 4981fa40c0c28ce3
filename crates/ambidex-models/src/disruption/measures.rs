//! What a history of the market comes to.

use super::market::{ENTRANT, INCUMBENT, Innovation, Market};
use super::parameters::Disruption;

/// How the two technologies ended up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Regime {
    /// Each in its own segment.
    Isolation,
    /// Each present in the other's segment.
    Convergence,
    /// The entrant in the mainstream, the incumbent not in the niche.
    Disruption,
    /// The incumbent in the niche, the entrant not in the mainstream.
    Reverse,
}

impl Regime {
    /// By the entrant's share of the mainstream's buyers, the incumbent's of the niche's, and the least that counts.
    pub fn of(entrant_in_mainstream: f64, incumbent_in_niche: f64, presence: f64) -> Self {
        match (entrant_in_mainstream >= presence, incumbent_in_niche >= presence) {
            (false, false) => Self::Isolation,
            (true, true) => Self::Convergence,
            (true, false) => Self::Disruption,
            (false, true) => Self::Reverse,
        }
    }

    /// Number in tables: 0 isolation, 1 convergence, 2 disruption, 3 reverse.
    pub fn code(self) -> f64 {
        match self {
            Self::Isolation => 0.0,
            Self::Convergence => 1.0,
            Self::Disruption => 2.0,
            Self::Reverse => 3.0,
        }
    }
}

/// Part of the history, at its end, over which shares and prices are averaged: prices may cycle.
const LAST: f64 = 0.25;

/// Running measures of a history.
pub struct Measures {
    presence: f64,
    from: u32,
    /// First period with the entrant present in the mainstream.
    pub entry: f64,
    /// First period with the entrant selling to most buyers of the mainstream.
    pub takeover: f64,
    averaged: f64,
    sums: [f64; 6],
    product: [f64; 2],
    period: u32,
}

/// Averages over the last part of a history.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Averages {
    /// The entrant's share of the mainstream's buyers.
    pub entrant_in_mainstream: f64,
    /// The incumbent's share of the niche's buyers.
    pub incumbent_in_niche: f64,
    /// Share of each segment's consumers that buys.
    pub served: [f64; 2],
    /// Prices of the two firms.
    pub prices: [f64; 2],
    /// Share of the periods in which each firm chose product innovation, over the whole history.
    pub product: [f64; 2],
}

impl Measures {
    /// Before the first period.
    pub fn new(p: &Disruption) -> Self {
        Self {
            presence: p.presence,
            from: (p.periods * (1.0 - LAST)) as u32,
            entry: f64::NAN,
            takeover: f64::NAN,
            averaged: 0.0,
            sums: [0.0; 6],
            product: [0.0; 2],
            period: 0,
        }
    }

    /// The market at the end of the next period.
    pub fn see(&mut self, market: &Market) {
        self.period += 1;
        let [mainstream, niche] = [market.shares(0), market.shares(1)];
        let entrant = of_buyers(mainstream, ENTRANT);
        let period = f64::from(self.period);
        if entrant >= self.presence && self.entry.is_nan() {
            self.entry = period;
        }
        if entrant > 0.5 && self.takeover.is_nan() {
            self.takeover = period;
        }
        for (sum, firm) in self.product.iter_mut().zip(&market.firms) {
            *sum += f64::from(u8::from(firm.innovation == Innovation::Product));
        }
        if self.period > self.from {
            let prices = market.firms.map(|firm| firm.offer.price);
            let seen = [
                entrant,
                of_buyers(niche, INCUMBENT),
                mainstream[0] + mainstream[1],
                niche[0] + niche[1],
                prices[0],
                prices[1],
            ];
            self.sums.iter_mut().zip(seen).for_each(|(sum, x)| *sum += x);
            self.averaged += 1.0;
        }
    }

    /// Averages so far.
    pub fn averages(&self) -> Averages {
        let mean = self.sums.map(|sum| sum / self.averaged);
        Averages {
            entrant_in_mainstream: mean[0],
            incumbent_in_niche: mean[1],
            served: [mean[2], mean[3]],
            prices: [mean[4], mean[5]],
            product: self.product.map(|sum| sum / f64::from(self.period)),
        }
    }

    /// The regime of the last part.
    pub fn regime(&self) -> Regime {
        let averages = self.averages();
        Regime::of(averages.entrant_in_mainstream, averages.incumbent_in_niche, self.presence)
    }
}

/// Share of those who buy at all that buys from a firm; 0 where nobody buys.
fn of_buyers(shares: [f64; 2], firm: usize) -> f64 {
    let all = shares[0] + shares[1];
    if all > 0.0 { shares[firm] / all } else { 0.0 }
}
