//! The integration tests, one program of them all: `cargo test --test suite pdf::` runs one
//! module, `cargo test --test suite cases::E0501` the golden cases of one code.
//!
//! `SNAPSHOTS=overwrite` before the command writes what is compared with a file anew.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "tests"
)]

mod architecture;
mod archive;
mod batch;
mod bounds;
mod cases;
mod changed_forms;
mod commands;
mod comparing;
mod conversion;
mod dependencies;
mod disclosure;
mod district_example;
mod editions;
mod editor;
mod exact_rules;
mod explanations;
mod files;
mod filled_forms;
mod form_pages;
mod form_tables;
mod formats;
mod full_disk;
mod in_cells;
mod input;
mod killed;
mod kinds;
mod layouts;
mod line;
mod luojiang;
mod measures;
mod mending;
mod moved;
mod nesting;
mod on_the_way;
mod overflow;
mod own_figures;
mod own_reports;
mod pdf;
mod random_projects;
mod readme;
mod returning;
mod revising;
mod same_text;
mod schema;
mod supply;
mod support;
mod texts_as_sent;
mod thirty;
mod typed_numbers;
mod verifying;
mod web;
mod word;
mod workbooks;
mod year;
