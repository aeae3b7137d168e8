use std::collections::BTreeSet;

use super::*;

#[test]
fn a_word_means_one_kind_and_one_key_of_it() {
    let mut kinds = BTreeSet::new();
    for kind in KINDS {
        assert!(kinds.insert(kind.word), "{kind:?}");
        // Those that all rules have.
        let mut keys = BTreeSet::from(["名称", "类型", "级别", "说明", "缺数"]);
        for key in kind.keys {
            assert!(keys.insert(key.word), "{kind:?}: {}", key.word);
        }
    }
}
