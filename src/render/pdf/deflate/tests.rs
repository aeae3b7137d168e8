//! What is packed, unpacked by another's program.

use std::io::Read as _;

use flate2::read::ZlibDecoder;
use proptest::prelude::*;

use super::*;

fn unpacked(packed: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    ZlibDecoder::new(packed).read_to_end(&mut bytes).unwrap();
    bytes
}

/// Packed in both ways by one packer; how long each came out.
#[track_caller]
fn come_back(packer: &mut Packer, bytes: &[u8]) -> [usize; 2] {
    [packer.packed(bytes), packed_bytes(bytes)].map(|packed| {
        assert!(unpacked(&packed) == bytes, "{} bytes", bytes.len());
        packed.len()
    })
}

#[test]
fn what_was_packed_is_unpacked_by_others() {
    let all: Vec<u8> = (0..=255).collect();
    // Counts like those of Fibonacci make the deepest tree.
    let (mut one, mut other, mut deep) = (1, 1, Vec::new());
    for symbol in 0..24 {
        deep.extend(vec![symbol; one]);
        (one, other) = (other, one + other);
    }
    let mut packer = Packer::new();
    for bytes in [&[][..], &[0], &[7], &[0; 4], &[255; 1000], b"abracadabra", &all, &deep] {
        come_back(&mut packer, bytes);
    }
}

#[test]
fn frequent_bytes_have_short_codes() {
    let mut packer = Packer::new();
    let bytes: Vec<u8> = (0..80_000).map(|i: u32| (i % 97 % 7 * (i % 3)) as u8).collect();
    assert!(come_back(&mut packer, &bytes)[1] < bytes.len() / 2);
    let noise: Vec<u8> = (0..=255).cycle().take(80_000).collect();
    assert!(come_back(&mut packer, &noise)[1] < noise.len() * 17 / 16 + 160);
}

/// Bytes that do not repeat, the same each time.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    (0..length).map(|_| next()).collect()
}

#[test]
fn repeats_of_every_length_and_distance_come_back() {
    let mut packer = Packer::new();
    let noise = noise(40_000);
    for length in 3..=600 {
        come_back(&mut packer, &[&noise[..700], &noise[10..10 + length]].concat());
    }
    for distance in [1, 2, 3, 4, 5, 7, 8, 9, 255, 256, 257, 8192, 8193, 32_767, 32_768, 32_769] {
        let bytes = [&noise[..distance], &noise[..distance.min(300)]].concat();
        let [packed, _] = come_back(&mut packer, &bytes);
        // What is further away is not known any more.
        let is_long = distance > 300;
        let repeated = if distance <= 32_768 { 0 } else { 300 };
        assert!(!is_long || packed < distance + repeated + 200, "{distance}: {packed}");
    }
    let often = noise[..1000].repeat(100);
    assert!(come_back(&mut packer, &often)[0] < 3000);
}

#[test]
fn what_was_packed_before_changes_nothing() {
    let (one, other) = (noise(90_000), b"BT /F0 16 Tf 1 0 0 1 72 700 Tm <0001> Tj ET\n".repeat(40));
    let mut packer = Packer::new();
    let first = packer.packed(&other);
    // What is long takes the memory with it.
    come_back(&mut packer, &one);
    assert_eq!(packer.packed(&other), first);
    assert_eq!(Packer::new().packed(&other), first);
    // Places are counted on until their number is too large, and then anew.
    packer.repeats = Repeats::near_its_end();
    assert_eq!(packer.packed(&other), first);
    assert_eq!(packer.packed(&other), first);
}

proptest! {
    #[test]
    fn any_bytes_come_back(bytes in prop::collection::vec(prop_oneof![Just(0), 0..4_u8, any::<u8>()], 0..3000)) {
        come_back(&mut Packer::new(), &bytes);
    }
}
