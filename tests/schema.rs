//! The schemas say of good and bad files what they should, and are up to date.

use std::path::Path;

use nianbao::project::Project;
use nianbao::schema::{self, Schema};
use nianbao::source::Sources;
use serde_json::Value;
use snapbox::{Assert, Data};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn schemas(project: &Path) -> Vec<Schema> {
    let (mut sources, mut faults) = (Sources::default(), Vec::new());
    let project = Project::open(project, &mut sources, &mut faults).unwrap();
    assert!(faults.is_empty(), "{faults:?}");
    schema::generate(&project.catalogue, &project.profile)
}

#[test]
fn the_shipped_schemas_are_up_to_date() {
    let assert = Assert::new().action_env("SNAPSHOTS");
    for Schema { name, text } in schemas(root()) {
        let path = root().join("schemas").join(name);
        assert.eq(text, Data::read_from(&path, None).raw());
    }
}
