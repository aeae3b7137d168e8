//! Whether the numbers of the members of a dimension stand under the names of these members.

use super::grid::starts;
use super::{Cell, Content, Row};
use crate::catalogue::{Catalogue, Dimension, Share};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// Cells that are reported together.
const MOST_PLACES: usize = 20;

/// A cell of words over some columns.
#[derive(Clone, Copy)]
struct Heading<'t> {
    name: &'t str,
    span: Span,
    start: usize,
    end: usize,
}

/// A number of one member, group or of all of them.
struct Member<'t> {
    cell: &'t Cell,
    metric: &'t str,
    dimension: &'t Dimension,
    share: Share,
    start: usize,
    end: usize,
}

/// A number, and a heading that names another member.
struct Wrong<'t> {
    member: Member<'t>,
    heading: Heading<'t>,
    is_row: bool,
}

/// One diagnostic of all numbers of a table that stand at the name of another member. The rows are
/// known to close.
pub(super) fn check(header: &[Row], rows: &[Row], catalogue: &Catalogue) -> Option<Diagnostic> {
    let has_members = |cell: &Cell| member(cell, 0, catalogue).is_some();
    if !rows.iter().flat_map(|row| &row.cells).any(has_members) {
        return None;
    }
    let above: Vec<Heading<'_>> = header
        .iter()
        .zip(starts(header))
        .flat_map(|(row, starts)| headings(&row.cells, &starts))
        .collect();
    // The last rows of words among the others, which head those below them.
    let mut within: Vec<Heading<'_>> = Vec::new();
    let mut goes_on = false;
    // Words at the left that reach down.
    let mut left: Vec<(usize, Heading<'_>)> = Vec::new();
    let (mut right, mut wrong) = (Vec::new(), Vec::new());
    for (place, (row, starts)) in rows.iter().zip(starts(rows)).enumerate() {
        let labels = row.labels();
        if labels == row.cells.len() {
            // The name of a group of rows heads no column.
            if row.cells.len() > 1 {
                if !goes_on {
                    within.clear();
                }
                within.extend(headings(&row.cells, &starts));
                goes_on = true;
            }
            continue;
        }
        goes_on = false;
        left.retain(|(end, _)| *end > place);
        let names = row.cells.iter().take(labels);
        for cell in names {
            let own = headings(std::slice::from_ref(cell), &starts);
            left.extend(own.into_iter().map(|own| (place + cell.rows as usize, own)));
        }
        let members: Vec<Member<'_>> = row
            .cells
            .iter()
            .zip(&starts)
            .filter_map(|(cell, start)| member(cell, *start, catalogue))
            .collect();
        let is_of_row = |member: &Member<'_>| {
            members.iter().filter(|other| other.dimension.name == member.dimension.name).count() > 1
                && members.iter().all(|other| other.share == member.share)
        };
        let is_of_row: Vec<bool> = members.iter().map(is_of_row).collect();
        let alone = members.len() == 1;
        for (member, is_of_row) in members.into_iter().zip(is_of_row) {
            let over =
                |heading: &&Heading<'_>| heading.start < member.end && member.start < heading.end;
            let columns = above.iter().chain(&within).filter(over).copied();
            let columns: Vec<Heading<'_>> = if is_of_row { Vec::new() } else { columns.collect() };
            let beside: Vec<Heading<'_>> = match is_of_row || alone {
                true => left.iter().map(|(_, heading)| *heading).collect(),
                false => Vec::new(),
            };
            let is_it = |heading: &&Heading<'_>| named(heading, &member) == Some(member.share);
            if let Some(heading) = columns.iter().chain(&beside).find(is_it) {
                right.push(heading.span);
                continue;
            }
            let is_other = |heading: &&Heading<'_>, is_row: bool| {
                named(heading, &member)
                    .is_some_and(|other| !is_over(heading, other, &member, is_row))
            };
            let column = columns.iter().find(|heading| is_other(heading, false));
            let row = || beside.iter().find(|heading| is_other(heading, true));
            if let Some(heading) = column.or_else(row).copied() {
                let is_row = column.is_none();
                wrong.push(Wrong { member, heading, is_row });
            }
        }
    }
    told(&wrong, &right)
}

