//! How long a large district's check takes: 50 departments, 5,000 metrics; and that of a text of
//! 1 MB that means something to one of the readers.
//!
//! `cargo bench --bench check`

#![allow(clippy::unwrap_used, missing_docs, reason = "a bench")]

use std::fs;
use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use nianbao::Options;
use nianbao::diagnostic::text::report;

const DEPARTMENTS: usize = 50;
const METRICS_EACH: usize = 100;
const YEAR: i32 = 2024;

/// Every department fills in its metrics for each year, and each has a total to be checked.
fn district(root: &Path, years: &[i32]) {
    let mut profile = "发文机关: 示例市示例区人民政府\n主送机关: [区人大常委会]\n印发机关: 示例市示例区人民政府办公室\n版式: luojiang\n部门:\n".to_owned();
    let mut metrics =
        "主题: [政治引领, 依法履职, 制度体系, 行政执法, 社会治理]\n指标:\n".to_owned();
    let mut rules = "勾稽规则:\n  - {名称: 同比, 类型: 同比, 指标: 全部, 幅度: 50, 级别: 警告, 说明: 变动过大}\n".to_owned();
    for department in 0..DEPARTMENTS {
        let name = format!("示例{department:02}局");
        profile.push_str(&format!("  - 名称: {name}\n"));
        let mut form = String::new();
        for metric in 0..METRICS_EACH {
            let value = if metric == 0 { 990 } else { 10 };
            let metric = format!("事项{department:02}_{metric:03}");
            metrics.push_str(&format!("  - {{名称: {metric}, 主题: 依法履职, 单位: 件, 类型: 计数, 责任部门: {name}, 必填: 必填, 口径: 本年数}}\n"));
            form.push_str(&format!("  {metric}: {value}\n"));
        }
        let parts: Vec<String> =
            (1..METRICS_EACH).map(|metric| format!("事项{department:02}_{metric:03}")).collect();
        rules.push_str(&format!("  - {{名称: 合计{department:02}, 类型: 合计, 合计: 事项{department:02}_000, 分项: [{}], 级别: 错误, 说明: 分项之和}}\n", parts.join(", ")));
        for year in years {
            let folder = root.join(format!("data/{year}"));
            fs::create_dir_all(&folder).unwrap();
            let form = format!("部门: {name}\n年度: {year}\n指标:\n{form}");
            fs::write(folder.join(format!("{name}.yaml")), form).unwrap();
        }
    }
    fs::write(root.join("data/profile.yaml"), profile).unwrap();
    fs::write(root.join("data/catalogue.yaml"), metrics + &rules).unwrap();
    fs::write(root.join(format!("data/{YEAR}/report.yaml")), format!("年度: {YEAR}\n")).unwrap();
}

fn check(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("check 50 departments, 5,000 metrics");
    for (name, years) in
        [("one year", [YEAR].as_slice()), ("beside last year", [YEAR - 1, YEAR].as_slice())]
    {
        let folder = tempfile::tempdir().unwrap();
        district(folder.path(), years);
        assert_is_clean(folder.path());
        group.bench_function(name, |bencher| {
            bencher.iter(|| black_box(nianbao::examine(folder.path(), YEAR, &Options::default())));
        });
    }
}

/// In a department's text, and in a layout.
fn long_texts(criterion: &mut Criterion) {
    const PLACES: [(&str, &str); 2] = [
        ("data/2024/区司法局.yaml", "优化办事流程，推行容缺受理。"),
        ("templates/luojiang.md.tera", "# {{ title or"),
    ];
    let mut group = criterion.benchmark_group("check a text of 1 MB");
    group.sample_size(10);
    for text in ["{a}", "（", "共24件，", "{{", "{% if 1 %}"] {
        for (file, before) in PLACES {
            let folder = tempfile::tempdir().unwrap();
            let root = Path::new(env!("CARGO_MANIFEST_DIR"));
            copy(&root.join("tests/base"), folder.path());
            copy(&root.join("templates"), &folder.path().join("templates"));
            let path = folder.path().join(file);
            let written = fs::read_to_string(&path).unwrap();
            let long = text.repeat((1 << 20) / text.len());
            fs::write(&path, written.replace(before, &format!("{long}\n\n{before}"))).unwrap();
            group.bench_function(format!("{text} in {file}"), |bencher| {
                bencher.iter(|| {
                    let mut examined = nianbao::examine(folder.path(), YEAR, &Options::default());
                    nianbao::make::rehearse(&mut examined);
                    black_box(report(&examined.findings, &examined.sources, false))
                });
            });
        }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to)
        } else {
            drop(fs::copy(entry.path(), to))
        }
    }
}

fn assert_is_clean(root: &Path) {
    let examined = nianbao::examine(root, YEAR, &Options::default());
    let figures = &examined.year.unwrap().figures;
    assert_eq!(figures.iter().count(), DEPARTMENTS * METRICS_EACH);
    // All sums are 10 × 99 = 990.
    let sums = |found: &&nianbao::diagnostic::Diagnostic| found.code.name() == "E0501";
    assert_eq!(examined.findings.iter().filter(sums).count(), 0);
}

criterion_group!(benches, check, long_texts);
criterion_main!(benches);
