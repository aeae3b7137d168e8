//! The output intent: colours are sRGB (PDF/A wants a profile in the file).

use lopdf::{Document, Object, Stream, dictionary};

use super::object::text;

/// Writes the profile and returns the intent that names it.
pub(super) fn write(file: &mut Document) -> Object {
    let profile = file.add_object(Stream::new(
        dictionary! { "N" => 3, "Alternate" => "DeviceRGB" },
        srgb_profile(),
    ));
    dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => text("sRGB IEC61966-2.1"),
        "Info" => text("sRGB IEC61966-2.1"),
        "DestOutputProfile" => profile,
    }
    .into()
}

/// A small sRGB display profile (ICC.1:2001-04): primaries adapted to D50, one curve for all.
fn srgb_profile() -> Vec<u8> {
    let number = |value: i32| value.to_be_bytes();
    let xyz = |x: i32, y: i32, z: i32| {
        [b"XYZ \0\0\0\0".as_slice(), &number(x), &number(y), &number(z)].concat()
    };
    let label = "sRGB";
    // textDescriptionType: ASCII, then empty Unicode and ScriptCode parts.
    let mut description = b"desc\0\0\0\0".to_vec();
    description.extend(number(5));
    description.extend(label.as_bytes());
    description.resize(description.len() + 1 + 8 + 3 + 67, 0);
    let copyright = b"text\0\0\0\0Public domain\0".to_vec();
    // curveType with one entry: gamma 2.2 as u8Fixed8.
    let curve = [b"curv\0\0\0\0".as_slice(), &number(1), &[2, 0x33], &[0, 0]].concat();
    let tags: [(&[u8; 4], Vec<u8>); 9] = [
        (b"desc", description),
        (b"cprt", copyright),
        (b"wtpt", xyz(0xf6d6, 0x1_0000, 0xd32d)),
        (b"rXYZ", xyz(0x6fa2, 0x38f5, 0x0390)),
        (b"gXYZ", xyz(0x6299, 0xb785, 0x18da)),
        (b"bXYZ", xyz(0x24a0, 0x0f84, 0xb6cf)),
        (b"rTRC", curve.clone()),
        (b"gTRC", curve.clone()),
        (b"bTRC", curve),
    ];
    let mut table = number(9).to_vec();
    let mut data = Vec::new();
    let start = 128 + 4 + 12 * tags.len();
    for (signature, mut content) in tags {
        let size = content.len();
        table.extend(signature);
        table.extend(u32::try_from(start + data.len()).unwrap_or(0).to_be_bytes());
        table.extend(u32::try_from(size).unwrap_or(0).to_be_bytes());
        content.resize(size.next_multiple_of(4), 0);
        data.extend(content);
    }
    let mut profile = vec![0; 128];
    let total = u32::try_from(start + data.len()).unwrap_or(0);
    profile[0..4].copy_from_slice(&total.to_be_bytes());
    profile[8..12].copy_from_slice(&[2, 0x10, 0, 0]);
    profile[12..24].copy_from_slice(b"mntrRGB XYZ ");
    // The profile's own date: 1 January 2000.
    profile[24..36].copy_from_slice(&[0x07, 0xd0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0]);
    profile[36..40].copy_from_slice(b"acsp");
    // Illuminant D50.
    profile[68..80].copy_from_slice(&[0, 0, 0xf6, 0xd6, 0, 1, 0, 0, 0, 0, 0xd3, 0x2d]);
    [profile, table, data].concat()
}
