//! Codes that are the shorter the more often what they stand for is there (Huffman's; RFC 1951, 3.2).

use super::bits::Code;

/// How many bits the code of each symbol has, of which none has more than `longest`. A code needs
/// two symbols: where fewer are there, the first ones count as if they were.
pub(super) fn lengths<const N: usize>(mut counts: [u32; N], longest: u8) -> [u8; N] {
    for at in 0..2 {
        let there = counts.iter().filter(|count| **count > 0).count();
        if there < 2 {
            counts[at] = counts[at].max(1);
        }
    }
    loop {
        let lengths = depths(&counts);
        if lengths.iter().all(|length| *length <= longest) {
            return lengths;
        }
        // Counts that are more alike make a tree that is less deep.
        for count in counts.iter_mut().filter(|count| **count > 0) {
            *count = *count / 2 + 1;
        }
    }
}

/// How deep each symbol stands in Huffman's tree.
fn depths<const N: usize>(counts: &[u32; N]) -> [u8; N] {
    let mut leaves: Vec<(u32, usize)> = counts
        .iter()
        .enumerate()
        .filter(|(_, count)| **count > 0)
        .map(|(symbol, count)| (*count, symbol))
        .collect();
    leaves.sort_unstable();
    // Leaves by their count, then the nodes above them, which come in the order of theirs.
    let mut weights: Vec<u64> = leaves.iter().map(|(count, _)| u64::from(*count)).collect();
    let total = 2 * leaves.len() - 1;
    let mut parents = vec![0; total];
    let (mut leaf, mut node) = (0, leaves.len());
    for above in leaves.len()..total {
        let mut weight = 0;
        for _ in 0..2 {
            let is_leaf =
                leaf < leaves.len() && (node >= weights.len() || weights[leaf] <= weights[node]);
            let least = if is_leaf { &mut leaf } else { &mut node };
            parents[*least] = above;
            weight += weights[*least];
            *least += 1;
        }
        weights.push(weight);
    }
    let mut depths = vec![0_u8; total];
    for at in (0..total - 1).rev() {
        depths[at] = depths[parents[at]].saturating_add(1);
    }
    let mut lengths = [0; N];
    for ((_, symbol), depth) in leaves.iter().zip(depths) {
        lengths[*symbol] = depth;
    }
    lengths
}

/// The codes of these lengths: counted up in the order of the lengths, then of the symbols.
pub(super) fn codes<const N: usize>(lengths: &[u8; N]) -> [Code; N] {
    let mut starts = [0_u32; 16];
    for length in lengths.iter().filter(|length| **length > 0) {
        starts[usize::from(*length)] += 1;
    }
    let mut next = 0;
    for start in &mut starts {
        let count = *start;
        *start = next;
        next = (next + count) << 1;
    }
    let mut codes = [Code::default(); N];
    for (code, &length) in codes.iter_mut().zip(lengths).filter(|(_, length)| **length > 0) {
        let start = &mut starts[usize::from(length)];
        *code = Code { bits: start.reverse_bits() >> (32 - u32::from(length)), length };
        *start += 1;
    }
    codes
}
