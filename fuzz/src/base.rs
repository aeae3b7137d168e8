//! The small 示例区 of `tests/base`, of texts alone, and what its reports are made with.

use nianbao::files::Files;

pub const PROFILE: &str = include_str!("../../tests/base/data/profile.yaml");
pub const CATALOGUE: &str = include_str!("../../tests/base/data/catalogue.yaml");
pub const REPORT: &str = include_str!("../../tests/base/data/2024/report.yaml");
pub const JUSTICE: &str = include_str!("../../tests/base/data/2024/区司法局.yaml");
pub const PETITIONS: &str = include_str!("../../tests/base/data/2024/区信访局.yaml");

/// The project with these files of the departments.
pub fn files(justice: &str, petitions: &str) -> Files {
    crate::files(&[
        ("data/profile.yaml", PROFILE),
        ("data/catalogue.yaml", CATALOGUE),
        ("data/2024/report.yaml", REPORT),
        ("data/2024/区司法局.yaml", justice),
        ("data/2024/区信访局.yaml", petitions),
    ])
}
