//! To whom the report goes, and who signs it: each is named once.

use rustc_hash::FxHashMap;

use super::Context;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::findings::Findings;
use crate::load::Spanned;

pub(super) fn check(context: Context<'_>) -> Findings {
    let mut findings = Findings::new();
    let (profile, report) = (context.profile, &context.submissions.report);
    let (to, copies) = (&profile.addressees, &profile.copies);
    findings.extend(twice("主送机关", to).chain(twice("抄送机关", copies)));
    let sent: FxHashMap<&str, &Spanned<String>> =
        to.iter().map(|organ| (organ.value.as_str(), organ)).collect();
    findings.extend(copies.iter().filter_map(|copy| {
        let sent = sent.get(copy.value.as_str())?;
        let message = format!("“{}”既是主送机关，又是抄送机关", copy.value);
        Some(
            Diagnostic::new(Code::E0204, message)
                .at(copy.span, "抄送给它")
                .also(sent.span, "已经主送给它")
                .help("主送的不再抄送：删去一处"),
        )
    }));
    // Two persons may have one name.
    let signers = twice("签发人", &report.signers.entries);
    findings.extend(signers.map(|found| {
        found.severity(Severity::Warning).help("删去重复的一个；确是同名的两个人，不用改")
    }));
    findings
}

/// The names that a list has again, each told once, however often it stands there.
fn twice<'a>(what: &'a str, names: &'a [Spanned<String>]) -> impl Iterator<Item = Diagnostic> + 'a {
    let mut seen = FxHashMap::default();
    names.iter().filter_map(move |name| {
        let (first, times) = seen.entry(name.value.as_str()).or_insert((name.span, 0));
        *times += 1;
        let first = (*times == 2).then_some(*first)?;
        Some(
            Diagnostic::new(Code::E0204, format!("{what}“{}”写了两次", name.value))
                .at(name.span, "又写了一次")
                .also(first, "先写在这里")
                .help("删去重复的一个；是另一个名称写错的，改正"),
        )
    })
}
