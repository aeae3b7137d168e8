//! Changed figures.

use super::*;

#[test]
fn names_of_a_list_that_were_exchanged_are_one_change_with_the_whole_list() {
    let bench = Bench::shipped();
    let mut came = bench.came();
    let (old, new) = ("区市场监管局、区商务局、区人社局", "区商务局、区市场监管局、区人社局");
    reword(&mut came, old, new);
    let revision = revise(&came, true, Some(&bench.sent()), bench.present());
    let [item] = revision.items.as_slice() else { panic!("{:#?}", told(&bench, &revision)) };
    assert_eq!(item.kind, Kind::Figure);
    assert!(item.old.words.starts_with(old) && item.new.words.starts_with(new), "{item:?}");
    assert!(item.notes.iter().all(|(key, _)| *key != "矛盾"), "{item:?}");
}
