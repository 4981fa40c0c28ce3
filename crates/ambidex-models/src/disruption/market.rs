//! Two firms that innovate and set prices, period by period.

use super::demand::{Benefits, Offer, Segment, benefits, segments, shares};
use super::parameters::Disruption;

/// Number of the firm with the established technology, at home in the mainstream.
pub const INCUMBENT: usize = 0;
/// Number of the firm with the new technology, at home in the niche.
pub const ENTRANT: usize = 1;

/// What a firm works on in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Innovation {
    /// Performance rises, and unit cost a little.
    Product,
    /// Unit cost falls towards its floor.
    Process,
}

/// A firm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Firm {
    /// What it offers.
    pub offer: Offer,
    /// Unit cost.
    pub cost: f64,
    /// Its last innovation.
    pub innovation: Innovation,
}

/// Mark-ups on cost that a firm considers: the n-th is this to the power n.
const MARKUP: f64 = 1.03;
/// Number of mark-ups.
const MARKUPS: usize = 80;

/// The market.
#[derive(Clone, Debug)]
pub struct Market {
    p: Disruption,
    /// Mainstream and niche.
    pub segments: [Segment; 2],
    /// Incumbent and entrant.
    pub firms: [Firm; 2],
}

/// The best a firm can do.
#[derive(Clone, Copy, Debug)]
struct Plan {
    firm: Firm,
    profit: f64,
}

impl Market {
    /// The market at the start: each firm at the best price for its home segment alone.
    pub fn new(p: &Disruption) -> Self {
        let segments = segments(p);
        let start = |performance: f64, cost: f64, reserve: f64| Firm {
            offer: Offer { performance, price: reserve.max(cost) },
            cost,
            innovation: Innovation::Product,
        };
        let firms = [
            start(p.performance_incumbent, p.cost_incumbent, p.reserve_mainstream),
            start(p.performance_entrant, p.cost_entrant, p.reserve_niche),
        ];
        Self { p: *p, segments, firms }
    }

    /// Shares of a segment's consumers that buy from the incumbent and from the entrant.
    pub fn shares(&self, segment: usize) -> [f64; 2] {
        let here = &self.segments[segment];
        let [first, second] =
            [0, 1].map(|firm| benefits(&self.p, here, firm, self.firms[firm].offer.performance));
        shares(&self.p, here, [&first, &second], self.firms.map(|firm| firm.offer.price))
    }

    /// One period: both firms choose innovation and price at once, each against the other's last offer.
    pub fn step(&mut self) {
        let plans = [0, 1].map(|firm| self.plan(firm));
        self.firms = plans;
    }

    /// The innovation and price with the largest profit, if the rival stays as it is; product innovation where equal.
    fn plan(&self, number: usize) -> Firm {
        let now = self.firms[number];
        let best = [Innovation::Product, Innovation::Process]
            .map(|innovation| self.priced(number, innovated(&self.p, &now, innovation)));
        if best[1].profit > best[0].profit { best[1].firm } else { best[0].firm }
    }

    /// The firm at its best price.
    fn priced(&self, number: usize, firm: Firm) -> Plan {
        let rival = &self.firms[1 - number];
        let known: [[Benefits; 2]; 2] = [0, 1].map(|s| {
            let here = &self.segments[s];
            [
                benefits(&self.p, here, number, firm.offer.performance),
                benefits(&self.p, here, 1 - number, rival.offer.performance),
            ]
        });
        let mut best = Plan { firm, profit: f64::NEG_INFINITY };
        let mut price = firm.cost;
        for _ in 0..MARKUPS {
            price *= MARKUP;
            let sold: f64 = known
                .iter()
                .zip(&self.segments)
                .map(|([own, other], here)| {
                    here.size * shares(&self.p, here, [own, other], [price, rival.offer.price])[0]
                })
                .sum();
            let profit = (price - firm.cost) * sold;
            if profit > best.profit {
                best = Plan { firm: Firm { offer: Offer { price, ..firm.offer }, ..firm }, profit };
            }
        }
        best
    }
}

/// A firm after an innovation, its price as before.
pub fn innovated(p: &Disruption, firm: &Firm, innovation: Innovation) -> Firm {
    let mut firm = Firm { innovation, ..*firm };
    match innovation {
        Innovation::Product => {
            firm.offer.performance += p.product_step;
            firm.cost *= 1.0 + p.product_cost;
        }
        Innovation::Process => {
            firm.cost -= p.process_step * (firm.cost - p.cost_floor).max(0.0);
        }
    }
    firm
}
