//! How long a large district's check takes: 50 departments, 5,000 metrics.
//!
//! `cargo bench --bench check`

#![allow(clippy::unwrap_used, missing_docs, reason = "a bench")]

use std::fs;
use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use nianbao::Options;

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

fn assert_is_clean(root: &Path) {
    let examined = nianbao::examine(root, YEAR, &Options::default());
    let figures = &examined.year.unwrap().figures;
    assert_eq!(figures.iter().count(), DEPARTMENTS * METRICS_EACH);
    // All sums are 10 × 99 = 990.
    let sums = |found: &&nianbao::diagnostic::Diagnostic| found.code.name() == "E0501";
    assert_eq!(examined.findings.iter().filter(sums).count(), 0);
}

criterion_group!(benches, check);
criterion_main!(benches);
