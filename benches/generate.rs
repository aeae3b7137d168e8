//! Where the time of `nianbao generate 2024` goes, on the shipped report.
//!
//! `cargo bench --bench generate`

#![allow(clippy::unwrap_used, missing_docs, reason = "a bench")]

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use nianbao::{Format, Options};

const YEAR: i32 = 2024;

fn stages(criterion: &mut Criterion) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut group = criterion.benchmark_group("generate");
    group.sample_size(20);

    group.bench_function("examine (load, check)", |bencher| {
        bencher.iter(|| black_box(nianbao::examine(root, YEAR)));
    });

    let examined = nianbao::examine(root, YEAR);
    let year = examined.year.unwrap();
    group.bench_function("compose", |bencher| {
        bencher.iter(|| {
            let mut sources = examined.sources.clone();
            nianbao::compose(&year, None, false, &mut sources).unwrap()
        });
    });

    let all = [Format::Markdown, Format::Html, Format::Pdf];
    let cases = [("compose + md", &all[..1]), ("compose + html", &all[1..2])];
    let cases =
        cases.into_iter().chain([("compose + pdf", &all[2..]), ("compose + all", &all[..])]);
    for (name, formats) in cases {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let mut sources = examined.sources.clone();
                let options = Options { formats, ..Options::default() };
                nianbao::make(&year, &options, &mut sources).unwrap().outputs
            });
        });
    }
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