/// The cells of words of a row.
fn headings<'t>(cells: &'t [Cell], starts: &[usize]) -> Vec<Heading<'t>> {
    let heading = |(cell, start): (&'t Cell, &usize)| match &cell.content {
        Content::Label(label) if !label.value.is_empty() => Some(Heading {
            name: &label.value,
            span: label.span,
            start: *start,
            end: start + cell.columns as usize,
        }),
        Content::Label(_) | Content::Figure { .. } => None,
    };
    cells.iter().zip(starts).filter_map(heading).collect()
}

fn member<'t>(cell: &'t Cell, start: usize, catalogue: &'t Catalogue) -> Option<Member<'t>> {
    let Content::Figure { metric, .. } = &cell.content else { return None };
    let kin = catalogue.metrics.get(metric)?.in_family.as_ref()?;
    let end = start + cell.columns as usize;
    let dimension = &kin.family.dimension;
    Some(Member { cell, metric, dimension, share: kin.share, start, end })
}

/// What a heading names of the dimension of a number.
fn named(heading: &Heading<'_>, member: &Member<'_>) -> Option<Share> {
    let Dimension { members, groups, total, .. } = member.dimension;
    let name: String = heading.name.chars().filter(|c| !c.is_whitespace()).collect();
    let find = |name: &str| {
        let place = members.iter().position(|member| member == name).map(Share::Member);
        let group = || groups.iter().position(|group| group.name == name).map(Share::Group);
        let is_total = || (total.as_deref() == Some(name)).then_some(Share::Total);
        place.or_else(group).or_else(is_total)
    };
    find(&name).or_else(|| {
        let name = name.strip_prefix("其中：").unwrap_or(&name);
        find(name.split_once('（').map_or(name, |(name, _)| name))
    })
}

/// Whether a heading names what the number is a part of, over more than this number.
fn is_over(heading: &Heading<'_>, other: Share, member: &Member<'_>, is_row: bool) -> bool {
    let is_wider = is_row || heading.end - heading.start > member.end - member.start;
    match (other, member.share) {
        (Share::Total, _) => is_wider,
        (Share::Group(group), Share::Member(place)) => {
            let group = member.dimension.groups.get(group);
            group.is_some_and(|group| {
                group.members.contains(&place) && (is_wider || group.members.len() == 1)
            })
        }
        (Share::Group(_) | Share::Member(_), _) => false,
    }
}

/// `right` are the headings under which another number stands rightly.
fn told(wrong: &[Wrong<'_>], right: &[Span]) -> Option<Diagnostic> {
    let first = wrong.first()?;
    let label = |share: Share| -> &str {
        let Dimension { members, groups, total, .. } = first.member.dimension;
        match share {
            Share::Member(place) => members.get(place).map_or("", String::as_str),
            Share::Group(place) => groups.get(place).map_or("", |group| group.name.as_str()),
            Share::Total => total.as_deref().unwrap_or_default(),
        }
    };
    let place = if first.is_row { "这一行" } else { "这一列" };
    let message =
        format!("“{}”{place}印的是“{}”的数", first.heading.name, label(first.member.share));
    let mut found = Diagnostic::new(Code::E1023, message);
    let mut told: Vec<Span> = Vec::new();
    for Wrong { member, heading, .. } in wrong {
        // The others of the column are right: the number is what is wrong.
        let (at, words) = match right.contains(&heading.span) {
            true => (member.cell.span, format!("上面写的是“{}”", heading.name)),
            false => (heading.span, format!("印的是“{}”", member.metric)),
        };
        if told.len() < MOST_PLACES && !told.contains(&at) {
            told.push(at);
            found = found.at(at, words);
        }
    }
    let Dimension { name, members, total, .. } = first.member.dimension;
    let order: Vec<&str> = members.iter().chain(total).map(String::as_str).collect();
    Some(found.help(format!(
        "“按: {name}”照指标目录里成员的次序排：{}；改栏目的次序，或者一格一格地写 {{指标: 名称·成员}}",
        order.join("、")
    )))
}
