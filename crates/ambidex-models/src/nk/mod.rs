//! NK
pub mod contributions;
pub mod matrix;
pub mod peaks;
pub mod table;
pub mod vector;
