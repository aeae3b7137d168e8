//! Where the time of `nianbao generate 2024` goes, on the shipped report.
//!
//! `cargo bench --bench generate`

#![allow(clippy::unwrap_used, missing_docs, reason = "a bench")]

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use nianbao::Options;
use nianbao::render::{html, markdown, pdf};

const YEAR: i32 = 2024;

fn stages(criterion: &mut Criterion) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut group = criterion.benchmark_group("generate");
    group.sample_size(20);

    group.bench_function("examine (load, check)", |bencher| {
        bencher.iter(|| black_box(nianbao::examine(root, YEAR, &Options::default())));
    });

    let examined = nianbao::examine(root, YEAR, &Options::default());
    let year = examined.year.unwrap();
    group.bench_function("compose", |bencher| {
        bencher.iter(|| {
            let mut sources = examined.sources.clone();
            nianbao::make::document(&year, &mut sources).value.unwrap()
        });
    });

    let all = [markdown::FORMAT, html::FORMAT, pdf::FORMAT];
    let cases = [("compose + md", &all[..1]), ("compose + html", &all[1..2])];
    let cases =
        cases.into_iter().chain([("compose + pdf", &all[2..]), ("compose + all", &all[..])]);
    for (name, formats) in cases {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let mut sources = examined.sources.clone();
                nianbao::make(&year, formats, &mut sources).value
            });
        });
    }
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
