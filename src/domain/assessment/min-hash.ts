/**
 * Which texts share much of their wording, found without comparing each with each.
 *
 * A text is the set of its runs of five words (w-shingling: A. Z. Broder, “On the resemblance and containment of documents”,
 * Proc. Compression and Complexity of Sequences, 1997). The share of runs that two texts have in common is their Jaccard
 * similarity |A ∩ B| / |A ∪ B|, from 0 to 1. The smallest value of a random permutation of the shingles is the same for both
 * with exactly that probability, so the share of equal places of two signatures estimates it, with a standard error of
 * √(s (1 − s) / 128), at most 0.045. Bands of a signature find those worth comparing (J. Leskovec, A. Rajaraman, J. D. Ullman,
 * “Mining of Massive Datasets”, chapter 3).
 */
import { type Shingle, shinglesOf } from './shingles.ts';

/** Values of a signature. */
export const signatureLength = 128;

/**
 * Bands of a signature, and values in each. Two texts of similarity s meet in at least one band with probability
 * 1 − (1 − s⁴)³²: 5 % at 0.2, 23 % at 0.3, 56 % at 0.4, 87 % at 0.5, 99 % at 0.6, 99.98 % at 0.7. The curve is steepest near
 * (1/32)^(1/4) = 0.42, a little below the 0.5 from which a match counts: what a band finds in vain is dropped by comparing,
 * what it misses nobody sees.
 */
export const bandCount = 32;
export const bandRows = signatureLength / bandCount;

/** 32-bit finalizer of MurmurHash3 (A. Appleby, public domain): a permutation of the 32-bit integers that mixes them well. */
function mix(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** FNV-1a over UTF-16 code units, then mixed; a signed 32-bit integer, as PostgreSQL holds them. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  return mix(hash);
}

/**
 * The i-th permutation is x → mix(aᵢ·x + bᵢ mod 2³²), aᵢ odd, the constants from a Weyl sequence by the golden ratio (2³² / φ).
 * They are part of the format: signatures made with others can’t be compared.
 */
const permutations = Array.from({ length: signatureLength }, (_, index) => ({
  a: mix(Math.imul(2 * index + 1, 0x9e3779b9)) | 1,
  b: mix(Math.imul(2 * index + 2, 0x9e3779b9)),
}));

/** The MinHash signature of a set of shingles, 128 signed 32-bit integers; of no shingles there is none. */
export function signatureOf(shingles: Iterable<string>): number[] | undefined {
  const hashes = [...new Set(shingles)].map(hashText);
  if (hashes.length === 0) return undefined;
  return permutations.map(({ a, b }) => {
    let least = 0x7fffffff;
    for (const hash of hashes) {
      const value = mix((Math.imul(a, hash) + b) | 0);
      if (value < least) least = value;
    }
    return least;
  });
}

/** One hash a band, in order: two signatures with an equal one in the same place are worth comparing. */
export function bandsOf(signature: readonly number[]): number[] {
  return Array.from({ length: bandCount }, (_, band) =>
    signature
      .slice(band * bandRows, (band + 1) * bandRows)
      .reduce((hash, value) => mix(Math.imul(hash, 31) + value), band + 1),
  );
}

/** The share of equal places of two signatures: it estimates the Jaccard similarity of their texts. */
export function estimatedSimilarity(a: readonly number[], b: readonly number[]): number {
  return a.filter((value, index) => value === b[index]).length / signatureLength;
}

/** The Jaccard similarity itself, from 0 to 1; of two texts without a single run of five words it is 0. */
export function similarityOf(a: string, b: string): number {
  const [left, right] = [setOf(shinglesOf(a)), setOf(shinglesOf(b))];
  const common = [...left].filter((key) => right.has(key)).length;
  const all = left.size + right.size - common;
  return all === 0 ? 0 : common / all;
}

function setOf(shingles: readonly Shingle[]): Set<string> {
  return new Set(shingles.map(({ key }) => key));
}
