//! Equations of the classic models of organisation science, one module a paper. The lab race uses these, not copies.

pub mod bass1969;
pub mod fire_fighting;
pub mod logit_share;
pub mod scaling_laws;
pub mod selection_inflation;
